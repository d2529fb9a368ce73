"""Workers, for real: processes that run jobs, are killed, told to end, and lose the database."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from procrastinate.contrib.django import app

from hjartkort.db.place import Place, own_place
from hjartkort.db.server import Server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
# Tells that it runs, and under which limit; without the clock's tasks, so that what they do is not in the way.
WORKER = """
import os, time
import django
django.setup()
from django.db import connection, transaction
from procrastinate.contrib.django import app
from hjartkort.working import run_worker

@app.task(name="tell")
def tell(file, seconds):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        limit = cursor.fetchone()[0]
    with open(file, "a") as told:
        print(os.getpid(), limit, file=told)
    time.sleep(seconds)

@app.task(name="fail")
def fail(file, seconds):
    with transaction.atomic():
        app.configure_task("tell").defer(file=file, seconds=seconds)
        raise LookupError

app.periodic_registry.periodic_tasks.clear()
run_worker()
"""
TEND_LATER = """
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from cards.actions.jobs import tend_jobs
print(tend_jobs(at=timezone.now() + timedelta(hours=1)))
"""


class Workplace:
    """A database, and processes that use it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.processes: list[subprocess.Popen[str]] = []

    def sql(self, query: LiteralString, *values: object) -> list[Any]:
        folder = str(self.server.place.socket_folder)
        with psycopg.connect(host=folder, user="hjartkort", dbname="hjartkort") as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        url = f"postgresql://hjartkort@/hjartkort?host={self.server.place.socket_folder}"
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # They tell what died.
        )
        self.processes.append(process)
        return process

    def begin_worker(self) -> subprocess.Popen[str]:
        return self.begin("-c", WORKER)

    def run(self, *arguments: str) -> str:
        process = self.begin(*arguments)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        return output.strip()

    def tend_later(self) -> int:
        """Return how many jobs an hour from now would find dead and let run again."""
        return int(self.run("-c", TEND_LATER))

    def defer(self, name: str, file: Path, seconds: float) -> None:
        values = (name, json.dumps({"file": str(file), "seconds": seconds}))
        self.sql("INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', %s, %s)", *values)

    def jobs(self) -> list[tuple[str, str, int]]:
        return self.sql("SELECT task_name, status, attempts FROM procrastinate_jobs ORDER BY id")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # Not tmp_path: pytest closes that to all but its own user, and root's server runs as another.
    with tempfile.TemporaryDirectory(prefix="hjartkort-test-") as folder:
        server = Server(Place(Path(folder), own_place().user))
        server.start()
        Workplace(server).run("manage.py", "migrate", "--verbosity=0")
        yield server
        server.stop()
        if server.place.socket_folder != Path(folder):
            shutil.rmtree(server.place.socket_folder, ignore_errors=True)


@pytest.fixture
def work(server: Server) -> Iterator[Workplace]:
    work = Workplace(server)
    yield work
    for process in work.processes:
        process.kill()
        process.communicate()
    work.sql("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def lines_of(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def test_job_of_a_killed_worker_is_taken_up_again_once(work, tmp_path):
    told = tmp_path / "told"
    work.defer("tell", told, seconds=600)
    first = work.begin_worker()
    wait_until(lambda: len(lines_of(told)) == 1)
    assert work.tend_later() == 0  # However long it takes: it is held.

    first.kill()
    wait_until(lambda: work.tend_later() == 1)
    second = work.begin_worker()
    wait_until(lambda: len(lines_of(told)) == 2)

    second.kill()
    wait_until(lambda: work.tend_later() == 0 and work.jobs() == [("tell", "failed", 2)])
    work.defer("tell", tmp_path / "another", seconds=0)
    work.begin_worker()
    wait_until(lambda: len(lines_of(tmp_path / "another")) == 1)
    wait_until(lambda: work.jobs() == [("tell", "failed", 2)])  # What is done leaves no row.
    assert lines_of(told) == [f"{first.pid} 5min", f"{second.pid} 5min"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_worker_that_is_told_to_end_finishes_its_job_first(work, tmp_path, number):
    told = tmp_path / "told"
    work.defer("tell", told, seconds=0.5)
    worker = work.begin_worker()
    wait_until(lambda: len(lines_of(told)) == 1)

    worker.send_signal(number)
    worker.send_signal(number)

    assert worker.wait(timeout=60) == 0
    assert work.jobs() == []


def test_job_that_a_failing_job_deferred_does_not_exist(work, tmp_path):
    work.defer("fail", tmp_path / "told", seconds=0)

    work.begin_worker()

    wait_until(lambda: work.jobs() == [("fail", "failed", 1)])


def test_worker_lives_through_an_absence_of_the_database(work, tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    work.defer("tell", before, seconds=0)
    worker = work.begin_worker()
    wait_until(lambda: len(lines_of(before)) == 1)

    work.server.stop()
    time.sleep(1)
    work.server.start()
    work.defer("tell", after, seconds=0)

    wait_until(lambda: len(lines_of(after)) == 1)
    assert worker.poll() is None


def test_worker_does_what_the_clock_says_and_leaves_no_job(work):
    names = {name for name, _id in app.periodic_registry.periodic_tasks}

    work.begin("manage.py", "worker")

    wait_until(lambda: {name for (name,) in work.sql("SELECT task_name FROM procrastinate_periodic_defers")} == names)
    wait_until(lambda: work.jobs() == [])
