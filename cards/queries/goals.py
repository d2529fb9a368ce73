"""A unit's goal as its manager sets it: what it is, and what the months before came to."""

from dataclasses import dataclass
from datetime import date, datetime

from cards.lib.days import local_day
from cards.lib.periods import Grain, Period
from cards.lib.shares import IN_STEPS
from cards.lib.standings import FEWEST_FOR_NAMES, Seen
from cards.models import ALL_TYPES, Goal, GoalKind, Unit
from cards.queries.between_units import seen_of
from cards.queries.board_frame import BoardGoal
from cards.queries.tallies import UnitCount, unit_counts

MONTHS_BEFORE = 3


@dataclass(frozen=True)
class GoalPage:
    """What helps to set a goal."""

    unit: Unit
    this_month: Period
    next_month: Period
    goal: BoardGoal | None  # Of this month.
    next_goal: BoardGoal | None  # When another one, or none, has been set for the next.
    has_next: bool
    months: tuple[tuple[Period, Seen], ...]  # This one and those before, the newest first.

    @property
    def has_change(self) -> bool:
        """Tell whether the next month has another goal, or none."""
        return self.has_next and self.next_goal != self.goal

    @property
    def headcount(self) -> int:
        """How many belong to the unit today."""
        return self.months[0][1].headcount

    @property
    def can_have_share(self) -> bool:
        """Tell whether the unit is big enough for a share to be told in steps."""
        return self.headcount >= IN_STEPS

    @property
    def can_name(self) -> bool:
        """Tell whether the unit is big enough to name those who gave."""
        return self.headcount >= FEWEST_FOR_NAMES


def goal_page(unit: Unit, *, is_own: bool, at: datetime, time_zone: str) -> GoalPage:
    """Return a unit's goals of this month and the next, and its numbers of this month and those before.

    Who does not belong to it (`is_own`) is not told how many have been seen this month, as lib/shares.py says.
    """
    today = local_day(at, time_zone)
    this = Period.containing(Grain.MONTH, today)
    after = this.next or this
    goals = list(Goal.objects.filter(unit=unit, from_month__lte=after.first_on).order_by("-from_month")[:2])
    months = this.back(MONTHS_BEFORE + 1)
    counts = unit_counts(months, at=at, time_zone=time_zone, unit_ids=[unit.pk])
    return GoalPage(
        unit=unit,
        this_month=this,
        next_month=after,
        goal=goal_of(goals, this.first_on),
        next_goal=goal_of(goals, after.first_on),
        has_next=any(goal.from_month == after.first_on for goal in goals),
        months=tuple(
            (month, seen_of(count, Grain.MONTH, is_told=is_own or month.has_ended(today)))
            for month in reversed(months)
            for count in [counts.get((month, unit.pk, ALL_TYPES), UnitCount(unit.pk))]
        ),
    )


def goals_of(month: Period) -> dict[int, BoardGoal]:
    """Return what each unit that has a goal wants of a month."""
    latest = Goal.objects.filter(from_month__lte=month.first_on).order_by("unit", "-from_month").distinct("unit")
    return {goal.unit_id: BoardGoal(GoalKind(goal.kind), goal.target) for goal in latest if goal.target}


def goal_of(goals: list[Goal], month: date) -> BoardGoal | None:
    """Return what holds for a month among goals, the latest first."""
    found = next((goal for goal in goals if goal.from_month <= month), None)
    return BoardGoal(GoalKind(found.kind), found.target) if found and found.target else None
