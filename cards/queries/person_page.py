"""A person's page for admins: what is noted of them, where they have been, their roles. Nothing of their cards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Value
from django.db.models.functions import Coalesce, JSONObject

from cards.lib.alphabet import sort_key
from cards.lib.spans import Span
from cards.models import Level, Membership, Person, PersonMerge, TeamMembership, Unit, UnitManager
from cards.queries.stays import Stays, in_order


@dataclass(frozen=True)
class Stay:
    """Days in a unit or team."""

    name: str
    within: str  # The unit that a team belongs to.
    from_on: date
    to_on: date | None
    is_now: bool
    is_to_come: bool
    is_first: bool = False


class Standing(NamedTuple):
    """Where somebody stands, as a row of the list tells it too."""

    employed_from: date
    employed_to: date | None
    has_ended: bool
    is_coming: bool
    is_admin: bool
    is_representative: bool
    is_moderator: bool
    is_manager: bool
    is_protected: bool


@dataclass(frozen=True)
class MergedRecord:
    """Another record that ended in this one."""

    pk: int
    name: str
    employee_number: str


@dataclass(frozen=True)
class PersonPage:
    """Somebody, as an admin sees them."""

    person: Person = field(repr=False)
    today: date
    units: tuple[Stay, ...]  # The latest first.
    teams: tuple[Stay, ...]  # The first one first.
    manages: tuple[tuple[int, str], ...]  # Units by key and name.
    merged: tuple[MergedRecord, ...]
    merge: PersonMerge | None  # How this record ended in another.
    stays: Stays = field(repr=False)

    @property
    def has_ended(self) -> bool:
        """Tell whether the last day has passed."""
        return self.person.employed_to is not None and self.person.employed_to < self.today

    @property
    def is_coming(self) -> bool:
        """Tell whether the first day is still to come."""
        return self.person.employed_from > self.today

    @property
    def standing(self) -> Standing:
        """Where they stand, in short."""
        one = self.person
        return Standing(
            one.employed_from, one.employed_to, self.has_ended, self.is_coming, one.is_admin, one.is_representative,
            one.is_moderator, bool(self.manages), one.is_protected,
        )  # fmt: skip

    @property
    def version(self) -> str:
        """What tells a form about days and teams that they are others now."""
        return self.stays.version(self.person)

    @property
    def moves_to(self) -> Stay | None:
        """The unit that they are to move to on a day to come."""
        return next((stay for stay in self.units if stay.is_to_come), None) if not self.is_coming else None

    @property
    def teams_now(self) -> tuple[Stay, ...]:
        """The teams of today, and those to come."""
        return tuple(stay for stay in self.teams if stay.is_now or stay.is_to_come)

    @property
    def past(self) -> tuple[Stay, ...]:
        """Where they were before."""
        return tuple(stay for stay in self.units if not stay.is_now and not stay.is_to_come)


def person_page(person_id: int, *, on: date, language: str) -> PersonPage | None:
    """Return somebody's page, in three queries; None when there is nobody, or nobody any more."""
    return next(iter(person_pages([person_id], on=on, language=language)), None)


def person_pages(person_ids: Sequence[int], *, on: date, language: str) -> list[PersonPage]:
    """Return the pages of some people in this order, in three queries; nobody, and nobody any more, has none."""
    managed = UnitManager.objects.filter(person=OuterRef("pk")).order_by("unit")
    merged = PersonMerge.objects.filter(into=OuterRef("pk")).order_by("pk")
    number = Coalesce(F("person__employee_number"), Value(""))
    people = (
        Person.objects.get_queryset()
        .filter(pk__in=person_ids, erased_at__isnull=True)
        .select_related("unit", "merge__into", "merge__by")
        .prefetch_related(
            Prefetch("memberships", Membership.objects.select_related("unit")),
            Prefetch("team_memberships", TeamMembership.objects.select_related("team__parent")),
        )
        .annotate(
            manages=ArraySubquery(managed.values_list(JSONObject(pk="unit_id", name="unit__name"))),
            taken_in=ArraySubquery(
                merged.values_list(JSONObject(pk="person_id", name="person__name", employee_number=number))
            ),
        )
    )
    pages = {person.pk: page_of(person, on=on, language=language) for person in people}
    return [pages[pk] for pk in person_ids if pk in pages]


def page_of(person: Any, *, on: date, language: str) -> PersonPage:
    """Shape somebody, as the query annotates them."""
    units, teams = list(person.memberships.all()), list(person.team_memberships.all())
    manages = [(one["pk"], one["name"]) for one in person.manages]
    return PersonPage(
        person=person,
        today=on,
        units=tuple(sorted((stay_of(row, row.unit, on) for row in units), key=lambda stay: stay.from_on, reverse=True)),
        teams=tuple(sorted((stay_of(row, row.team, on) for row in teams), key=team_order)),
        manages=tuple(sorted(manages, key=lambda one: (sort_key(one[1], language), one[0]))),
        merged=tuple(MergedRecord(**one) for one in person.taken_in),
        merge=getattr(person, "merge", None),
        stays=Stays(
            in_order(Span(row.unit_id, row.from_on, row.to_on) for row in units),
            in_order(Span(row.team_id, row.from_on, row.to_on) for row in teams if row.is_first),
            in_order(Span(row.team_id, row.from_on, row.to_on) for row in teams if not row.is_first),
        ),
    )


def team_order(stay: Stay) -> tuple[bool, date, str]:
    """Put the first team first, the others by day and name."""
    return not stay.is_first, stay.from_on, stay.name


def stay_of(row: Any, place: Unit, on: date) -> Stay:
    """Shape a membership."""
    is_now = row.from_on <= on and (row.to_on is None or on <= row.to_on)
    within = place.parent.name if place.level == Level.TEAM and place.parent else ""
    return Stay(
        place.name, within, row.from_on, row.to_on, is_now, row.from_on > on, is_first=getattr(row, "is_first", False)
    )
