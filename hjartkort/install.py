"""Make .venv and install one of the pinned requirements files into it, then start `./run` again.

`./run` becomes this program on a new machine and after a change of requirements. It needs the standard library alone.
A copy of the requirements file, put into .venv at the very end, says what is there: an interrupted installation is done
again.
"""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

from hjartkort.progress import Progress

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LABEL = "Installing what the project needs"


def main(needs: str, folder: str, *arguments: str) -> NoReturn:
    """Install, one process at a time, and become `./run` with its arguments, in the folder it was called from."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = ROOT / "requirements" / f"{needs}.txt"
        if not _is_installed(wanted):
            _make_environment()
            _install(wanted)
    os.chdir(folder)
    os.execv(ROOT / "run", [str(ROOT / "run"), *arguments])  # noqa: S606 (the same program, by its path)


def _is_installed(wanted: Path) -> bool:
    """Tell whether another process did it while this one waited."""
    copy, root = VENV / "installed" / wanted.name, VENV / "installed" / "root"
    return (
        (VENV / "bin" / "python").exists()
        and root.exists()
        and root.read_text() == str(ROOT)
        and copy.exists()
        and copy.read_bytes() == wanted.read_bytes()
    )


def _make_environment() -> None:
    """Make .venv unless a whole one is there; programs in it know its path, so one that was moved is made anew."""
    root = VENV / "installed" / "root"
    is_moved = root.exists() and root.read_text() != str(ROOT)
    if not is_moved and _run(VENV / "bin" / "python", "-m", "pip", "--version") == 0:
        return
    if _run(sys.executable, "-c", "import venv, ensurepip") != 0:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(f"./run needs Python's venv, and {sys.executable} has none: apt-get install {version}-venv")
    if VENV.exists():
        shutil.rmtree(VENV)
    with _started(sys.executable, "-m", "venv", str(VENV), output=None) as venv:
        if venv.wait() != 0:
            sys.exit(venv.returncode)


def _install(wanted: Path) -> None:
    """Let pip install the file. Raises SystemExit with pip's own words when it cannot."""
    installed = VENV / "installed"
    shutil.rmtree(installed, ignore_errors=True)
    log = VENV / "install.log"
    command = (
        str(VENV / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-compile",
        "-r",
        str(wanted),
    )
    with log.open("w") as output, _started(*command, output=output) as pip:
        _watch(pip, log, wanted)
    if pip.returncode != 0:
        errors = [line for line in log.read_text().splitlines() if line.startswith(("ERROR", "WARNING"))]
        sys.exit("\n".join([*errors[-5:], f"The installation failed; all of pip's words stand in {log}."]))
    installed.mkdir()
    shutil.copy(wanted, installed)
    (installed / "root").write_text(str(ROOT))


def _watch(pip: subprocess.Popen[bytes], log: Path, wanted: Path) -> None:
    """Show how many packages pip has found, and how many it has put in place."""
    progress = Progress()
    total = 2 * len(re.findall(r"^\S+==", wanted.read_text(), re.MULTILINE))
    while True:
        text = log.read_text()
        found = len(re.findall(r"^(?:Collecting|Requirement already|Ignoring) ", text, re.MULTILINE))
        placed = len(list(VENV.glob("lib*/python*/site-packages/*.dist-info"))) if "\nInstalling" in text else 0
        progress(LABEL, min(found + placed, total - 1), total)
        try:
            if pip.wait(timeout=0.2) == 0:
                progress(LABEL, total, total)
            return
        except subprocess.TimeoutExpired:
            continue


@contextmanager
def _started(*command: str, output: TextIO | None) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program in a session of its own, and end it with all its children when this one is to end."""
    own = {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    with subprocess.Popen(
        command,
        env={**os.environ, **own},
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
    ) as child:
        try:
            yield child
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)


def _run(*command: str | Path) -> int:
    """Return how a program ends, and leave out what it says."""
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
    except OSError:
        return 1


if __name__ == "__main__":
    main(*sys.argv[1:])
