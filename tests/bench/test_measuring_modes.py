"""Every measurement runs on loaded databases, finds what is so, and leaves them as they were."""

from typing import Any

import pytest
from django.db import connection

from cards.bench.board_limits import board_checks
from cards.bench.boards import count_units, periods
from cards.bench.chunks import END, TIME_ZONE
from cards.bench.loading import opened
from cards.bench.rounds import measure_boards
from cards.bench.sends import WRITTEN
from cards.bench.storing import measure_storage
from cards.bench.writing import SEND, Sent, measure_writes
from cards.queries.tallies import unit_counts
from tests.bench.sizes import LARGE, SMALL, say_nothing

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def unblocked(filled: None, django_db_blocker: Any):
    with django_db_blocker.unblock():
        yield


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in WRITTEN:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
        return counts


def test_tallies_and_cards_give_the_same_boards():
    with opened(LARGE):
        for period in periods():
            counts = unit_counts([period], at=END, time_zone=TIME_ZONE.key)

            assert {unit: count for (_period, unit, _type), count in counts.items()} == count_units(period)


def test_boards_read_as_much_of_ten_times_the_cards():
    figures = measure_boards((SMALL, LARGE), seed=1, rounds=1, report=say_nothing)

    assert [check for check in board_checks(figures) if not check.is_met] == []


def test_cards_that_are_sent_to_measure_it_are_gone_afterwards():
    with opened(SMALL):
        before = rows()

    outcome = measure_writes((SMALL,), seed=1, rounds=1, report=say_nothing)

    with opened(SMALL):
        assert rows() == before
    sent = [figure for figure in outcome.figures if isinstance(figure, Sent) and figure.contender == SEND]
    assert [figure.statements for figure in sent] == [1, 1]
    assert all(figure.buffers > 15 for figure in sent)
    assert [check for check in outcome.checks if not check.is_met and not check.measure.startswith("CPU")] == []


def test_storage_counts_every_table_with_its_indexes():
    stored = measure_storage((SMALL,), report=say_nothing).figures

    assert {one.table: one.rows for one in stored}["cards_card"] == SMALL
    assert sum(one.per_card for one in stored) > 1000
