from datetime import UTC, date, datetime, timedelta

import pytest

from cards.lib.days import day_starts, local_day

HELSINKI = "Europe/Helsinki"
# The first moment of a local day, in UTC: around both changes of the clock, and around a new year.
MIDNIGHTS = {
    date(2026, 3, 28): datetime(2026, 3, 27, 22, tzinfo=UTC),
    date(2026, 3, 29): datetime(2026, 3, 28, 22, tzinfo=UTC),
    date(2026, 3, 30): datetime(2026, 3, 29, 21, tzinfo=UTC),
    date(2026, 10, 25): datetime(2026, 10, 24, 21, tzinfo=UTC),
    date(2026, 10, 26): datetime(2026, 10, 25, 22, tzinfo=UTC),
    date(2027, 1, 1): datetime(2026, 12, 31, 22, tzinfo=UTC),
}


@pytest.mark.parametrize(("on", "midnight"), MIDNIGHTS.items())
def test_a_day_begins_at_local_midnight_summer_and_winter(on, midnight):
    assert day_starts(on, HELSINKI) == midnight
    assert local_day(midnight, HELSINKI) == on
    assert local_day(midnight - timedelta(milliseconds=1), HELSINKI) == on - timedelta(days=1)


def test_a_day_begins_after_midnight_where_the_clock_jumps_over_it():
    assert local_day(day_starts(date(2026, 9, 6), "America/Santiago"), "America/Santiago") == date(2026, 9, 6)
