"""What every test stands on: a database of its own run, and a Chromium for those that drive a browser."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.chromium import HELP, find_chromium

pytest_plugins = ["tests.cast"]

# How long an example takes says how busy the machine is.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")

# Playwright keeps an event loop running in the tests' thread; Django would refuse every query there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

BROWSER_FIXTURES = {"page", "context", "new_context", "browser", "launch_browser", "playwright"}
LAUNCH_ARGUMENTS = [
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, and put it last: from then on an event loop runs in this thread.

    A browser on a busy machine fails now and then by itself: what fails is tried once more, and named in the summary.
    """
    for item in items:
        if BROWSER_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Give this run a database that no other run uses meanwhile, in this checkout or another."""
    database = settings.DATABASES["default"]
    folder = Path(settings.VAR_DIR, "tests")
    folder.mkdir(parents=True, exist_ok=True)
    checkout = hashlib.sha256(os.fsencode(folder)).hexdigest()[:6]
    with ExitStack() as stack:
        for number in range(100):
            lock = stack.enter_context((folder / f"database-{number}.lock").open("w"))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            database["TEST"]["NAME"] = f"test_{database['NAME']}_{checkout}_{number}"
            break
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let tests that commit empty the log of admin actions after them; its own tests switch the trigger on again."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cards_adminaction DISABLE TRIGGER admin_action_is_never_emptied")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the Chromium to drive; without one the tests fail, for a skipped test proves nothing."""
    return find_chromium() or pytest.fail(HELP, pytrace=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: str) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium_path, "args": LAUNCH_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Be a phone in Finland that speaks Swedish; a test that wants another screen sets its size."""
    return {
        **browser_context_args,
        "locale": "sv-FI",
        "timezone_id": "Europe/Helsinki",
        "viewport": {"width": 390, "height": 844},
    }
