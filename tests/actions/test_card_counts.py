"""How many cards of a type there are, told without counting them all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cards.actions.card_counts import count_cards
from cards.actions.taking_back import undo_card
from cards.lib.ids import id_floor
from cards.models import CardCount
from cards.queries.card_counts import card_counts
from tests.factories import give

LONG_AGO = timedelta(days=3)


def test_without_cards_there_is_nothing_to_count(tack):
    assert count_cards(at=timezone.now()) == 0
    assert card_counts()[tack.pk] == 0


def test_the_number_is_the_same_before_and_after_it_is_counted_once(astrid, bo, tack, hejhopp):
    now = timezone.now()
    for days in (3, 2, 1, 0):
        give(astrid, to=[bo], card_type=tack, at=now - timedelta(days=days))
    give(astrid, to=[bo], card_type=hejhopp, at=now - LONG_AGO)
    expected = {tack.pk: 4, hejhopp.pk: 1}

    assert card_counts() == expected
    assert [count_cards(at=now - timedelta(days=1)), count_cards(at=now), count_cards(at=now)] == [3, 1, 0]
    assert card_counts() == expected


def test_what_was_undone_is_not_counted(astrid, bo, tack):
    now = timezone.now()
    card = give(astrid, to=[bo], card_type=tack, at=now)
    count_cards(at=now)

    undo_card(sender=astrid, card_id=card.pk, at=now)

    assert card_counts()[tack.pk] == 0


def test_a_card_that_was_long_on_its_way_is_counted_all_the_same(astrid, bo, tack):
    now = timezone.now()
    give(astrid, to=[bo], card_type=tack, at=now - LONG_AGO)
    count_cards(at=now)

    give(astrid, to=[bo], card_type=tack, at=now - timedelta(minutes=50))

    assert card_counts()[tack.pk] == 2


def test_only_what_was_sent_since_is_read_again(astrid, bo, tack):
    now = timezone.now()
    give(astrid, to=[bo], card_type=tack, at=now - LONG_AGO)
    count_cards(at=now)
    CardCount.objects.update(cards=1000)

    give(astrid, to=[bo], card_type=tack, at=now)

    assert CardCount.objects.get().below == id_floor(now - timedelta(hours=1))
    assert card_counts()[tack.pk] == 1001


@pytest.mark.parametrize("times", [2, 5])
def test_counting_again_and_again_counts_nothing_twice(astrid, bo, tack, times):
    give(astrid, to=[bo], card_type=tack, at=timezone.now() - LONG_AGO)

    for _time in range(times):
        count_cards(at=timezone.now())

    assert card_counts()[tack.pk] == 1
