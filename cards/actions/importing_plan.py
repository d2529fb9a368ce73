"""Decide what an import would do: the files' rows beside the organisation as it stands.

Pure: nothing here asks the database or changes it, so a preview and an import are one and the same plan.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from cards.actions.importing_rows import Staff, StaffRow, UnitRow, parse_staff, parse_units
from cards.actions.importing_sheets import Rejection, Sheet, Source, open_sheet
from cards.actions.importing_units import UnitPlan, plan_units
from cards.lib.column_heads import STAFF_HEADS, UNIT_HEADS, OwnHeads, StaffColumn
from cards.lib.spans import DAY, Employment, Span, cut, follow, place_on, without
from cards.lib.staff_words import fold_word
from cards.models import Language
from cards.queries.importing import Known, KnownPerson, TeamKey, key_of

Place = TypeVar("Place")
BETWEEN_CODES = re.compile(r"[\s,;/|+&]+")


class Outcome(StrEnum):
    """What becomes of a row of the staff file that can be used."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    ENDED = "ended"


@dataclass(frozen=True)
class RowChanges(Generic[Place]):
    """Rows of days to delete, by primary key, and to add."""

    dropped: tuple[int, ...] = ()
    added: tuple[Span[Place], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.dropped or self.added)


@dataclass(frozen=True)
class PersonPlan:
    """What becomes of one person. `values` are the fields as they will be, units by key; `before` those that change."""

    outcome: Outcome
    pk: int | None
    values: Mapping[str, object]
    before: Mapping[str, object] = field(default_factory=dict)
    memberships: RowChanges[str] = RowChanges()
    first_teams: RowChanges[TeamKey] = RowChanges()
    other_teams: RowChanges[TeamKey] = RowChanges()
    managed_dropped: tuple[int, ...] = ()
    managed_added: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Tell whether anything is to be written."""
        return self.outcome != Outcome.UNCHANGED

    @property
    def number(self) -> str:
        """The employee number as it will be."""
        return str(self.values["number"])

    @property
    def unit(self) -> str:
        """The key of the unit they will be in."""
        return str(self.values["unit"])

    @property
    def teams(self) -> tuple[tuple[RowChanges[TeamKey], bool], ...]:
        """What changes of their teams, and whether those are first teams."""
        return (self.first_teams, True), (self.other_teams, False)


@dataclass(frozen=True)
class Files:
    """Both files, read; without a staff file nobody is gone from it."""

    unit_sheet: Sheet
    staff_sheet: Sheet
    units: tuple[UnitRow, ...]
    staff: Staff
    has_staff: bool = True

    @property
    def root(self) -> str:
        """The key of the unit without a parent, when there is just one."""
        tops = [key_of(unit.code) for unit in self.units if not unit.parent]
        return tops[0] if len(tops) == 1 else ""

    @property
    def codes(self) -> frozenset[str]:
        """The keys of the units of the units file."""
        return frozenset(key_of(unit.code) for unit in self.units)


@dataclass(frozen=True)
class Plan:
    """Everything an import would do, or why it may not: with a rejection, nothing of it is done."""

    units: UnitPlan
    teams: Mapping[TeamKey, str]  # Those to create, with their names.
    people: tuple[PersonPlan, ...]
    rejected: tuple[Rejection, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many rows, and people gone from the file, end so."""
        return sum(person.outcome == outcome for person in self.people)


def read_files(units: Source | None, staff: Source | None, own: OwnHeads | None = None) -> Files:
    """Read both files, or the one there is, and note what is wrong with each row by itself."""
    own = own or OwnHeads()
    unit_sheet, staff_sheet = open_sheet(units, UNIT_HEADS, own.units), open_sheet(staff, STAFF_HEADS, own.staff)
    return Files(
        unit_sheet, staff_sheet, tuple(parse_units(unit_sheet)), parse_staff(staff_sheet), has_staff=staff is not None
    )


def plan_import(files: Files, known: Known, *, on: date, is_ending_missing: bool) -> Plan:
    """Decide what the files change, as of a day."""
    unit_sheet, staff_sheet = files.unit_sheet.copy(), files.staff_sheet.copy()
    units = plan_units(unit_sheet, files.units, known)
    check_people(staff_sheet, files.staff, known, None if unit_sheet.broken else units.keys)
    fit = [row for row in files.staff.rows if row.line not in staff_sheet.faults]
    people = [plan_person(row, known.people.get(key_of(row.number)), units.keys, on) for row in fit]
    if is_ending_missing and files.has_staff and not staff_sheet.broken:
        if not staff_sheet.rows:
            reason = _("The file has no rows: everybody would be gone from it.")
            staff_sheet.broken.append(Rejection(staff_sheet.source.name, 1, "", reason))
        gone = (person for number, person in known.people.items() if number not in files.staff.numbers)
        people += [plan_ending(person, on) for person in gone if not person.is_ended]
    names = {team_key(row): row.team for row in reversed(fit)}
    teams = {span.place for person in people for span in person.first_teams.added if span.place not in known.teams}
    return Plan(
        units,
        {team: names[team] for team in sorted(teams)},
        tuple(people),
        (*unit_sheet.rejections(), *staff_sheet.rejections()),
    )


