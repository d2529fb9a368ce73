"""The statement that stores a card is planned once for a connection: planning it takes longer than running it."""

import pytest
from django.db import connection

from tests.factories import give

CARDS = 12


@pytest.mark.django_db
def test_cards_are_sent_by_one_plan(astrid, bo, aino, maj):
    for number in range(CARDS):
        give((astrid, bo)[number % 2], to=[aino, maj][: 1 + number % 2])

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements"
            " WHERE statement LIKE '%cards_tallyentry%' AND statement LIKE '%sent_lately%'"
        )
        for_any, for_one_card = cursor.fetchone()
    assert for_one_card <= 5  # After those PostgreSQL chooses.
    assert for_any >= CARDS - 6
