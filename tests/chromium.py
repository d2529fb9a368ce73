"""Find the Chromium that browser tests drive, and get one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge",
    "brave-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PACKAGES = ("chromium", "libatomic1")  # Playwright's Node.js needs the second, and slim images have neither.
HELP = (
    "The browser tests need a Chromium: `apt-get install -y chromium libatomic1` as root, or "
    "`./run playwright install --with-deps chromium`, or CHROMIUM_PATH=/path/to/one; without them: ./run test --quick"
)
OWN_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def find_chromium() -> str | None:
    """Return the path of a Chromium that starts: CHROMIUM_PATH, else the system's, else Playwright's own."""
    if chosen := os.environ.get("CHROMIUM_PATH"):
        return chosen if _starts(chosen, "--version") else None
    for name in NAMES:
        if (path := shutil.which(name)) and _starts(path, "--version"):  # Ubuntu's is a note that it is elsewhere.
            return path
    answer = subprocess.run([sys.executable, "-c", OWN_PATH], capture_output=True, text=True, check=False)
    path = answer.stdout.strip()
    return path if path and _starts(path, "--version") else None


def is_driver_whole() -> bool:
    """Tell whether Playwright's own program starts at all."""
    return _starts(sys.executable, "-m", "playwright", "--version")


def get_chromium() -> str | None:
    """Return a Chromium that starts, installing one if need be; say so before."""
    is_whole = is_driver_whole()
    if is_whole and (path := find_chromium()):
        return path
    if os.environ.get("CHROMIUM_PATH"):  # Chosen, and wrong: another one would be a surprise.
        return None
    if is_whole:
        print("No Chromium here: trying `playwright install chromium` (150 MB).", flush=True)
        if _starts(sys.executable, "-m", "playwright", "install", "chromium") and (path := find_chromium()):
            return path
    if os.geteuid() == 0 and shutil.which("apt-get") and Path("/etc/debian_version").exists():
        print(f"No Chromium here: installing Debian's with apt-get install {' '.join(PACKAGES)}.", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (("update",), ("install", "-y", "--no-install-recommends", *PACKAGES)):
            subprocess.run(["apt-get", "-qq", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
    return find_chromium() if is_driver_whole() else None


def _starts(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=600).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
