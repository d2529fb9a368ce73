"""The periods one can go to from one."""

from datetime import date

import pytest

from cards.lib.period_choices import period_choices, period_of
from cards.lib.periods import Grain, Period

TODAY = date(2026, 11, 21)


def slugs(periods):
    return [period.slug for period in periods]


def test_one_goes_back_as_far_as_there_are_numbers_and_never_beyond_today():
    first = period_choices(Period.parse("2026-09"), today=TODAY, first_on=date(2026, 9, 1))
    last = period_choices(Period.parse("2026-11"), today=TODAY, first_on=date(2026, 9, 1))

    assert (first.previous, first.next) == (None, Period.parse("2026-10"))
    assert (last.previous, last.next) == (Period.parse("2026-10"), None)
    assert slugs(last.recent) == ["2026-11", "2026-10", "2026-09"]


def test_the_other_lengths_are_those_the_period_ends_in():
    ended = period_choices(Period.parse("2026-10"), today=TODAY, first_on=None)
    running = period_choices(Period.parse("2026"), today=TODAY, first_on=None)

    assert slugs(ended.lengths) == ["2026-v44", "2026-10", "2026-k4", "2026"]
    assert slugs(running.lengths) == ["2026-v47", "2026-11", "2026-k4", "2026"]


@pytest.mark.parametrize("text", ["", "i går", "2026-12", "2027", "2026-v53", "alla", "1999-01"])
def test_what_names_no_period_that_has_begun_is_the_month_that_runs(text):
    assert period_of(text, today=TODAY).slug == "2026-11"


def test_only_the_lengths_a_page_has_are_taken():
    assert period_of("2026-10", today=TODAY, grains=[Grain.YEAR], usual=Grain.YEAR).slug == "2026"
    assert period_of("2025", today=TODAY, grains=[Grain.YEAR], usual=Grain.YEAR).slug == "2025"
