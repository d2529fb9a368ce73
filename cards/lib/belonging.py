"""Who belonged where and when, and from which day on two accounts of it differ."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple


class Stay(NamedTuple):
    """Some days in one unit, the last included; without a last day it goes on."""

    unit_id: int
    from_on: date
    to_on: date | None


def unit_on(stays: Iterable[Stay], on: date) -> int | None:
    """Return the unit somebody belonged to on a day; None for none."""
    return next((one.unit_id for one in stays if one.from_on <= on and (one.to_on is None or on <= one.to_on)), None)


def first_difference(before: Iterable[Stay], after: Iterable[Stay]) -> date | None:
    """Return the first day on which two accounts of one person's stays name different units; None when none does."""
    old, new = list(before), list(after)
    turns = {one.from_on for one in old + new} | {one.to_on + timedelta(days=1) for one in old + new if one.to_on}
    return next((on for on in sorted(turns) if unit_on(old, on) != unit_on(new, on)), None)
