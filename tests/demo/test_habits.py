"""How the demo's year goes: who begins, how units rise and fall, and that boards have something to show."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from cards.demo.boards import STEPS, near, wishes
from cards.demo.company import Company, Urn
from cards.demo.habits import form_habits
from cards.demo.hours import COURSES, course
from cards.demo.places import CoOp, co_op
from cards.demo.roster import Colleague, employ
from cards.demo.types import MIXES, SLUGS, TYPES, mix
from cards.demo.wording import Wording
from cards.lib.shares import IN_STEPS
from cards.lib.standings import FEWEST_FOR_NAMES
from cards.models import GoalKind

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def staff() -> list[Colleague]:
    staff = employ(co_op(), today=TODAY, rng=Random(7))
    form_habits(staff, co_op(), today=TODAY, rng=Random(8))
    return staff


@pytest.mark.slow
def test_in_every_unit_that_names_people_somebody_begins_this_month(staff):
    begun = Counter(one.today.unit for one in staff if one.begins and one.begins >= date(2026, 11, 1))

    for place in co_op().units:
        if place.people >= FEWEST_FOR_NAMES:
            assert begun[place.code], place.name


@pytest.mark.slow
def test_who_begins_has_given_nothing_before(staff):
    beginner = next(one for one in staff if one.begins and one.begins > date(2026, 6, 1) and one.until is None)
    company = Company(co_op(), staff)
    code, day = beginner.today.unit, beginner.begins
    assert day

    assert beginner not in [one for one, _stay in company.givers(code, date(2026, 5, 31)).members]
    assert beginner in [one for one, _stay in company.givers(code, day).members]
    assert not beginner.has_begun(date(2026, 5, 31))


@pytest.mark.slow
def test_company_tells_who_belongs_on_each_day(staff):
    company = Company(co_op(), staff)
    leaver = next(one for one in staff if one.until and one.until < TODAY)
    last = leaver.until
    assert last
    after = date.fromordinal(last.toordinal() + 1)

    assert leaver in [one for one, _stay in company.members(leaver.today.unit, last)]
    assert leaver not in [one for one, _stay in company.members(leaver.today.unit, after)]


@pytest.mark.slow
def test_urns_give_nobody_to_whom_is_alone(staff):
    alone = [(staff[0], staff[0].today)]

    assert Urn.of(alone, lambda _one: 1.0).draw(Random(1), besides=staff[0]) is None
    assert Urn.of(alone, lambda _one: 0.0).draw(Random(1)) is None
    assert Urn.of(alone, lambda _one: 1.0).draw(Random(1)) == alone[0]


def test_every_course_is_known_and_goes_back_a_year():
    organisation: CoOp = co_op()

    assert {place.course for place in organisation.units} == set(COURSES)
    for place in organisation.places.values():
        assert course(place, TODAY, TODAY) > 0
        assert course(place, date(2025, 11, 21), TODAY) > 0


def test_mixes_hold_every_common_type():
    assert all(len(weights) == len(SLUGS) for weights in MIXES.values())
    assert mix("TOR", "supermarket") != mix("HAM", "supermarket")
    assert mix("TOR", "supermarket") == mix("TOR", "supermarket")


def test_ready_lines_come_back_only_when_the_unit_has_heard_them_all():
    wording, tack = Wording(Random(1)), TYPES["tack"]

    drawn = [wording.ready_line(tack, "TOR") for _ in range(2 * tack.ready_lines)]

    assert set(drawn[: tack.ready_lines]) == set(range(tack.ready_lines))
    assert sorted(drawn[tack.ready_lines :]) == list(range(tack.ready_lines))


def test_a_goal_that_was_outgrown_is_followed_by_a_higher_one():
    torget = co_op().places["TOR"]
    rising = {number: 400 // (number + 1) for number in range(13)}

    wished = [wish.target for wish in wishes(torget, rising, Random(3))]

    assert len(wished) > 2
    assert wished[-1] == torget.goal
    assert wished[:-1] == sorted(wished[:-1], key=lambda target: target or 0)


def test_goals_are_round_numbers_near_what_the_months_came_to():
    given = dict.fromkeys(range(13), 87)

    assert near(given, 2, 1.0) == 90
    assert near({}, 2, 1.0) == STEPS[0][1]
    wished = [(place, list(wishes(place, given, Random(place.code)))) for place in co_op().units]
    assert {wish.kind for _place, all_of_one in wished for wish in all_of_one} == set(GoalKind)
    for place, all_of_one in wished:
        assert all(wish.target is None or wish.target % 5 == 0 for wish in all_of_one)
        assert all(wish.kind == GoalKind.ENCOUNTERS or place.people >= IN_STEPS for wish in all_of_one)
