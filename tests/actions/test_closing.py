"""Closing periods: once, a whole day after their end, and then as they were shown."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from cards.actions.closing import close_period, close_periods
from cards.actions.goals import set_goal
from cards.actions.taking_back import withdraw_card
from cards.actions.tallies import fold_tallies
from cards.lib.periods import Grain, Period
from cards.lib.shares import ShareWord
from cards.models import ClosedGiver, ClosedUnit, Closing, GiversBoard, GoalKind, Organisation, Person, Unit
from cards.queries.leaderboards import board
from cards.queries.people import signed_in_person
from tests.factories import give, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
OCTOBER, NOVEMBER = Period.parse("2026-10"), Period.parse("2026-11")
DECEMBER_SECOND = datetime(2026, 12, 2, 0, 5, tzinfo=UTC)


def close(at=DECEMBER_SECOND):
    return close_periods(at=at)


def look(person, period=NOVEMBER, at=DECEMBER_SECOND + timedelta(days=3), **chosen):
    values = {"type_slug": "", "team_id": None, "language": "sv", **chosen}
    viewer = signed_in_person(person.pk, at=at)
    assert viewer is not None
    return board(viewer, period=period, at=at, **values)


def names(person, **chosen):
    return [(one.place, one.name) for one in look(person, **chosen).within.givers]


def slugs():
    return {Period(Grain(one.grain), one.period).slug for one in Closing.objects.all()}


@pytest.fixture
def crowd(torget, astrid):
    return [astrid, *(make_person(f"Person Nr{number:02}", torget) for number in range(19))]


def test_a_period_is_closed_when_its_last_day_is_a_day_old(crowd):
    give(crowd[0], to=[crowd[1]], at=NOON)

    # In Helsinki the second of December begins at ten in the evening, by this clock.
    assert close(datetime(2026, 12, 1, 21, 59, tzinfo=UTC)) == 1
    assert slugs() == {"2026-v47"}
    assert close(datetime(2026, 12, 1, 22, 0, tzinfo=UTC)) == 1
    assert slugs() == {"2026-v47", "2026-11"}
    assert close(datetime(2027, 1, 2, 10, tzinfo=UTC)) == 2
    assert slugs() == {"2026-v47", "2026-11", "2026-k4", "2026"}


def test_closing_again_changes_nothing(crowd):
    give(crowd[0], to=[crowd[1]], at=NOON)
    close()
    before = list(ClosedUnit.objects.values()), list(ClosedGiver.objects.values()), list(Closing.objects.values())
    give(crowd[2], to=[crowd[3]], at=NOON)

    assert close(DECEMBER_SECOND + timedelta(days=2)) == 0
    assert close_period(NOVEMBER, at=DECEMBER_SECOND, time_zone="Europe/Helsinki") is False
    after = list(ClosedUnit.objects.values()), list(ClosedGiver.objects.values()), list(Closing.objects.values())
    assert after == before


def test_the_running_period_and_all_time_are_never_closed(crowd):
    give(crowd[0], to=[crowd[1]], at=NOON)

    assert close(NOON + timedelta(days=1)) == 0


def test_a_period_without_a_card_is_not_closed(crowd):
    give(crowd[0], to=[crowd[1]], at=NOON)

    close(datetime(2027, 3, 10, 10, tzinfo=UTC))

    assert "2026-12" not in slugs()
    assert "2027-k1" not in slugs()


def test_weeks_and_months_are_closed_a_year_back_and_longer_periods_from_the_beginning(crowd):
    for on in (date(2023, 5, 10), date(2025, 12, 10)):
        give(crowd[0], to=[crowd[1]], at=datetime(on.year, on.month, on.day, 10, tzinfo=UTC))

    close()

    assert slugs() == {"2023-k2", "2023", "2025-v50", "2025-12", "2025-k4", "2025"}


def test_what_is_taken_back_later_changes_the_tallies_and_not_the_page(crowd):
    card = give(crowd[0], to=[crowd[1]], at=NOON)
    give(crowd[2], to=[crowd[1]], at=NOON)
    close()

    withdraw_card(sender=crowd[0], card_id=card.pk, at=DECEMBER_SECOND + timedelta(days=1))

    shown = look(crowd[5])
    assert (shown.total, shown.own.encounters) == (2, 2)
    assert names(crowd[5]) == [(1, "Astrid Lindqvist"), (1, "Person Nr01")]
    assert look(crowd[5], period=Period.parse("2026")).total == 1


def test_the_page_is_what_was_shown_before(crowd, torget, maj):
    set_goal(unit=torget, set_by=maj, kind=GoalKind.ENCOUNTERS, target=5, from_month=NOVEMBER.first_on, at=NOON)
    give(crowd[0], to=crowd[1:8], at=NOON)
    give(crowd[2], to=crowd[3:5], at=NOON)
    fold_tallies(at=DECEMBER_SECOND)
    before = look(crowd[0], at=DECEMBER_SECOND)
    close_periods(at=DECEMBER_SECOND)

    after = look(crowd[0])

    assert (before.is_closed, after.is_closed) == (False, True)
    assert (after.within.givers, after.within.first_timers) == (before.within.givers, before.within.first_timers)
    assert (after.total, after.own, after.goal) == (before.total, before.own, before.goal)
    assert after.bands == before.bands
    assert str(after.frame.closing.closed_on) == "2026-12-02"


def test_nobodys_number_or_place_of_today_stands_on_a_closed_page(crowd):
    for number, giver in enumerate(crowd[:14], start=1):
        give(giver, to=[other for other in crowd if other != giver][:number], at=NOON)
    seventh = crowd[7]
    fold_tallies(at=DECEMBER_SECOND)
    before = look(seventh, at=DECEMBER_SECOND).within
    close_periods(at=DECEMBER_SECOND)
    Person.objects.get_queryset().filter(pk=crowd[13].pk).update(is_on_board=False)

    after = look(seventh).within

    assert (before.own_place, before.own_colleagues) == (7, 8)
    assert (after.own_place, after.own_colleagues) == (None, 0)
    assert names(seventh)[0] == (2, "Person Nr11")


def test_who_was_seen_by_many_is_not_kept(crowd):
    Organisation.objects.update(has_receivers_board=True)
    for giver in crowd[2:5]:
        give(giver, to=[crowd[1]], at=NOON)
    fold_tallies(at=DECEMBER_SECOND)
    assert look(crowd[0], at=DECEMBER_SECOND).within.receivers

    close_periods(at=DECEMBER_SECOND)

    assert look(crowd[0]).within.receivers == ()


def test_a_type_has_its_own_closed_page(crowd, tack, hejhopp):
    give(crowd[0], to=crowd[1:4], at=NOON, card_type=tack)
    give(crowd[2], to=[crowd[3]], at=NOON, card_type=hejhopp, message="")
    close()

    shown = look(crowd[5], type_slug="hejhopp")

    assert (shown.total, shown.is_closed) == (1, True)
    assert [one.name for one in shown.within.givers] == ["Person Nr01"]
    assert [look(crowd[5], type_slug=slug).own.told for slug in ("", "tack", "hejhopp")] == [15, 15, 5]


def test_a_type_nobody_gave_has_a_closed_page_too(crowd, tack, hejhopp):
    give(crowd[0], to=crowd[1:4], at=NOON, card_type=tack)
    close()

    shown = look(crowd[5], type_slug="hejhopp")

    assert (shown.total, shown.own.told, shown.within.givers) == (0, 5, ())


@pytest.mark.parametrize(
    "change",
    [
        {"is_on_board": False},
        {"employed_to": date(2026, 12, 3)},
        {"employee_number": None, "given_name": "", "family_name": "", "employed_to": date(2026, 12, 3)},
    ],
)
def test_who_leaves_the_board_or_the_firm_later_is_named_no_more(crowd, change):
    give(crowd[0], to=crowd[1:4], at=NOON)
    give(crowd[2], to=[crowd[3]], at=NOON)
    close()

    Person.objects.get_queryset().filter(pk=crowd[0].pk).update(**change)

    assert names(crowd[5]) == [(2, "Person Nr01")]
    assert look(crowd[5]).within.first_timers == ("Person",)


def test_only_those_who_are_named_are_stored(crowd):
    for number, giver in enumerate(crowd[:10], start=1):
        give(giver, to=[other for other in crowd if other != giver][:number], at=NOON - timedelta(days=60))
        give(giver, to=[other for other in crowd if other != giver][:number], at=NOON)
    Person.objects.get_queryset().filter(pk=crowd[9].pk).update(is_on_board=False)
    close()

    stored = ClosedGiver.objects.filter(closing__grain=Grain.MONTH, closing__period=NOVEMBER.first_on, card_type_id=0)

    assert {(one.person_id, one.place, one.colleagues) for one in stored} == {
        (crowd[9 - place].pk, place, 10 - place) for place in range(1, 6)
    }


@pytest.mark.parametrize("who", ["organisation", "unit"])
def test_a_board_that_is_off_stores_nobody(crowd, torget, who):
    if who == "organisation":
        Organisation.objects.update(givers_board=GiversBoard.OFF)
    else:
        Unit.objects.filter(pk=torget.pk).update(has_givers_board=False)
    give(crowd[0], to=[crowd[1]], at=NOON)
    close()

    assert not ClosedGiver.objects.exists()


def test_where_one_joins_only_those_who_have_joined_are_stored(crowd):
    Organisation.objects.update(givers_board=GiversBoard.OPT_IN)
    Person.objects.get_queryset().filter(pk=crowd[1].pk).update(is_on_board=True)
    give(crowd[0], to=crowd[2:6], at=NOON)
    give(crowd[1], to=[crowd[2]], at=NOON)
    close()

    assert set(ClosedGiver.objects.values_list("person", flat=True)) == {crowd[1].pk}


def test_first_cards_are_stored_once_and_for_no_type(crowd):
    for giver in crowd[:6]:  # As many as nobody is ahead of.
        give(giver, to=[crowd[10]], at=NOON)
    close()

    assert set(ClosedGiver.objects.values_list("card_type_id", "place", "is_first_time")) == {(0, None, True)}


def test_a_page_that_cannot_name_all_first_cards_says_so(crowd):
    for giver in crowd[:14]:
        give(giver, to=[crowd[15]], at=NOON)
    before = look(crowd[0], at=DECEMBER_SECOND).within
    close()

    after = look(crowd[0]).within

    assert (len(before.first_timers), before.has_more_firsts) == (12, True)
    assert (len(after.first_timers), after.has_more_firsts) == (12, True)


def test_only_months_are_closed_with_a_goal(crowd, torget, maj):
    set_goal(unit=torget, set_by=maj, kind=GoalKind.ENCOUNTERS, target=5, from_month=NOVEMBER.first_on, at=NOON)
    give(crowd[0], to=[crowd[1]], at=NOON)
    close(datetime(2027, 1, 2, 10, tzinfo=UTC))

    closed = ClosedUnit.objects.filter(goal_target__isnull=False)

    assert {(row.closing.grain, row.card_type_id) for row in closed.select_related("closing")} == {(Grain.MONTH, 0)}


def test_a_small_unit_stores_nobody(astrid, bo):
    give(astrid, to=[bo], at=NOON)
    close()

    assert not ClosedGiver.objects.exists()
    assert ClosedUnit.objects.filter(card_type_id=0, encounters=1, unit=astrid.unit).exists()


def test_places_and_movement_are_told_on_the_closed_page(torget, fyren, stationen):
    people = {}
    for unit in (torget, fyren, stationen):
        people[unit] = [make_person(f"{unit.name} Nr{number:02}", unit) for number in range(12)]

    def share(unit, count, at):
        give(people[unit][0], to=people[unit][1 : 1 + count], at=at)

    share(torget, 10, NOON - timedelta(days=30))
    share(fyren, 2, NOON - timedelta(days=30))
    share(fyren, 11, NOON)
    share(torget, 2, NOON)
    share(stationen, 2, NOON)
    close()

    october, november = (look(people[torget][0], period=period).bands[0] for period in (OCTOBER, NOVEMBER))

    assert [(line.unit.name, line.place, line.movement) for line in october.placed] == [("Torget", 1, None)]
    assert [(line.unit.name, line.place, line.movement.is_new) for line in november.placed] == [
        ("Hotell Fyren", 1, True)
    ]
    assert [line.unit.name for line in november.others] == ["Stationen", "Torget"]


def test_a_unit_that_has_come_among_others_of_its_size_has_not_moved(torget, astrid):
    for period, headcount in ((OCTOBER, 12), (NOVEMBER, 10)):
        closing = Closing.objects.create(grain=Grain.MONTH, period=period.first_on, closed_at=DECEMBER_SECOND)
        numbers = {"headcount": headcount, "encounters": 9, "share_word": ShareWord.MOST, "place": 1}
        ClosedUnit.objects.create(closing=closing, unit=torget, card_type_id=0, **numbers)

    (band,) = look(astrid).bands

    assert [(line.place, line.movement) for line in band.placed] == [(1, None)]


def test_the_share_is_told_as_it_was(torget, fyren, stationen):
    for unit, headcount in ((torget, 40), (fyren, 12), (stationen, 5)):
        crowd = [make_person(f"{unit.name} Nr{number:02}", unit) for number in range(headcount)]
        give(crowd[0], to=crowd[1:4], at=NOON)
    close()

    rows = ClosedUnit.objects.filter(closing__grain=Grain.MONTH, card_type_id=0)

    assert {(row.unit.name, row.share, row.share_word) for row in rows} == {
        ("Torget", 10, None), ("Hotell Fyren", None, 0), ("Stationen", None, None),
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_close_a_period_once(crowd):
    give(crowd[0], to=[crowd[1]], at=NOON)
    fold_tallies(at=DECEMBER_SECOND)
    start, closed = threading.Barrier(3), []

    def work():
        start.wait()
        try:
            closed.append(close_periods(at=DECEMBER_SECOND))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(closed) == 2
    assert slugs() == {"2026-v47", "2026-11"}
    assert ClosedGiver.objects.filter(card_type_id=0).count() == 2
