"""The project's settings in test mode, whatever mode the shell is in."""

import os

os.environ["HJARTKORT_MODE"] = "test"

from hjartkort.settings import *  # noqa: F403
