"""Write what an import has decided, in a handful of statements; all of it inside the caller's transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from secrets import token_hex
from typing import Any, TypeVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import F, Manager, Model

from cards.actions.audience import hide_old_cards
from cards.actions.importing_plan import Outcome, PersonPlan, Plan
from cards.actions.importing_units import UnitChange, UnitPlan
from cards.models import Level, Membership, Person, TeamMembership, Unit, UnitKind, UnitManager
from cards.queries.importing import ROLES, Known, TeamKey

BATCH = 500
# What the files own; the rest is the person's own or the app's, and is never written here.
OWNED_OF_UNIT = ("code", "name", "kind", "place", "parent", "level")
OWNED_OF_PERSON = (
    "employee_number",
    "given_name",
    "family_name",
    "title",
    "email",
    "language",
    "is_protected",
    "unit",
    "employed_from",
    "employed_to",
    "is_ended",
)

Row = TypeVar("Row", bound=Model)
Tell = Callable[[int, int], None]  # Hears how many of how many steps are done.


def tell_nobody(done: int, total: int) -> None:
    """Keep the progress to oneself."""


@dataclass
class Meter:
    """Counts rows as they are written."""

    tell: Tell
    total: int
    done: int = 0

    def add(self, count: int) -> None:
        """Tell that so many more are written."""
        self.done += count
        self.tell(self.done, self.total)


@dataclass(frozen=True)
class Written:
    """The primary keys of what a plan is about, once it is written: of units and of people, by their keys."""

    units: Mapping[str, int]
    teams: Mapping[TeamKey, int]
    people: Mapping[str, int]


def apply_plan(plan: Plan, known: Known, tell: Tell = tell_nobody) -> Written:
    """Write a plan that has no rejections, inside the caller's transaction."""
    units = {key: unit.pk for key, unit in known.units.items()}
    teams = dict(known.teams)
    people = [person for person in plan.people if person.is_changed]
    pks: dict[str, int] = {}  # Of people, by employee number.
    meter = Meter(tell, rows_of(plan, people) + 1)
    meter.add(0)
    save_units(plan.units, units, meter)
    save_teams(plan.teams, units, teams, meter)
    save_people(people, units, pks, meter)
    save_memberships(people, units, pks, meter)
    save_team_memberships(people, teams, pks, meter)
    save_managers(people, units, pks, meter)
    take_roles(people)
    hide_old_cards(newly_protected(people))
    meter.add(1)
    return Written(units, teams, pks)


def rows_of(plan: Plan, people: Sequence[PersonPlan]) -> int:
    """Return how many rows a plan writes."""
    of_people = sum(
        1 + len(one.memberships.added) + sum(len(rows.added) for rows, _is_first in one.teams) + len(one.managed_added)
        for one in people
    )
    return sum(map(len, plan.units.created)) + len(plan.units.changed) + len(plan.teams) + of_people


def create_all(manager: Manager[Row], rows: Iterable[Row], meter: Meter, **options: Any) -> list[Row]:
    """Create rows a few hundred at a time, telling how many there are; return them."""
    waiting, made = iter(rows), []
    while batch := list(islice(waiting, BATCH)):
        made += manager.bulk_create(batch, **options)
        meter.add(len(batch))
    return made


def save_units(plan: UnitPlan, pks: dict[str, int], meter: Meter) -> None:
    """Create and change units; `pks` learns the new ones."""
    if any(change.level == Level.ROOT for change in chain(*plan.created, plan.changed)):
        # Two units may not be the root even for a moment: until the tree is whole, the old one stands below itself.
        Unit.objects.filter(level=Level.ROOT).update(level=Level.AREA, parent=F("pk"))
    for wave in plan.created:
        made = create_all(Unit.objects, (unit_of(change, pks) for change in wave), meter)
        pks.update({change.key: unit.pk for change, unit in zip(wave, made, strict=True)})
    Unit.objects.bulk_update([unit_of(change, pks) for change in plan.changed], OWNED_OF_UNIT, batch_size=BATCH)
    meter.add(len(plan.changed))
    if plan.created or plan.changed:
        Unit.objects.settle_levels()


def unit_of(change: UnitChange, pks: Mapping[str, int]) -> Unit:
    """Return the unit as it will be."""
    return Unit(
        pk=change.before.pk if change.before else None,
        code=change.row.code,
        name=change.row.name,
        kind=change.row.kind,
        place=change.row.place,
        parent_id=pks[change.parent] if change.parent else None,
        level=change.level,
    )


