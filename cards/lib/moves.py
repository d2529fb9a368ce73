"""How an admin changes where somebody is, and from when: nothing that has been is written over by chance."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cards.lib.spans import DAY, Place, Span, cut, join


class Overlapping(ValueError):
    """Another span stands in the way."""

    def __init__(self, span: Span[Any]) -> None:
        super().__init__(span)
        self.span = span


def moved(spans: Iterable[Span[Place]], place: Place, on: date, *, until: date | None) -> list[Span[Place]]:
    """Return the spans with somebody at a place from a day on, until their last.

    What stood that day ends the day before. Raises Overlapping when they are somewhere else from a later day on.
    """
    standing = sorted(spans, key=lambda span: span.from_on)
    later = [span for span in standing if span.from_on > on]
    if elsewhere := [span for span in later if span.place != place]:
        raise Overlapping(elsewhere[0])
    return joined([*cut((span for span in standing if span not in later), on - DAY), Span(place, on, until)])


def begun(spans: Iterable[Span[Place]], *, began_on: date, begins_on: date) -> list[Span[Place]]:
    """Return the spans with an employment that began on one day beginning on another.

    Raises Overlapping when the new day lies in an earlier employment, or after the first span's last day.
    """
    standing = sorted(spans, key=lambda span: span.from_on)
    earlier = [span for span in standing if span.to_on is not None and span.to_on < began_on]
    own = standing[len(earlier) :]
    if earlier and (last_on := earlier[-1].to_on) is not None and begins_on <= last_on:
        raise Overlapping(earlier[-1])
    if not own:
        return standing
    if (last_on := own[0].to_on) is not None and begins_on > last_on:
        raise Overlapping(own[0])
    return [*earlier, replace(own[0], from_on=begins_on), *own[1:]]


def prolonged(spans: Iterable[Span[Place]], last_on: date | None) -> list[Span[Place]]:
    """Return the spans with the last of them going on until a day, or without end."""
    standing = sorted(spans, key=lambda span: span.from_on)
    return [*standing[:-1], replace(standing[-1], to_on=last_on)] if standing else []


def overlaid(first: Sequence[Span[Place]], other: Iterable[Span[Place]]) -> list[Span[Place]]:
    """Return the spans of both, in order; where both say something, the first holds."""
    left = list(other)
    for span in first:
        left = [piece for one in left for piece in spared(one, span)]
    return joined(sorted([*first, *left], key=lambda span: span.from_on))


def spared(span: Span[Place], taken: Span[Place]) -> list[Span[Place]]:
    """Return what is left of a span when another takes its days."""
    if (taken.to_on and span.from_on > taken.to_on) or (span.to_on and span.to_on < taken.from_on):
        return [span]
    left = []
    if span.from_on < taken.from_on:
        left.append(replace(span, to_on=taken.from_on - DAY))
    if taken.to_on and (span.to_on is None or span.to_on > taken.to_on):
        left.append(replace(span, from_on=taken.to_on + DAY))
    return left


def joined(spans: Iterable[Span[Place]]) -> list[Span[Place]]:
    """Return the spans, in order, with neighbours at one place made into one."""
    return join(spans, apart_on=date.min)
