"""Tables as personnel systems export them: text with a delimiter, in whatever encoding and line ends that machine uses.

`read_table` only reads; what the columns mean, and whether a cell is fit to keep, is decided elsewhere.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

DELIMITERS = ";\t,"  # In a tie the first wins: Nordic systems write 1,5 for one and a half.
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # How .xlsx and .xls begin.
SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)  # What Excel may put above the head.
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
QUOTED = re.compile(r'"[^"]*"')


class BrokenTable(Exception):
    """The file is no table; `line` is where reading stopped, the message fit to show."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True)
class Row:
    """A row and the physical line it begins on."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A head and its rows, as written; rows without a single letter are left out."""

    head: Row
    rows: tuple[Row, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the columns; some systems end the head, and not each row, with a delimiter."""
        heads = self.head.cells
        while not heads[-1].strip():
            heads = heads[:-1]
        return heads


def read_table(data: bytes) -> Table:
    """Read a table, finding out its encoding and delimiter.

    Raises BrokenTable when the bytes are no text, or the text is no table.
    """
    text = decode(data)
    above = SEPARATOR_LINE.match(text)
    lines = LINE.findall(text)
    delimiter = above[1] if above else guess_delimiter(text)
    filled = (row for row in read_rows(lines, delimiter, skip=1 if above else 0) if any(map(str.strip, row.cells)))
    head = next(filled, None)
    if head is None:
        raise BrokenTable(1, _("The file is empty."))
    return Table(head=head, rows=tuple(filled))


def decode(data: bytes) -> str:
    """Decode UTF-8 or UTF-16, with a byte order mark or without, else Windows-1252. Raises BrokenTable."""
    if data.startswith(WORKBOOK):
        reason = _("The file is a workbook. In Excel choose File, Save as, and the type CSV UTF-8; then try again.")
        raise BrokenTable(1, reason)
    encoding = guess_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding, "replace")
        name = encoding.removesuffix("-sig")
        reason = _("The file is damaged: here it is not %(encoding)s text.") % {"encoding": name}
        raise BrokenTable(len(LINE.findall(before + "?")), reason) from None
    if "\0" in text and "\0" in text.lstrip().splitlines()[0]:  # Further down it is a cell's fault, with its place.
        raise BrokenTable(1, _("The file is damaged: it holds a NUL character."))
    return text


def guess_encoding(data: bytes) -> str:
    """Tell the encoding by its mark, by the empty half of each UTF-16 letter, or by whether UTF-8 can be read."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = data[:64]
    if len(start) > 1 and not any(start[1::2]) and all(start[::2]):
        return "utf-16-le"
    if len(start) > 1 and not any(start[::2]) and all(start[1::2]):
        return "utf-16-be"
    # A letter beyond ASCII is two bytes or more in UTF-8. Where most such bytes pair up, the rest is damage: read as
    # Windows-1252 the file would give every Åsa a wrong name.
    text = data.decode("utf-8", "surrogateescape")
    unreadable = sum("\udc80" <= letter <= "\udcff" for letter in text)
    readable = sum(letter > "\x7f" for letter in text) - unreadable
    return "utf-8" if readable >= unreadable else "windows-1252"


def guess_delimiter(text: str) -> str:
    """Return the delimiter that stands most often in the first line with words, outside quotation marks."""
    first = next(iter(LINE.findall(QUOTED.sub("", text.lstrip()[:20_000]))), "")
    return max(DELIMITERS, key=first.count)


def read_rows(lines: list[str], delimiter: str, *, skip: int) -> Iterator[Row]:
    """Yield each row with the physical line it begins on. Raises BrokenTable at a quotation mark that misleads."""
    reader = csv.reader(lines[skip:], delimiter=delimiter, strict=True)
    while True:
        begins_on = skip + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if sum(line.count('"') for line in lines[begins_on - 1 :]) % 2:
                reason = _("A quotation mark opens here and is never closed.")
            else:
                reason = _("A quotation mark stands where none may stand, or a cell is far too long.")
            raise BrokenTable(begins_on, reason) from None
        yield Row(begins_on, tuple(cells))
