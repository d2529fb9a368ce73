"""What a unit wants of its months."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cards.actions.admin_log import log_action
from cards.lib.days import local_day
from cards.lib.periods import Grain, Period
from cards.lib.shares import IN_STEPS, LEAST, MOST, STEP
from cards.models import AdminVerb, Goal, GoalKind, Level, Membership, Person, Unit
from cards.queries.organisation import time_zone_of_organisation

MOST_ENCOUNTERS = 100_000  # A month: what somebody types by mistake is more.


class CannotSetGoal(Exception):
    """The goal breaks a rule; the message is fit to show."""


@transaction.atomic(durable=True)
def set_goal(*, unit: Unit, set_by: Person, kind: GoalKind, target: int, from_month: date, at: datetime) -> Goal:
    """Set what a unit wants of a month and of those after it; months that have ended keep their goals.

    Raises CannotSetGoal for a target that cannot be shown, a month that is over, or what is no unit with a board.
    """
    today = local_day(at, time_zone_of_organisation())
    if unit.level != Level.UNIT:
        raise CannotSetGoal(_("Goals are set for units, not for areas or teams."))
    if kind == GoalKind.ENCOUNTERS and not 1 <= target <= MOST_ENCOUNTERS:
        raise CannotSetGoal(_("Give a number of encounters from 1 to %(most)s.") % {"most": MOST_ENCOUNTERS})
    if kind == GoalKind.SHARE:
        if target not in range(LEAST, MOST + 1, STEP):
            raise CannotSetGoal(_("Choose a share in steps of five percent, from 5 to 95."))
        if headcount(unit, on=today) < IN_STEPS:
            raise CannotSetGoal(_("A share is shown for units of twenty people or more. Choose encounters instead."))
    from_month = month_to_set(from_month, today)
    before = goal_of(unit, from_month)
    goal = store(unit, set_by, kind=kind, target=target, from_month=from_month, at=at)
    changes = {name: (getattr(before, name, None), getattr(goal, name)) for name in ("kind", "target", "from_month")}
    log_action(actor=set_by, verb=AdminVerb.GOAL_SET, subject=unit, at=at, changes=changes)
    return goal


@transaction.atomic(durable=True)
def end_goal(*, unit: Unit, set_by: Person, at: datetime) -> None:
    """Let a unit have no goal from this month on, a goal for the next month included."""
    today = local_day(at, time_zone_of_organisation())
    this_month = Period.containing(Grain.MONTH, today).first_on
    Goal.objects.filter(unit=unit, from_month__gt=this_month).delete()
    before = goal_of(unit, this_month)
    store(unit, set_by, kind=GoalKind.ENCOUNTERS, target=None, from_month=this_month, at=at)
    changes = {"target": (before.target, None)} if before else {}
    log_action(actor=set_by, verb=AdminVerb.GOAL_ENDED, subject=unit, at=at, changes=changes)


def month_to_set(from_month: date, today: date) -> date:
    """Return the month, which is this one or the next. Raises CannotSetGoal for another."""
    this = Period.containing(Grain.MONTH, today)
    if from_month not in {month.first_on for month in (this, this.next) if month}:
        raise CannotSetGoal(_("A goal begins this month or the next."))
    return from_month


def goal_of(unit: Unit, month: date) -> Goal | None:
    """Return the goal that holds in a month."""
    return Goal.objects.filter(unit=unit, from_month__lte=month).order_by("-from_month").first()


def store(unit: Unit, set_by: Person, *, kind: GoalKind, target: int | None, from_month: date, at: datetime) -> Goal:
    """Write a unit's goal from a month on, inside the caller's transaction; a second one for the month replaces it."""
    values = {"kind": kind, "target": target, "set_by": set_by, "at": at}
    return Goal.objects.update_or_create(unit=unit, from_month=from_month, defaults=values)[0]


def headcount(unit: Unit, *, on: date) -> int:
    """Return how many people belong to a unit on a day."""
    return Membership.objects.on(on).filter(unit=unit, person__in=Person.objects.employed(on)).count()
