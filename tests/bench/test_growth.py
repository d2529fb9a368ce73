"""The feed reads as much of ten times as many cards: what the limits hold a million to, kept at a small size."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db import connections

from cards.bench import rounds
from cards.bench.cases import HIDDEN, TYPICAL_CASE, feed_cases
from cards.bench.checks import Check
from cards.bench.feed_limits import by_size, comparable, feed_checks, together
from cards.bench.hiding import hide_newest, restore
from cards.bench.loading import opened
from cards.bench.measuring import Probe
from cards.bench.rounds import Figure, measure_feed
from cards.models import CardAudience, CardRecipient, CardRecord
from cards.queries import feed
from tests.bench.sizes import LARGE, SMALL, say_nothing

AT_MOST = 1.5

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def unblocked(filled: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def figures(filled: None, django_db_blocker: Any) -> list[Figure]:
    with django_db_blocker.unblock():
        return measure_feed((SMALL, LARGE), seed=1, rounds=1, report=say_nothing)


def too_much(found: Sequence[Check]) -> list[Check]:
    """Return what is beyond its limit; one round says nothing about CPU."""
    return [check for check in found if not check.is_met and not check.measure.startswith("CPU")]


def test_pages_read_the_same_of_ten_times_the_cards(figures):
    table = by_size(figures)
    pairs = {name: comparable(table, name) for name in table[LARGE]}
    growths = {name: pair[1].buffers / pair[0].buffers for name, pair in pairs.items() if pair and pair[0].rows}

    assert {TYPICAL_CASE, HIDDEN + TYPICAL_CASE, "my unit", "to me, whom everyone thanks"} <= growths.keys()
    assert {name: ratio for name, ratio in growths.items() if ratio > AT_MOST} == {}


def test_every_limit_is_met_at_small_sizes(figures):
    assert too_much(feed_checks(figures)) == []


def test_the_newest_cards_are_gone_while_it_measures_and_back_afterwards(figures):
    with opened(SMALL):
        listed, records = CardAudience.objects.count(), CardRecord.objects.count()
        hide_newest()
        gone = listed - CardAudience.objects.count()
        hidden = CardRecord.objects.values("card").distinct().count()
        restore()

        assert records == 0
        assert hidden == 200
        assert gone > 200
        assert CardAudience.objects.count() == listed
        assert not CardRecord.objects.exists()
        assert not CardRecipient.objects.filter(is_received=False).exists()


EVERYTHING = """
    SELECT card.id AS card_id FROM cards_card AS card
    WHERE (EXISTS (SELECT FROM cards_cardaudience AS entry WHERE entry.card_id = card.id AND entry.unit_id = 1
                    AND entry.audience = 2)
           OR EXISTS (SELECT FROM cards_cardaudience AS entry WHERE entry.card_id = card.id
                       AND entry.unit_id = %(own_unit)s::integer AND entry.audience = 1))
      AND card.id < {below} AND card.id > {above}
    ORDER BY card.id DESC LIMIT {most}
"""


def test_the_shape_that_reads_everything_is_caught(figures, monkeypatch):
    monkeypatch.setattr(feed, "bounded", lambda _name, _values, **bounds: EVERYTHING.format(**bounds))

    table = {total: {TYPICAL_CASE: figure_of(TYPICAL_CASE, total)} for total in (SMALL, LARGE)}

    assert [check.measure for check in too_much(list(together(table)))] == ["buffers more to find it, 20k / 2k"]


def figure_of(name: str, total: int) -> Figure:
    """Measure one case at one size, as a run of all cases would."""
    with opened(total):
        probe = Probe(connections["default"])
        case = next(case for case in feed_cases() if case.name == name)
        costs = [probe.cost_of(case.read) for _round in range(rounds.WARM_UP)]
        return rounds.figure(rounds.Contender(total, probe, case), probe.read_by(case.read), costs)
