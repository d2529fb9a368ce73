"""The project's own PostgreSQL, in a folder of its own, through processes of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from hjartkort.db.place import Place, own_place
from hjartkort.db.server import Server
from hjartkort.environment import database

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PRELUDE = """
import os, signal, sys, time
import django
from django.conf import settings
options = {"pool": "POOL" in os.environ}
settings.configure(DATABASES={"default": {
    "ENGINE": "hjartkort.db", "NAME": "hjartkort", "CONN_HEALTH_CHECKS": True, "OPTIONS": options,
}})
django.setup()
from django.db import connection

def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        answer = cursor.fetchone()[0] if cursor.description else None
    connection.close()
    return answer
"""
HOLD = "ask('select 1'); print('here', flush=True); sys.stdin.read()"


class Own:
    """A server's folder, and processes that use it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[str]] = []

    @property
    def server(self) -> Server:
        return Server(Place(self.folder, own_place().user))

    @property
    def postmaster(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def begin(self, code: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", PRELUDE + code],
            cwd=ROOT,
            env={**os.environ, "PG_DATA_DIR": str(self.folder), **environment},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def hold(self) -> subprocess.Popen[str]:
        """Begin a process that keeps the server until its input ends."""
        process = self.begin(HOLD)
        assert process.stdout
        assert process.stdout.readline() == "here\n", process.stdout.read()
        return process

    def run(self, code: str, **environment: str) -> str:
        process = self.begin(code, **environment)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0, output
        return output.strip()


@pytest.fixture
def own() -> Iterator[Own]:
    # Not tmp_path: pytest closes that to all but its own user, and root's server runs as another.
    with tempfile.TemporaryDirectory(prefix="hjartkort-test-") as folder:
        own = Own(Path(folder))
        yield own
        for process in own.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        own.server.stop()
        if own.server.place.socket_folder != own.folder:
            shutil.rmtree(own.server.place.socket_folder, ignore_errors=True)


def finish(process: subprocess.Popen[str]) -> None:
    process.communicate("", timeout=60)
    assert process.returncode == 0


def wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    stat = Path("/proc", str(pid), "stat")
    return stat.exists() and ") Z" not in stat.read_text()


def test_first_connection_starts_the_server_and_the_last_process_stops_it(own):
    first, second = own.hold(), own.hold()

    finish(first)
    assert own.server.is_running()

    finish(second)
    assert not own.server.is_running()
    assert not (own.folder / "data" / "postmaster.pid").exists()


def test_many_processes_at_once_share_one_server(own):
    processes = [own.begin("print(ask('select pg_postmaster_start_time()')); time.sleep(1)") for _ in range(6)]

    answers = {process.communicate(timeout=60)[0] for process in processes}

    assert len(answers) == 1
    assert not own.server.is_running()


def test_data_survives_a_restart(own):
    own.run("ask('create table kept as select 7 as n')")

    assert own.run("print(ask('select n from kept'))") == "7"


@pytest.mark.parametrize("pool", [{}, {"POOL": "1"}], ids=["alone", "pool"])
def test_data_survives_the_death_of_the_server_and_the_process_goes_on(own, pool):
    process = own.begin(
        "ask('create table kept as select 7 as n'); print('here', flush=True); "
        "sys.stdin.readline(); print(ask('select n from kept'))",
        PG_SYNCHRONOUS_COMMIT="on",
        **pool,
    )
    assert process.stdout
    assert process.stdout.readline() == "here\n"

    postmaster = own.postmaster
    os.kill(postmaster, signal.SIGKILL)
    wait_until(lambda: not is_alive(postmaster))
    output, _ = process.communicate("\n", timeout=60)

    assert output == "7\n"


def test_death_of_the_only_user_leaves_no_server_for_good(own):
    own.hold().kill()
    assert own.server.is_running()

    own.run("ask('select 1')")

    assert not own.server.is_running()


def test_child_of_a_fork_holds_the_server_for_itself(own):
    code = (
        "ask('select 1'); child = os.fork()\n"
        "if child == 0: ask('select 1'); print('here', flush=True); sys.stdin.read()"
    )
    process = own.begin(code)
    assert process.stdout
    assert process.stdout.readline() == "here\n"

    process.wait(timeout=60)
    assert own.server.is_running()

    process.communicate("", timeout=60)
    wait_until(lambda: not own.server.is_running())


def test_stale_files_that_name_a_living_process_do_not_stop_a_start(own):
    own.run("ask('select 1')")
    data = own.folder / "data"
    for file in (data / "postmaster.pid", own.folder / ".s.PGSQL.5432.lock"):
        file.write_text(f"{os.getpid()}\n{data}\n0\n5432\n{own.folder}\n\n\nready\n")

    assert own.run("print(ask('select 1'))") == "1"


def test_half_made_data_folder_is_made_again(own):
    (own.folder / "data.new").mkdir(parents=True)
    (own.folder / "data.new" / "PG_VERSION").write_text("18\n")

    assert own.run("print(ask('select 1'))") == "1"


def test_server_listens_on_a_socket_in_a_closed_folder_only(own):
    process = own.hold()

    assert own.run("print(ask('show listen_addresses'))") == ""
    assert own.folder.stat().st_mode & 0o077 == 0
    assert own.postmaster not in listeners()
    finish(process)


def listeners() -> set[int]:
    """Return the processes that hold a listening TCP socket."""
    rows = [row.split() for table in ("tcp", "tcp6") for row in Path("/proc/net", table).read_text().splitlines()[1:]]
    inodes = {f"socket:[{row[9]}]" for row in rows if row[3] == "0A"}
    found = set()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) in inodes:
                found.add(int(link.parts[2]))
        except OSError:  # Another user's, or gone by now.
            continue
    return found


def test_path_too_long_for_a_socket_still_works(own):
    own.folder = own.folder / ("long" * 25)
    own.folder.parent.chmod(0o755)

    assert own.run("print(ask('select 1'))") == "1"


def test_swedish_letters_fold_whatever_the_callers_locale(own):
    code = "print(ask(\"select 'Å' ILIKE 'å' and upper('ö') = 'Ö'\"))"

    assert own.run(code, LC_ALL="C", LANG="C", TZ="America/Chicago") == "True"
    assert own.run("print(ask('show timezone'))") == "UTC"


def test_new_clone_in_the_path_of_an_old_one_starts_empty(own):
    user = own_place().user
    old, new = (Server(Place(own.folder, user, owner=f"{ROOT}\n{word}")) for word in ("old", "new"))
    old.wake()
    (own.folder / "data" / "of-the-old-one").touch()

    new.wake()

    assert new.is_running()
    assert not (own.folder / "data" / "of-the-old-one").exists()


def test_checks_start_no_server(own):
    environment = {**os.environ, "PG_DATA_DIR": str(own.folder)}

    subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, check=True, capture_output=True)

    assert not list(own.folder.iterdir())


def test_database_url_is_used_instead():
    assert database("postgresql://somebody@localhost/elsewhere")["ENGINE"] == "django.db.backends.postgresql"
    assert database(None)["ENGINE"] == "hjartkort.db"


def test_dbshell_brings_its_own_psql(own):
    environment = {**os.environ, "PG_DATA_DIR": str(own.folder)}

    answer = subprocess.run(
        [sys.executable, "manage.py", "dbshell", "--", "-Atc", "select current_database()"],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )

    assert answer.stdout == "hjartkort\n", answer.stderr


def test_connections_take_the_role_they_are_told_to(monkeypatch):
    assert "role" not in database(None)["OPTIONS"]["options"]

    monkeypatch.setenv("DATABASE_ROLE", "hjartkort_web")
    assert database(None)["OPTIONS"]["options"].endswith(" -c role=hjartkort_web")

    monkeypatch.setenv("DATABASE_ROLE", "x -c search_path=y")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_ROLE"):
        database(None)
