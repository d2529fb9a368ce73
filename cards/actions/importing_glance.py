"""Look at a file as it is uploaded: is it a table at all, and what are its columns called?"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cards.lib.cells import tidy
from cards.lib.dates_typed import parse_day
from cards.lib.tables import BrokenTable, Row, read_table

MOST_COLUMNS = 100
SAMPLES = 3
LONGEST_SAMPLE, LONGEST_HEAD, LONGEST_NAME = 40, 80, 200


class CannotUseFile(Exception):
    """The file is no table of people or units; the message is fit to show."""


@dataclass(frozen=True)
class Glance:
    """A file that is a table: its name, its bytes, how many rows, and each column's head with a few of its cells."""

    name: str
    data: bytes
    rows: int
    heads: tuple[Mapping[str, object], ...]


def glance(name: str, data: bytes) -> Glance:
    """Look at a file. Raises CannotUseFile when it is no table, or none with heads."""
    try:
        table = read_table(data)
    except BrokenTable as error:
        reason = (
            _("Line %(line)d: %(reason)s") % {"line": error.line, "reason": error} if error.line > 1 else str(error)
        )
        raise CannotUseFile(reason) from None
    heads = table.heads
    if len(heads) == 1:
        reason = _("The file is no table, or has only one column. Save it with semicolons or tabs between the columns.")
        raise CannotUseFile(reason)
    if len(heads) > MOST_COLUMNS:
        raise CannotUseFile(_("The file has more than %(most)d columns.") % {"most": MOST_COLUMNS})
    if any(map(is_value, heads)):
        raise CannotUseFile(_("The first row must say what the columns are. In this file it seems to hold somebody."))
    columns = (
        {"head": tidy(head)[:LONGEST_HEAD], "samples": samples(table.rows, place)} for place, head in enumerate(heads)
    )
    return Glance(name[:LONGEST_NAME], data, len(table.rows), tuple(columns))


def samples(rows: tuple[Row, ...], place: int) -> list[str]:
    """Return the first cells of a column that say something, each once."""
    found: list[str] = []
    for row in rows:
        cell = tidy(row.cells[place])[:LONGEST_SAMPLE].replace("\0", "") if place < len(row.cells) else ""
        if cell and cell not in found:
            found.append(cell)
        if len(found) == SAMPLES:
            break
    return found


def is_value(head: str) -> bool:
    """Tell whether a head is what stands in a row: a number, a date or an address."""
    text = tidy(head)
    if text.isdigit() or "@" in text:
        return True
    try:
        parse_day(text)
    except ValueError:
        return False
    return True
