"""Start the private server with the first process that needs it, and stop it with the last.

Who needs it is counted with a shared lock on a file: the kernel gives a lock back however its process ends. Starting
and stopping happen under a second, exclusive lock, one process at a time.
"""

import atexit
import fcntl
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hjartkort.db.binaries import find_binaries, major_version
from hjartkort.db.leftovers import drop_stale_files
from hjartkort.db.place import Place, abandoned_places, give

NAME = "hjartkort"  # Both the role and the database.
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "64MB",
    # A crash of the machine may lose the last half second of a demo, never its consistency.
    "synchronous_commit": os.environ.get("PG_SYNCHRONOUS_COMMIT", "off"),
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
START_ATTEMPTS = 20


class ServerFailed(RuntimeError):
    """One of PostgreSQL's programs failed; the message holds what it and the server's log say."""


class Server:
    """The private server in one place."""

    def __init__(self, place: Place) -> None:
        self.place = place

    @property
    def address(self) -> dict[str, str]:
        """Return what Django's database settings call it."""
        return {"HOST": str(self.place.socket_folder), "PORT": "5432", "USER": NAME}

    def use(self) -> None:
        """Start the server if need be, and keep it while this process lives."""
        self.place.make_folders()
        users = (self.place.base / "users").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
        pid = os.getpid()

        def leave() -> None:
            if os.getpid() != pid:  # A forked child does not hold what its parent holds.
                return
            with self._locked(), users:
                with suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()
                fcntl.flock(users, fcntl.LOCK_UN)  # Closing would not: a child may have inherited the file.

        atexit.register(leave)
        self.wake()

    def wake(self) -> None:
        """Start the server unless it runs; cheap when it does."""
        if not (self.is_running() and self.place.is_ours()):
            self.start()

    def is_running(self) -> bool:
        """Tell whether it accepts connections: the socket answers before the server is ready, line 8 says when."""
        with socket.socket(socket.AF_UNIX) as client, suppress(OSError, IndexError):
            client.connect(str(self.place.socket))
            return (self.place.data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        return False

    def start(self) -> None:
        """Start the server; the first time, make its data folder."""
        with self._locked():
            if not self.place.is_ours():
                self.stop()
                shutil.rmtree(self.place.data, ignore_errors=True)
                self._sweep()
                self.place.mark_ours()
            if self.is_running():
                return
            if not self.place.data.exists():
                self._make_data()
            self._launch()

    def stop(self) -> None:
        if (self.place.data / "postmaster.pid").exists():
            drop_stale_files(self.place)
        if (self.place.data / "postmaster.pid").exists():
            self._run(self.binaries() / "pg_ctl", "-D", self.place.data, "-m", "fast", "-w", "stop")

    def binaries(self) -> Path:
        """Return the folder of the server's programs, of the version its data asks for, in reach of its user."""
        version = self.place.data / "PG_VERSION"
        found = find_binaries(major=int(version.read_text()) if version.exists() else None)
        if self.place.user is None or self._can_run(found):
            return found
        package = found.parents[1]  # A wheel: <site-packages>/<package>/pginstall/bin
        status = (found / "postgres").stat()
        copies = self.place.base / "bin"
        copy = copies / f"{status.st_size}-{status.st_mtime_ns}"
        if not copy.exists():
            shutil.rmtree(copies, ignore_errors=True)
            draft = copies / "draft"
            for source in (package, package.with_name(f"{package.name}.libs")):
                if source.exists():
                    shutil.copytree(source, draft / source.name, symlinks=True)
            give(self.place.user, copies)
            draft.rename(copy)
        return copy / package.name / found.relative_to(package)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.place.make_folders()
        with (self.place.base / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _make_data(self) -> None:
        """Make data folder and database beside their place and move them there whole: a half one is never met."""
        programs = self.binaries()
        draft = self.place.base / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        # Never the caller's LANG: the locale decides sorting and upper('å').
        has_builtin = (major_version(programs) or 0) >= 17
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if has_builtin else ["--locale=C.UTF-8"]
        self._run(programs / "initdb", "-D", draft, "-U", NAME, "-A", "trust", "-E", "UTF8", "--no-sync", *locale)
        create = f"CREATE DATABASE {NAME}\n"
        self._run(programs / "postgres", "--single", "-D", draft, "postgres", text=create)
        draft.rename(self.place.data)

    def _launch(self) -> None:
        control = self.binaries() / "pg_ctl"
        options = [f"-c {name}='{value}'" for name, value in SETTINGS.items()]
        options.append(f"-p 5432 -k '{self.place.socket_folder}'")
        command = (control, "-D", self.place.data, "-l", self.place.log, "-w", "-t", "60", "-o", " ".join(options))
        for attempt in range(START_ATTEMPTS):
            drop_stale_files(self.place)
            try:
                self._run(*command, "start")
                return
            except ServerFailed:  # The children of a crashed server need a moment to notice.
                if attempt == START_ATTEMPTS - 1:
                    raise
                time.sleep(0.25)

    def _sweep(self) -> None:
        """Remove the folders under /var/lib that deleted checkouts of root left behind, unless someone uses them."""
        for place in abandoned_places():
            server = Server(place)
            with server._locked(), (place.base / "users").open("a") as users, suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                server.stop()
                shutil.rmtree(place.base)

    def _can_run(self, programs: Path) -> bool:
        try:
            self._run(programs / "initdb", "--version")
        except (PermissionError, ServerFailed):
            return False
        return True

    def _run(self, *command: str | Path, text: str = "") -> None:
        """Run a program of the server's, as its user, out of reach of the caller's locale and PG* variables."""
        own = ("PG", "LC_", "LANG")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(own)}
        user = self.place.user
        answer = subprocess.run(
            command,
            env={**environment, "LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            input=text,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            check=False,
        )
        if answer.returncode:
            log = self.place.log.read_text(errors="replace")[-2000:] if self.place.log.exists() else ""
            raise ServerFailed(f"{Path(command[0]).name} failed.\n{answer.stdout}\n{log}")
