"""Figures in words."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from cards.lib.periods import Period
from cards.lib.shares import ShareWord
from cards.templatetags.figures import about_share, in_period, per_head, period_in_text, period_name, share_text


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("slug", "name", "within"),
    [
        ("2026-11", "November", "in November"),
        ("2025-11", "November 2025", "in November 2025"),
        ("2026-v46", "Week 46", "in week 46"),
        ("2026-v01", "Week 1", "in week 1"),
        ("2025-k4", "Quarter 4 2025", "in quarter 4 of 2025"),
        ("2026-k4", "Quarter 4", "in quarter 4"),
        ("2026", "2026", "in 2026"),
        ("alla", "All time", "since the first card"),
    ],
)
def test_a_period_has_a_name_alone_and_one_in_a_sentence(slug, name, within):
    assert (period_name(Period.parse(slug)), in_period(Period.parse(slug))) == (name, within)


@pytest.mark.parametrize(
    ("slug", "language", "text"),
    [
        ("2026-12", "sv", "december"),
        ("2025-12", "sv", "december 2025"),
        ("2026-12", "en", "December"),
        ("2026-v46", "sv", "vecka 46"),
        ("2025-k4", "en", "quarter 4 2025"),
        ("2026", "en", "2026"),
        ("alla", "en", "all time"),
    ],
)
def test_within_a_sentence_a_period_begins_as_its_language_writes_it(slug, language, text):
    with translation.override(language):
        assert period_in_text(Period.parse(slug)) == text


def test_a_week_that_begins_in_december_is_named_by_its_own_year():
    assert in_period(Period.parse("2026-v01")) == "in week 1"  # From 29 December 2025.


def test_a_share_is_told_as_far_as_it_may_be():
    assert [share_text(share) for share in (80, 5, 95, ShareWord.MOST, ShareWord.NOT_MANY, None)] == [
        "80%",
        "at most 5%",
        "at least 95%",
        "most",
        "not many",
        "–",
    ]


def test_a_share_in_steps_is_about_so_much_but_for_the_ends():
    assert [about_share(share) for share in (5, 10, 95)] == ["at most 5%", "about 10%", "at least 95%"]


def test_per_head_has_one_decimal_in_the_readers_language():
    with translation.override("sv"):
        assert (per_head(1.26), per_head(None)) == ("1,3", "–")
