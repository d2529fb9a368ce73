"""Setting a unit's goal."""

from datetime import UTC, date, datetime

import pytest

from cards.actions.goals import CannotSetGoal, end_goal, set_goal
from cards.models import Goal, GoalKind, Level, UnitKind
from cards.queries.goals import goal_page
from tests.factories import make_person, make_team, make_unit

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def want(unit, maj, target=200, kind=GoalKind.ENCOUNTERS, month=NOVEMBER):
    return set_goal(unit=unit, set_by=maj, kind=kind, target=target, from_month=month, at=NOON)


def goals(unit):
    page = goal_page(unit, is_own=True, at=NOON, time_zone="Europe/Helsinki")
    return [one and (one.kind, one.target) for one in (page.goal, page.next_goal)]


def test_a_goal_holds_from_its_month_on(torget, maj):
    want(torget, maj)
    want(torget, maj, 300, month=DECEMBER)

    assert goals(torget) == [("encounters", 200), ("encounters", 300)]


def test_a_second_goal_of_the_month_takes_the_place_of_the_first(torget, maj, bo):
    want(torget, maj)
    want(torget, bo, 150)

    assert list(Goal.objects.values_list("target", "set_by")) == [(150, bo.pk)]


def test_a_goal_that_is_ended_ends_with_this_month(torget, maj):
    Goal.objects.create(
        unit=torget, set_by=maj, kind=GoalKind.ENCOUNTERS, target=100, from_month=date(2026, 10, 1), at=NOON
    )
    want(torget, maj, 300, month=DECEMBER)

    end_goal(unit=torget, set_by=maj, at=NOON)

    assert goals(torget) == [None, None]
    assert Goal.objects.get(from_month=date(2026, 10, 1)).target == 100


@pytest.mark.parametrize("target", [0, -1, 100_001])
def test_a_number_that_is_none_is_refused(torget, maj, target):
    with pytest.raises(CannotSetGoal):
        want(torget, maj, target)

    assert not Goal.objects.exists()


@pytest.mark.parametrize("target", [0, 3, 42, 100])
def test_a_share_between_the_steps_that_are_shown_is_refused(torget, maj, target):
    for number in range(20):
        make_person(f"Person Nr{number}", torget)

    with pytest.raises(CannotSetGoal):
        want(torget, maj, target, GoalKind.SHARE)
    assert want(torget, maj, 85, GoalKind.SHARE).target == 85


def test_a_unit_whose_share_is_not_shown_has_no_goal_in_percent(torget, maj):
    with pytest.raises(CannotSetGoal):
        want(torget, maj, 80, GoalKind.SHARE)


@pytest.mark.parametrize("month", [date(2026, 10, 1), date(2027, 1, 1), date(2026, 11, 2)])
def test_a_goal_begins_this_month_or_the_next(torget, maj, month):
    with pytest.raises(CannotSetGoal):
        want(torget, maj, month=month)


def test_areas_and_teams_have_no_goals(torget, maj):
    area = make_unit("Norra", kind=UnitKind.AREA, level=Level.AREA)

    for place in (area, make_team("Kassan", torget)):
        with pytest.raises(CannotSetGoal):
            want(place, maj)
