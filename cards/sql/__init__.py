"""The few statements that SQL says best, each in a file with a name."""

from functools import cache
from pathlib import Path


@cache
def statement(name: str) -> str:
    """Return the text of `name`.sql. Raises FileNotFoundError when there is none."""
    return (Path(__file__).parent / f"{name}.sql").read_text()
