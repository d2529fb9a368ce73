"""What cards add up to: the tallies, with what is not folded into them yet, so that each number is exact.

One statement each. Where something waits in the log, or a new day has begun and nobody has been settled into it yet, a
second one adds it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.lib.periods import Grain, Period
from cards.lib.shares import IN_WORDS
from cards.models import ALL_TYPES
from cards.sql import statement

UP_TO = 2**63 - 1  # Every entry of the log.
# Not IN: a stretch of the key is read whole and filtered, where IN would go down the index for each unit.
OF_LEAVES = "NOT IN (SELECT 0 UNION ALL SELECT id FROM cards_unit WHERE level <> 'unit')"
OF_SOME = "= ANY(%(units)s::integer[])"
BETWEEN_SOME = "AND (from_unit_id = ANY(%(units)s::integer[]) OR to_unit_id = ANY(%(units)s::integer[]))"


@dataclass(frozen=True)
class PersonCount:
    """What one person gave and got in a period, without "only us"."""

    person_id: int
    given: int  # Encounters.
    received: int  # Those got in the unit that they belong to.
    thanked: int  # Different colleagues.
    own_thanked: int  # The same as that person is told: shown to nobody else.
    seen_by: int  # Different senders of what they got in that unit.
    is_first_time: bool  # The first card they ever gave lies in the period.


@dataclass(frozen=True)
class UnitCount:
    """What a unit's people gave and got in a period. Never show `seen` and `givers` but through cards/lib/shares.py."""

    unit_id: int
    headcount: int = 0  # Who belong on the period's last day, today while it runs.
    seen: int = 0  # How many of them got a card in the unit that was not "only us".
    givers: int = 0  # How many of them gave one.
    encounters: int = 0  # Given by those who belonged to the unit on the day.
    open_encounters: int = 0  # Without "only us".

    @property
    def sum(self) -> int:
        """The unit's encounters as they may be shown: with "only us" from ten people on."""
        return self.encounters if self.headcount >= IN_WORDS else self.open_encounters


UnitCounts = dict[tuple[Period, int, int], UnitCount]  # By period, unit and card type (0 for all).


def person_counts(
    period: Period,
    *,
    unit_id: int,
    at: datetime,
    time_zone: str,
    card_type_id: int | None = None,
    is_current: bool = True,
) -> list[PersonCount]:
    """Return the people of a unit who gave or got anything in a period, in order of id."""
    today = local_day(at, time_zone)
    days = {"today": today, "last_on": period.last_on, "on": period.reference_day(today)}
    values = {**key_of(period, card_type_id), **days, "unit": unit_id}
    rows = read("person_counts", values, at=at, is_current=is_current)
    return [
        PersonCount(person_id, given, received, thanked, own_thanked, seen_by, is_first_time=firsts > 0)
        for person_id, given, received, thanked, own_thanked, seen_by, firsts in sorted(rows)
        if given or received or own_thanked or seen_by
    ]


def unit_counts(
    periods: Sequence[Period],
    *,
    at: datetime,
    time_zone: str,
    unit_ids: Sequence[int] | None = None,
    card_type_ids: Sequence[int] | None = None,
    is_current: bool = True,
) -> UnitCounts:
    """Return units' numbers by period, unit and card type; what is not there is nothing.

    Of all leaf units, unless some units are named (an area and the co-op have people of their own, too); of all types
    together (0), and of the types that are named. Who knows that something is not folded says so (`is_current`), which
    spares a statement.
    """
    today = local_day(at, time_zone)
    values: dict[str, Any] = {
        "today": today,
        "grains": [period.grain for period in periods],
        "periods": [period.first_on for period in periods],
        "last_days": [period.last_on for period in periods],
        "days": [period.reference_day(today) for period in periods],
        "card_types": sorted({ALL_TYPES, *(card_type_ids or ())}),
    }
    if unit_ids is not None:
        values["units"] = list(unit_ids)
    rows = read(
        "unit_counts", values, at=at, of_units=OF_LEAVES if unit_ids is None else OF_SOME, is_current=is_current
    )
    heads = {row[:2] + row[3:4]: row[4] or 0 for row in rows if row[2] == ALL_TYPES}
    counts = {}
    for grain, first_on, card_type_id, unit_id, _headcount, *numbers in rows:
        headcount = heads.get((grain, first_on, unit_id), 0)
        count = UnitCount(unit_id, headcount, *(int(number or 0) for number in numbers))
        counts[Period(Grain(grain), first_on), unit_id, card_type_id] = count
    return counts


def flow_counts(
    period: Period,
    *,
    at: datetime,
    unit_ids: Sequence[int] | None = None,
    card_type_id: int | None = None,
    is_current: bool = True,
) -> dict[tuple[int, int], int]:
    """Return encounters by the units they went from and to, without "only us"; with some units at either end.

    Of a quarter, a year or all time. Raises ValueError for a shorter period, whose flow nobody may see.
    """
    if period.grain not in (Grain.QUARTER, Grain.YEAR, Grain.ALL):
        raise ValueError(period)
    values = key_of(period, card_type_id) | ({"units": list(unit_ids)} if unit_ids is not None else {})
    rows = read("flow_counts", values, at=at, of_units="" if unit_ids is None else BETWEEN_SOME, is_current=is_current)
    return {(from_unit, to_unit): int(n) for from_unit, to_unit, n in rows if n}


def key_of(period: Period, card_type_id: int | None) -> dict[str, Any]:
    """Return the beginning of a tally's key."""
    return {"grain": period.grain, "first_on": period.first_on, "card_type": card_type_id or ALL_TYPES}


def read(
    name: str, values: Mapping[str, Any], *, at: datetime, of_units: str = "", is_current: bool = True
) -> list[tuple[Any, ...]]:
    """Return a statement's rows; where something is not folded, those of the statement that adds it.

    What goes by where people belong needs `today` among the values.
    """
    known = {"today": None, **values, "below": delivered_before(at)}
    rows = fetch(statement(name, of_units=of_units), known) if is_current else []
    if not is_current or (rows and not rows[0][0]):
        pending = statement(f"{name}_pending", of_units=of_units, strays_got=statement("count_strays"))
        rows = fetch(statement("tally_changes") + pending, {**known, "up_to": UP_TO})
    return [row[1:] for row in rows if row[1] is not None]


def fetch(text: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement of this module."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())
