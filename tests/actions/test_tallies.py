from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection

from cards.actions.belonging import resettled
from cards.actions.taking_back import withdraw_card
from cards.actions.tallies import check_tallies, fold_tallies
from cards.lib.audiences import Audience
from cards.lib.periods import Period
from cards.models import Membership, PersonTally, TallyEntry, UnitTally
from cards.queries.tallies import UnitCount, person_counts, unit_counts
from tests.factories import give

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)


def test_a_fold_takes_what_has_left_the_postbox(astrid, bo):
    give(astrid, to=[bo], at=NOON)
    give(astrid, to=[bo], at=NOON + timedelta(minutes=5))

    assert fold_tallies(at=NOON + timedelta(minutes=2)) == 1

    assert TallyEntry.objects.count() == 1
    assert check_tallies(at=NOON + timedelta(minutes=2)) == []
    assert check_tallies(at=NOON + timedelta(minutes=10)) == []


@pytest.mark.parametrize(
    ("moments", "encounters"),
    [
        # In Helsinki half past midnight and half past eleven of one day, and half past midnight of the next; in UTC.
        (["2026-03-28 22:30", "2026-03-29 20:30", "2026-03-29 21:30"], {"2026-v13": 1, "2026-v14": 1}),
        (["2026-10-24 21:30", "2026-10-25 21:30", "2026-10-25 22:30"], {"2026-v43": 1, "2026-v44": 1}),
        (["2027-01-02 22:30", "2027-01-03 21:30", "2027-01-03 22:30"], {"2026-v53": 1, "2027-v01": 1}),
        (["2026-12-30 22:30", "2026-12-31 21:30", "2026-12-31 22:30"], {"2026-v53": 2, "2026": 1, "2027": 1}),
    ],
)
@pytest.mark.parametrize("is_folded_each_time", [True, False])
def test_an_encounter_is_of_one_local_day_however_long(astrid, bo, moments, encounters, is_folded_each_time):
    for moment in moments:
        at = datetime.fromisoformat(f"{moment}+00:00")
        give(astrid, to=[bo], at=at)
        if is_folded_each_time:
            fold_tallies(at=at + timedelta(minutes=2))

    at += timedelta(minutes=2)
    periods = [Period.parse(slug) for slug in encounters]
    counts = unit_counts(periods, at=at, time_zone="Europe/Helsinki", unit_ids=[astrid.unit_id])

    assert {period.slug: counts[period, astrid.unit_id, 0].encounters for period in periods} == encounters
    assert check_tallies(at=at) == []


def november_of(unit, *card_types, at=NOON):
    """Return a unit's encounters of all types and of some, each with "only us" and without."""
    month = Period.parse("2026-11")
    ids = [card_type.pk for card_type in card_types]
    counts = unit_counts([month], at=at, time_zone="Europe/Helsinki", unit_ids=[unit.pk], card_type_ids=ids)
    found = [counts.get((month, unit.pk, pk), UnitCount(unit.pk)) for pk in (0, *ids)]
    return [(one.encounters, one.open_encounters) for one in found]


@pytest.mark.parametrize("is_folded_each_time", [True, False])
def test_a_card_taken_back_lets_the_next_of_the_day_count(astrid, bo, torget, tack, hejhopp, is_folded_each_time):
    cards = [give(astrid, to=[bo], at=NOON - timedelta(hours=3), card_type=tack)]
    cards += [give(astrid, to=[bo], at=NOON - timedelta(hours=2), card_type=hejhopp, message="")]
    cards += [give(astrid, to=[bo], at=NOON - timedelta(hours=1), card_type=tack, audience=Audience.ONLY_US)]
    seen = []

    for card in [None, *cards]:
        if card:
            withdraw_card(sender=astrid, card_id=card.pk, at=NOON)
        if is_folded_each_time:
            fold_tallies(at=NOON)
        seen.append(november_of(torget, tack, hejhopp))

    assert seen == [
        [(1, 1), (1, 1), (1, 1)],
        [(1, 1), (1, 0), (1, 1)],
        [(1, 0), (1, 0), (0, 0)],
        [(0, 0), (0, 0), (0, 0)],
    ]
    assert check_tallies(at=NOON) == []


def test_a_card_to_the_unit_that_is_only_for_us_is_no_open_encounter(astrid, bo, maj, torget):
    for hours, audience, numbers in ((3, Audience.ONLY_US, (1, 0)), (2, Audience.UNITS, (1, 1))):
        give(astrid, to=torget, at=NOON - timedelta(hours=hours), audience=audience)
        assert november_of(torget) == [numbers]
        fold_tallies(at=NOON)
        assert november_of(torget) == [numbers]
    assert check_tallies(at=NOON) == []


def move(person, unit, on):
    """Let somebody belong to another unit from a day on."""
    with resettled():
        Membership.objects.filter(person=person, from_on__gte=on).delete()
        Membership.objects.filter(person=person).exclude(to_on__lt=on).update(to_on=on - timedelta(days=1))
        Membership.objects.create(person=person, unit=unit, from_on=on)
        person.unit = unit
        person.save()


def seen_in_november(unit, *, at=NOON):
    """Return how many of a unit's people were seen, and by how many senders the one person in it was."""
    month = Period.parse("2026-11")
    counts = unit_counts([month], at=at, time_zone="Europe/Helsinki", unit_ids=[unit.pk])
    people = person_counts(month, unit_id=unit.pk, at=at, time_zone="Europe/Helsinki")
    return counts[month, unit.pk, 0].seen, sum(one.received for one in people), sum(one.seen_by for one in people)


