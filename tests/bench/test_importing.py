"""The import is measured as the browser takes it, month after month, in a database that goes afterwards."""

import pytest
from django.db import connection

from cards.bench.importing import MONTHS, import_table, measure_import
from tests.bench.sizes import say_nothing

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_every_month_is_previewed_and_applied_and_leaves_no_database_behind():
    timings = measure_import(60, seed=1, report=say_nothing)

    assert [each.month for each in timings] == list(MONTHS)
    new, month, nobody, everybody = timings
    assert (new.changes, nobody.changes, everybody.changes) == (60, 0, 60)
    assert 0 < month.changes < 20
    assert all(each.preview > 0 < each.apply for each in timings)
    assert len(import_table(timings).splitlines()) == 1 + len(MONTHS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE %s", ["%bench_import"])
        assert cursor.fetchone()[0] == 0
