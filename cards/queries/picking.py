"""The page on which one says whom a card is to: in groups, or as the answer to a search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cards.lib.alphabet import sort_key
from cards.models import Person, TeamMembership, Unit
from cards.queries.people_search import Found, find_people
from cards.queries.recipients import (
    PersonRow,
    UnitRow,
    by_last_written,
    people_rows,
    recently_written,
    unit_rows,
)
from cards.queries.rotation import colleagues_to_offer

MOST_RECENT = 5
FOLDED_FROM = 41  # People of one's own unit: from so many on, the list of all is folded.


@dataclass(frozen=True)
class Group:
    """Some people and units of the page; nobody stands on it twice."""

    kind: str
    people: tuple[PersonRow, ...] = ()
    units: tuple[UnitRow, ...] = ()
    is_folded: bool = False

    @property
    def is_ticked(self) -> bool:
        """Tell whether these are the chosen ones."""
        return self.kind == "ticked"

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.people) + len(self.units)


@dataclass(frozen=True)
class PickingPage:
    """Whom one can choose, in groups; `ticked` are the chosen ones, wherever they stand."""

    ticked: tuple[PersonRow, ...]
    ticked_units: tuple[UnitRow, ...]
    groups: tuple[Group, ...]
    found: Found | None = None
    newly_offered: tuple[int, ...] = ()  # By the rotation, for the first time today.

    @property
    def hits(self) -> int:
        """How many rows answer the search, the ticked ones among them."""
        if self.found is None:
            return 0
        ticked = sum(row.pk in self.found.person_ids for row in self.ticked)
        ticked += sum(row.pk in self.found.unit_ids for row in self.ticked_units)
        return ticked + sum(group.count for group in self.groups if group.kind == "found")


def picking_page(
    person_ids: Sequence[int], unit_ids: Sequence[int], *, viewer: Person, on: date, language: str
) -> PickingPage:
    """Return ticked people, those written to lately, the fair rotation, whole units, then the rest of one's unit."""
    wanted = Q(unit=viewer.unit_id) | Q(pk__in=person_ids) | Q(pk__in=recently_written(viewer, most=2 * MOST_RECENT))
    rows = people_rows(Person.objects.findable_by(viewer, on).filter(wanted), viewer=viewer, on=on)
    teams = TeamMembership.objects.on(on).filter(person=viewer).values("team")
    own = Unit.objects.filter(Q(pk=viewer.unit_id) | Q(pk__in=teams) | Q(pk__in=unit_ids))
    units = unit_rows(own, viewer=viewer, on=on)
    offered = colleagues_to_offer(rows, viewer=viewer, today=on)
    by_id = {row.pk: row for row in rows}
    ticked = [by_id[pk] for pk in person_ids if pk in by_id]
    ticked_units = [row for row in units if row.pk in unit_ids]
    # Somebody written to today stands among those, no longer among those not written to for long.
    still_offered = [row for row in offered if not row.is_written_on(on, viewer.time_zone)]
    recent = without(by_last_written(rows), ticked, still_offered)[:MOST_RECENT]
    rest = without((row for row in rows if row.is_own_unit), ticked, recent, still_offered)
    rest.sort(key=lambda row: (sort_key(row.name, language), row.pk))
    groups = (
        Group("ticked", tuple(ticked), tuple(ticked_units)),
        Group("recent", tuple(recent)),
        Group("offered", tuple(without(still_offered, ticked))),
        Group("units", units=tuple(row for row in units if row not in ticked_units)),
        Group("rest", tuple(rest), is_folded=len(rest) >= FOLDED_FROM),
    )
    return PickingPage(
        ticked=tuple(ticked),
        ticked_units=tuple(ticked_units),
        groups=tuple(group for group in groups if group.count),
        newly_offered=tuple(row.pk for row in offered if row.offered_on != on),
    )


def searching_page(
    words: str, person_ids: Sequence[int], unit_ids: Sequence[int], *, viewer: Person, on: date, language: str
) -> PickingPage:
    """Return ticked people first, so that none is lost, then the units and people that fit."""
    found = find_people(words, viewer=viewer, on=on, language=language)
    wanted = Person.objects.findable_by(viewer, on).filter(pk__in={*found.person_ids, *person_ids})
    people = {row.pk: row for row in people_rows(wanted, viewer=viewer, on=on)}
    wanted_units = Unit.objects.filter(pk__in={*found.unit_ids, *unit_ids})
    units = {row.pk: row for row in unit_rows(wanted_units, viewer=viewer, on=on)}
    ticked = [people[pk] for pk in person_ids if pk in people]
    ticked_units = [units[pk] for pk in unit_ids if pk in units]
    fitting = Group(
        "found",
        tuple(people[pk] for pk in found.person_ids if pk in people and pk not in person_ids),
        tuple(units[pk] for pk in found.unit_ids if pk in units and pk not in unit_ids),
    )
    groups = (Group("ticked", tuple(ticked), tuple(ticked_units)), fitting)
    return PickingPage(tuple(ticked), tuple(ticked_units), tuple(group for group in groups if group.count), found)


def without(rows: Iterable[PersonRow], *others: Sequence[PersonRow]) -> list[PersonRow]:
    """Return the rows that stand in none of the others."""
    taken = {row.pk for other in others for row in other}
    return [row for row in rows if row.pk not in taken]
