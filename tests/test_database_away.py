"""The database goes away and comes back, for real: a server of its own, and a process that serves meanwhile."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hjartkort.db.place import Place, own_place
from hjartkort.db.server import Server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
SERVE = """
import json, sys
from wsgiref.util import setup_testing_defaults
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 0.5  # Seconds; nobody waits for this test.
from hjartkort.wsgi import application
from django.core.management import call_command
from django.db import connection
from django.test import Client
from tests.factories import make_person, make_unit

call_command("migrate", verbosity=0)
client = Client()
client.force_login(make_person("Astrid Lindqvist", make_unit("Torget")))
connection.close()
cookie = "sessionid=" + client.cookies["sessionid"].value

def get(who, address):
    environ = {"PATH_INFO": address, "HTTP_COOKIE": cookie if who == "astrid" else ""}
    setup_testing_defaults(environ)
    answer = {}
    def begin(status, headers):
        answer.update({name.lower(): value for name, value in headers}, status=int(status[:3]))
    body = application(environ, begin)
    text = b"".join(body).decode()
    body.close()
    return answer | {"is page": "<!doctype html>" in text}

for line in sys.stdin:
    print(json.dumps([get(*asked) for asked in json.loads(line)]), flush=True)
"""


def wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: pytest closes that to all but its own user, and root's server runs as another.
    with tempfile.TemporaryDirectory(prefix="hjartkort-test-") as folder:
        yield Path(folder)


class Serving:
    """A process that serves pages from a database which comes and goes."""

    def __init__(self, server: Server) -> None:
        url = f"postgresql://hjartkort@/hjartkort?host={server.place.socket_folder}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def get(self, *asked: tuple[str, str]) -> list[dict[str, Any]]:
        """Ask for some addresses, each as somebody."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answers: list[dict[str, Any]] = json.loads(self.process.stdout.readline())
        return answers

    def statuses(self, *asked: tuple[str, str]) -> list[int]:
        return [answer["status"] for answer in self.get(*asked)]


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(Place(folder, own_place().user))
    server.start()
    yield server
    server.stop()
    if server.place.socket_folder != folder:
        shutil.rmtree(server.place.socket_folder, ignore_errors=True)


@pytest.fixture
def serving(server: Server) -> Iterator[Serving]:
    serving = Serving(server)
    yield serving
    serving.process.kill()
    serving.process.communicate()


def test_pages_are_away_while_the_database_is_and_come_back_by_themselves(server, serving):
    needing = [("astrid", "/mer"), ("astrid", "/in"), ("astrid", "/nowhere"), ("nobody", "/readyz")]
    not_needing = [("astrid", "/healthz"), ("nobody", "/in"), ("nobody", "/mer"), ("nobody", "/nowhere")]
    assert serving.statuses(*needing) == [200, 302, 404, 200]

    server.stop()

    for answer in serving.get(*needing):
        assert (answer["status"], answer["retry-after"], answer["is page"]) == (503, "10", True)
        assert answer["content-security-policy"].startswith("default-src 'none'")
        assert answer["cache-control"] == "no-store"
    assert serving.statuses(*not_needing) == [200, 200, 302, 404]

    server.start()

    wait_until(lambda: serving.statuses(*needing) == [200, 302, 404, 200])
