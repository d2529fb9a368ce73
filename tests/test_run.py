"""`./run`, in a copy whose Python only tells what it was asked to do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TELL = """#!/bin/sh
echo "in $PWD as ${HJARTKORT_MODE-no mode} home ${HOME-unset}"
for word in "$0" "$@"; do echo "$word"; done
"""
TOOLS = ("sh", "dirname", "readlink", "cat", "cmp")


class House:
    """A checkout in a folder with a space in its name, with an environment that is whole."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a house"
        self.elsewhere = folder / "elsewhere"
        self.tools = folder / "tools"
        for made in (self.root / ".venv" / "bin", self.root / ".venv" / "installed", self.elsewhere, self.tools):
            made.mkdir(parents=True)
        shutil.copy(ROOT / "run", self.root)
        shutil.copytree(ROOT / "requirements", self.root / "requirements")
        shutil.copy(self.root / "requirements" / "dev.txt", self.root / ".venv" / "installed")
        (self.root / ".venv" / "installed" / "root").write_text(str(self.root))
        self.program("python", self.root / ".venv" / "bin")
        for tool in TOOLS:
            (self.tools / tool).symlink_to(str(shutil.which(tool)))

    def program(self, name: str, folder: Path, text: str = TELL) -> None:
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)

    def run(self, *arguments: str, script: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [script or self.root / "run", *arguments],
            cwd=self.elsewhere,
            env={"PATH": str(self.tools), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def told(self, *arguments: str, script: Path | None = None, **environment: str) -> list[str]:
        answer = self.run(*arguments, script=script, **environment)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.splitlines()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_anything_is_a_command_of_manage_py_in_the_callers_folder(house):
    told = house.told("import_people", "--units", "U 1.csv")

    assert told[0] == f"in {house.elsewhere} as no mode home unset"
    assert told[2:] == [f"{house.root}/manage.py", "import_people", "--units", "U 1.csv"]


def test_demo_runs_in_demo_mode_whatever_the_shell_says(house):
    told = house.told("demo", "--port", "8001", HJARTKORT_MODE="production")

    assert told[0] == f"in {house.elsewhere} as demo home unset"
    assert told[2:] == [f"{house.root}/manage.py", "demo", "--port", "8001"]


def test_tests_run_in_the_checkout(house):
    told = house.told("test", "--quick", "-k", "a card")

    assert told[0].startswith(f"in {house.root} as no mode")
    assert told[2:] == ["-m", "tests", "--quick", "-k", "a card"]


def test_program_of_the_environment_runs_in_the_checkout(house):
    house.program("ruff", house.root / ".venv" / "bin")

    told = house.told("ruff", "check")

    assert told == [f"in {house.root} as no mode home unset", f"{house.root}/.venv/bin/ruff", "check"]


def test_run_works_through_a_symlink_to_a_symlink(house):
    (house.elsewhere / "one").symlink_to(house.root / "run")
    (house.elsewhere / "two").symlink_to("one")

    told = house.told("check", script=house.elsewhere / "two")

    assert told[2] == f"{house.root}/manage.py"


def test_empty_home_counts_as_none(house):
    assert house.told("check", HOME="")[0].endswith("home unset")
    assert house.told("check", HOME="/somewhere")[0].endswith("home /somewhere")


@pytest.mark.parametrize(
    "change",
    [
        lambda root: shutil.rmtree(root / ".venv"),
        lambda root: shutil.rmtree(root / ".venv" / "installed"),
        lambda root: (root / "requirements" / "dev.txt").write_text("another\n"),
        lambda root: (root / ".venv" / "installed" / "root").write_text("/where/it/was/before"),
        lambda root: (root / ".venv" / "bin" / "python").unlink(),
    ],
    ids=["nothing there", "interrupted", "requirements changed", "moved", "python gone"],
)
def test_environment_is_installed_when_it_is_not_whole(house, change):
    change(house.root)
    house.program("python3", house.tools, TELL.replace("#!/bin/sh", '#!/bin/sh\n[ "$1" = -c ] && exit 0'))

    told = house.told("pytest", "-k", "a card")

    assert told[0].startswith(f"in {house.root} ")
    assert told[2:] == ["-m", "hjartkort.install", "dev", str(house.elsewhere), "pytest", "-k", "a card"]


def test_demo_installs_no_tools_for_tests(house):
    shutil.rmtree(house.root / ".venv")
    house.program("python3", house.tools, TELL.replace("#!/bin/sh", '#!/bin/sh\n[ "$1" = -c ] && exit 0'))

    assert house.told("demo")[4] == "demo"


def test_old_python_is_refused_in_one_line(house):
    shutil.rmtree(house.root / ".venv")
    house.program("python3", house.tools, '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit\nexit 1\n')

    answer = house.run("demo")

    assert answer.returncode == 1
    assert answer.stderr == "./run needs Python 3.11 or newer; here is Python 3.9.2. PYTHON=... names one.\n"


def test_newer_python_beside_an_old_one_is_found(house):
    shutil.rmtree(house.root / ".venv")
    house.program("python3", house.tools, "#!/bin/sh\nexit 1\n")
    house.program("python3.12", house.tools, TELL.replace("#!/bin/sh", '#!/bin/sh\n[ "$1" = -c ] && exit 0'))

    assert house.told("demo")[2:4] == ["-m", "hjartkort.install"]


def test_without_arguments_it_says_what_it_can_do(house):
    answer = house.run()

    assert answer.returncode == 0
    assert "./run demo" in answer.stdout
    assert "./run test" in answer.stdout


def test_python_without_venv_is_refused_in_one_line(tmp_path):
    """Debian's python3 has venv in a package of its own."""
    shutil.copytree(ROOT / "hjartkort", tmp_path / "hjartkort", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "ensurepip.py").write_text("raise ImportError")

    answer = subprocess.run(
        [str(shutil.which("python3")), "-m", "hjartkort.install", "demo", "/", "check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "-venv" in answer.stderr
