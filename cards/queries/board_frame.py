"""What a unit's board stands on besides its numbers: switches, types, units, people and what is closed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from cards.lib.alphabet import sort_key
from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.lib.periods import Grain, Period
from cards.models import ALL_TYPES, GiversBoard, GoalKind, Level, Organisation, Person
from cards.queries.cards import TypeFace
from cards.sql import statement


@dataclass(frozen=True)
class BoardGoal:
    """What a unit wants of a month."""

    kind: GoalKind
    target: int


@dataclass(frozen=True)
class BoardUnit:
    """A unit that boards stand on."""

    pk: int
    name: str
    goal: BoardGoal | None
    is_mine: bool  # The viewer's own, or below it.
    is_managed: bool  # By the viewer.
    is_open: bool  # To all who belong to it, and so beside the others.


@dataclass(frozen=True)
class Colleague:
    """Somebody of the unit who is here today."""

    pk: int
    name: str
    given_name: str
    about: str  # Team and title, where somebody else of the unit has the same name.
    is_on_board: bool | None  # As chosen.


@dataclass(frozen=True)
class Team:
    """One of the viewer's teams, and who belongs to it today."""

    pk: int
    name: str
    people: frozenset[int]

    @property
    def headcount(self) -> int:
        """How many they are."""
        return len(self.people)

    @property
    def can_get_cards(self) -> bool:
        """Tell whether there are two others, as a card to all takes."""
        return self.headcount > 2


@dataclass(frozen=True)
class Closed:
    """A period that is closed."""

    pk: int
    period: Period
    closed_on: date


@dataclass(frozen=True)
class Frame:
    """Everything of a board but its numbers."""

    period: Period
    today: date
    month: Period  # Whose goals the units have here.
    givers_board: GiversBoard
    has_receivers_board: bool
    is_of_unit: bool  # The viewer's own is one that boards stand on, not an area.
    is_manager: bool
    types: dict[int, TypeFace]
    type_id: int  # The chosen one, or ALL_TYPES.
    units: dict[int, BoardUnit]  # By name.
    people: dict[int, Colleague]
    headcount: int  # Today.
    teams: tuple[Team, ...]
    closed: tuple[Closed, ...]  # The latest of this length, this one and the one before.
    first_on: date | None  # Of the first period of this length with a number.
    is_current: bool  # Whether all is folded, so that the tallies alone are exact.

    @property
    def closing(self) -> Closed | None:
        """How the period was closed, if it is."""
        return next((one for one in self.closed if one.period == self.period), None)

    @property
    def closing_before(self) -> Closed | None:
        """How the period before was closed."""
        return next((one for one in self.closed if one.period == self.period.previous), None)

    @property
    def card_type(self) -> TypeFace | None:
        """The chosen type; None for all."""
        return self.types.get(self.type_id)

    @property
    def managed(self) -> list[BoardUnit]:
        """The units whose goals the viewer sets."""
        return [unit for unit in self.units.values() if unit.is_managed]


def board_frame(viewer: Person, *, period: Period, type_slug: str, language: str, at: datetime) -> Frame:
    """Return what the board of the viewer's unit stands on, in one statement."""
    today = local_day(at, viewer.time_zone)
    month = Period.containing(Grain.MONTH, period.reference_day(today))
    row = fetch(
        unit=viewer.unit_id,
        viewer=viewer.pk,
        language=language,
        type=type_slug,
        month=month.first_on,
        today=today,
        day=period.reference_day(today),
        grain=period.grain,
        period=period.first_on,
        previous=period.previous.first_on if period.previous else period.first_on,
        below=delivered_before(at),
    )
    types = {pk: TypeFace(*face) for pk, *face in row["types"] or ()}
    chosen = next((pk for pk, face in types.items() if face.slug == type_slug), ALL_TYPES)
    return Frame(
        period=period,
        today=today,
        month=month,
        givers_board=GiversBoard(row["givers_board"]),
        has_receivers_board=row["has_receivers_board"],
        is_of_unit=viewer.unit.level == Level.UNIT,
        is_manager=row["is_manager"] or viewer.is_admin,
        types=types,
        type_id=chosen,
        units=units_by_name(row["units"] or [], language),
        people={pk: Colleague(pk, *rest) for pk, *rest in row["people"] or ()},
        headcount=row["headcount"],
        teams=tuple(Team(pk, name, frozenset(people or ())) for pk, name, people in row["teams"] or ()),
        closed=tuple(closed(entry, period.grain, viewer.time_zone) for entry in row["closings"] or ()),
        first_on=row["first_on"],
        is_current=row["is_current"],
    )


def fetch(**values: Any) -> dict[str, Any]:
    """Return the statement's row by the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(statement("board_frame"), values)
        columns = [column.name for column in cursor.description or ()]
        return dict(zip(columns, cursor.fetchone() or (), strict=True))


def board_switches() -> dict[str, Any]:
    """Return what boards of people the organisation has."""
    return dict(Organisation.objects.values("givers_board", "has_receivers_board").get())


def units_by_name(rows: list[Any], language: str) -> dict[int, BoardUnit]:
    """Shape the units, in the reader's alphabet."""
    found = []
    for pk, name, kind, target, is_mine, is_managed, is_open in rows:
        goal = BoardGoal(GoalKind(kind), target) if target else None
        found.append(BoardUnit(pk, name, goal, is_mine=is_mine, is_managed=is_managed, is_open=is_open))
    return {unit.pk: unit for unit in sorted(found, key=lambda unit: (sort_key(unit.name, language), unit.pk))}


def closed(entry: list[Any], grain: Grain, time_zone: str) -> Closed:
    """Shape a closing."""
    pk, first_on, closed_at = entry
    closed_on = local_day(datetime.fromisoformat(closed_at), time_zone)
    return Closed(pk, Period(grain, date.fromisoformat(first_on)), closed_on)
