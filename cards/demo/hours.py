"""When the demo organisation's people write cards: opening hours, weekdays, seasons, nights."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from cards.demo.places import Place
from cards.models import UnitKind

DAYS = 365
# How readily a card is written, hour by hour from midnight: in the lulls between customers, at the end of a shift.
BY_DAY = (0, 0, 0, 0, 0, 0, 2, 4, 5, 6, 8, 6, 5, 9, 9, 8, 5, 4, 4, 5, 6, 5, 1, 0)
IN_AN_OFFICE = (0, 0, 0, 0, 0, 0, 0, 2, 6, 8, 9, 8, 5, 7, 9, 9, 6, 2, 0, 0, 0, 0, 0, 0)
EARLY_AND_LATE = (0, 0, 0, 0, 1, 4, 6, 6, 6, 6, 7, 6, 5, 8, 8, 7, 5, 4, 4, 5, 6, 6, 4, 2)
IN_A_KITCHEN = (1, 0, 0, 0, 0, 0, 0, 0, 1, 3, 4, 2, 2, 6, 9, 7, 4, 2, 2, 3, 5, 7, 8, 5)
BY_NIGHT = (5, 5, 6, 8, 8, 9, 9, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 4)
HOURS: dict[str, tuple[int, ...]] = {
    UnitKind.AREA: IN_AN_OFFICE,
    UnitKind.OFFICE: IN_AN_OFFICE,
    UnitKind.STATION: EARLY_AND_LATE,
    UnitKind.HOTEL: EARLY_AND_LATE,
    UnitKind.WAREHOUSE: EARLY_AND_LATE,
    UnitKind.RESTAURANT: IN_A_KITCHEN,
}
WEEK: dict[str, tuple[float, ...]] = {
    UnitKind.AREA: (1, 1, 1, 1, 0.9, 0, 0),
    UnitKind.OFFICE: (1, 1, 1, 1, 1.1, 0, 0),
    UnitKind.WAREHOUSE: (1.1, 1, 1, 1, 1.1, 0.5, 0.3),
    UnitKind.RESTAURANT: (0.6, 0.7, 0.9, 1, 1.4, 1.4, 0.8),
    UnitKind.HOTEL: (0.9, 0.9, 0.9, 1, 1.1, 1.1, 1),
}
ANY_WEEK = (0.9, 0.9, 0.9, 1, 1.3, 1.1, 0.6)
# Month by month: quiet when everybody is on holiday, busy before Christmas.
SEASON = (0.9, 1, 1, 1, 1.1, 1, 0.7, 0.8, 1, 1.1, 1.2, 1.3)


HOLIDAYS = {(12, 25), (1, 1), (6, 20)}
# How a unit's habit goes: how readily it gives so many weeks ago, in a straight line between the points.
COURSES: dict[str, tuple[tuple[int, float], ...]] = {
    "steady": ((0, 1.0),),
    "rising": ((0, 2.3), (3, 1.7), (7, 1.1), (12, 0.75), (26, 0.55), (52, 0.45)),
    "fading": ((0, 0.35), (8, 0.5), (20, 1.2), (52, 1.4)),
    "late": ((0, 1.5), (10, 1.2), (22, 0.9), (26, 0.05), (52, 0.05)),  # Tried it out, and began half a year later.
    "waves": ((0, 1.2), (4, 1.3), (9, 0.6), (16, 1.4), (24, 0.7), (33, 1.3), (42, 0.7), (52, 1.0)),
    "summer": ((0, 1.0),),
}
IN_SUMMER = {6: 1.8, 7: 2.6, 8: 2.0}  # Months; where the guests come then.
BY_MONTH, BY_WEEK = 0.2, 0.16  # How far, at a guess, a month and a week differ from what they should be.


class Weather:
    """What nobody can foresee: months and weeks in which a unit gives more, or less."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.drawn: dict[tuple[str, int, int, str], float] = {}

    def over(self, place: Place, day: date) -> float:
        """Return how much more readily a unit gives on a day than it usually would."""
        week = day.isocalendar()
        by_month = self._draw((place.code, day.year, day.month, "month"), BY_MONTH)
        return by_month * self._draw((place.code, week.year, week.week, "week"), BY_WEEK)

    def _draw(self, key: tuple[str, int, int, str], spread: float) -> float:
        if key not in self.drawn:
            self.drawn[key] = self.rng.lognormvariate(0, spread)
        return self.drawn[key]


def eagerness(place: Place, day: date, *, today: date) -> float:
    """Return how many cards to expect of a unit on a day, beside others; the habit grows with the year."""
    week = WEEK.get(place.kind, ANY_WEEK)[day.weekday()]
    grown = 1.25 - 0.5 * (today - day).days / DAYS
    holidays = 0.15 if (day.month, day.day) in HOLIDAYS else 1
    return place.people * place.lively * week * SEASON[day.month - 1] * grown * holidays * course(place, day, today)


def course(place: Place, day: date, today: date) -> float:
    """Return how far a unit's habit has come by a day."""
    points = COURSES[place.course]
    weeks = (today - day).days / 7
    season = IN_SUMMER.get(day.month, 1.0) if place.course == "summer" else 1.0
    for (near, at_near), (far, at_far) in pairwise(points):
        if weeks <= far:
            return season * (at_near + (at_far - at_near) * (weeks - near) / (far - near))
    return season * points[-1][1]


def moment(day: date, place: Place, *, is_night: bool, zone: ZoneInfo, rng: Random) -> datetime:
    """Draw a local moment of a day at which somebody in a unit writes a card."""
    weights: Sequence[int] = BY_NIGHT if is_night else HOURS.get(place.kind, BY_DAY)
    hour = rng.choices(range(24), weights=weights)[0]
    at = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), tzinfo=zone)
    return at + timedelta(milliseconds=rng.randrange(1000))
