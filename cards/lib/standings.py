"""Who is named on a board, and in which place: what a board ranks decides what people do (decisions.md, *Boards*).

Equal values share a place, nobody is ever told to be the last, and what counts is the value as it is shown.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Generic, TypeVar

from django.db.models import IntegerChoices

from cards.lib.periods import Period
from cards.lib.shares import LEAST, ShareWord

MOST_NAMED = 5  # People of a unit; and at most a third of them.
FEWEST_FOR_NAMES = 12  # People: a smaller unit names nobody.
MOST_PLACED, FEWEST_UNPLACED = 3, 2  # Units of a band.
SLOTS = 20  # Hearts of a stamp card.

Key = TypeVar("Key", bound=Hashable)


class Band(IntegerChoices):
    """Units of about one size, which is how many people they have."""

    SMALL = 1
    MIDDLE = 2
    LARGE = 3


def band_of(headcount: int) -> Band:
    """Return the band of a unit: up to 10 people, 11 to 30, or more."""
    if headcount <= 10:
        return Band.SMALL
    return Band.MIDDLE if headcount <= 30 else Band.LARGE


@dataclass(frozen=True)
class Placed(Generic[Key]):
    """Somebody, or a unit, in a place that equals share."""

    key: Key
    value: Any
    place: int


def groups(values: Mapping[Key, Any]) -> list[list[Placed[Key]]]:
    """Return all in order of their places, equals together: 1, 1, 3."""
    found: list[list[Placed[Key]]] = []
    place = 1
    for value, keys in groupby(sorted(values, key=lambda key: values[key], reverse=True), key=lambda key: values[key]):
        found.append([Placed(key, value, place) for key in keys])
        place += len(found[-1])
    return found


def leading(values: Mapping[Key, Any], *, most: int, down_to: int | None = None) -> list[Placed[Key]]:
    """Return those in the first places, so many at most; equals come together or not at all."""
    named: list[Placed[Key]] = []
    for group in groups(values):
        if len(named) + len(group) > most or (down_to and group[0].place > down_to):
            break
        named += group
    return named


def may_name(headcount: int) -> int:
    """Return how many people a unit of this size may name."""
    return min(MOST_NAMED, headcount // 3) if headcount >= FEWEST_FOR_NAMES else 0


def named_people(values: Mapping[Key, int], *, headcount: int) -> list[Placed[Key]]:
    """Return the few to name of a unit, by a number of theirs; nobody for nothing."""
    return leading({key: value for key, value in values.items() if value > 0}, most=may_name(headcount))


def own_place(own: int, others: Iterable[int]) -> int | None:
    """Return the place of one's own number among all who have one; None outside the upper half, equals included."""
    numbers = [number for number in others if number > 0]
    not_behind = 1 + sum(number >= own for number in numbers)
    is_upper = own > 0 and 2 * not_behind <= len(numbers) + 1
    return 1 + sum(number > own for number in numbers) if is_upper else None


@dataclass(frozen=True)
class Seen:
    """A unit's period as others may read it."""

    headcount: int
    encounters: int
    share: int | None = None  # Percent in steps, from twenty people on.
    word: ShareWord | None = None
    is_kept: bool = False  # Whether the share is told to the unit's own people alone, while the period runs.

    @property
    def band(self) -> Band:
        """Whom it is compared with."""
        return band_of(self.headcount)

    @property
    def shown_word(self) -> ShareWord | None:
        """The share in words, where a band has units of which no number may be told: then of none of its units."""
        if self.band == Band.LARGE:
            return None
        return self.word if self.share is None else word_of(self.share)

    @property
    def shown_share(self) -> int | None:
        """The share in percent, where all units of the band are told in percent."""
        return self.share if self.band == Band.LARGE else None

    @property
    def shown(self) -> int | ShareWord | None:
        """The share as it is shown beside others: percent, or a word; None where nothing may be told."""
        return self.shown_word if self.shown_share is None else self.shown_share

    @property
    def told(self) -> int | ShareWord | None:
        """The share as it is told to the unit itself."""
        return self.word if self.share is None else self.share

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing was given, and the share is the lowest there is: not worth being told."""
        return not self.encounters and self.told in (LEAST, ShareWord.NOT_MANY)

    @property
    def tenths_per_head(self) -> int:
        """Encounters given per head, in tenths, rounded as it is shown."""
        return (20 * self.encounters + self.headcount) // (2 * self.headcount) if self.headcount else 0

    @property
    def per_head(self) -> float:
        """Encounters given per head, as it is shown: one decimal."""
        return self.tenths_per_head / 10

    @property
    def rank(self) -> tuple[int, int] | None:
        """What units are ordered by, as it is shown; None where no share may be told."""
        share = self.shown_share if self.band == Band.LARGE else self.shown_word
        return None if share is None else (int(share), self.tenths_per_head)


def word_of(share: int) -> ShareWord:
    """Return the word for a share in percent, as lib/shares.py has it for smaller units."""
    if share < 40:
        return ShareWord.NOT_MANY
    return ShareWord.ABOUT_HALF if share <= 60 else ShareWord.MOST


def unit_places(units: Mapping[Key, Seen]) -> dict[Key, int]:
    """Return the places of the first units of each band, three at most.

    At least two units of a band stay without one, so that nobody can be the last. A band where a unit's share may not
    be told has no places, since that unit would be left out.
    """
    found: dict[Key, int] = {}
    for band in Band:
        of_band = {key: seen for key, seen in units.items() if seen.band == band and seen.headcount}
        ranks = {key: seen.rank for key, seen in of_band.items() if seen.encounters}
        if any(seen.rank is None for seen in of_band.values()):
            continue
        placed = leading(ranks, most=len(of_band) - FEWEST_UNPLACED, down_to=MOST_PLACED)
        found |= {one.key: one.place for one in placed}
    return found


@dataclass(frozen=True)
class Movement:
    """How a place has changed since the period before: up, down or the same; new among the first when neither."""

    is_new: bool = False
    by: int = 0  # Places: above zero is up.

    @property
    def is_up(self) -> bool:
        """Tell whether the place is a better one."""
        return self.by > 0

    @property
    def is_down(self) -> bool:
        """Tell whether the place is a worse one."""
        return self.by < 0

    @property
    def places(self) -> int:
        """How many places, up or down."""
        return abs(self.by)


def movement(place: int, before: int | None) -> Movement:
    """Return how a place has changed; `before` is None for a unit that was not among the first."""
    return Movement(is_new=True) if before is None else Movement(by=before - place)


def closes_on(period: Period) -> date:
    """Return the day from which a period's page stays as it is: the last day is a day old then."""
    return period.last_on + timedelta(days=2)


def filled_slots(reached: int, target: int) -> int:
    """Return how many hearts of a stamp card are filled: each is a twentieth of the goal, rounded down."""
    return min(SLOTS, SLOTS * reached // target) if target > 0 else 0


def percent_of_goal(reached: int, target: int) -> int:
    """Return how much of a goal is reached, rounded down; 100 at most."""
    return min(100, 100 * reached // target) if target > 0 else 0
