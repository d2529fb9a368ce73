"""Tables for spreadsheets: UTF-8 with its mark and semicolons, as Nordic Excel opens them by a double click.

A text that a spreadsheet would take for a formula is made plain text (OWASP, *CSV Injection*): names of units and types
are typed by people, and the file is opened by somebody else.
"""

import csv
import io
from collections.abc import Iterable, Sequence

DELIMITER = ";"
# The last four are how Japanese keyboards write the first; some spreadsheets read them as the same.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")

Cell = str | int | float | None


def write_csv(rows: Iterable[Sequence[Cell]], *, decimal_separator: str) -> bytes:
    """Return rows as a file; numbers are digits with the language's decimal separator, so that they can be counted."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITER, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    for row in rows:
        writer.writerow([written(cell, decimal_separator) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def written(cell: Cell, decimal_separator: str) -> str:
    """Return a cell as its text."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.1f}".replace(".", decimal_separator)
    return plain(cell) if isinstance(cell, str) else str(cell)


def plain(text: str) -> str:
    """Return a text that no spreadsheet calculates: with an apostrophe before it where it looks like a formula."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) else text
