"""What runs for every page and every card is short enough for psycopg to remember how it is taken apart."""

import pytest

from cards.actions.sealing import send_statement
from cards.queries.feed import Scope, Selection, bounded, chosen_cards
from cards.sql import statement

REMEMBERED = 4096  # Bytes.

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["card_faces", "signed_in_person", "person_counts", "unit_counts"])
def test_a_pages_statement_is_remembered(name):
    assert len(statement(name).encode()) <= REMEMBERED


@pytest.mark.parametrize("is_new_habit", [True, False])
def test_the_statement_that_stores_a_card_is_remembered(is_new_habit):
    assert len(send_statement(is_new_habit=is_new_habit).encode()) <= REMEMBERED


def test_the_longest_of_those_that_find_cards_is_remembered(astrid, tack):
    name, values = chosen_cards(Selection(Scope.EVERYONE, card_type=tack), astrid)
    page = bounded(name, values, below="%(below)s::bigint", above="0", most=21)
    counted = bounded(name, values, below="%(delivered)s::bigint", above="%(since)s::bigint", most=100)

    assert len(statement("feed_find", page=page, counted=counted, most="21").encode()) <= REMEMBERED
