"""What boards read: the tallies, beside the same numbers counted from the cards when they are asked for."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from cards.bench.cases import Case
from cards.bench.chunks import END, TIME_ZONE
from cards.bench.people import BIGGEST, FIVE, TYPICAL
from cards.lib.days import day_starts, local_day
from cards.lib.ids import delivered_before, id_floor
from cards.lib.periods import Grain, Period
from cards.queries.tallies import UnitCount, person_counts, unit_counts

ON = date(2025, 12, 17)  # A day in each period that is read: the last whole week, and what runs or has just ended.
UNIT_BOARD, UNITS_BOARD = "a unit's board", "between units"
COUNTED = "counted from the cards: "
SELDOM = 10  # Rounds from one run of what takes seconds to the next.


def board_cases() -> list[Case]:
    """Return the cases for the database in use."""
    cases = []
    for period in periods():
        of_what = period.grain.name.lower()
        for unit, size in ((BIGGEST, "150 people"), (TYPICAL, "29"), (FIVE, "5")):
            cases.append(Case(f"{UNIT_BOARD}, {size}, {of_what}", unit_board(period, unit)))
        cases.append(Case(f"{UNITS_BOARD}, {of_what}", units_board(period)))
    for period in periods():
        if period.grain in (Grain.YEAR, Grain.ALL):
            name = f"{COUNTED}{UNITS_BOARD}, {period.grain.name.lower()}"
            cases.append(Case(name, counting(period), every=SELDOM))
    return cases


def periods() -> list[Period]:
    """Return a period of each length."""
    return [Period.containing(grain, ON) for grain in Grain]


def unit_board(period: Period, unit_id: int) -> Callable[[], int]:
    """Make the reading of one unit's people in a period."""
    return lambda: len(person_counts(period, unit_id=unit_id, at=END, time_zone=TIME_ZONE.key))


def units_board(period: Period) -> Callable[[], int]:
    """Make the reading of all units in a period."""
    return lambda: len(unit_counts([period], at=END, time_zone=TIME_ZONE.key))


def counting(period: Period) -> Callable[[], int]:
    """Make the counting of all units in a period."""
    return lambda: len(count_units(period))


def count_units(period: Period) -> dict[int, UnitCount]:
    """Count what unit_counts() reads from the cards of the period, as one would without tallies."""
    last_on = min(period.last_on, local_day(END, TIME_ZONE.key))
    values: dict[str, Any] = {
        "first_on": period.first_on,
        "last_on": last_on,
        "from_id": id_floor(day_starts(period.first_on, TIME_ZONE.key)),
        "below": delivered_before(END),
    }
    with connection.cursor() as cursor:
        cursor.execute(Path(__file__).with_name("count_units.sql").read_text(), values)
        return {row[0]: UnitCount(*row) for row in cursor.fetchall()}
