"""The few statements that SQL says best, each in a file with a name."""

import re
from functools import cache
from pathlib import Path

COMMENT = re.compile(r"--.*")


@cache
def statement(name: str, **parts: str) -> str:
    """Return the text of `name`.sql on one line, without comments, with these parts in its {braces}.

    psycopg takes a statement apart each time it is run, unless it is at most 4096 bytes long.
    Raises FileNotFoundError when there is none.
    """
    text = (Path(__file__).parent / f"{name}.sql").read_text()
    line = " ".join(COMMENT.sub("", text).split()) + "\n"
    return line.format(**parts) if parts else line
