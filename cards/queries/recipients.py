"""Who can get a card: people and units as rows to tick, and as names on the card that is being written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from cards.lib.audiences import Ceiling, Party
from cards.lib.days import local_day
from cards.lib.ids import time_of
from cards.models import CardRecipient, Level, Membership, Person, RotationOffer, Stage, TeamMembership, Unit


@dataclass(frozen=True)
class PersonRow:
    """Somebody who can get a card from the viewer."""

    person: Person = field(repr=False)
    is_own_unit: bool
    teams: str
    has_namesake: bool  # In the same unit.
    last_card_id: int | None = None  # The last one from the viewer, by name.
    offered_on: date | None = None

    @property
    def pk(self) -> int:
        """The person's key, as addresses carry it."""
        return self.person.pk

    @property
    def name(self) -> str:
        """The whole name."""
        return str(self.person.name)

    @property
    def given_name(self) -> str:
        """What colleagues call them."""
        return self.person.given_name

    @property
    def work(self) -> str:
        """Team and title: what tells people of one unit apart."""
        return ", ".join(part for part in (self.teams, self.person.title) if part)

    @property
    def about(self) -> str:
        """The line under the name in a list."""
        if self.is_own_unit:
            return self.work or self.person.unit.name
        return ", ".join(part for part in (self.person.unit.name, self.work) if part)

    @property
    def told_apart_by(self) -> str:
        """What stands beside the name on a card; empty when the name says enough."""
        unit = "" if self.is_own_unit else self.person.unit.name
        return ", ".join(part for part in (unit, self.work if self.has_namesake else "") if part)

    def is_written_on(self, day: date, time_zone: str) -> bool:
        """Tell whether the viewer's last card to them is of this day."""
        return self.last_card_id is not None and local_day(time_of(self.last_card_id), time_zone) == day

    @property
    def party(self) -> Party:
        """The person as the rule of audiences asks."""
        return Party(self.person.unit_id, Ceiling(self.person.ceiling), is_protected=self.person.is_protected)


@dataclass(frozen=True)
class UnitRow:
    """A unit or team; `people` are the others in it."""

    unit: Unit = field(repr=False)
    people: int

    @property
    def pk(self) -> int:
        """The unit's key, as addresses carry it."""
        return self.unit.pk

    @property
    def name(self) -> str:
        """The name without the unit that a team belongs to."""
        return self.unit.name

    @property
    def is_team(self) -> bool:
        """Tell a team from a unit."""
        return self.unit.level == Level.TEAM

    @property
    def can_get_cards(self) -> bool:
        """Tell whether a card to all can be given, as actions/sending.py asks: the unit is open, with two others."""
        return self.people > 1 and self.leaf.stage == Stage.OPEN

    @property
    def within(self) -> str:
        """The unit that a team belongs to."""
        return self.unit.parent.name if self.is_team and self.unit.parent else ""

    @property
    def leaf(self) -> Unit:
        """The unit whose people the card reaches: a team's is the one it belongs to."""
        return self.unit.parent if self.is_team and self.unit.parent else self.unit


def people_rows(people: QuerySet[Person], *, viewer: Person, on: date) -> list[PersonRow]:
    """Return people (as findable_by leaves them) as rows, in one query, in no order."""
    teams = TeamMembership.objects.on(on).filter(person=OuterRef("pk")).order_by().values("person")
    written = CardRecipient.objects.filter(sender=viewer, person=OuterRef("pk"), is_with_unit=False)
    offered = RotationOffer.objects.filter(person=viewer, colleague=OuterRef("pk")).values("offered_on")
    namesakes = Person.objects.employed(on).filter(unit=OuterRef("unit"), name=OuterRef("name"))
    rows = people.select_related("unit").annotate(
        teams=Coalesce(
            Subquery(teams.annotate(names=team_names()).values("names")), Value("", output_field=TextField())
        ),
        last_card_id=Subquery(written.order_by("-card_id").values("card_id")[:1]),
        offered_on=Subquery(offered[:1]),
        has_namesake=Exists(namesakes.exclude(pk=OuterRef("pk"))),
    )
    return [
        PersonRow(
            person=person,
            is_own_unit=person.unit_id == viewer.unit_id,
            teams=person.teams,
            has_namesake=person.has_namesake,
            last_card_id=person.last_card_id,
            offered_on=person.offered_on,
        )
        for person in rows
    ]


