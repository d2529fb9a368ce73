"""Log an import: how much it changed, and what of whom."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar

from cards.actions.admin_log import Changes, Entry, log_actions
from cards.actions.importing_apply import Written
from cards.actions.importing_plan import Outcome, PersonPlan, Plan
from cards.actions.importing_preview import kind_of, teams_around, units_around
from cards.actions.importing_units import UnitChange
from cards.models import AdminVerb, ImportLineKind, Person, Unit
from cards.queries.importing import Known, key_of

Place = TypeVar("Place")
VERBS = {
    ImportLineKind.CREATED: AdminVerb.PERSON_CREATED,
    ImportLineKind.UPDATED: AdminVerb.PERSON_CHANGED,
    ImportLineKind.MOVED: AdminVerb.PERSON_MOVED,
    ImportLineKind.ENDED: AdminVerb.PERSON_ENDED,
    ImportLineKind.RETURNED: AdminVerb.PERSON_REOPENED,
}
OF_UNIT = ("code", "name", "kind", "parent", "place")


def log_import(plan: Plan, known: Known, written: Written, *, actor: Person | None, on: date, at: datetime) -> None:
    """Log an import, as of a day, that has just been written, inside the caller's transaction."""
    people = (person for person in plan.people if person.is_changed)
    entries = [
        *(unit_entry(change, written) for wave in plan.units.created for change in wave),
        *(unit_entry(change, written) for change in plan.units.changed),
        *team_entries(plan, written),
        *(person_entry(person, known, written, on) for person in people),
        Entry(AdminVerb.IMPORT_APPLIED, changes=counted(plan)),  # The last one: the log is read from the newest.
    ]
    log_actions(actor=actor, at=at, entries=entries)


def counted(plan: Plan) -> dict[str, tuple[int, int]]:
    """Return how much an import has changed, as the log has it."""
    counts = {
        "units_created": sum(map(len, plan.units.created)),
        "units_changed": len(plan.units.changed),
        "teams_created": len(plan.teams),
        "people_created": plan.count(Outcome.CREATED),
        "people_changed": plan.count(Outcome.UPDATED),
        "people_ended": plan.count(Outcome.ENDED),
    }
    return {name: (0, count) for name, count in counts.items()}


def unit_entry(change: UnitChange, written: Written) -> Entry:
    """Return what became of a unit."""
    row, stands = change.row, change.before
    after = {"code": row.code, "name": row.name, "kind": row.kind, "parent": change.parent, "place": row.place}
    changes: dict[str, tuple[object, object]] = {}
    for name in OF_UNIT:
        was, becomes = getattr(stands, name) if stands else None, after[name]
        if name == "parent":
            changes[name] = unit_by_key(was, written), unit_by_key(becomes, written)
        else:
            changes[name] = was, becomes
    moved = stands is not None and stands.parent != change.parent
    verb = AdminVerb.UNIT_MOVED if moved else AdminVerb.UNIT_CHANGED if stands else AdminVerb.UNIT_CREATED
    return Entry(verb, Unit(pk=written.units[change.key]), changes)


def team_entries(plan: Plan, written: Written) -> Iterable[Entry]:
    """Yield each team that was made."""
    for team, name in plan.teams.items():
        changes = {"name": (None, name), "parent": (None, unit_by_key(team[0], written))}
        yield Entry(AdminVerb.UNIT_CREATED, Unit(pk=written.teams[team]), changes)


def person_entry(plan: PersonPlan, known: Known, written: Written, on: date) -> Entry:
    """Return what became of somebody."""
    changes: dict[str, tuple[object, object]] = {}
    for name in plan.before if plan.pk is not None else ("unit",):
        if name == "is_ended":  # The verb says so.
            continue
        was, becomes = plan.before.get(name), plan.values[name]
        if name == "unit":
            changes[name] = unit_by_key(was, written), unit_by_key(becomes, written)
        else:
            changes["employee_number" if name == "number" else name] = was, becomes
    changes |= other_changes(plan, known, written, on)
    differing = {name: values for name, values in changes.items() if values[0] != values[1]}
    return Entry(VERBS[kind_of(plan)], Person(pk=written.people[plan.number]), differing)


def other_changes(plan: PersonPlan, known: Known, written: Written, on: date) -> Changes:
    """Return what changes of somebody's roles, of their teams and of the units they manage."""
    person = known.people.get(key_of(plan.number))
    changes: dict[str, tuple[object, object]] = {}
    if person and plan.outcome == Outcome.ENDED:
        changes |= dict.fromkeys(person.roles, (True, False))
    first, other = (person.first_teams, person.other_teams) if person else ({}, {})
    for name, standing, rows in (("team", first, plan.first_teams), ("other_teams", other, plan.other_teams)):
        if rows:
            before, after = teams_around(standing, rows, on)
            changes[name] = kept_by_key(before, written.teams), kept_by_key(after, written.teams)
    if plan.managed_added or plan.managed_dropped:
        managed, manages = units_around(plan, person)
        changes["manages"] = kept_by_key(managed, written.units), kept_by_key(manages, written.units)
    return changes


def kept_by_key(places: Iterable[Place], pks: Mapping[Place, int]) -> list[Unit]:
    """Return units or teams, in order, which the log keeps by their primary keys alone."""
    return [Unit(pk=pk) for pk in sorted(pks[place] for place in places)]


def unit_by_key(key: object, written: Written) -> Unit | None:
    """Return a unit that the log keeps by its primary key alone."""
    return Unit(pk=written.units[str(key)]) if key is not None else None
