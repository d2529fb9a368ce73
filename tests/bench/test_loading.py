"""A loaded database: whole, reproducible, and with every index and key that the migrations made."""

from typing import Any

import pytest
from django.db import connection

from cards.bench import databases
from cards.bench.loading import COLUMNS, CONSTRAINTS, INDEXES, load, opened
from cards.models import Card, CardAudience, CardRecipient, Heart
from tests.bench.sizes import SMALL, say_nothing

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def unblocked(filled: None, django_db_blocker: Any):
    with django_db_blocker.unblock():
        yield


def definitions() -> tuple[list[Any], list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, {"tables": list(COLUMNS)})
        constraints = cursor.fetchall()
        cursor.execute(INDEXES, {"tables": list(COLUMNS)})
        return constraints, sorted(cursor.fetchall())


def checksum() -> list[str]:
    with connection.cursor() as cursor:
        sums = []
        for table in COLUMNS:
            cursor.execute(f"SELECT md5(string_agg(row::text, '' ORDER BY row::text)) FROM {table} AS row")  # noqa: S608
            sums.append(cursor.fetchone()[0])
        return sums


def test_loading_again_with_the_same_seed_changes_nothing():
    assert load(SMALL, seed=1, report=say_nothing) is False


def test_a_seed_fills_the_same_database_each_time():
    with opened(SMALL):
        first = checksum()
    databases.write_stamp(SMALL, "")

    assert load(SMALL, seed=1, report=say_nothing) is True

    with opened(SMALL):
        assert checksum() == first


def test_indexes_and_keys_are_those_of_the_migrations():
    migrated = definitions()

    with opened(SMALL):
        loaded = definitions()

    assert loaded == migrated
    assert len(loaded[0]) > 20  # Else the question was wrong.


def test_every_row_could_have_been_written_by_the_product():
    with opened(SMALL):
        assert Card.objects.count() == SMALL
        for model in (CardRecipient, CardAudience, Heart):
            assert not model.objects.filter(card__isnull=True).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_constraint WHERE NOT convalidated")
            assert cursor.fetchone()[0] == 0
            cursor.execute("SELECT count(*) FROM cards_cardrecipient WHERE sender_id = person_id")
            assert cursor.fetchone()[0] == 0
            cursor.execute(
                "SELECT count(*) FROM cards_cardrecipient JOIN cards_card AS card ON card.id = card_id"
                " WHERE (card.sender_id, card.card_type_id, card.audience)"
                " IS DISTINCT FROM (cards_cardrecipient.sender_id, cards_cardrecipient.card_type_id,"
                " cards_cardrecipient.audience)"
            )
            assert cursor.fetchone()[0] == 0
            cursor.execute("SELECT count(*) FROM cards_card WHERE card_id_at(at) >> 12 <> id >> 12")
            assert cursor.fetchone()[0] == 0