@pytest.mark.parametrize("folded", ["never", "each time", "after the move"])
def test_what_was_got_stays_in_the_unit_where_it_was_got(astrid, bo, maj, torget, fyren, folded):
    steps = [
        lambda: give(astrid, to=[bo], at=NOON - timedelta(days=2)),
        lambda: give(astrid, to=[bo], at=NOON - timedelta(days=2)),
        lambda: move(bo, fyren, NOON.date() - timedelta(days=1)),
        lambda: give(maj, to=[bo], at=NOON - timedelta(hours=1), audience=Audience.EVERYONE),
        lambda: move(bo, torget, NOON.date()),
    ]
    seen = []

    for number, step in enumerate(steps):
        step()
        if folded == "each time" or (folded == "after the move" and number == 2):
            fold_tallies(at=NOON)
        seen.append((seen_in_november(torget), seen_in_november(fyren)))

    nothing = (0, 0, 0)
    assert seen == [
        ((1, 1, 1), nothing),
        ((1, 1, 1), nothing),
        (nothing, nothing),
        (nothing, (1, 1, 1)),
        ((1, 1, 1), nothing),
    ]
    assert check_tallies(at=NOON) == []


def test_nobody_has_more_than_one_row_of_a_kind_wherever_they_have_been(astrid, bo, fyren, torget):
    give(astrid, to=[bo], at=NOON - timedelta(hours=2))
    for unit in (fyren, torget, fyren):
        move(bo, unit, NOON.date())
        give(astrid, to=[bo], at=NOON - timedelta(hours=1))
        fold_tallies(at=NOON)

    rows = PersonTally.objects.filter(person_id=bo.pk, grain="m", card_type_id=0)
    assert [(row.unit_id, row.received) for row in rows] == [(fyren.pk, 0)]  # The day's first card came to Torget.
    assert check_tallies(at=NOON) == []


@pytest.mark.parametrize("is_row_gone", [True, False])
def test_heads_that_were_not_counted_are_a_difference(astrid, bo, torget, is_row_gone):
    give(astrid, to=[bo], at=NOON - timedelta(days=40))
    fold_tallies(at=NOON)
    assert check_tallies(at=NOON) == []

    heads = UnitTally.objects.filter(grain="w", unit_id=torget.pk, period="2026-10-26")
    heads.delete() if is_row_gone else heads.update(headcount=None)

    (difference,) = check_tallies(at=NOON)
    assert (difference.what, str(difference.period), difference.unit_id) == ("headcount", "2026-10-26", torget.pk)
    assert (difference.counted, difference.stored) == ([2], None)


def test_tallies_of_before_are_counted_anew_and_read_exactly_until_then(astrid, bo, aino, torget, fyren):
    give(astrid, to=[bo, aino], at=NOON - timedelta(days=2))
    move(bo, fyren, NOON.date() - timedelta(days=1))
    fold_tallies(at=NOON)
    PersonTally.objects.filter(person_id=bo.pk).update(received=1, seen_by=1)  # As they were counted once.
    astray = import_module("cards.migrations.0026_got_in_the_unit").ASTRAY

    with connection.cursor() as cursor:
        cursor.execute(astray)

    assert {row.person_id for row in PersonTally.objects.filter(unit_id=-1)} == {bo.pk}
    for _fold in range(2):
        assert (seen_in_november(torget), seen_in_november(fyren)) == ((0, 0, 0), (1, 1, 1))
        assert fold_tallies(at=NOON) == 0
    assert not PersonTally.objects.filter(unit_id=-1).exists()
    assert check_tallies(at=NOON) == []


def test_a_row_that_has_not_moved_yet_knows_what_is_logged(astrid, bo, maj, torget, fyren):
    card = give(astrid, to=[bo], at=NOON - timedelta(hours=3))
    fold_tallies(at=NOON)
    move(bo, fyren, NOON.date())
    fold_tallies(at=NOON)

    move(bo, torget, NOON.date())
    seen = [seen_in_november(torget)]
    withdraw_card(sender=astrid, card_id=card.pk, at=NOON)
    seen += [seen_in_november(torget)]
    give(maj, to=[bo], at=NOON - timedelta(hours=1))
    seen += [seen_in_november(torget)]
    fold_tallies(at=NOON)

    assert seen == [(1, 1, 1), (0, 0, 0), (1, 1, 1)]
    assert seen_in_november(torget) == (1, 1, 1)
    assert check_tallies(at=NOON) == []


def test_who_gave_in_two_units_is_one_sender_in_each(astrid, bo, torget, fyren):
    seen = []
    for days, unit in ((4, torget), (3, fyren), (2, torget), (1, fyren)):
        on = NOON - timedelta(days=days)
        move(bo, unit, on.date())
        fold_tallies(at=on)
        give(astrid, to=[bo], at=on)
        seen.append(seen_in_november(unit))
        fold_tallies(at=NOON)
        seen.append(seen_in_november(unit))

    assert seen == [(1, 1, 1)] * 4 + [(1, 2, 1)] * 4
    people = person_counts(Period.parse("2026-11"), unit_id=torget.pk, at=NOON, time_zone="Europe/Helsinki")
    assert [(one.given, one.thanked) for one in people] == [(4, 1)]
    assert check_tallies(at=NOON) == []


def test_heads_are_counted_from_the_first_card_on_however_long_ago_somebody_moved(astrid, bo, torget, fyren):
    give(astrid, to=[bo], at=NOON)
    fold_tallies(at=NOON + timedelta(minutes=2))

    with resettled():
        Membership.objects.filter(person=astrid).update(unit=fyren)
    fold_tallies(at=NOON + timedelta(minutes=3))

    assert set(UnitTally.objects.filter(grain="m").values_list("period", flat=True)) == {
        Period.parse("2026-11").first_on
    }
    assert check_tallies(at=NOON + timedelta(minutes=3)) == []
