"""How the tests find a Chromium, and get one."""

import os
from pathlib import Path

import pytest

from tests import chromium

PROGRAM = "#!/bin/sh\n"
SAYS_NOTHING_WORKS = "#!/bin/sh\nexit 1\n"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Be a Debian with Playwright whose download is refused, and no browser; return the folder of its programs."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    monkeypatch.setattr(chromium, "NAMES", ("chromium-of-this-test",))
    monkeypatch.setattr(chromium, "OWN_PATH", "")
    monkeypatch.setattr(chromium, "is_driver_whole", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    starts = chromium._starts
    monkeypatch.setattr(chromium, "_starts", lambda *command: "install" not in command and starts(*command))
    return tmp_path


def make(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def test_system_browser_is_taken_when_it_starts(machine):
    make(machine / "chromium-of-this-test", PROGRAM)

    assert chromium.get_chromium() == str(machine / "chromium-of-this-test")


def test_system_browser_that_does_not_start_is_no_browser(machine):
    make(machine / "chromium-of-this-test", SAYS_NOTHING_WORKS)

    assert chromium.find_chromium() is None


def test_chosen_browser_that_does_not_start_is_not_replaced_by_another(machine, monkeypatch):
    make(machine / "chromium-of-this-test", PROGRAM)
    monkeypatch.setenv("CHROMIUM_PATH", "/nowhere/chromium")

    assert chromium.get_chromium() is None


@pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="apt-get is Debian's")
def test_root_on_debian_gets_one_from_apt_and_is_told_before(machine, capfd):
    browser = machine / "chromium-of-this-test"
    make(
        machine / "apt-get",
        f'#!/bin/sh\necho "$@" >> {machine}/asked\n[ "$2" = install ] || exit 0\n'
        f'printf "#!/bin/sh\\n" > {browser}\nchmod 755 {browser}\n',
    )

    assert chromium.get_chromium() == str(browser)
    assert (machine / "asked").read_text() == (
        "-qq update\n-qq install -y --no-install-recommends chromium libatomic1\n"
    )
    assert "apt-get install chromium libatomic1" in capfd.readouterr().out


def test_ordinary_user_without_one_gets_none(machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert chromium.get_chromium() is None
    assert chromium.HELP.count("\n") == 0