def save_teams(names: Mapping[TeamKey, str], units: Mapping[str, int], pks: dict[TeamKey, int], meter: Meter) -> None:
    """Create teams within their units; `pks` learns them."""
    rows = (
        Unit(name=name, parent_id=units[team[0]], kind=UnitKind.TEAM, level=Level.TEAM) for team, name in names.items()
    )
    made = create_all(Unit.objects, rows, meter)
    pks.update({team: unit.pk for team, unit in zip(names, made, strict=True)})


def save_people(people: Sequence[PersonPlan], units: Mapping[str, int], pks: dict[str, int], meter: Meter) -> None:
    """Create and change people; `pks` learns everybody."""
    changed = [plan for plan in people if plan.pk is not None and plan.before]
    # Two people may exchange addresses, and an address stands once at any moment.
    freed = [plan.pk for plan in changed if plan.pk is not None and plan.before.get("email")]
    Person.objects.filter(pk__in=freed).update(email=None)
    # Not bulk_update: its CASE for each field and person took ten times as long. The rows exist, and are locked.
    create_all(
        Person.objects,
        (person_of(plan, units) for plan in changed),
        meter,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=OWNED_OF_PERSON,
    )
    new = [plan for plan in people if plan.pk is None]
    made = create_all(Person.objects, (person_of(plan, units) for plan in new), meter)
    pks.update({plan.number: plan.pk for plan in people if plan.pk is not None})
    pks.update({plan.number: person.pk for plan, person in zip(new, made, strict=True)})


def person_of(plan: PersonPlan, units: Mapping[str, int]) -> Person:
    """Return the person with the fields that the file owns; a new one cannot sign in until somebody lets them."""
    # As make_password(None) says it, in less time; that of others is not among what is written.
    password = UNUSABLE_PASSWORD_PREFIX + token_hex(20) if plan.pk is None else ""
    values = {**plan.values, "unit_id": units[plan.unit], "employee_number": plan.number}
    del values["unit"], values["number"]
    return Person(pk=plan.pk, password=password, **values)


def save_memberships(
    people: Sequence[PersonPlan], units: Mapping[str, int], pks: Mapping[str, int], meter: Meter
) -> None:
    """Close, move and open memberships: rows that differ go, and come anew, so that no two ever overlap."""
    Membership.objects.filter(pk__in=[pk for plan in people for pk in plan.memberships.dropped]).delete()
    rows = (
        Membership(person_id=pks[plan.number], unit_id=units[span.place], from_on=span.from_on, to_on=span.to_on)
        for plan in people
        for span in plan.memberships.added
    )
    create_all(Membership.objects, rows, meter)


def save_team_memberships(
    people: Sequence[PersonPlan], teams: Mapping[TeamKey, int], pks: Mapping[str, int], meter: Meter
) -> None:
    """Do the same with teams, the file's and, where employment or the file's team leaves them no room, the app's."""
    both = [(plan.number, rows, is_first) for plan in people for rows, is_first in plan.teams]
    TeamMembership.objects.filter(pk__in=[pk for _number, rows, _is_first in both for pk in rows.dropped]).delete()
    memberships = (
        TeamMembership(
            person_id=pks[number],
            team_id=teams[span.place],
            from_on=span.from_on,
            to_on=span.to_on,
            is_first=is_first,
        )
        for number, rows, is_first in both
        for span in rows.added
    )
    create_all(TeamMembership.objects, memberships, meter)


def save_managers(people: Sequence[PersonPlan], units: Mapping[str, int], pks: Mapping[str, int], meter: Meter) -> None:
    """Let the file say who manages which unit."""
    UnitManager.objects.filter(pk__in=[pk for plan in people for pk in plan.managed_dropped]).delete()
    rows = (
        UnitManager(person_id=pks[plan.number], unit_id=units[unit]) for plan in people for unit in plan.managed_added
    )
    create_all(UnitManager.objects, rows, meter)


def take_roles(people: Sequence[PersonPlan]) -> None:
    """Take the roles and the sessions of those who end, so that neither is there should they come back."""
    ended = [plan.pk for plan in people if plan.outcome == Outcome.ENDED and plan.pk is not None]
    roles = dict.fromkeys(ROLES, False)
    Person.objects.get_queryset().filter(pk__in=ended).update(session_epoch=F("session_epoch") + 1, **roles)


def newly_protected(people: Sequence[PersonPlan]) -> list[int]:
    """Return the keys of those whose identity the file protects from now on."""
    return [
        plan.pk
        for plan in people
        if plan.pk is not None and plan.values["is_protected"] and plan.before.get("is_protected") is False
    ]
