"""What every response carries, and who must sign in first."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cards.backends import SLID_ON
from cards.models import Person


@pytest.fixture
def someone(astrid):
    client = Client(raise_request_exception=False)
    client.force_login(astrid)
    return client


@pytest.fixture
def fault(monkeypatch):
    """Break the menu."""

    def broken(*_arguments):
        raise RuntimeError

    monkeypatch.setattr("cards.views.more.render_page", broken)


def headers_of(client, address):
    response = client.get(address)
    response.close()  # A static file stays open until then.
    return response.headers


ADDRESSES = ["/", "/in", "/mer", "/healthz", "/nowhere", "/static/css/base.css", "/static/nowhere.css", "/ut"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_carries_the_policy(someone, address):
    policy = headers_of(someone, address)["Content-Security-Policy"]

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.usefixtures("fault")
def test_a_fault_carries_the_policy_as_well(someone):
    response = someone.get("/mer")

    assert response.status_code == 500
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_says_what_browsers_may_not_do(someone, address):
    headers = headers_of(someone, address)

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/flode", "/mer", "/nowhere", "/in", "/ut"])
def test_pages_are_kept_by_no_cache_and_differ_by_what_they_answer_to(someone, address):
    headers = headers_of(someone, address)

    assert headers["Cache-Control"] == "no-store"
    assert {"HX-Request", "Cookie", "Accept-Language"} <= set(headers["Vary"].split(", "))


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(client, astrid):
    Person.objects.filter(pk=astrid.pk).update(password=make_password("fyra ord i rad"))
    responses = [
        client.get("/in"),
        client.post("/sprak", {"language": "fi"}),
        client.post("/tema", {"theme": "dark"}),
        client.post("/in", {"login": astrid.employee_number, "password": "fyra ord i rad"}),
    ]

    cookies = {name: cookie for response in responses for name, cookie in response.cookies.items()}

    assert set(cookies) == {"sessionid", "csrftoken", "language", "theme"}
    for cookie in cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/"), cookie.key


def test_the_cookie_of_forms_is_sent_once_and_then_with_the_days_first_page(someone, astrid):
    assert "csrftoken" in someone.get("/flode").cookies
    assert "csrftoken" not in someone.get("/flode").cookies

    session = someone.session
    session[SLID_ON] = "2000-01-01"
    session.save()
    assert {"csrftoken", "sessionid"} <= set(someone.get("/flode").cookies)


def test_a_cookie_of_forms_that_makes_no_sense_is_replaced(someone):
    someone.cookies["csrftoken"] = "forged"

    assert "csrftoken" in someone.get("/flode").cookies


def test_a_language_does_not_leak_into_the_next_request(someone, astrid):
    Person.objects.filter(pk=astrid.pk).update(language="fi")

    with translation.override("nb"):
        assert someone.get("/mer")["Content-Language"] == "fi"
        assert translation.get_language() == "nb"


def test_an_address_that_leads_nowhere_speaks_the_persons_language(someone, astrid):
    Person.objects.filter(pk=astrid.pk).update(language="fi")

    response = someone.get("/nowhere")

    assert (response.status_code, response["Content-Language"]) == (404, "fi")


# Signing in first


def test_a_stranger_is_led_to_the_log_in_and_back(client, db):
    assert client.get("/ladan?visa=gav")["Location"] == "/in?next=/ladan%3Fvisa%3Dgav"


def test_htmx_sends_the_whole_page_to_the_log_in_and_back_to_the_page_one_was_on(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/flode?visa=alla#top"}

    response = client.get("/flode/nya?sedan=1", headers=headers)

    assert response.status_code == 401
    assert response["HX-Redirect"] == "/in?next=/flode%3Fvisa%3Dalla"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/flode", "", "javascript:x"])
def test_htmx_leads_back_to_no_other_site(client, db, elsewhere):
    response = client.get("/flode", headers={"HX-Request": "true", "HX-Current-URL": elsewhere})

    assert response["HX-Redirect"] == "/in"


def test_a_button_pressed_too_late_leads_back_to_its_page_not_to_the_button(client, db):
    late = client.post("/installningar/vilka-som-ser", headers={"Referer": "http://testserver/installningar"})

    assert late["Location"] == "/in?next=/installningar"
    assert client.post("/installningar/vilka-som-ser")["Location"] == "/in"


# Ninety days


def test_a_session_slides_once_a_day(someone):
    someone.get("/mer")
    with CaptureQueriesContext(connection) as same_day:
        someone.get("/mer")
    session = someone.session
    session[SLID_ON] = (timezone.localdate() - timedelta(days=1)).isoformat()
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(days=1))
    someone.cookies["sessionid"]["max-age"] = 1

    response = someone.get("/mer")

    assert not [query for query in same_day.captured_queries if "UPDATE" in query["sql"]]
    assert response.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE == 90 * 24 * 60 * 60
    assert Session.objects.get().expire_date > timezone.now() + timedelta(days=89)


def test_the_first_page_after_the_log_in_writes_nothing(someone):
    with CaptureQueriesContext(connection) as captured:
        someone.get("/mer")

    assert not [query for query in captured.captured_queries if "UPDATE" in query["sql"]]


def test_an_ended_session_lets_nobody_in(someone):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert someone.get("/mer").status_code == 302
