"""Serve the demo: static files, the address for a phone, gunicorn with a worker beside it, and an end that leaves no
process behind.
"""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

WORKERS, THREADS = 2, 4
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, a supervisor, a closed terminal.
GRACE = 5  # Seconds that pages and jobs under way have to finish.
PAUSE = 5  # Seconds between one start of the worker and the next.
NOWHERE = ("192.0.2.1", 9)  # An address for documentation; a datagram socket sends nothing by connecting.


class Stopped(SystemExit):
    """Somebody asked this process to end."""


class CannotServe(Exception):
    """The server does not come up; the message is fit to show."""


def stop_on_signals() -> None:
    """Turn the signals that ask for an end into Stopped, so that everything is put away on the way out."""

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in STOP_SIGNALS:  # Once is enough: a second Ctrl-C would cut the putting away short.
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(128 + number)

    for number in signals_to_heed():
        signal.signal(number, stop)


def signals_to_heed() -> list[signal.Signals]:
    """Return the signals that ask for an end; not that of a closed terminal, under nohup."""
    is_nohup = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    return [number for number in STOP_SIGNALS if not (is_nohup and number == signal.SIGHUP)]


def is_port_free(port: int) -> bool:
    """Tell whether a server could listen there now."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("0.0.0.0", port))  # noqa: S104 (a phone in the hand is to reach it)
        except OSError:
            return False
    return True


def network_address() -> str | None:
    """Return this machine's address in its own network, for the phone; None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.connect(NOWHERE)
        except OSError:
            return None
        return str(trial.getsockname()[0])


def collect_static() -> None:
    """Compile the static files when one of them changed since the last time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    note, root = settings.VAR_DIR / "static-digest", Path(settings.STATIC_ROOT)
    if (root / "staticfiles.json").exists() and note.exists() and note.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(digest.hexdigest())


class Program:
    """A program of ours, in a session of its own: a terminal's signals reach this process, which ends it in order."""

    def __init__(self, *arguments: str, role: str) -> None:
        self.arguments, self.role = arguments, role
        self.start()

    def start(self) -> None:
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, *self.arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "HJARTKORT_MODE": settings.MODE, "DATABASE_ROLE": self.role},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def is_running(self) -> bool:
        """Tell whether it has not ended."""
        return self.process.poll() is None

    def end(self) -> None:
        """End it, politely and then not, with all its children."""
        self.process.terminate()
        try:
            self.process.wait(timeout=GRACE + 3)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class WebServer(Program):
    """gunicorn."""

    def __init__(self, port: int, *, role: str) -> None:
        self.port = port
        options = f"--bind=0.0.0.0:{port} --worker-class=gthread --workers={WORKERS} --threads={THREADS}"
        quiet = f"--no-control-socket --log-level=warning --graceful-timeout={GRACE}"
        super().__init__("-m", "gunicorn", "hjartkort.wsgi", *options.split(), *quiet.split(), role=role)

    def wait_until_ready(self) -> None:
        """Return when it answers. Raises CannotServe when it ends instead."""
        while self.is_running():
            connection = HTTPConnection("127.0.0.1", self.port, timeout=30)  # urllib would ask a proxy for it.
            try:
                connection.request("GET", "/healthz")
                connection.getresponse()
                return
            except OSError:
                time.sleep(0.05)
            finally:
                connection.close()
        raise CannotServe(f"gunicorn ended with code {self.process.returncode}.")


def serve(port: int, *, role: str, when_ready: Callable[[], None]) -> None:
    """Serve, with a worker beside, until somebody says stop or the server ends; both take a role in the database.

    Pages come first: the worker is started when they answer, and again when it dies, but not at once.
    Raises CannotServe when the server does not come up.
    """
    programs: list[Program] = []
    try:
        programs.append(server := WebServer(port, role=role))
        server.wait_until_ready()
        programs.append(worker := Program("manage.py", "worker", role=role))
        when_ready()
        while server.is_running():
            if not worker.is_running() and time.monotonic() > worker.began + PAUSE:
                worker.start()
            time.sleep(0.5)
    except Stopped:
        return
    finally:
        for program in programs:
            program.process.terminate()
        for program in programs:
            program.end()
