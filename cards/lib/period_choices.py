"""The periods one can go to from one: before and after, of another length, and the latest of the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cards.lib.periods import Grain, Period

RECENT = 12
GRAINS = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)


@dataclass(frozen=True)
class PeriodChoices:
    """Where one can go from a period, as far back as there are numbers and never beyond today."""

    period: Period
    previous: Period | None
    next: Period | None
    lengths: tuple[Period, ...]  # The periods of each length that this one ends in, itself among them.
    recent: tuple[Period, ...]  # Of this length, the newest first.


def period_choices(
    period: Period, *, today: date, first_on: date | None, grains: Sequence[Grain] = GRAINS
) -> PeriodChoices:
    """Return where one can go; `first_on` is the first day that any number is about."""
    since = first_on or today
    before, after = period.previous, period.next
    on = period.reference_day(today)
    latest = Period.containing(period.grain, today).back(RECENT)
    return PeriodChoices(
        period=period,
        previous=before if before and before.last_on >= since else None,
        next=after if after and after.first_on <= today else None,
        lengths=tuple(Period.containing(grain, on) for grain in grains),
        recent=tuple(one for one in reversed(latest) if one.last_on >= since),
    )


def period_of(text: str, *, today: date, grains: Sequence[Grain] = GRAINS, usual: Grain = Grain.MONTH) -> Period:
    """Return the period an address names; the one of the usual length that runs, where that makes no sense."""
    try:
        period = Period.parse(text)
    except ValueError:
        return Period.containing(usual, today)
    return period if period.grain in grains and period.first_on <= today else Period.containing(usual, today)
