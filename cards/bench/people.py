"""The organisation of every benchmark: the same thousand people in forty units, whatever the number of cards."""

from datetime import date
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from django.db import connection

from cards.lib.audiences import Party
from cards.models import (
    CardType,
    CardTypeText,
    Language,
    Level,
    Membership,
    Organisation,
    Paper,
    Person,
    ReadyLine,
    ReadyLineText,
    Symbol,
    TeamMembership,
    Unit,
    UnitKind,
)

# The last unit of five keeps to itself: it gives and gets "only us" cards alone, and its newcomer none at all.
UNIT_SIZES = (
    *(150, 110, 90, 70, 55, 45, 40, 36, 32, 29, 26, 23, 21, 20, 18, 17, 16, 15, 14, 13),
    *(12, 12, 11, 11, 10, 10, 9, 9, 8, 8, 7, 7, 7, 6, 6, 6, 6, 5, 5, 5),
)
ROOT = 1
UNITS = tuple(range(2, 2 + len(UNIT_SIZES)))
BIGGEST, TYPICAL, FIVE, QUIET = UNITS[0], UNITS[9], UNITS[-2], UNITS[-1]
PEOPLE = tuple(range(1, 1 + sum(UNIT_SIZES)))
TEAM_SIZE, HAS_TEAMS = 10, 40  # People; larger units are in teams.
LONER, NEWCOMER = PEOPLE[-2], PEOPLE[-1]  # Of the quiet unit.
POPULAR = PEOPLE[0]  # Whom everyone thanks.
TYPES = tuple(range(1, 13))
COMMON_TYPE, RARE_TYPE = TYPES[0], TYPES[-1]
RARE_CARDS = 7  # The oldest of all.

GIVEN_NAMES = ("Aino", "Astrid", "Bo", "Elin", "Erik", "Hanna", "Ingrid", "Jonas", "Kaisa", "Lars", "Maj", "Oskar")
FAMILY_NAMES = ("Berg", "Dahl", "Ek", "Fors", "Holm", "Lindqvist", "Mäkelä", "Nyman", "Ström", "Sundqvist", "Åberg")


class Staff(NamedTuple):
    """Who works where, as the generator asks it."""

    unit_of: dict[int, int]
    members: dict[int, tuple[int, ...]]
    party: dict[int, Party]
    teams: dict[int, tuple[int, tuple[int, ...]]]  # By the team's key: its unit and its people.
    team_of: dict[int, int]


@cache
def staff() -> Staff:
    """Return the thousand people by unit; ids run through the units in order."""
    ends = list(accumulate(UNIT_SIZES))
    members = {unit: PEOPLE[end - size : end] for unit, size, end in zip(UNITS, UNIT_SIZES, ends, strict=True)}
    unit_of = {person: unit for unit, people in members.items() for person in people}
    parts = [
        (unit, people[first : first + TEAM_SIZE])
        for unit, people in members.items()
        if len(people) >= HAS_TEAMS
        for first in range(0, len(people), TEAM_SIZE)
    ]
    teams = dict(enumerate(parts, start=UNITS[-1] + 1))
    team_of = {person: team for team, (_unit, people) in teams.items() for person in people}
    return Staff(unit_of, members, {person: Party(unit) for person, unit in unit_of.items()}, teams, team_of)


def make_organisation() -> None:
    """Store the units, people and card types in an empty database, under the ids above."""
    Organisation.objects.update_or_create(defaults={"name": "Handelslaget"})
    Unit.objects.create(pk=ROOT, code="ROOT", name="Handelslaget", kind=UnitKind.COOP, level=Level.ROOT)
    Unit.objects.bulk_create(
        Unit(
            pk=unit, code=f"U{unit}", name=f"Enhet {unit}", kind=UnitKind.SUPERMARKET, level=Level.UNIT, parent_id=ROOT
        )
        for unit in UNITS
    )
    Unit.objects.bulk_create(
        Unit(pk=team, name=f"Lag {team}", kind=UnitKind.TEAM, level=Level.TEAM, parent_id=unit)
        for team, (unit, _people) in staff().teams.items()
    )
    make_people()
    make_card_types()
    tables = (Unit, Person, CardType, ReadyLine)
    for statement in sequence_resets(*(model._meta.db_table for model in tables)):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def sequence_resets(*tables: str) -> list[str]:
    """Return statements that let new rows be numbered after those stored with a number."""
    return [
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))" for table in tables
    ]


def make_people() -> None:
    """Store the people; some namesakes share a unit, as in life."""
    began = date(2010, 1, 1)
    unit_of = staff().unit_of
    Person.objects.bulk_create(
        Person(
            pk=person,
            employee_number=f"{person:06}",
            given_name=GIVEN_NAMES[person % len(GIVEN_NAMES)],
            family_name=FAMILY_NAMES[person % len(FAMILY_NAMES)],
            title="Kassör",
            unit_id=unit,
            employed_from=began,
        )
        for person, unit in unit_of.items()
    )
    Membership.objects.bulk_create(
        Membership(person_id=person, unit_id=unit, from_on=began) for person, unit in unit_of.items()
    )
    TeamMembership.objects.bulk_create(
        TeamMembership(person_id=person, team_id=team, from_on=began, is_first=True)
        for person, team in staff().team_of.items()
    )


def make_card_types() -> None:
    """Store the types, each with its texts and one ready line, under the type's own number."""
    papers, symbols = list(Paper), list(Symbol)
    CardType.objects.bulk_create(
        CardType(pk=number, slug=f"typ-{number}", paper=papers[number - 1], symbol=symbols[number - 1], order=number)
        for number in TYPES
    )
    CardTypeText.objects.bulk_create(
        CardTypeText(card_type_id=number, language=language, name=f"Typ {number}", purpose="För det du gjorde")
        for number in TYPES
        for language in Language
    )
    ReadyLine.objects.bulk_create(ReadyLine(pk=number, card_type_id=number) for number in TYPES)
    ReadyLineText.objects.bulk_create(
        ReadyLineText(ready_line_id=number, language=language, text=f"Tack för hjälpen, {language}.")
        for number in TYPES
        for language in Language
    )
