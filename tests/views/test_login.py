"""The way in and out."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cards.demo.people import PersonToBe
from cards.models import GuessLimit, Person

PASSWORD = "kanel bulle morgon fyr"


@pytest.fixture
def astrid(astrid):
    astrid.password, astrid.email = make_password(PASSWORD), "astrid@example.org"
    astrid.save()
    return astrid


def log_in(client, login, password=PASSWORD, **fields):
    return client.post("/in", {"login": login, "password": password, **fields})


def is_in(client):
    return client.get("/mer").status_code == 200


def test_number_and_password_lead_to_the_feed(client, astrid):
    response = log_in(client, astrid.employee_number)

    assert (response.status_code, response["Location"]) == (303, "/flode")
    assert is_in(client)


def test_the_address_will_do_as_well(client, astrid):
    log_in(client, "Astrid@example.org")

    assert is_in(client)


def test_a_wrong_password_gives_the_form_back_filled_in_but_for_the_password(client, astrid):
    response = log_in(client, astrid.employee_number, "hemligt")

    assert response.status_code == 422
    assert f'value="{astrid.employee_number}"' in response.content.decode()
    assert "hemligt" not in response.content.decode()
    assert 'aria-describedby="login-error"' in response.content.decode()
    assert not is_in(client)


def test_an_empty_form_comes_back(client, db):
    assert client.post("/in", {}).status_code == 422


@pytest.mark.parametrize("login", ["\x00", "x" * 255, "'; --", "004711\u0000"])
def test_what_no_account_can_be_called_is_refused_like_any_other(client, db, login):
    assert log_in(client, login).status_code == 422


def test_wrong_and_unknown_accounts_are_answered_with_the_same_words(client, astrid, bo):
    pages = []
    for login in (astrid.employee_number, bo.employee_number, "999999"):
        page = log_in(client, login, "fel").content.decode()
        pages.append(page.replace(login, "").split("csrfmiddlewaretoken")[1][100:])

    assert pages[0] == pages[1] == pages[2]


def test_the_sixth_try_finds_the_door_closed_and_says_until_when(client, astrid):
    for _try in range(5):
        log_in(client, astrid.employee_number, "fel")
    GuessLimit.objects.update(open_at=timezone.now() + timedelta(minutes=14, seconds=10))

    response = log_in(client, astrid.employee_number)

    assert response.status_code == 429
    assert "15" in response.context["form"].non_field_errors()[0]
    assert not is_in(client)


def test_logging_in_leads_to_the_page_one_came_for(client, astrid):
    assert log_in(client, astrid.employee_number, next="/ladan?visa=gav")["Location"] == "/ladan?visa=gav"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "nowhere", "undo"]
)
def test_logging_in_leads_to_no_other_site(client, astrid, elsewhere):
    assert log_in(client, astrid.employee_number, next=elsewhere)["Location"] == "/flode"
    assert client.get("/in", {"next": elsewhere})["Location"] == "/flode"


def test_the_session_has_a_new_name_after_logging_in(client, astrid):
    client.post("/sprak", {"language": "fi"})
    session = client.session
    session["before"] = "x"
    session.save()
    before = session.session_key

    log_in(client, astrid.employee_number)

    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_who_is_in_already_goes_on(client, astrid):
    client.force_login(astrid)

    assert client.get("/in")["Location"] == "/flode"


def test_logging_out_is_a_post(client, astrid):
    client.force_login(astrid)

    assert client.get("/ut").status_code == 405
    assert is_in(client)
    assert client.post("/ut")["Location"] == "/in"
    assert not is_in(client)


def test_logging_out_twice_comes_to_the_same_page(client, db):
    assert client.post("/ut")["Location"] == "/in"


def test_a_leaver_is_out_at_the_next_request(client, astrid):
    client.force_login(astrid)
    assert is_in(client)
    Person.objects.filter(pk=astrid.pk).update(employed_to=timezone.localdate() - timedelta(days=1))

    assert not is_in(client)


def test_a_new_password_ends_the_old_sessions(client, astrid):
    client.force_login(astrid)
    Person.objects.filter(pk=astrid.pk).update(password=make_password("något annat"))

    assert not is_in(client)


def test_logging_in_needs_a_token(astrid):
    client = Client(enforce_csrf_checks=True)

    assert log_in(client, astrid.employee_number).status_code == 403


def test_the_page_speaks_the_browsers_language_then_swedish(client, db):
    pages = {language: client.get("/in", headers={"Accept-Language": language}) for language in ("fi-FI", "de")}

    assert pages["fi-FI"]["Content-Language"] == "fi"
    assert pages["de"]["Content-Language"] == "sv"


# In the demo


@pytest.fixture
def demo(settings, monkeypatch, astrid):
    """Be a demo that offers Astrid alone."""
    settings.HAS_DEMO_LOGIN = True
    offered = PersonToBe(astrid.pk, astrid.employee_number, astrid.name, astrid.title, "Torget", "staff", "sv")
    monkeypatch.setattr("cards.demo.people.people_to_be", lambda: [offered])


def test_the_demo_lets_one_be_somebody_with_one_tap(client, demo, astrid):
    assert f'value="{astrid.pk}"' in client.get("/in").content.decode()

    response = client.post("/in/demo", {"person": astrid.pk, "next": "/ladan"})

    assert response["Location"] == "/ladan"
    assert is_in(client)


@pytest.mark.usefixtures("demo")
def test_the_demo_lets_one_be_nobody_else(client, bo):
    for person in (bo.pk, "", "x", 2**40):
        assert client.post("/in/demo", {"person": person}).status_code == 404

    assert not is_in(client)


@pytest.mark.usefixtures("demo")
def test_outside_the_demo_there_is_nobody_to_be(client, settings, astrid):
    settings.HAS_DEMO_LOGIN = False

    assert reverse("become") not in client.get("/in").content.decode()
    assert client.post("/in/demo", {"person": astrid.pk}).status_code == 404
    assert client.get("/in/demo").status_code == 404
    assert not is_in(client)
