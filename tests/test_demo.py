"""`demo` from an empty folder to served pages and back to nothing, as a person and a supervisor would use it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: pytest closes that to all but its own user, and root's server runs as another.
    with tempfile.TemporaryDirectory(prefix="hjartkort-test-") as folder:
        yield Path(folder)


@pytest.fixture
def port() -> int:
    with socket.socket() as trial:
        trial.bind(("", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Start the demo with its database in the folder, in a session of its own, as in a terminal."""
    begun = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "HJARTKORT_MODE": "demo", "PG_DATA_DIR": str(folder)}
        for name in ("DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"):  # The tests' own, and what hides a late line.
            environment.pop(name, None)
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "demo", *arguments],
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=60)


def read_until(process: subprocess.Popen[str], word: str) -> str:
    assert process.stdout
    text = ""
    for line in process.stdout:
        text += line
        if word in line:
            return text
    raise AssertionError(f"{word!r} does not come: {text}")


def processes_of(folder: Path, port: int) -> dict[int, str]:
    """Return the processes that the folder or the port is named to, by number, with their command lines."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            is_told = f"PG_DATA_DIR={folder}\0".encode() in (process / "environ").read_bytes()
            if line and (is_told or str(folder) in line or f":{port} " in line or f"--port {port}" in line):
                found[int(process.name)] = line
    return found


def worker_of(folder: Path, port: int) -> int | None:
    return next((pid for pid, line in processes_of(folder, port).items() if line.endswith("manage.py worker ")), None)


def wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_interrupted_filling_is_done_again_and_a_closed_terminal_ends_everything(start, folder, port):
    filling = start("--no-serve")
    read_until(filling, ": ")  # The first step, the tables, is done.
    filling.send_signal(signal.SIGTERM)
    assert filling.wait(timeout=60) == 128 + signal.SIGTERM
    assert processes_of(folder, port) == {}

    serving = start("--port", str(port))
    told = read_until(serving, "Ctrl-C")
    assert f"http://localhost:{port}" in told
    assert "004711  Sofia Lindqvist" in told
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/in", timeout=30) as page:
        assert "Sofia Lindqvist" in page.read().decode()
    worker = worker_of(folder, port)
    assert worker is not None
    os.kill(worker, signal.SIGKILL)

    second = start("--port", str(port))
    output, _ = second.communicate(timeout=60)
    assert second.returncode == 1
    assert output.startswith(f"CommandError: Port {port} ")
    assert output.count("\n") == 1
    wait_until(lambda: worker_of(folder, port) not in (None, worker))

    os.killpg(serving.pid, signal.SIGHUP)
    assert serving.wait(timeout=60) == 0
    assert processes_of(folder, port) == {}

    again = start("--port", str(port))
    assert "..." not in read_until(again, "Ctrl-C")  # No step had anything to do.
    os.killpg(again.pid, signal.SIGINT)
    assert again.wait(timeout=60) == 0
    assert processes_of(folder, port) == {}


def test_demo_in_another_mode_is_refused(folder):
    answer = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "demo"],
        env={**os.environ, "HJARTKORT_MODE": "development", "PG_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 1
    assert "./run demo" in answer.stderr
    assert not list(folder.iterdir())
