"""What an import compares its files with: units, teams and people as they stand, by the keys that files use."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from cards.lib.column_heads import OwnHeads
from cards.lib.spans import Span
from cards.lib.staff_words import fold_word
from cards.models import (
    HeadMeaning,
    ImportFileKind,
    Level,
    Membership,
    Person,
    PersonMerge,
    TeamMembership,
    Unit,
    UnitManager,
)

ROLES = ("is_admin", "is_representative", "is_moderator")
TeamKey = tuple[str, str]  # The key of its unit, its own name folded.


@dataclass(frozen=True)
class KnownUnit:
    """A unit of the units file."""

    pk: int
    code: str
    name: str
    kind: str
    place: str
    parent: str | None  # Its parent's key.


@dataclass(frozen=True)
class KnownPerson:
    """A person and their rows; the keys of the rows' dicts are primary keys."""

    pk: int
    number: str
    given_name: str
    family_name: str
    title: str
    email: str | None
    language: str
    is_language_chosen: bool
    is_protected: bool
    is_ended: bool
    employed_from: date
    employed_to: date | None
    unit: str
    roles: tuple[str, ...] = ()  # Those they have, by the names of their fields.
    memberships: Mapping[int, Span[str]] = field(default_factory=dict)
    first_teams: Mapping[int, Span[TeamKey]] = field(default_factory=dict)
    other_teams: Mapping[int, Span[TeamKey]] = field(default_factory=dict)
    manages: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """The organisation as it stands."""

    units: Mapping[str, KnownUnit] = field(default_factory=dict)
    teams: Mapping[TeamKey, int] = field(default_factory=dict)
    team_names: Mapping[TeamKey, str] = field(default_factory=dict)
    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    emails: Mapping[str, str | None] = field(default_factory=dict)  # Whose each is, by key; an erased person has none.
    merged: Mapping[str, str] = field(default_factory=dict)  # Numbers, by key, that stand for another number now.


def key_of(code: str) -> str:
    """Return what codes, employee numbers and e-mail addresses are compared by; spaces count in none of them."""
    return "".join(fold_word(code).split())


def own_heads() -> OwnHeads:
    """Return what the organisation's own files mean by their heads, where somebody has said so."""
    own: dict[str, dict[str, str]] = {kind: {} for kind in ImportFileKind.values}
    for kind, head, column in HeadMeaning.objects.values_list("kind", "head", "column"):
        own[kind][head] = column
    return OwnHeads(own[ImportFileKind.UNITS], own[ImportFileKind.STAFF])


def read_known(*, codes: Collection[str] = (), root: str = "", is_locked: bool = False) -> Known:
    """Return the organisation as it stands; locked, nobody else changes a unit or person until the transaction ends.

    An installation serves one organisation: where a file calls the root by a new code (`root`) and has no unit by the
    old one (`codes` are the keys it has), the root is known by that new code.
    """
    found = Unit.objects.order_by("pk")
    if is_locked:
        found = found.select_for_update(no_key=True)
    rows = list(found.values("pk", "code", "name", "kind", "place", "parent_id", "level"))
    units = {row["pk"]: key_of(row["code"]) for row in rows if row["code"] is not None}
    top = next((row["pk"] for row in rows if row["level"] == Level.ROOT), None)
    if top is not None and root and units[top] not in codes and root not in units.values():
        units[top] = root
    teams: dict[int, TeamKey] = {}
    team_names: dict[TeamKey, str] = {}
    known_units: dict[str, KnownUnit] = {}
    for row in rows:
        pk, parent = row["pk"], units.get(row["parent_id"])
        if pk in units:
            known_units[units[pk]] = KnownUnit(pk, row["code"] or "", row["name"], row["kind"], row["place"], parent)
        elif parent is not None:
            teams[pk] = (parent, fold_word(row["name"]))
            team_names[teams[pk]] = row["name"]
    asked = Person.objects.filter(Q(email__isnull=False) | Q(merge__isnull=False))
    accounts = list(asked.values_list("email", "employee_number", "merge__into__employee_number"))
    return Known(
        units=known_units,
        teams={team: pk for pk, team in teams.items()},
        team_names=team_names,
        people=read_people(units, teams, is_locked=is_locked),
        emails={key_of(email): key_of(number) if number else None for email, number, _into in accounts if email},
        merged={key_of(number): into for _email, number, into in accounts if number and into},
    )


def read_people(units: Mapping[int, str], teams: Mapping[int, TeamKey], *, is_locked: bool) -> dict[str, KnownPerson]:
    """Return everybody with an employee number, by its key, without records that were merged into another."""
    memberships: dict[int, dict[int, Span[str]]] = defaultdict(dict)
    first_teams: dict[int, dict[int, Span[TeamKey]]] = defaultdict(dict)
    other_teams: dict[int, dict[int, Span[TeamKey]]] = defaultdict(dict)
    manages: dict[int, dict[int, str]] = defaultdict(dict)
    merged = PersonMerge.objects.values("person")
    people = Person.objects.get_queryset().filter(employee_number__isnull=False).exclude(pk__in=merged).order_by("pk")
    if is_locked:
        people = people.select_for_update(no_key=True)
    columns = ("pk", "employee_number", "given_name", "family_name", "title", "email", "language", "is_language_chosen",
               "is_protected", "is_ended", "employed_from", "employed_to", "unit_id")  # fmt: skip
    rows: list[dict[str, Any]] = list(people.values(*columns, *ROLES))
    for pk, person, unit, from_on, to_on in Membership.objects.values_list(
        "pk", "person_id", "unit_id", "from_on", "to_on"
    ).order_by("from_on", "pk"):
        memberships[person][pk] = Span(units[unit], from_on, to_on)
    for pk, person, team, from_on, to_on, is_first in TeamMembership.objects.values_list(
        "pk", "person_id", "team_id", "from_on", "to_on", "is_first"
    ).order_by("from_on", "pk"):
        (first_teams if is_first else other_teams)[person][pk] = Span(teams[team], from_on, to_on)
    for pk, person, unit in UnitManager.objects.values_list("pk", "person_id", "unit_id").order_by("pk"):
        if unit in units:  # A team's manager is the app's.
            manages[person][pk] = units[unit]
    return {
        key_of(row["employee_number"]): KnownPerson(
            number=row.pop("employee_number"),
            unit=units[row.pop("unit_id")],
            roles=tuple([role for role in ROLES if row.pop(role)]),
            memberships=memberships[row["pk"]],
            first_teams=first_teams[row["pk"]],
            other_teams=other_teams[row["pk"]],
            manages=manages[row["pk"]],
            **row,
        )
        for row in rows
    }
