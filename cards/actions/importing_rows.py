"""Read the rows of the units file and the staff file: cells become values, and what cannot be is told with its place.

Nothing here asks the database; what needs the organisation to be judged is in importing_plan.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cards.actions.importing_sheets import Sheet, fitting_cells
from cards.lib.column_heads import StaffColumn, UnitColumn
from cards.lib.dates_typed import is_open_end, parse_day
from cards.lib.staff_words import parse_kind, parse_language, parse_yes
from cards.models import Person, Unit
from cards.queries.importing import key_of

Value = TypeVar("Value")
EXCERPT = 40  # As much of a wrong cell as a reason quotes.
NO_DAY = gettext_lazy("“%(value)s” is no date: write 2026-11-01 or 1.11.2026.")
# Why a cell cannot be read; translated only where that happens.
REASONS: Mapping[StaffColumn, str | Promise] = {
    StaffColumn.NUMBER: gettext_lazy("The employee number is missing."),
    StaffColumn.GIVEN_NAME: gettext_lazy("The first name is missing."),
    StaffColumn.UNIT: gettext_lazy("The unit code is missing."),
    StaffColumn.EMPLOYED_FROM: NO_DAY,
    StaffColumn.EMPLOYED_TO: NO_DAY,
    StaffColumn.EMAIL: gettext_lazy("“%(value)s” is no e-mail address."),
    StaffColumn.LANGUAGE: gettext_lazy("“%(value)s” is no language we know."),
    StaffColumn.PROTECTED: gettext_lazy("“%(value)s” is neither yes nor no."),
}


@dataclass(frozen=True)
class UnitRow:
    """A unit as the units file tells it."""

    line: int
    code: str
    name: str
    kind: str
    parent: str
    place: str


@dataclass(frozen=True)
class StaffRow:
    """A person as the staff file tells them; None is what the file leaves as it is."""

    line: int
    number: str
    given_name: str
    family_name: str
    unit: str
    team: str
    title: str
    email: str | None
    language: str | None
    manages: str  # The codes, however they are separated.
    employed_from: date
    employed_to: date | None
    is_protected: bool | None


def check_length(sheet: Sheet, line: int, column: str, value: str, longest: int | None) -> None:
    """Note a fault when the value is longer than what can be stored."""
    if longest is not None and len(value) > longest:
        sheet.refuse(line, column, _("The text is too long: at most %(longest)d characters.") % {"longest": longest})


def longest(model: type[Person | Unit], name: str) -> int | None:
    """Return how long a field's text may be."""
    field = model._meta.get_field(name)
    return field.max_length if isinstance(field, Field) else None


def parse_units(sheet: Sheet) -> list[UnitRow]:
    """Return the units of the units file, and note the faults of their rows; those with faults are among them."""
    rows: list[UnitRow] = []
    seen: dict[str, int] = {}
    lengths = {column: longest(Unit, column) for column in (UnitColumn.CODE, UnitColumn.NAME, UnitColumn.PLACE)}
    for row in sheet.rows:
        cells = fitting_cells(sheet, row)
        if cells is None:
            continue
        code, name = cells[UnitColumn.CODE], cells[UnitColumn.NAME]
        if not code:
            sheet.refuse(row.line, UnitColumn.CODE, _("The unit has no code."))
        elif seen.setdefault(key_of(code), row.line) != row.line:
            reason = _("This code stands on line %(line)d already.") % {"line": seen[key_of(code)]}
            sheet.refuse(row.line, UnitColumn.CODE, reason)
        if not name:
            sheet.refuse(row.line, UnitColumn.NAME, _("The unit has no name."))
        for column, length in lengths.items():
            check_length(sheet, row.line, column, cells[column], length)
        kind = parse_kind(cells[UnitColumn.KIND])
        rows.append(UnitRow(row.line, code, name, kind, cells[UnitColumn.PARENT], cells[UnitColumn.PLACE]))
    return rows


STAFF_LENGTHS: Mapping[StaffColumn, tuple[type[Person | Unit], str]] = {
    StaffColumn.NUMBER: (Person, "employee_number"),
    StaffColumn.GIVEN_NAME: (Person, "given_name"),
    StaffColumn.FAMILY_NAME: (Person, "family_name"),
    StaffColumn.TITLE: (Person, "title"),
    StaffColumn.EMAIL: (Person, "email"),
    StaffColumn.TEAM: (Unit, "name"),
}


