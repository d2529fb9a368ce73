"""Who was where, and when: rows of days that never overlap, and how they follow what the staff file says today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile
from typing import Generic, TypeVar

Place = TypeVar("Place")
Place_co = TypeVar("Place_co", covariant=True)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span(Generic[Place_co]):
    """Days at one place, both included; no `to_on` is until further notice."""

    place: Place_co
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True)
class Employment:
    """From the first day to the last, both included."""

    from_on: date
    to_on: date | None = None

    def is_over(self, on: date) -> bool:
        """Tell whether the last day has passed."""
        return self.to_on is not None and self.to_on < on


def follow(
    spans: Sequence[Span[Place]],
    *,
    held: Employment | None,
    now: Employment,
    place: Place | None,
    on: date,
    is_always_somewhere: bool = True,
) -> list[Span[Place]]:
    """Return the spans as they are once somebody is at `place` (None: nowhere) from `on`, in order.

    `held` is the employment as it was known until now. What lies before `on` stays with the place it was at: a move
    closes a span the day before. What was noted for a later day holds, unless somebody is elsewhere than was known. The
    first span of the employment follows its first day, the last its last day. A new employment after a break leaves the
    spans of the earlier one alone, and one that is over stays where it ended.
    """
    is_new = held is None or (held.to_on is not None and now.from_on > held.to_on)
    earlier: list[Span[Place | None]] = []
    current: list[Span[Place | None]] = []
    known_on = min(held.from_on, now.from_on) if held else now.from_on
    for span in sorted(spans, key=lambda span: span.from_on):
        is_earlier = is_new or (span.to_on is not None and span.to_on < known_on)
        (earlier if is_earlier else current).append(Span(span.place, span.from_on, span.to_on))
    starts_on = max([now.from_on, *(span.to_on + DAY for span in earlier if span.to_on)])
    moves_on = max(on, starts_on)
    is_there = False
    if held is not None and not is_new:
        current = begin(fill_gaps(current, held), starts_on)
        is_there = place is not None and held.from_on <= moves_on and place_on(current, moves_on) == place
        last_on = now.to_on if is_there else min(moves_on, now.to_on or moves_on)
        current = cut(current, last_on) if last_on else current
        if is_there and is_always_somewhere:
            current = list(takewhile(lambda span: span.place is not None or span.from_on <= moves_on, current))
    if not current:
        current = [Span(place, starts_on)]
    elif not is_there and not now.is_over(on) and current[-1].place != place:
        current = [*cut(current, moves_on - DAY), Span(place, moves_on)]
    current[-1] = replace(current[-1], to_on=now.to_on)
    joined = join(earlier + current, apart_on=starts_on)
    return [Span(span.place, span.from_on, span.to_on) for span in joined if span.place is not None]


def place_on(spans: Iterable[Span[Place]], day: date) -> Place | None:
    """Return the place of a day."""
    covering = (span.place for span in spans if span.from_on <= day and (span.to_on is None or span.to_on >= day))
    return next(covering, None)


def begin(spans: Sequence[Span[Place]], starts_on: date) -> list[Span[Place]]:
    """Return the spans with the first day of an employment where it is said to be; what lies wholly before stays."""
    begun = list(spans)
    for index, span in enumerate(begun):
        if span.to_on is None or span.to_on >= starts_on:
            if index == 0 or span.from_on < starts_on:
                begun[index] = replace(span, from_on=starts_on)
            break
    return begun


def fill_gaps(spans: Iterable[Span[Place | None]], employment: Employment) -> list[Span[Place | None]]:
    """Return the spans of an employment, in order, with nowhere (None) between them, so that they cover all of it."""
    filled: list[Span[Place | None]] = []
    next_on: date | None = employment.from_on
    for span in spans:
        if next_on is not None and span.from_on > next_on:
            filled.append(Span(None, next_on, span.from_on - DAY))
        filled.append(span)
        next_on = span.to_on + DAY if span.to_on else None
    if next_on is not None and (employment.to_on is None or next_on <= employment.to_on):
        filled.append(Span(None, next_on, employment.to_on))
    return filled


def cut(spans: Iterable[Span[Place]], last_on: date) -> list[Span[Place]]:
    """Return what of the spans lies on this day or before it."""
    kept = [span for span in spans if span.from_on <= last_on]
    return [replace(span, to_on=last_on) if span.to_on is None or span.to_on > last_on else span for span in kept]


def without(spans: Iterable[Span[Place]], days: Span[Place]) -> list[Span[Place]]:
    """Return the spans less the days that another span at the same place takes over."""
    left: list[Span[Place]] = []
    for span in spans:
        if span.place != days.place or (days.to_on and span.from_on > days.to_on):
            left.append(span)
            continue
        left += cut([span], days.from_on - DAY)
        if days.to_on is not None and (span.to_on is None or span.to_on > days.to_on):
            left.append(replace(span, from_on=days.to_on + DAY))
    return left


def join(spans: Iterable[Span[Place]], *, apart_on: date) -> list[Span[Place]]:
    """Return the spans with neighbours at one place made into one, except where an employment begins."""
    joined: list[Span[Place]] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.place == span.place and last.to_on == span.from_on - DAY and span.from_on != apart_on:
            joined[-1] = replace(last, to_on=span.to_on)
        else:
            joined.append(span)
    return joined
