"""Dates as people and their systems type them."""

import re
from datetime import date

TYPED = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"|(?P<d>[0-9]{1,2})\.\s?(?P<m>[0-9]{1,2})\.\s?(?P<y>[0-9]{4})"
)
FIRST_YEAR, LAST_YEAR = 1900, 2199  # Beyond these a digit has slipped.
UNTIL_FURTHER_NOTICE = ("", "9999-12-31", "31.12.9999")


def parse_day(typed: str) -> date:
    """Return the date of 2026-11-01 or 1.11.2026. Raises ValueError when there is no such day."""
    found = TYPED.fullmatch(typed.strip())
    if found is None:
        raise ValueError(typed)
    parts = found.group("year", "month", "day") if found["year"] else found.group("y", "m", "d")
    day = date(*map(int, parts))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(typed)
    return day


def is_open_end(typed: str) -> bool:
    """Tell whether this is how a system writes that there is no last day."""
    return typed.strip() in UNTIL_FURTHER_NOTICE
