"""The demo's goals, as its units' managers set them over the year, and its closed periods."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

from cards.actions.closing import close_periods
from cards.demo.places import CoOp, Place
from cards.demo.roster import Colleague
from cards.lib.days import day_starts
from cards.lib.periods import Grain, Period
from cards.lib.shares import IN_STEPS, IN_WORDS
from cards.lib.standings import closes_on
from cards.models import ALL_TYPES, Closing, Goal, GoalKind, UnitTally

NO_GOAL, OF_SHARES = 0.2, 0.25  # Of the units.
CHANGED, ENDED = 0.5, 0.08
OUTGROWN = 1.3  # So much more than the goal, and a unit wants another.
SHARES = (60, 70, 75, 80, 85, 90)  # Percent.
STEPS = ((50, 5), (200, 10), (1000, 50))  # Up to so many encounters, a goal is a multiple of that.


@dataclass(frozen=True)
class Wish:
    """What a unit wants from a month so many months ago on; a target of None ends having a goal."""

    months_ago: int
    kind: GoalKind
    target: int | None


def store_goals(co_op: CoOp, staff: Sequence[Colleague], *, at: datetime, zone: ZoneInfo, rng: Random) -> None:
    """Store the units' goals, near what their months came to, inside the caller's transaction; needs the tallies."""
    this = Period.containing(Grain.MONTH, at.astimezone(zone).date())
    months = {period.first_on: number for number, period in enumerate(reversed(this.back(13)))}
    given: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for row in UnitTally.objects.filter(grain=Grain.MONTH, period__in=months, card_type_id=ALL_TYPES):
        is_large = (row.headcount or 0) >= IN_WORDS
        given[row.unit_id][months[row.period]] = row.encounters if is_large else row.open_encounters
    first_days = {number: on for on, number in months.items()}
    managers = {code: one for one in staff for code in one.manages}
    Goal.objects.bulk_create(
        Goal(
            unit_id=co_op.unit_pks[place.code],
            from_month=first_days[wish.months_ago],
            kind=wish.kind,
            target=wish.target,
            set_by_id=managers[place.code].pk,
            at=min(morning_of(first_days[wish.months_ago], zone), at),
        )
        for place in co_op.units
        for wish in wishes(place, given[co_op.unit_pks[place.code]], rng)
    )


def wishes(place: Place, given: Mapping[int, int], rng: Random) -> Iterator[Wish]:
    """Yield what a unit has wanted over the year, the oldest first; `given` are its encounters by months ago."""
    drawn, began = rng.random(), rng.randint(4, 10)
    if not place.goal and drawn < NO_GOAL:
        return
    if not place.goal and drawn < NO_GOAL + OF_SHARES and place.people >= IN_STEPS:
        target = rng.choice(SHARES)
        yield Wish(began, GoalKind.SHARE, target)
        if rng.random() < CHANGED:
            yield Wish(rng.randint(0, 2), GoalKind.SHARE, min(target + 5, max(SHARES)))
        return
    ends = 0 if place.goal else rng.randint(0, 2) if rng.random() < ENDED else None
    target = near(given, began, rng.uniform(1.0, 1.4))
    yield Wish(began, GoalKind.ENCOUNTERS, target)
    for month in range(began - 1, -1 if ends is None else ends, -1):
        if lately(given, month) > OUTGROWN * target and rng.random() < CHANGED:
            target = near(given, month, rng.uniform(1.1, 1.5))
            yield Wish(month, GoalKind.ENCOUNTERS, target)
    if ends is not None:
        yield Wish(ends, GoalKind.ENCOUNTERS, place.goal)


def lately(given: Mapping[int, int], months_ago: int) -> float:
    """Return what the two months before came to, on average."""
    return (given.get(months_ago + 1, 0) + given.get(months_ago + 2, 0)) / 2


def near(given: Mapping[int, int], months_ago: int, factor: float) -> int:
    """Return a round number of encounters near what the two months before came to."""
    wanted = factor * lately(given, months_ago)
    step = next((step for up_to, step in STEPS if wanted < up_to), 100)
    return max(round(wanted / step), 1) * step


def close_past(*, at: datetime, time_zone: str) -> None:
    """Close the periods that are over, as if each had been closed in its time."""
    close_periods(at=at)
    closings = list(Closing.objects.all())
    for one in closings:
        one.closed_at = day_starts(closes_on(Period(Grain(one.grain), one.period)), time_zone)
    Closing.objects.bulk_update(closings, ["closed_at"])


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """Return a local morning, at which a manager gets round to it."""
    return datetime.combine(day, time(8, 40), tzinfo=zone)
