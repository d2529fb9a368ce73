"""What stands in cells: dates, words, characters."""

from datetime import date

import pytest

from cards.lib.cells import tidy, unfit_character
from cards.lib.dates_typed import is_open_end, parse_day
from cards.lib.staff_words import KIND_WORDS, OTHER_KIND, parse_kind, parse_language, parse_yes
from cards.models import Language, UnitKind


@pytest.mark.parametrize("typed", ["2026-11-01", "1.11.2026", "01.11.2026", " 2026-11-01 ", "1. 11. 2026"])
def test_dates_are_read_in_both_habits(typed):
    assert parse_day(typed) == date(2026, 11, 1)


@pytest.mark.parametrize(
    "typed",
    ["i dag", "2026-13-01", "31.2.2026", "2025-02-29", "1/11/2026", "20261101", "1.11.26", "0026-11-01", "2926-11-01",
     "9999-12-31", "2026-11-01T00:00", "i går", "٢٠٢٦-11-01"],
)  # fmt: skip
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError, match=r"."):
        parse_day(typed)


def test_an_empty_cell_is_no_date():
    with pytest.raises(ValueError):  # noqa: PT011 - it has nothing to say
        parse_day("")


@pytest.mark.parametrize(("typed", "is_open"), [("", True), ("9999-12-31", True), ("31.12.9999", True), ("x", False)])
def test_until_further_notice_is_written_in_three_ways(typed, is_open):
    assert is_open_end(typed) is is_open


@pytest.mark.parametrize(
    ("word", "language"),
    [("sv", "sv"), ("Svenska", "sv"), ("RUOTSI", "sv"), ("sv-FI", "sv"), ("suomi", "fi"), ("Finska", "fi"),
     ("no", "nb"), ("nn", "nb"), ("Norsk bokmål", "nb"), ("norja", "nb"),
     ("en_GB", "en"), ("Englanti", "en"), ("de", None)],
)  # fmt: skip
def test_languages_have_codes_and_words(word, language):
    assert parse_language(word) == language
    assert language is None or language in Language.values


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("Ja", True), ("kyllä", True), ("x", True), ("", False), ("EI", False), ("nej", False), ("?", None)],
)
def test_yes_and_no_are_said_in_many_ways(word, meaning):
    assert parse_yes(word) is meaning


def test_every_kind_of_unit_that_words_name_exists():
    assert {*KIND_WORDS, OTHER_KIND, UnitKind.TEAM} == set(UnitKind.values)


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Närbutik", "corner_shop"), ("LANTBRUK", "farm_shop"), ("corner shop", "corner_shop"), ("Hotelli", "hotel"),
     ("hypermarket", "hypermarket"), ("Lag", "other"), ("", "other")],
)  # fmt: skip
def test_kinds_of_unit_are_words_and_the_unknown_is_other(word, kind):
    assert parse_kind(word) == kind


def test_tidying_composes_letters_and_makes_one_space_of_many():
    assert tidy("  A\u030asa \n\u00a0 Öhman ") == "Åsa Öhman"


@pytest.mark.parametrize("cell", ["Åsa", "Bo\nEk", "=HYPERLINK(1)", "<b>", "म\u200dा", "Zoë 🌷"])
def test_what_people_write_is_fit(cell):
    assert unfit_character(cell) is None


@pytest.mark.parametrize("letter", ["\x07", "\x1b", "\x7f", "\x85", "\u200b", "\u202e", "\ufeff", "\u2028", "\ufffd"])
def test_what_cannot_be_seen_is_unfit(letter):
    assert unfit_character(f"Å{letter}sa") == letter
