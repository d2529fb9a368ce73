"""What a visitor sees when something is missing, broken or away."""

import re

import psycopg.errors
import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError, ProgrammingError, connection, transaction
from django.template.response import TemplateResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.functional import SimpleLazyObject

from cards.views.errors import is_database_away
from tests.factories import give


@pytest.fixture
def visitor(astrid):
    client = Client(raise_request_exception=False)
    client.force_login(astrid)
    return client


@pytest.fixture
def broken_menu(monkeypatch):
    """Let the menu raise what a test wants."""

    def break_it(error):
        def broken(*_arguments):
            raise error

        monkeypatch.setattr("cards.views.more.render_page", broken)

    return break_it


def database_error(kind, cause):
    error = kind("away")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        database_error(OperationalError, psycopg.OperationalError("no socket")),
        database_error(OperationalError, psycopg.errors.AdminShutdown()),
        database_error(OperationalError, psycopg.errors.CannotConnectNow()),
        database_error(OperationalError, psycopg.errors.TooManyConnections()),
        database_error(OperationalError, psycopg.errors.QueryCanceled()),
        database_error(OperationalError, psycopg.errors.LockNotAvailable()),
        database_error(OperationalError, psycopg.errors.DeadlockDetected()),
        database_error(InterfaceError, psycopg.InterfaceError("closed")),
    ],
    ids=lambda error: type(error.__cause__).__name__,
)
def test_what_passes_is_a_503_that_says_when_to_come_back(visitor, broken_menu, error):
    broken_menu(error)

    response = visitor.get("/mer")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert 'href="/mer"' in response.content.decode()


@pytest.mark.parametrize(
    "error",
    [RuntimeError("Astrid's secret"), database_error(ProgrammingError, psycopg.errors.UndefinedTable("cards_secret"))],
    ids=repr,
)
def test_a_fault_is_a_500_that_tells_nothing(visitor, broken_menu, error):
    broken_menu(error)

    response = visitor.get("/mer")

    assert response.status_code == 500
    assert "secret" not in response.content.decode()


@pytest.mark.django_db
def test_a_statement_that_takes_too_long_counts_as_away():
    def take_too_long():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1")
            cursor.execute("SELECT pg_sleep(0.05)")

    with pytest.raises(OperationalError) as caught:
        take_too_long()

    assert is_database_away(caught.value)


def test_it_may_go_away_while_a_page_is_rendered(visitor, monkeypatch):
    def gone():
        raise database_error(OperationalError, psycopg.OperationalError("no socket"))

    def late(request, *_arguments):
        return TemplateResponse(request, "404.html", {"theme": SimpleLazyObject(gone)})

    monkeypatch.setattr("cards.views.more.render_page", late)

    assert visitor.get("/mer").status_code == 503


def test_it_may_go_away_while_the_session_is_saved(visitor, monkeypatch):
    def gone(*_arguments, **_options):
        raise database_error(OperationalError, psycopg.OperationalError("no socket"))

    monkeypatch.setattr("cards.backends.SLID_ON", "not yet")  # So that the page slides the session.
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", gone)

    response = visitor.get("/mer")

    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_the_fault_page_asks_the_database_nothing(visitor, broken_menu):
    broken_menu(RuntimeError())
    with CaptureQueriesContext(connection) as captured:
        visitor.get("/mer")

    assert len(captured) == 2  # The session and the person, before the fault.


def test_the_fault_page_of_a_form_leads_to_a_page_not_to_the_form(visitor, monkeypatch):
    def broken(**_arguments):
        raise RuntimeError

    monkeypatch.setattr("cards.views.settings.change_ceiling", broken)

    response = visitor.post("/installningar/vilka-som-ser", {"ceiling": "1"})

    assert response.status_code == 500
    assert 'href="/"' in response.content.decode()


def test_what_one_may_not_see_looks_like_what_does_not_exist(client, astrid, bo, erik):
    card = give(astrid, to=[bo])
    client.force_login(erik)

    hidden, missing = client.get(f"/kort/{card.pk}"), client.get("/kort/1")

    assert hidden.status_code == missing.status_code == 404
    pages = {re.sub(r'"X-CSRFToken": "\w+"', "", response.content.decode()) for response in (hidden, missing)}
    assert len(pages) == 1


def test_a_request_that_makes_no_sense_gets_a_page(visitor, broken_menu):
    broken_menu(SuspiciousOperation())

    response = visitor.get("/mer")

    assert response.status_code == 400
    assert "<h1>" in response.content.decode()


def test_a_form_that_is_too_old_gets_a_page(astrid):
    client = Client(enforce_csrf_checks=True)
    client.force_login(astrid)

    response = client.post("/sprak", {"language": "fi"})

    assert response.status_code == 403
    assert "<h1>" in response.content.decode()


def test_healthz_asks_the_database_nothing_whoever_asks(visitor):
    with CaptureQueriesContext(connection) as captured:
        assert visitor.get("/healthz").content == b"ok"

    assert len(captured) == 0


def test_readyz_asks_the_database(visitor):
    with CaptureQueriesContext(connection) as captured:
        assert visitor.get("/readyz").status_code == 200

    assert len(captured) == 1
