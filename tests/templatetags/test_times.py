"""Days in words."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from cards.templatetags.times import day_word

WEEKDAYS = {
    "sv": ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    "fi": ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"],
    "nb": ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


@pytest.mark.parametrize("language", WEEKDAYS)
def test_a_day_of_the_last_week_is_a_weekday_written_out(monkeypatch, language):
    sunday = date(2026, 11, 15)
    for after in range(1, 8):
        today = sunday + timedelta(days=after + 1)
        monkeypatch.setattr(timezone, "localdate", lambda today=today: today)

        with translation.override(language):
            assert day_word(sunday + timedelta(days=after - 1)) == WEEKDAYS[language][after - 2]


def test_a_day_before_that_has_its_date():
    with translation.override("sv"):
        assert day_word(date(2024, 3, 7)) == "7 mar 2024"