@dataclass(frozen=True)
class Staff:
    """The people of the staff file whose rows have no fault so far; `numbers` are the keys of everybody in it."""

    rows: tuple[StaffRow, ...] = ()
    numbers: frozenset[str] = frozenset()


def parse_staff(sheet: Sheet) -> Staff:
    """Return the people of the staff file, and note the faults of their rows."""
    rows: list[StaffRow] = []
    numbers: dict[str, int] = {}
    emails: dict[str, int] = {}
    lengths = {column: longest(model, name) for column, (model, name) in STAFF_LENGTHS.items()}
    for row in sheet.rows:
        cells = fitting_cells(sheet, row)
        if cells is None:
            continue
        cells[StaffColumn.NUMBER] = "".join(cells[StaffColumn.NUMBER].split())
        for column, length in lengths.items():
            check_length(sheet, row.line, column, cells[column], length)
        parsed = parse_person(sheet, row.line, cells)
        check_once(sheet, row.line, StaffColumn.NUMBER, cells, numbers)
        check_once(sheet, row.line, StaffColumn.EMAIL, cells, emails)
        if parsed is not None and row.line not in sheet.faults:
            rows.append(parsed)
    return Staff(tuple(rows), frozenset(numbers))


def check_once(sheet: Sheet, line: int, column: str, cells: Mapping[str, str], seen: dict[str, int]) -> None:
    """Note a fault when an earlier line holds the same number or address."""
    value = key_of(cells[column])
    if value and seen.setdefault(value, line) != line:
        reason = _("%(value)s stands on line %(line)d already.")
        sheet.refuse(line, column, reason % {"value": cells[column], "line": seen[value]})


def parse_person(sheet: Sheet, line: int, cells: Mapping[str, str]) -> StaffRow | None:
    """Return what a row says of a person; None, and its faults noted, when that cannot be."""

    def read(column: StaffColumn, parse: Callable[[str], Value | None]) -> Value | None:
        value = parse(cells[column])
        if value is None:
            sheet.refuse(line, column, str(REASONS[column]) % {"value": cells[column][:EXCERPT]})
        return value

    number = read(StaffColumn.NUMBER, text_or_none)
    given_name = read(StaffColumn.GIVEN_NAME, text_or_none)
    unit = read(StaffColumn.UNIT, text_or_none)
    begins = read(StaffColumn.EMPLOYED_FROM, day_or_none)
    ends = language = is_protected = None
    if not is_open_end(cells[StaffColumn.EMPLOYED_TO]):
        ends = read(StaffColumn.EMPLOYED_TO, day_or_none)
    if begins and ends and ends < begins:
        sheet.refuse(line, StaffColumn.EMPLOYED_TO, _("The employment ends before it begins."))
    if cells[StaffColumn.EMAIL]:
        read(StaffColumn.EMAIL, email_or_none)
    if cells[StaffColumn.LANGUAGE]:
        language = read(StaffColumn.LANGUAGE, parse_language)
    if StaffColumn.PROTECTED in cells:
        is_protected = read(StaffColumn.PROTECTED, parse_yes)
    if number is None or given_name is None or unit is None or begins is None:
        return None
    return StaffRow(
        line, number, given_name, cells[StaffColumn.FAMILY_NAME], unit, cells[StaffColumn.TEAM],
        cells[StaffColumn.TITLE], cells[StaffColumn.EMAIL] or None, language, cells[StaffColumn.MANAGES], begins, ends,
        is_protected,
    )  # fmt: skip


def text_or_none(cell: str) -> str | None:
    """Return the text, or None when there is none."""
    return cell or None


def day_or_none(cell: str) -> date | None:
    """Return the date, or None when it is none."""
    try:
        return parse_day(cell)
    except ValueError:
        return None


def email_or_none(cell: str) -> str | None:
    """Return the address, or None when it is none."""
    try:
        validate_email(cell)
    except ValidationError:
        return None
    return cell
