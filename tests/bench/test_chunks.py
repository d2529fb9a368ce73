"""The generator: the same rows from the same seed, and only cards that somebody could have sent."""

from collections import Counter
from datetime import timedelta

import pytest

from cards.bench.chunks import (
    ALIKE,
    BEGINNING,
    END,
    Chunk,
    Sealed,
    chunks_of,
    make_chunk,
    sealed_cards,
)
from cards.bench.loading import fingerprint
from cards.bench.people import LONER, NEWCOMER, PEOPLE, RARE_CARDS, RARE_TYPE, ROOT, UNIT_SIZES, staff
from cards.lib.audiences import Audience, settle

TOTAL = 6_000

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cards() -> list[Sealed]:
    return list(sealed_cards(1, TOTAL, 0))


@pytest.fixture(scope="module")
def chunk() -> Chunk:
    return make_chunk(1, TOTAL, 0)


def test_a_thousand_people_work_in_forty_units():
    assert len(PEOPLE) == 1000
    assert len(UNIT_SIZES) == 40
    assert (min(UNIT_SIZES), max(UNIT_SIZES)) == (5, 150)


def test_a_seed_makes_the_same_rows_each_time(chunk):
    assert fingerprint(make_chunk(1, TOTAL, 0)) == fingerprint(chunk)


def test_another_seed_makes_others(chunk):
    assert fingerprint(make_chunk(2, TOTAL, 0)) != fingerprint(chunk)


def test_ids_rise_with_time_over_ten_years(cards):
    ids = [card.id for card in cards]

    assert ids == sorted(set(ids))
    assert cards[0].at - BEGINNING < timedelta(days=1)
    assert timedelta(minutes=2) < END - cards[-1].at < timedelta(days=1)


def test_chunks_hold_every_card_once():
    sizes = [len(list(sealed_cards(1, 45_000, number))) for number in chunks_of(45_000)]

    assert sizes == [20_000, 20_000, 5_000]


def test_the_newest_cards_are_alike_at_every_size(cards):
    larger = list(sealed_cards(1, 20_000, 0))
    what = [(card.sender, card.recipients, card.card_type, card.settled) for card in cards[-ALIKE:]]

    assert [(card.sender, card.recipients, card.card_type, card.settled) for card in larger[-ALIKE:]] == what


def test_nobody_gives_themselves_a_card_or_gets_it_twice(cards):
    assert all(card.sender not in card.recipients for card in cards)
    assert all(0 < len(card.recipients) == len(set(card.recipients)) for card in cards)
    assert all(len(card.recipients) <= 20 for card in cards if not card.to_unit)


def test_readers_are_those_that_the_product_would_settle(cards):
    people = staff()
    for card in cards:
        named = [] if card.to_unit else [people.party[person] for person in card.recipients]
        chosen = card.settled.audience
        sender = people.party[card.sender]
        settled = settle(chosen, sender=sender, named=named, root_id=ROOT, to_unit_id=card.to_unit)
        assert (settled, settled.audience) == (card.settled, chosen)


def test_a_whole_unit_gets_its_card_except_the_sender(cards):
    members = staff().members
    whole = [card for card in cards if card.to_unit]

    assert whole
    assert all(set(card.recipients) == set(members[card.to_unit]) - {card.sender} for card in whole)


def test_the_mix_is_as_measured(cards, chunk):
    audiences = Counter(card.settled.audience for card in cards)

    assert audiences[Audience.EVERYONE] / TOTAL == pytest.approx(0.8, abs=0.02)
    assert audiences[Audience.UNITS] / TOTAL == pytest.approx(0.15, abs=0.02)
    assert audiences[Audience.ONLY_US] / TOTAL == pytest.approx(0.05, abs=0.01)
    assert len(chunk.recipients) / TOTAL == pytest.approx(1.42, abs=0.15)
    assert len(chunk.hearts) / TOTAL == pytest.approx(2, abs=0.1)


def test_the_people_that_the_cases_need_are_there(cards):
    parties = Counter(person for card in cards for person in {card.sender, *card.recipients})
    rare = [index for index, card in enumerate(cards) if card.card_type == RARE_TYPE]
    of_loner = [card.settled.audience for card in cards if LONER in (card.sender, *card.recipients)]

    assert NEWCOMER not in parties
    assert set(of_loner) == {Audience.ONLY_US}
    assert rare == list(range(RARE_CARDS))
