"""What a unit's dashboard stands on besides its numbers: the unit in its tree, what is below it, types, and goals."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from cards.lib.alphabet import sort_key
from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.lib.periods import Grain, Period
from cards.models import GoalKind, Level, Person, UnitKind
from cards.queries.board_frame import BoardGoal
from cards.queries.cards import TypeFace
from cards.sql import statement

MAX_KEY = 2**31 - 1  # What an address names may be greater than any key.


@dataclass(frozen=True)
class TreeUnit:
    """A unit, an area or the co-op, with its goal of the dashboard's month."""

    pk: int
    parent_id: int | None
    name: str
    title: str  # What its own people call its page.
    level: Level
    kind: UnitKind
    is_mine: bool  # The viewer manages it, or what is above it.
    people: int  # In the period of the flow.
    goal: BoardGoal | None

    @property
    def is_leaf(self) -> bool:
        """Tell a unit that boards stand on from an area and the co-op."""
        return self.level == Level.UNIT

    @property
    def is_root(self) -> bool:
        """Tell the co-op."""
        return self.parent_id is None


@dataclass(frozen=True)
class DashboardFrame:
    """Everything of a dashboard but its numbers."""

    unit: TreeUnit
    below: tuple[TreeUnit, ...]  # With the unit itself; by name.
    units: dict[int, TreeUnit]  # All there are.
    types: dict[int, TypeFace]
    retired: frozenset[int]  # The types that are given no more.
    period: Period
    today: date
    first_on: date | None  # Of the first month with a number.
    is_current: bool  # Whether all is folded, so that the tallies alone are exact.
    viewers_unit_id: int
    is_noted: bool  # That the viewer opened this page today.

    @property
    def is_viewers_own(self) -> bool:
        """Tell whether the viewer works here."""
        return self.unit.pk == self.viewers_unit_id

    def tells_share(self, period: Period, unit: TreeUnit | None = None) -> bool:
        """Tell whether the viewer may know a share of the unit, or of one below it, as lib/shares.py says."""
        of = unit or self.unit
        return period.has_ended(self.today) or (of.is_leaf and of.pk == self.viewers_unit_id)

    @property
    def is_running(self) -> bool:
        """Tell whether days of the period are still to come."""
        return not self.period.has_ended(self.today)

    @property
    def told_quarter(self) -> Period | None:
        """The quarter around the period, or the one before it while its share is not told."""
        quarter = Period.containing(Grain.QUARTER, self.period.reference_day(self.today))
        return quarter if self.tells_share(quarter) else quarter.previous

    @property
    def ids(self) -> list[int]:
        """Whose encounters are the dashboard's: an area and the co-op only sum.

        With those who belong to the area itself, its sum less that of its units would tell what its manager gave.
        """
        return [self.unit.pk] if self.unit.is_leaf else [unit.pk for unit in self.leaves]

    @property
    def month(self) -> Period:
        """The month whose goal is told."""
        return month_of(self.period, self.today)

    @property
    def flow_period(self) -> Period:
        """The quarter or the year that the flow is told for."""
        return flow_period(self.period, self.today)

    @property
    def leaves(self) -> list[TreeUnit]:
        """The units to show side by side; none for a unit that has none below it."""
        return [] if self.unit.is_leaf else [unit for unit in self.below if unit.is_leaf]

    @property
    def areas(self) -> list[TreeUnit]:
        """The areas below the co-op."""
        return [unit for unit in self.below if unit.level == Level.AREA and unit.pk != self.unit.pk]

    @property
    def others(self) -> list[TreeUnit]:
        """The other dashboards the viewer begins with: of units that have none of theirs above them."""
        return [unit for unit in beginnings(self.units) if unit.pk != self.unit.pk]


