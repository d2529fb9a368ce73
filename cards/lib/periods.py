"""Periods that cards are counted by: the week (ISO 8601, from Monday), month, quarter and year, and all time.

A period is written in addresses as 2026-v46, 2026-11, 2026-k4, 2026 and alla.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

BEGINNING = date(2010, 1, 1)  # Of all time, as tallies write it: no card is older.
END = date(2079, 12, 31)  # No card is younger (cards/lib/ids.py).
FORMS = {
    "week": re.compile(r"(\d{4})-v(\d{2})"),
    "month": re.compile(r"(\d{4})-(\d{2})"),
    "quarter": re.compile(r"(\d{4})-k([1-4])"),
    "year": re.compile(r"(\d{4})"),
}


class Grain(TextChoices):
    """How long a period is; the value is what tallies are keyed by."""

    WEEK = "w", pgettext_lazy("period", "Week")
    MONTH = "m", pgettext_lazy("period", "Month")
    QUARTER = "q", pgettext_lazy("period", "Quarter")
    YEAR = "y", pgettext_lazy("period", "Year")
    ALL = "a", pgettext_lazy("period", "All time")


@dataclass(frozen=True, order=True)
class Period:
    """Some whole local days in a row; `first_on` is always the day its grain begins on."""

    grain: Grain
    first_on: date

    @classmethod
    def containing(cls, grain: Grain, on: date) -> "Period":
        """Return the period of this length that a day lies in."""
        return cls(grain, first_day(grain, on))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Return the period an address names. Raises ValueError when there is none, as in week 53 of most years."""
        if text == "alla":
            return cls(Grain.ALL, BEGINNING)
        if match := FORMS["week"].fullmatch(text):
            first_on = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            period = cls(Grain.WEEK, first_on)
        elif match := FORMS["quarter"].fullmatch(text):
            period = cls(Grain.QUARTER, date(int(match[1]), int(match[2]) * 3 - 2, 1))
        elif match := FORMS["month"].fullmatch(text):
            period = cls(Grain.MONTH, date(int(match[1]), int(match[2]), 1))
        elif match := FORMS["year"].fullmatch(text):
            period = cls(Grain.YEAR, date(int(match[1]), 1, 1))
        else:
            raise ValueError(text)
        if period.first_on > END or not BEGINNING <= period.last_on <= END:
            raise ValueError(text)
        return period

    @property
    def slug(self) -> str:
        """The period as addresses name it."""
        if self.grain == Grain.WEEK:
            year, week, _day = self.first_on.isocalendar()
            return f"{year}-v{week:02}"
        return {
            Grain.MONTH: f"{self.first_on:%Y-%m}",
            Grain.QUARTER: f"{self.first_on.year}-k{self.quarter}",
            Grain.YEAR: f"{self.first_on.year}",
        }.get(self.grain, "alla")

    @property
    def last_on(self) -> date:
        """The last day that belongs to it."""
        return END if self.grain == Grain.ALL else first_day(self.grain, self.first_on, later=1) - timedelta(days=1)

    @property
    def quarter(self) -> int:
        """Which quarter of the year it begins in."""
        return (self.first_on.month + 2) // 3

    @property
    def week(self) -> int:
        """Which ISO week of the year it begins in."""
        return self.first_on.isocalendar().week

    @property
    def previous(self) -> "Period | None":
        """The period before; None before all time, and before cards could be."""
        if self.grain == Grain.ALL or self.first_on <= BEGINNING:
            return None
        return Period.containing(self.grain, self.first_on - timedelta(days=1))

    @property
    def next(self) -> "Period | None":
        """The period after; None after all time, and after cards can be."""
        if self.last_on >= END:
            return None
        return Period(self.grain, self.last_on + timedelta(days=1))

    def has_ended(self, today: date) -> bool:
        """Tell whether all its days have passed."""
        return self.last_on < today

    def reference_day(self, today: date) -> date:
        """Return the day whose people are its people: the last, today while it runs."""
        return min(self.last_on, today)

    def back(self, count: int) -> "list[Period]":
        """Return this many periods, the last of which is this one, the oldest first."""
        found: list[Period] = []
        period: Period | None = self
        while period and len(found) < count:
            found.insert(0, period)
            period = period.previous
        return found


def first_day(grain: Grain, on: date, *, later: int = 0) -> date:
    """Return the first day of the period that a day lies in, or of one some periods later."""
    if grain == Grain.ALL:
        return BEGINNING
    if grain == Grain.WEEK:
        return on - timedelta(days=on.weekday()) + timedelta(weeks=later)
    if grain == Grain.YEAR:
        return date(on.year + later, 1, 1)
    months = 3 if grain == Grain.QUARTER else 1
    month = on.year * 12 + on.month - 1
    month = (month // months + later) * months
    return date(month // 12, month % 12 + 1, 1)


def running(today: date) -> Iterator[Period]:
    """Yield the period of each length that a day lies in."""
    for grain in Grain:
        yield Period.containing(grain, today)
