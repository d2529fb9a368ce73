"""What holds in production alone, asked of a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
VISIT = """
import json, django
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
from django.test import Client
from django.urls import reverse

def answer(response):
    cookies = {name: {k: bool(c[k]) for k in ("secure", "httponly", "domain")} for name, c in response.cookies.items()}
    return {"status": response.status_code, "headers": dict(response.headers), "cookies": cookies}

https, http = Client(SERVER_NAME="kort.example"), Client(SERVER_NAME="kort.example")
secure = {"secure": True}
print(json.dumps({
    "log in": answer(https.get("/in", **secure)),
    "language": answer(https.post("/sprak", {"language": "fi"}, **secure)),
    "theme": answer(https.post("/tema", {"theme": "dark"}, **secure)),
    "demo": [https.get("/in/demo", **secure).status_code, https.post("/in/demo", {"person": 1}, **secure).status_code],
    "is demo offered": reverse("become") in https.get("/in", **secure).content.decode(),
    "plain": answer(http.get("/in")),
    "watcher": answer(http.get("/healthz")),
    "other host": answer(Client(SERVER_NAME="evil.example").get("/in", **secure)),
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
                settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN],
}))
"""


def run(*arguments, **environment):
    """Run the project in production mode, with a database that is not there."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"},
            "DJANGO_SETTINGS_MODULE": "hjartkort.settings",
            "HJARTKORT_MODE": "production",
            "SECRET_KEY": "q8-three-Words-and-then-some-more-0f-them-xyzzy-plugh-42",
            "ALLOWED_HOSTS": "kort.example",
            "DATABASE_URL": "postgresql:///nowhere?host=/nonexistent",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def visit():
    process = run("-c", VISIT)
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


def test_the_demo_log_in_cannot_be_turned_on(visit):
    for value in ("1", "true"):
        process = run("manage.py", "check", HJARTKORT_DEMO_LOGIN=value)
        assert process.returncode != 0
        assert "HJARTKORT_DEMO_LOGIN can never be on in production." in process.stderr

    assert visit["demo"] == [404, 404]
    assert not visit["is demo offered"]


def test_the_settings_pass_djangos_own_check_for_deployment():
    process = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert process.returncode == 0, process.stderr
    assert "no issues" in process.stdout


def test_cookies_belong_to_this_host_alone_and_travel_encrypted(visit):
    cookies = {
        name: cookie for page in ("log in", "language", "theme") for name, cookie in visit[page]["cookies"].items()
    }

    assert set(cookies) == {"__Host-csrf", "__Host-language", "__Host-theme"}
    for cookie in cookies.values():
        assert cookie == {"secure": True, "httponly": True, "domain": False}
    assert visit["session"] == ["__Host-session", True, True, "Lax", "/", None]


def test_plain_http_leads_to_https_but_a_watcher_is_answered(visit):
    assert visit["plain"]["status"] == 301
    assert visit["plain"]["headers"]["Location"] == "https://kort.example/in"
    assert "default-src 'none'" in visit["plain"]["headers"]["Content-Security-Policy"]
    assert visit["watcher"]["status"] == 200
    assert "max-age=31536000" in visit["log in"]["headers"]["Strict-Transport-Security"]


def test_another_host_is_refused_with_the_policy_on(visit):
    assert visit["other host"]["status"] == 400
    assert "default-src 'none'" in visit["other host"]["headers"]["Content-Security-Policy"]
