"""Who began giving cards during the year, and who would rather not be named for it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from cards.demo.hours import DAYS
from cards.demo.places import CoOp, Place
from cards.demo.roster import Colleague
from cards.lib.standings import FEWEST_FOR_NAMES
from cards.models import UnitKind

BEGINNERS = 0.3  # Of those who give: so many began during the year,
NEW_THIS_MONTH = 0.06  # and of each larger unit's people so many in this month.
OFF_BOARD = 0.03
CLOSED_AT_WEEKENDS = (UnitKind.OFFICE, UnitKind.AREA)


def form_habits(staff: Iterable[Colleague], co_op: CoOp, *, today: date, rng: Random) -> None:
    """Say when some gave their first card, and who has left the board of givers; of the cast, nobody."""
    plain = [one for one in staff if one.gives and not one.role and not one.manages]
    for colleague in plain:
        place = co_op.places[colleague.today.unit]
        if rng.random() < BEGINNERS:
            colleague.begins = rng.choice(open_days(place, today, back=DAYS))
        if rng.random() < OFF_BOARD:
            colleague.is_on_board = False
    for place in co_op.units:
        here = [one for one in plain if one.until is None and one.today.unit == place.code]
        for colleague in begin_this_month(place, here, rng):
            colleague.begins = rng.choice(open_days(place, today, back=today.day - 1))
    for colleague in plain:
        colleague.begins = max(colleague.begins, colleague.since) if colleague.begins else None


def begin_this_month(place: Place, here: Sequence[Colleague], rng: Random) -> list[Colleague]:
    """Draw those of a unit who give their first card in the running month; none where nobody is named."""
    if place.people < FEWEST_FOR_NAMES:
        return []
    return rng.sample(here, k=min(max(round(place.people * NEW_THIS_MONTH), 1), len(here) // 2))


def open_days(place: Place, today: date, *, back: int) -> list[date]:
    """Return the days before today, so far back, on which a unit works; yesterday when there is none."""
    days = [today - timedelta(days=number) for number in range(1, back + 1)]
    is_closed = place.kind in CLOSED_AT_WEEKENDS
    return [day for day in days if not (is_closed and day.weekday() > 4)] or [today - timedelta(days=1)]
