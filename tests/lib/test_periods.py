from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.lib.periods import BEGINNING, END, Grain, Period, running

DAYS = st.dates(date(2010, 1, 11), date(2078, 12, 31))


@given(DAYS, st.sampled_from(Grain))
def test_a_period_holds_its_days_and_touches_its_neighbours(on, grain):
    period = Period.containing(grain, on)

    assert period.first_on <= on <= period.last_on
    assert Period.containing(grain, period.first_on) == Period.containing(grain, period.last_on) == period
    if grain != Grain.ALL:
        assert period.next is not None
        assert period.next.previous == period
        assert (period.next.first_on - period.last_on).days == 1


@given(DAYS, st.sampled_from(Grain))
def test_an_address_names_the_period_it_was_made_from(on, grain):
    period = Period.containing(grain, on)

    assert Period.parse(period.slug) == period


@pytest.mark.parametrize(
    ("slug", "first_on", "last_on"),
    [
        ("2026-v53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-v01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-k4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("alla", BEGINNING, END),
    ],
)
def test_periods_are_read_from_addresses(slug, first_on, last_on):
    period = Period.parse(slug)

    assert (period.first_on, period.last_on) == (first_on, last_on)


@pytest.mark.parametrize(
    "slug",
    ["", "2025-v53", "2026-v00", "2026-v54", "2026-13", "2026-00", "2026-k5", "1999", "9999", "0000", "9999-v52", "x"],
)
def test_what_is_no_period_is_refused(slug):
    with pytest.raises(ValueError):  # noqa: PT011 (date's own words, or the slug)
        Period.parse(slug)


def test_one_period_of_each_length_runs_on_a_day():
    assert [period.slug for period in running(date(2027, 1, 2))] == ["2026-v53", "2027-01", "2027-k1", "2027", "alla"]


def test_periods_go_back_as_far_as_cards_can():
    assert [one.slug for one in Period.parse("2026-01").back(3)] == ["2025-11", "2025-12", "2026-01"]
    assert len(Period.parse("2010").back(5)) == 1
    assert Period.parse("alla").previous is None