def check_people(sheet: Sheet, staff: Staff, known: Known, units: frozenset[str] | None) -> None:
    """Note the rows that name a unit nobody knows, a merged record, or an address that somebody else has.

    No `units`: any will do.
    """
    no_unit = _("There is no unit with the code %(code)s.")
    for row in staff.rows:
        if into := known.merged.get(key_of(row.number)):
            reason = _(
                "This record was merged into %(number)s. Take the row away, or take the two records apart again."
            )
            sheet.refuse(row.line, StaffColumn.NUMBER, reason % {"number": into})
        if units is not None and key_of(row.unit) not in units:
            sheet.refuse(row.line, StaffColumn.UNIT, no_unit % {"code": row.unit})
        for code in codes_in(row.manages, units) if units is not None else ():
            if key_of(code) not in (units or ()):
                sheet.refuse(row.line, StaffColumn.MANAGES, no_unit % {"code": code})
        email = key_of(row.email or "")
        owner = known.emails.get(email)
        if email in known.emails and owner != key_of(row.number) and owner not in staff.numbers:
            reason = _("%(value)s belongs to somebody who is not in the file.") % {"value": row.email}
            sheet.refuse(row.line, StaffColumn.EMAIL, reason)


def codes_in(cell: str, units: frozenset[str]) -> list[str]:
    """Return the codes of a cell; one with a space or a slash of its own is one when it is the only one."""
    return [cell] if key_of(cell) in units else [code for code in BETWEEN_CODES.split(cell) if code]


def team_key(row: StaffRow) -> TeamKey:
    """Return the key of the row's team."""
    return key_of(row.unit), fold_word(row.team)


def changes(standing: Mapping[int, Span[Place]], wanted: Iterable[Span[Place]]) -> RowChanges[Place]:
    """Return what makes the standing rows into those wanted."""
    wished, stand = list(wanted), list(standing.values())
    return RowChanges(
        tuple(pk for pk, span in standing.items() if span not in wished),
        tuple(span for span in wished if span not in stand),
    )


def plan_person(row: StaffRow, person: KnownPerson | None, units: frozenset[str], on: date) -> PersonPlan:
    """Decide what a row changes of a person, or that it is a new one."""
    now = Employment(row.employed_from, row.employed_to)
    held = Employment(person.employed_from, person.employed_to) if person else None
    team = team_key(row) if row.team else None
    standing = [*person.memberships.values()] if person else []
    spans = follow(standing, held=held if standing else None, now=now, place=key_of(row.unit), on=on)
    standing_in = [*person.first_teams.values()] if person else []
    teams = follow(standing_in, held=held, now=now, place=team, on=on, is_always_somewhere=False)
    others = [*person.other_teams.values()] if person else []
    for span in teams:
        others = without(others, span)
    manages = {key_of(code) for code in codes_in(row.manages, units)}
    if row.employed_to is not None and now.is_over(on):
        others, manages = cut(others, row.employed_to), set()
    unit = place_on(spans, max(on, row.employed_from)) or (spans[-1].place if spans else key_of(row.unit))
    values = values_of(row, person, unit=unit, is_ended=now.is_over(on))
    return compare(person, values, spans, teams, others, manages)


def values_of(row: StaffRow, person: KnownPerson | None, *, unit: str, is_ended: bool) -> dict[str, object]:
    """Return a person's fields as the row wants them; the language is the person's own once they chose it."""
    language, is_protected = row.language, row.is_protected
    if person is not None:
        language = person.language if person.is_language_chosen or language is None else language
        is_protected = person.is_protected if is_protected is None else is_protected
    return {
        "number": row.number,
        "given_name": row.given_name,
        "family_name": row.family_name,
        "title": row.title,
        "email": row.email,
        "language": language or Language.SV.value,
        "is_protected": bool(is_protected),
        "unit": unit,
        "employed_from": row.employed_from,
        "employed_to": row.employed_to,
        "is_ended": is_ended,
    }


def plan_ending(person: KnownPerson, on: date) -> PersonPlan:
    """Decide what becomes of somebody gone from the file: they left yesterday, unless an earlier day was their last."""
    last_on = min(on - DAY, person.employed_to or on)
    kept = ("number", "given_name", "family_name", "title", "email", "language", "is_protected", "unit")
    values = {name: getattr(person, name) for name in kept}
    values |= {"employed_from": min(person.employed_from, last_on), "employed_to": last_on, "is_ended": True}
    spans, teams = cut(person.memberships.values(), last_on), cut(person.first_teams.values(), last_on)
    return compare(person, values, spans, teams, cut(person.other_teams.values(), last_on), set())


def compare(
    person: KnownPerson | None,
    values: Mapping[str, object],
    spans: list[Span[str]],
    teams: list[Span[TeamKey]],
    others: list[Span[TeamKey]],
    manages: set[str],
) -> PersonPlan:
    """Return what differs from the person as they stand, and what to call it."""
    if person is None:
        rows_of_new = changes({}, spans), changes({}, teams)
        return PersonPlan(Outcome.CREATED, None, values, {}, *rows_of_new, managed_added=tuple(sorted(manages)))
    before = {name: getattr(person, name) for name, value in values.items() if getattr(person, name) != value}
    rows = changes(person.memberships, spans), changes(person.first_teams, teams), changes(person.other_teams, others)
    dropped = tuple(pk for pk, unit in person.manages.items() if unit not in manages)
    added = tuple(sorted(manages.difference(person.manages.values())))
    outcome = Outcome.UPDATED if before or any(rows) or dropped or added else Outcome.UNCHANGED
    if values["is_ended"] and not person.is_ended:
        outcome = Outcome.ENDED
    return PersonPlan(outcome, person.pk, values, before, *rows, dropped, added)
