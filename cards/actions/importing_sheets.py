"""One file on its way in: its columns found by their heads, its cells tidied, and what is wrong with it, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from cards.lib.cells import tidy, unfit_character
from cards.lib.column_heads import Accepted, guess_columns, match_columns
from cards.lib.tables import BrokenTable, Row, read_table


@dataclass(frozen=True)
class Source:
    """A file as it came: its name as the one who gave it wrote it, and its bytes, or why there are none.

    `columns` is what somebody has said that each of its columns is; without it the heads are asked.
    """

    name: str
    data: bytes = b""
    unreadable: str = ""
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Rejection:
    """A row that cannot be used, and why; `line` is the physical line, `column` the head as the file writes it."""

    file: str
    line: int
    column: str
    reason: str


@dataclass
class Sheet:
    """One file on its way in: its rows by column, and what is wrong with them, one rejection a row."""

    source: Source
    heads: tuple[str, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    broken: list[Rejection] = field(default_factory=list)  # What is wrong with the file as a whole.
    faults: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def copy(self) -> "Sheet":
        """Return the sheet with lists of faults of its own, so that what judges it leaves this one as it was."""
        return replace(self, broken=[*self.broken], faults={line: [*faults] for line, faults in self.faults.items()})

    def refuse(self, line: int, column: str, reason: str) -> None:
        """Note a fault of a row; its first one gives the rejection its column."""
        head = self.heads[self.columns[column]] if column in self.columns else column
        self.faults.setdefault(line, []).append((head, reason))

    def rejections(self) -> list[Rejection]:
        """Return the faults by line, several of one row as one."""
        rejected = list(self.broken)
        for line, faults in sorted(self.faults.items()):
            (column, reason), *others = faults
            reasons = [reason, *(f"{head}: {other}" if head else other for head, other in others)]
            rejected.append(Rejection(self.source.name, line, column, " ".join(reasons)))
        return rejected


def open_sheet(source: Source | None, accepted: Accepted, own: Mapping[str, str] | None = None) -> Sheet:
    """Read a file and find its columns; `own` are the organisation's own heads. No file is a sheet without rows.

    A sheet that is broken has no rows.
    """
    if source is None:
        return Sheet(Source(""))
    if source.unreadable:
        return Sheet(source, broken=[Rejection(source.name, 1, "", source.unreadable)])
    try:
        table = read_table(source.data)
    except BrokenTable as error:
        return Sheet(source, broken=[Rejection(source.name, error.line, "", str(error))])
    heads, line = table.heads, table.head.line
    match = match_columns(heads, accepted, source.columns or guess_columns(heads, accepted, own))
    if not match.columns:
        reason = _("The file is no table that can be imported: none of its column heads is known.")
        return Sheet(source, broken=[Rejection(source.name, line, "", reason)])
    broken = [Rejection(source.name, line, head, _("This column is missing.")) for head in match.missing]
    broken += [
        Rejection(source.name, line, heads[place], _("Another column says the same already."))
        for place in match.doubled
    ]
    return Sheet(source, heads, match.columns, () if broken else table.rows, broken)


def fitting_cells(sheet: Sheet, row: Row) -> dict[str, str] | None:
    """Return a row's cells by column, tidied; None, and a fault noted, when the row is too short, too long or unfit."""
    missing = sheet.heads[len(row.cells) :]
    if missing:
        sheet.refuse(row.line, missing[0], _("The row has too few cells."))
        return None
    if any(map(str.strip, row.cells[len(sheet.heads) :])):
        sheet.refuse(row.line, "", _("The row has more cells than the head."))
        return None
    for head, cell in zip(sheet.heads, row.cells, strict=False):
        letter = unfit_character(cell)
        if letter is not None:
            reason = _("The cell holds a control character or one that cannot be seen (%(code)s).")
            sheet.refuse(row.line, head, reason % {"code": f"U+{ord(letter):04X}"})
    if row.line in sheet.faults:
        return None
    return {column: tidy(row.cells[place]) for column, place in sheet.columns.items()}