def team_names() -> StringAgg:
    """Return somebody's teams, the staff file's own first."""
    return StringAgg(F("team__name"), delimiter=", ", order_by=("-is_first", "from_on", "pk"))


def unit_rows(units: QuerySet[Unit], *, viewer: Person, on: date) -> list[UnitRow]:
    """Return the units and teams that can get a card together, in one query, by name."""
    return [row for row in counted_units(units, viewer=viewer, on=on) if row.can_get_cards]


def counted_units(units: QuerySet[Unit], *, viewer: Person, on: date) -> list[UnitRow]:
    """Return the units and teams whose people the viewer may give to, however many they are."""
    rows = (
        units.filter(level__in=[Level.UNIT, Level.TEAM])
        .select_related("parent")
        .annotate(
            of_unit=count_of(Membership.objects.on(on).filter(unit=OuterRef("pk")), "unit", viewer=viewer, on=on),
            of_team=count_of(TeamMembership.objects.on(on).filter(team=OuterRef("pk")), "team", viewer=viewer, on=on),
        )
        .order_by("level", "name", "pk")
    )
    if viewer.is_protected:
        rows = rows.filter(Q(pk=viewer.unit_id) | Q(parent=viewer.unit_id))
    return [UnitRow(unit, unit.of_team if unit.level == Level.TEAM else unit.of_unit) for unit in rows]


def count_of(memberships: QuerySet[Any], group: str, *, viewer: Person, on: date) -> Coalesce:
    """Return how many people, employed that day and let in, the memberships of a unit hold besides the viewer."""
    others = memberships.filter(person__in=Person.objects.employed(on).let_in()).exclude(person=viewer)
    counted = others.order_by().values(group).annotate(n=Count("person", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class Recipients:
    """Whom a card is being written to.

    What the address names stands in `named` and `named_unit`, also those whom the viewer may not give to: what is to
    be said of them, the action knows.
    """

    named: tuple[Person, ...]
    named_unit: Unit | None
    people: tuple[PersonRow, ...]  # Those named whom the viewer may give to, in the order they were chosen.
    unit: UnitRow | None
    is_complete: bool  # Everything the address names exists.

    @property
    def is_fit(self) -> bool:
        """Tell whether every one of them can be given to."""
        return self.is_complete and len(self.people) == len(self.named) and bool(self.unit) == bool(self.named_unit)


def recipients(person_ids: Sequence[int], unit_ids: Sequence[int], *, viewer: Person, on: date) -> Recipients:
    """Return whom an address names, as far as they exist, and as far as the viewer may give to them."""
    named = (
        {person.pk: person for person in Person.objects.get_queryset().filter(pk__in=person_ids)} if person_ids else {}
    )
    found = Person.objects.findable_by(viewer, on).filter(pk__in=list(named))
    rows = {row.pk: row for row in people_rows(found, viewer=viewer, on=on)} if named else {}
    units = counted_units(Unit.objects.filter(pk__in=unit_ids[:1]), viewer=viewer, on=on) if unit_ids else []
    return Recipients(
        named=tuple(named[pk] for pk in person_ids if pk in named),
        named_unit=units[0].unit if units else None,
        people=tuple(rows[pk] for pk in person_ids if pk in rows),
        unit=next((row for row in units if row.can_get_cards), None),
        is_complete=len(named) == len(person_ids) and len(units) == len(unit_ids),
    )


def recently_written(viewer: Person, *, most: int) -> QuerySet[Any, Any]:
    """Return the ids of those the viewer wrote to last, by name."""
    written = CardRecipient.objects.filter(sender=viewer, is_with_unit=False).order_by().values("person")
    return written.annotate(last=Max("card_id")).order_by("-last").values("person")[:most]


def by_last_written(rows: Iterable[PersonRow]) -> list[PersonRow]:
    """Return those the viewer has written to, the last first."""
    return sorted((row for row in rows if row.last_card_id), key=lambda row: -(row.last_card_id or 0))
