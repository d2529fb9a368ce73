"""Clear away what a crashed server left behind, so that the next one can start.

Both files below name a process. After a crash that number may be nobody's, a zombie's, or, in containers that count
from 1 again, somebody else's. PostgreSQL would then refuse to start. Should children of the dead server live on, its
own check of shared memory still refuses, and the data is safe.
"""

import subprocess
from contextlib import suppress
from pathlib import Path

from hjartkort.db.place import Place


def drop_stale_files(place: Place) -> None:
    """Remove the pid and socket lock files unless they name a living server of this very data folder."""
    for file in (place.data / "postmaster.pid", place.socket.with_name(f"{place.socket.name}.lock")):
        with suppress(FileNotFoundError):
            pid, folder = [*file.read_text().splitlines(), "", ""][:2]
            if folder != str(place.data) or not _is_living_server(pid):  # Another folder: copied with the checkout.
                file.unlink()


def _is_living_server(pid: str) -> bool:
    if not pid.isdigit():
        return False
    if Path("/proc/self").exists():  # Slim images have no ps.
        with suppress(FileNotFoundError, ProcessLookupError):
            name, _, rest = Path("/proc", pid, "stat").read_text().rpartition(")")
            return name.endswith("(postgres") and not rest.startswith(" Z")
        return False
    answer = subprocess.run(["ps", "-o", "stat=,comm=", "-p", pid], capture_output=True, text=True, check=False)
    return "postgres" in answer.stdout and not answer.stdout.startswith("Z")
