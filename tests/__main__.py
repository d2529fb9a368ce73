"""Run the tests, as `./run test` does: see to a Chromium, then become pytest.

    python -m tests [--quick] [pytest's arguments]

--quick leaves out the browser and the slow tests.
"""

import os
import sys

from tests.chromium import HELP, get_chromium

QUICK = "--quick"


def main(arguments: list[str]) -> None:
    """Become pytest; without a Chromium, say what gives one and fail."""
    if QUICK in arguments:
        arguments = ["-m", "not browser and not slow", *(name for name in arguments if name != QUICK)]
    elif path := get_chromium():
        os.environ["CHROMIUM_PATH"] = path
    else:
        sys.exit(HELP)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])  # noqa: S606 (the same Python)


main(sys.argv[1:])