def dashboard_frame(
    unit_id: int, *, viewer: Person, period: Period, language: str, at: datetime, page: str
) -> DashboardFrame | None:
    """Return what a dashboard stands on, in one statement; None where there is none that the viewer may see."""
    row = fetch(unit_id, viewer, period=period, language=language, at=at, page=page)
    units = tree(row["units"] or [], language, is_admin=viewer.is_admin)
    if unit_id not in units or not units[unit_id].is_mine:
        return None
    return DashboardFrame(
        unit=units[unit_id],
        below=tuple(unit for unit in units.values() if unit_id in path(unit, units)),
        units=units,
        types={pk: TypeFace(*face) for pk, _is_given, *face in row["types"] or ()},
        retired=frozenset(pk for pk, is_given, *_face in row["types"] or () if not is_given),
        period=period,
        today=local_day(at, viewer.time_zone),
        first_on=row["first_on"],
        is_current=row["is_current"],
        viewers_unit_id=viewer.unit_id,
        is_noted=row["is_noted"],
    )


def own_dashboards(viewer: Person, *, language: str, at: datetime) -> list[TreeUnit]:
    """Return the units whose dashboards the viewer begins with, by name; none for those who manage nothing."""
    month = Period.containing(Grain.MONTH, local_day(at, viewer.time_zone))
    rows = fetch(viewer.unit_id, viewer, period=month, language=language, at=at)["units"] or []
    return beginnings(tree(rows, language, is_admin=viewer.is_admin))


def fetch(
    unit_id: int, viewer: Person, *, period: Period, language: str, at: datetime, page: str = ""
) -> dict[str, Any]:
    """Return the statement's row."""
    today = local_day(at, viewer.time_zone)
    flow = flow_period(period, today)
    values: dict[str, Any] = {
        "unit": min(unit_id, MAX_KEY),
        "viewer": viewer.pk,
        "language": language,
        "page": page,
        "today": today,
        "below": delivered_before(at),
        "month": month_of(period, today).first_on,
        "grain": flow.grain,
        "period": flow.first_on,
        "day": flow.reference_day(today),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("dashboard_frame"), values)
        columns = [column.name for column in cursor.description or ()]
        return dict(zip(columns, cursor.fetchone() or (), strict=True))


def flow_period(period: Period, today: date) -> Period:
    """Return the shortest period around this one that flow may be told for: a quarter, or this one if it is longer."""
    if period.grain in (Grain.QUARTER, Grain.YEAR):
        return period
    return Period.containing(Grain.QUARTER, period.reference_day(today))


def month_of(period: Period, today: date) -> Period:
    """Return the month that a period's people are counted in."""
    return Period.containing(Grain.MONTH, period.reference_day(today))


def tree(rows: list[list[Any]], language: str, *, is_admin: bool) -> dict[int, TreeUnit]:
    """Shape the units, in the reader's alphabet; an admin manages all."""
    found = [
        TreeUnit(
            pk=pk,
            parent_id=parent_id,
            name=name,
            title=title,
            level=Level(level),
            kind=UnitKind(kind),
            is_mine=is_mine or is_admin,
            people=people,
            goal=BoardGoal(GoalKind(goal_kind), target) if target else None,
        )
        for pk, parent_id, name, title, level, kind, is_mine, people, goal_kind, target in rows
    ]
    return {unit.pk: unit for unit in sorted(found, key=lambda unit: (sort_key(unit.name, language), unit.pk))}


def path(unit: TreeUnit, units: dict[int, TreeUnit]) -> set[int]:
    """Return a unit and all above it."""
    above: set[int] = set()
    step: TreeUnit | None = unit
    while step:
        above.add(step.pk)
        step = units.get(step.parent_id) if step.parent_id else None
    return above


def beginnings(units: dict[int, TreeUnit]) -> list[TreeUnit]:
    """Return the viewer's units that have none of the viewer's above them, by name."""
    mine = {unit.pk for unit in units.values() if unit.is_mine}
    return [unit for unit in units.values() if unit.pk in mine and unit.parent_id not in mine]
