"""Tell what a plan would do to whom, so that somebody can judge it before it is done. Pure, as the plan is."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cards.actions.importing_plan import Files, Outcome, PersonPlan, Plan, RowChanges
from cards.actions.importing_units import UnitChange
from cards.lib.alphabet import sort_key
from cards.lib.spans import Span
from cards.models import ImportLineKind
from cards.queries.importing import ROLES, Known, KnownPerson, TeamKey, key_of

# What is told of a person, in this order; that an employment is over is told by the list they stand in.
FIELDS = ("employee_number", "given_name", "family_name", "unit", "team", "other_teams", "title", "email", "language",
          "employed_from", "employed_to", "is_protected", "manages")  # fmt: skip
SAID_OF_NEW = ("number", "given_name", "family_name", "unit")  # Besides what changes: every line says them.
OF_ENDED = ("employed_from", "employed_to", "manages", *ROLES)
UNIT_FIELDS = ("code", "name", "kind", "parent", "place")


@dataclass(frozen=True)
class Change:
    """A field, and what it was and will be, as JSON keeps it; no `before` of somebody who is new."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Line:
    """What becomes of one person, unit or team."""

    name: str
    number: str
    unit: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Preview:
    """A plan as it is shown; the digest tells one plan from another."""

    lines: Mapping[ImportLineKind, Sequence[Line]]
    unchanged: int
    digest: str

    @property
    def counts(self) -> dict[str, int]:
        """How many lines of each kind, and how many people stay as they are."""
        return {kind.value: len(lines) for kind, lines in self.lines.items()} | {"unchanged": self.unchanged}


@dataclass(frozen=True)
class Naming:
    """What units and teams are called, by their keys; names are in the alphabet's order of a language."""

    units: Mapping[str, str]
    teams: Mapping[TeamKey, str]
    language: str

    def sorted(self, names: Iterable[str]) -> list[str]:
        """Return names in the alphabet's order."""
        return sorted(names, key=lambda name: sort_key(name, self.language))

    def unit(self, key: object) -> str | None:
        """Return the name of a unit."""
        return self.units.get(str(key)) if key is not None else None

    def team(self, key: TeamKey | None) -> str | None:
        """Return the name of a team."""
        return self.teams.get(key) if key is not None else None

    def place_of(self, line: Line) -> tuple[str, str, str]:
        """Return what lines are sorted by: the unit, then the name."""
        return sort_key(line.unit, self.language), sort_key(line.name, self.language), line.number


def preview_plan(plan: Plan, files: Files, known: Known, *, on: date, language: str) -> Preview:
    """Tell what a plan would do, as of a day; each list by unit and name, in the order of a language."""
    names = Naming(
        {key: unit.name for key, unit in known.units.items()} | {key_of(row.code): row.name for row in files.units},
        {**known.team_names, **plan.teams},
        language,
    )
    lines: dict[ImportLineKind, list[Line]] = {kind: [] for kind in ImportLineKind}
    for person in plan.people:
        for kind, line in person_lines(person, known.people.get(key_of(person.number)), names, on):
            lines[kind].append(line)
    created = (change for wave in plan.units.created for change in wave)
    lines[ImportLineKind.UNIT_CREATED] = [unit_line(change, names) for change in created]
    lines[ImportLineKind.UNIT_CHANGED] = [unit_line(change, names) for change in plan.units.changed]
    lines[ImportLineKind.TEAM_CREATED] = [
        Line(name, "", names.unit(unit) or "") for (unit, _team), name in plan.teams.items()
    ]
    for kind, of_kind in lines.items():
        if kind != ImportLineKind.UNIT_CREATED:  # A parent before its children.
            of_kind.sort(key=names.place_of)
    return Preview(lines, plan.count(Outcome.UNCHANGED), digest_of(plan))


