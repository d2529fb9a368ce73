"""A unit's board for a period: the unit's own numbers, those who gave, and the units beside each other."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from cards.actions.closing import close_periods
from cards.actions.goals import set_goal
from cards.actions.safety import block_person
from cards.actions.tallies import fold_tallies
from cards.lib.audiences import Audience
from cards.lib.periods import Grain, Period
from cards.lib.shares import ShareWord
from cards.models import GiversBoard, GoalKind, Level, Membership, Organisation, Person, Unit, UnitKind
from cards.queries.leaderboards import State, board
from cards.queries.people import signed_in_person
from tests.factories import give, make_card_type, make_person, make_team, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
NOVEMBER = Period.parse("2026-11")


def look(person, period=NOVEMBER, at=NOON, **chosen):
    """Return the board as a person sees it."""
    values = {"type_slug": "", "team_id": None, "language": "sv", **chosen}
    viewer = signed_in_person(person.pk, at=at)
    assert viewer is not None
    return board(viewer, period=period, at=at, **values)


def staff(unit, count, name="Person"):
    """Make colleagues of a unit."""
    return [make_person(f"{name} Nr{number:02}", unit) for number in range(count)]


def thank(sender, *colleagues, at=NOON - timedelta(hours=1), **fields):
    """Give each colleague a card."""
    for colleague in colleagues:
        give(sender, to=[colleague], at=at, **fields)


def names(found):
    return [(one.place, one.name, one.colleagues) for one in found]


@pytest.fixture
def crowd(torget, astrid):
    """Twenty people of Torget, Astrid the first."""
    return [astrid, *staff(torget, 19)]


# Within a unit


def test_those_who_gave_are_named_by_how_many_different_colleagues(crowd):
    astrid, *others = crowd
    thank(others[0], *others[1:5])
    thank(astrid, *others[:3])
    for _again in range(5):
        thank(others[1], others[2], others[3])

    found = look(astrid).within

    assert names(found.givers) == [(1, "Person Nr00", 4), (2, "Astrid Lindqvist", 3), (3, "Person Nr01", 2)]
    assert [one.is_me for one in found.givers] == [False, True, False]


def test_equals_share_a_place_in_the_order_of_their_names(crowd):
    thank(crowd[5], crowd[1])
    thank(crowd[3], crowd[1])

    assert [(one.place, one.name) for one in look(crowd[0]).within.givers] == [(1, "Person Nr02"), (1, "Person Nr04")]


def test_at_most_five_are_named(crowd):
    for number, giver in enumerate(crowd[:8], start=1):
        thank(giver, *[other for other in crowd[8:] if other != giver][:number])

    assert [one.colleagues for one in look(crowd[0]).within.givers] == [8, 7, 6, 5, 4]


@pytest.mark.parametrize(("headcount", "named"), [(11, 0), (12, 4), (14, 4)])
def test_at_most_a_third_are_named_and_nobody_under_twelve(torget, headcount, named):
    crowd = staff(torget, headcount)
    for number, giver in enumerate(crowd[:6], start=1):
        thank(giver, *[other for other in crowd if other != giver][:number])

    found = look(crowd[0]).within

    assert len(found.givers) == named
    assert found.is_too_small is (headcount < 12)


def test_somebody_below_the_middle_reads_the_number_alone_and_nobody_else_does(crowd):
    for number, giver in enumerate(crowd[1:9], start=2):
        thank(giver, *crowd[9:][:number])
    thank(crowd[0], crowd[1])

    mine = look(crowd[0]).within

    assert (mine.own_colleagues, mine.own_place) == (1, None)
    assert "Astrid Lindqvist" not in {one.name for one in mine.givers}


def test_somebody_in_the_upper_half_who_is_not_named_reads_the_place(crowd):
    for number, giver in enumerate(crowd[:14], start=1):
        thank(giver, *[other for other in crowd if other != giver][:number])

    seventh, eighth = (look(crowd[14 - place]).within for place in (7, 8))

    assert (seventh.own_place, seventh.own_colleagues) == (7, 8)
    assert eighth.own_place is None


def test_a_block_shows_in_nobodys_own_numbers(crowd):
    astrid, bo, *others = crowd
    block_person(blocker=bo, blocked=astrid, at=NOON - timedelta(days=1))
    thank(astrid, bo, others[0])

    assert names(look(astrid).within.givers) == [(1, "Astrid Lindqvist", 2)]
    assert look(astrid).within.own_colleagues == 2
    assert names(look(bo).within.givers) == [(1, "Astrid Lindqvist", 1)]


def test_cards_between_two_alone_name_nobody(crowd):
    thank(crowd[1], crowd[2], audience=Audience.ONLY_US)

    found = look(crowd[0])

    assert found.within.givers == ()
    assert found.total == 1


def test_who_has_left_the_board_is_named_by_nobody_and_leaves_no_gap(crowd):
    thank(crowd[1], *crowd[2:6])
    thank(crowd[2], *crowd[3:6])
    Person.objects.get_queryset().filter(pk=crowd[1].pk).update(is_on_board=False)

    found = look(crowd[1])

    assert names(found.within.givers) == [(1, "Person Nr01", 3)]
    assert found.within.own_colleagues == 4
    assert found.within.own_place is None
    assert not found.within.am_on_board
    assert found.total == 7


def test_where_one_joins_only_those_who_have_joined_are_named(crowd):
    Organisation.objects.update(givers_board=GiversBoard.OPT_IN)
    thank(crowd[1], *crowd[2:6])
    thank(crowd[2], *crowd[3:6])
    Person.objects.get_queryset().filter(pk=crowd[2].pk).update(is_on_board=True)

    found = look(crowd[0]).within

    assert [one.name for one in found.givers] == ["Person Nr01"]
    assert [*found.first_timers] == ["Person"]


@pytest.mark.parametrize("where", ["organisation", "unit"])
def test_a_board_that_is_off_names_nobody(crowd, torget, where):
    if where == "organisation":
        Organisation.objects.update(givers_board=GiversBoard.OFF)
    else:
        Unit.objects.filter(pk=torget.pk).update(has_givers_board=False)
    thank(crowd[1], *crowd[2:6])

    found = look(crowd[0]).within

    assert (found.has_givers, found.givers, found.first_timers) == (False, (), ())


def test_those_who_were_seen_are_named_only_where_an_admin_wants_it(crowd):
    for giver in crowd[2:5]:
        thank(giver, crowd[1])
    assert look(crowd[0]).within.receivers == ()

    Organisation.objects.update(has_receivers_board=True)

    assert names(look(crowd[0]).within.receivers) == [(1, "Person Nr00", 3)]


@pytest.mark.parametrize("where", ["person", "unit"])
def test_nobody_is_named_for_cards_received_who_is_on_no_board(crowd, torget, where):
    Organisation.objects.update(has_receivers_board=True)
    for giver in crowd[2:5]:
        thank(giver, crowd[1])
    assert look(crowd[0]).within.receivers

    if where == "unit":
        Unit.objects.filter(pk=torget.pk).update(has_givers_board=False)
    else:
        Person.objects.get_queryset().filter(pk=crowd[1].pk).update(is_on_board=False)

    assert look(crowd[0]).within.receivers == ()


def test_first_cards_are_told_by_given_name(crowd, astrid):
    thank(astrid, crowd[1], at=NOON - timedelta(days=60))
    thank(astrid, crowd[1])
    sofia = make_person("Sofia Berg", astrid.unit)
    thank(sofia, astrid)

    assert look(astrid).within.first_timers == ("Sofia",)


def test_namesakes_are_told_apart_by_their_titles(crowd, torget):
    for title in ("Kassör", "Mejeri"):
        person = make_person("Anna Berg", torget, title=title)
        thank(person, crowd[0])

    assert [one.about for one in look(crowd[0]).within.givers] == ["Kassör", "Mejeri"] or [
        one.about for one in look(crowd[0]).within.givers
    ] == ["Mejeri", "Kassör"]


def test_namesakes_who_gave_their_first_cards_are_told_apart(crowd, torget):
    first, second, third = (make_person("Anna Berg", torget, title=title) for title in ("Kassör", "Mejeri", "Kassör"))
    make_team("Kvällen", torget, third)
    thank(first, crowd[0])
    assert look(crowd[0]).within.first_timers == ("Anna Berg (Kassör)",)

    thank(second, crowd[0])
    thank(third, crowd[0])

    assert look(crowd[0]).within.first_timers == (
        "Anna Berg (Kassör)",
        "Anna Berg (Kvällen, Kassör)",
        "Anna Berg (Mejeri)",
    )


def test_a_leaver_is_on_no_board(crowd):
    thank(crowd[1], crowd[2])
    Person.objects.get_queryset().filter(pk=crowd[1].pk).update(employed_to=NOON.date() - timedelta(days=1))

    assert look(crowd[0]).within.givers == ()


def test_a_type_has_its_own_givers(crowd, tack, hejhopp):
    thank(crowd[1], *crowd[2:5], card_type=tack)
    thank(crowd[2], crowd[3], card_type=hejhopp, message="")

    found = look(crowd[0], type_slug="hejhopp")

    assert names(found.within.givers) == [(1, "Person Nr01", 1)]
    assert found.total == 1
    assert found.within.first_timers == ()
    assert look(crowd[0]).total == 4


def test_a_team_of_twelve_has_givers_of_its_own(crowd, torget):
    team = make_team("Kassan", torget, *crowd[:12])
    small = make_team("Mejeriet", torget, *crowd[:11])
    thank(crowd[13], *crowd[:9])
    thank(crowd[1], *crowd[2:6])

    found = look(crowd[0], team_id=team.pk)

    assert [one.pk for one in found.teams] == [team.pk]
    assert names(found.within.givers) == [(1, "Person Nr00", 4)]
    assert found.total == 13
    assert look(crowd[0], team_id=small.pk).team is None
    assert look(crowd[15], team_id=team.pk).team is None


# The unit and its goal


def test_the_stamp_card_counts_the_encounters_of_the_month(crowd, torget, maj):
    set_goal(unit=torget, set_by=maj, kind=GoalKind.ENCOUNTERS, target=20, from_month=NOVEMBER.first_on, at=NOON)
    thank(crowd[0], *crowd[1:8])
    thank(crowd[0], crowd[1])
    thank(crowd[0], crowd[1], at=datetime(2026, 10, 30, 10, tzinfo=UTC))

    for period in (NOVEMBER, Period.parse("2026-v47"), Period.parse("2026"), Period.parse("alla")):
        goal = look(crowd[0], period).goal
        assert (goal.reached, goal.target, sum(goal.slots), goal.left) == (7, 20, 7, 13)
    assert look(crowd[0], Period.parse("2026-v46")).goal is None


def test_a_goal_in_percent_counts_the_share_as_it_is_shown(crowd, torget, maj):
    set_goal(unit=torget, set_by=maj, kind=GoalKind.SHARE, target=80, from_month=NOVEMBER.first_on, at=NOON)
    thank(crowd[0], *crowd[1:9])

    found = look(crowd[0])

    assert found.own.told == found.goal.reached == 40
    assert sum(found.goal.slots) == 10


def test_a_share_is_told_in_steps_in_a_word_or_not_at_all(torget, fyren, stationen):
    for unit, headcount in ((torget, 20), (fyren, 12), (stationen, 6)):
        crowd = staff(unit, headcount)
        for giver, other in pairwise(crowd):
            thank(giver, other)

    def own(unit, period):
        return look(Person.objects.get_queryset().filter(unit=unit).first(), period).own.told

    assert [own(unit, NOVEMBER) for unit in (torget, fyren, stationen)] == [95, ShareWord.MOST, None]
    assert own(stationen, Period.parse("2026-k4")) == ShareWord.MOST


def test_a_type_has_a_share_of_its_own(crowd, tack, hejhopp):
    thank(crowd[0], *crowd[1:9], card_type=tack)
    thank(crowd[0], *crowd[1:3], card_type=hejhopp, message="")

    assert [look(crowd[0], type_slug=slug).own.told for slug in ("", "tack", "hejhopp")] == [40, 40, 10]


def test_sums_count_what_is_between_two_alone_from_ten_people_on(torget, fyren):
    for unit, headcount in ((torget, 10), (fyren, 9)):
        crowd = staff(unit, headcount)
        thank(crowd[0], crowd[1], audience=Audience.ONLY_US)

    assert [look(Person.objects.get_queryset().filter(unit=unit).first()).total for unit in (torget, fyren)] == [1, 0]


def test_a_manager_of_an_area_reads_the_sum_of_its_units(torget, fyren, astrid, bo, aino, erik):
    area = make_unit("Norra", kind=UnitKind.AREA, level=Level.AREA)
    Unit.objects.filter(pk__in=[torget.pk, fyren.pk]).update(parent=area)
    boss = make_person("Gun Holm", area)
    thank(astrid, bo)
    thank(aino, astrid)
    thank(erik, astrid)

    found = look(boss)

    assert (found.total, found.own, found.within) == (2, None, None)
    assert {line.unit.name for band in found.bands for line in band.lines} == {"Torget", "Hotell Fyren", "Stationen"}


# Between the units


def seen_everybody(unit, headcount, share):
    """Make a unit in which a share of the people got a card from one of them."""
    crowd = staff(unit, headcount)
    thank(crowd[0], *crowd[1 : 1 + round(share * headcount)])
    return crowd


def test_while_a_period_runs_units_stand_by_name_without_places(torget, fyren):
    seen_everybody(torget, 40, 0.2)
    crowd = seen_everybody(fyren, 40, 0.8)

    (band,) = look(crowd[0]).bands

    assert band.placed == ()
    assert [line.unit.name for line in band.others] == ["Hotell Fyren", "Torget"]


@pytest.mark.parametrize("period", ["2026-v47", "2026-11", "2026-k4", "2026", "alla"])
def test_while_a_period_runs_a_units_share_is_told_to_its_own_people_alone(torget, fyren, maj, period):
    admin = make_person("Gun Holm", make_unit("Kontoret"), is_admin=True)
    seen_everybody(torget, 40, 0.2)
    crowd = seen_everybody(fyren, 40, 0.8)

    def shares(person, at=NOON):
        found = look(person, Period.parse(period), at=at)
        lines = [line for band in found.bands for line in band.lines]
        return {line.unit.name: line.seen.told for line in lines if line.unit.name != "Kontoret"}

    assert shares(crowd[0]) == {"Hotell Fyren": 80, "Torget": None}
    assert shares(admin) == {"Hotell Fyren": None, "Torget": None}
    if period != "alla":
        assert shares(admin, at=NOON.replace(year=2027, month=2)) == {"Hotell Fyren": 80, "Torget": 20}


def test_how_far_a_goal_in_percent_has_come_is_told_when_the_month_has_ended(torget, fyren, maj):
    set_goal_of = {"set_by": maj, "from_month": NOVEMBER.first_on, "at": NOON}
    seen_everybody(torget, 40, 0.2)
    crowd = seen_everybody(fyren, 40, 0.8)
    set_goal(unit=torget, kind=GoalKind.SHARE, target=80, **set_goal_of)
    set_goal(unit=fyren, kind=GoalKind.SHARE, target=80, **set_goal_of)

    def reached(at):
        found = look(crowd[0], at=at)
        return {line.unit.name: line.goal.reached for band in found.bands for line in band.lines}

    assert reached(NOON) == {"Hotell Fyren": 80, "Torget": None}
    assert reached(NOON.replace(month=12, day=1)) == {"Hotell Fyren": 80, "Torget": 20}


def test_the_band_of_ones_own_unit_comes_first(torget, fyren, stationen):
    for unit, headcount in ((torget, 40), (fyren, 12), (stationen, 5)):
        staff(unit, headcount)

    for unit in (torget, fyren, stationen):
        first = look(Person.objects.get_queryset().filter(unit=unit).first()).bands[0]
        assert [line.unit.pk for line in first.lines] == [unit.pk]


def test_a_share_nobody_may_be_told_is_said_of_its_band(stationen, torget):
    staff(torget, 12)
    crowd = staff(stationen, 5)

    small, middle = look(crowd[0]).bands

    assert small.has_untold
    assert not middle.has_untold
    assert not look(crowd[0], Period.parse("2026-k4")).bands[0].has_untold


def test_other_units_stand_with_their_own_goals_of_a_month(torget, fyren, astrid, maj):
    staff(fyren, 12)
    set_goal(unit=fyren, set_by=maj, kind=GoalKind.ENCOUNTERS, target=4, from_month=NOVEMBER.first_on, at=NOON)
    thank(Person.objects.get_queryset().filter(unit=fyren).first(), astrid)

    def goals(period):
        lines = [line for band in look(astrid, period).bands for line in band.lines]
        return {line.unit.name: line.goal and line.goal.percent for line in lines}

    assert goals(NOVEMBER) == {"Torget": None, "Hotell Fyren": 25}
    assert goals(Period.parse("2026")) == {"Torget": None, "Hotell Fyren": None}


# Periods


def test_one_steps_back_as_far_as_there_are_numbers_and_on_until_today(crowd):
    thank(crowd[0], crowd[1], at=datetime(2026, 9, 9, 10, tzinfo=UTC))
    fold_tallies(at=NOON)

    assert look(crowd[0]).previous == Period.parse("2026-10")
    assert look(crowd[0]).next is None
    assert look(crowd[0], Period.parse("2026-09")).previous is None
    assert look(crowd[0], Period.parse("2026-10")).next == NOVEMBER
    assert look(crowd[0], Period.parse("alla")).next is None


def test_a_board_is_as_exact_before_the_fold_as_after_it(crowd, torget):
    thank(crowd[1], *crowd[2:6])
    thank(crowd[2], *crowd[3:6])
    before = look(crowd[0])

    fold_tallies(at=NOON)

    after = look(crowd[0])
    assert after.frame.is_current
    assert not before.frame.is_current
    assert (after.within, after.bands, after.total, after.own) == (
        before.within, before.bands, before.total, before.own,
    )  # fmt: skip


def test_a_period_that_has_ended_waits_a_day_and_is_closed(crowd):
    thank(crowd[0], crowd[1])
    first, second = (datetime(2026, 12, day, 10, tzinfo=UTC) for day in (1, 2))

    assert look(crowd[0]).state == State.RUNNING
    assert look(crowd[0], at=first).state == State.WAITING
    assert str(look(crowd[0], at=first).closes_on) == "2026-12-02"
    fold_tallies(at=second)
    close_periods(at=second)
    assert look(crowd[0], at=second).state == State.CLOSED
    assert look(crowd[0], Period.parse("2026-10"), at=second).state == State.PAST


def test_somebody_who_has_moved_sees_the_board_of_the_new_unit(crowd, fyren):
    thank(crowd[1], crowd[0])
    Membership.objects.filter(person=crowd[0]).update(to_on=NOON.date())
    Membership.objects.create(person=crowd[0], unit=fyren, from_on=NOON.date() + timedelta(days=1))
    Person.objects.get_queryset().filter(pk=crowd[0].pk).update(unit=fyren)

    found = look(crowd[0], at=NOON + timedelta(days=2))

    assert (found.total, found.within.headcount) == (0, 1)


def test_types_are_those_one_can_give_and_one_that_was_asked_for(astrid, tack):
    make_card_type("jul", paper="gras", symbol="gran", retired_at=NOON)

    assert [face.slug for face in look(astrid).frame.types.values()] == ["tack"]
    assert look(astrid, type_slug="jul").frame.card_type.slug == "jul"
    assert look(astrid, type_slug="finns-inte").frame.card_type is None


def test_every_length_of_period_has_a_board(astrid, bo):
    thank(astrid, bo)

    assert [look(astrid, Period.containing(grain, NOON.date())).total for grain in Grain] == [1] * 5