def digest_of(plan: Plan) -> str:
    """Return what tells this plan from any other that would write something else."""
    changed = [person for person in plan.people if person.is_changed]
    told = repr((plan.units.created, plan.units.changed, sorted(plan.teams.items()), changed))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def person_lines(
    plan: PersonPlan, person: KnownPerson | None, names: Naming, on: date
) -> Iterable[tuple[ImportLineKind, Line]]:
    """Yield the lists that somebody stands in, with what each tells of them."""
    if not plan.is_changed:
        return
    changed = {change.field: change for change in person_changes(plan, person, names, on)}
    name = " ".join(str(plan.values[part]) for part in ("given_name", "family_name")).strip()
    kind = kind_of(plan)
    fields = OF_ENDED if kind == ImportLineKind.ENDED else FIELDS
    lists = ((kind, fields), (ImportLineKind.MANAGING, ("manages",)), (ImportLineKind.PROTECTION, ("is_protected",)))
    for of_list, shown in lists:
        told = tuple(changed[name] for name in shown if name in changed)
        if told or of_list == kind:
            yield of_list, Line(name, plan.number, names.unit(plan.unit) or "", told)


def kind_of(plan: PersonPlan) -> ImportLineKind:
    """Return the one list that somebody who changes stands in."""
    if plan.outcome == Outcome.CREATED:
        return ImportLineKind.CREATED
    if plan.outcome == Outcome.ENDED:
        return ImportLineKind.ENDED
    if plan.before.get("is_ended") is True:
        return ImportLineKind.RETURNED
    return ImportLineKind.MOVED if "unit" in plan.before else ImportLineKind.UPDATED


def person_changes(plan: PersonPlan, person: KnownPerson | None, names: Naming, on: date) -> Iterable[Change]:
    """Yield each field that differs; of somebody who is new each that says something."""
    for name, value in plan.values.items():
        if name == "is_ended" or (person is None and (name in SAID_OF_NEW or not value)):
            continue
        if person is None:
            yield Change(name, None, told(name, value, names))
        elif name in plan.before:
            called = "employee_number" if name == "number" else name
            yield Change(called, told(name, plan.before[name], names), told(name, value, names))
    first, other = (person.first_teams, person.other_teams) if person else ({}, {})
    for told_as, standing, rows in (("team", first, plan.first_teams), ("other_teams", other, plan.other_teams)):
        if not rows:
            continue
        before, after = (team_names(teams, names) for teams in teams_around(standing, rows, on))
        if before != after:
            yield Change(told_as, before, after)
    if person and plan.outcome == Outcome.ENDED:
        yield from (Change(role, before=True, after=False) for role in person.roles)
    if plan.managed_added or plan.managed_dropped:
        yield Change("manages", *(unit_names(units, names) for units in units_around(plan, person)))


def told(name: str, value: object, names: Naming) -> object:
    """Return a field's value as it is kept to be shown."""
    if name == "unit":
        return names.unit(value)
    return value.isoformat() if isinstance(value, date) else value


def team_names(teams: Iterable[TeamKey], names: Naming) -> list[str]:
    """Return the names of teams, in the alphabet's order."""
    return names.sorted(names.team(team) or "" for team in teams)


def teams_around(
    standing: Mapping[int, Span[TeamKey]], rows: RowChanges[TeamKey], on: date
) -> tuple[set[TeamKey], set[TeamKey]]:
    """Return the teams that somebody is in from a day, before and after their rows change."""
    after = [span for pk, span in standing.items() if pk not in rows.dropped] + list(rows.added)
    both = list(standing.values()), after
    before, becomes = ({span.place for span in spans if span.to_on is None or span.to_on >= on} for spans in both)
    return before, becomes


def units_around(plan: PersonPlan, person: KnownPerson | None) -> tuple[list[str], list[str]]:
    """Return the units that somebody manages, before and after their rows change."""
    managed = person.manages if person else {}
    kept = [unit for pk, unit in managed.items() if pk not in plan.managed_dropped]
    return list(managed.values()), [*kept, *plan.managed_added]


def unit_names(units: Iterable[str], names: Naming) -> list[str]:
    """Return the names of units, in the alphabet's order."""
    return names.sorted(names.unit(unit) or "" for unit in units)


def unit_line(change: UnitChange, names: Naming) -> Line:
    """Return what becomes of a unit."""
    row, stands = change.row, change.before
    after = {"code": row.code, "name": row.name, "kind": row.kind, "parent": change.parent, "place": row.place}
    changes = []
    for name in UNIT_FIELDS:
        was = getattr(stands, name) if stands else None
        if was == after[name] or (stands is None and (name in ("code", "name", "parent") or not after[name])):
            continue
        if name == "parent":
            changes.append(Change(name, names.unit(was), names.unit(after[name])))
        else:
            changes.append(Change(name, was, after[name]))
    return Line(row.name, row.code, names.unit(change.parent) or "", tuple(changes))
