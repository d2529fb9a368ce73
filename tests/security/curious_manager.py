"""The curious manager: keeps whatever pages say, and reasons about what it may not read.

There is one unknown for each person, unit, period and moment: whether they had got a card there, "only us" left out.
Cards that it can read settle some; each share bounds how many of a unit's people it is; who comes and goes between two
looks, and a period within a longer one, bound differences. It claims what no other world could have shown it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from cards.lib.periods import Period

Slice = tuple[Period, int]  # A period, and how many cards had been given in all when it was looked at.
Member = tuple[int, str]  # A person, and the unit in which what they got counts.
Unknown = tuple[int, str, Period, int]  # A member, and such a slice.
Term = tuple[Unknown | None, Unknown | None]  # What is taken away, and what is added; the first implies the second.


@dataclass(frozen=True)
class Sum:
    """So many of these people had been seen."""

    unit: str
    period: Period
    moment: int
    people: frozenset[Member]
    least: int
    most: int

    def of(self, member: Member) -> Unknown | None:
        """Return what is unknown of somebody here; None for those who were elsewhere."""
        return (*member, self.period, self.moment) if member in self.people else None


@dataclass(frozen=True)
class Limit:
    """That terms come to so much, at least and at most."""

    terms: list[Term]
    least: int
    most: int


def compared(one: Sum, other: Sum) -> Limit:
    """Hold a sum against another that has all of its cards."""
    terms = [(one.of(member), other.of(member)) for member in one.people | other.people]
    return Limit([(less, more) for less, more in terms if less != more], other.least - one.most, other.most - one.least)


@dataclass
class Reasoning:
    """What one reader knows."""

    sums: dict[Sum, None] = field(default_factory=dict)
    known: dict[Unknown, bool] = field(default_factory=dict)
    after: dict[Unknown, list[Unknown]] = field(default_factory=lambda: defaultdict(list))  # Seen there, seen here.
    before: dict[Unknown, list[Unknown]] = field(default_factory=lambda: defaultdict(list))
    pairs: list[tuple[Sum, Sum]] = field(default_factory=list)
    has_contradiction: bool = False

    @property
    def slices(self) -> set[Slice]:
        """Every period and moment that was looked at."""
        return {(one.period, one.moment) for one in self.sums}

    def settle(self, unknown: Unknown, *, value: bool) -> None:
        """Take something for true, with what follows from it at once."""
        waiting = [unknown]
        while waiting:
            one = waiting.pop()
            if one not in self.known:
                self.known[one] = value
                waiting += self.after[one] if value else self.before[one]
            elif self.known[one] != value:
                self.has_contradiction = True

    def connect(self) -> None:
        """Find which unknowns follow from which, and which sums can be held against each other."""
        by_slice: dict[Slice, list[Sum]] = defaultdict(list)
        for one in self.sums:
            by_slice[one.period, one.moment].append(one)
        everybody = {member for one in self.sums for member in one.people}
        for here, sums in by_slice.items():
            for there in [here, *next_slices(here, by_slice)]:
                others = by_slice[there]
                self.pairs += [(a, b) for a in sums for b in others if a.unit == b.unit and a is not b]
                for member in everybody if here != there else ():
                    self.after[*member, *here].append((*member, *there))
                    self.before[*member, *there].append((*member, *here))

    def conclude(self) -> None:
        """Draw every conclusion."""
        limits = [Limit([(None, one.of(member)) for member in one.people], one.least, one.most) for one in self.sums]
        limits += [compared(one, other) for one, other in self.pairs]
        known = -1
        while known < len(self.known):
            known = len(self.known)
            limits = [limit for limit in limits if self.narrow(limit)]

    def narrow(self, limit: Limit) -> bool:
        """Settle what must be so for the terms to come to that; tell whether there is more to learn."""
        bounds = [self.bounds(*term) for term in limit.terms]
        low, high = sum(bound[0] for bound in bounds), sum(bound[1] for bound in bounds)
        self.has_contradiction |= low > limit.most or high < limit.least
        if low < high and (low == limit.most or high == limit.least):
            for (less, more), (its_low, its_high) in zip(limit.terms, bounds, strict=True):
                if its_low < its_high:
                    self.fix(less, more, is_high=high == limit.least)
        return low < high

    def bounds(self, less: Unknown | None, more: Unknown | None) -> tuple[int, int]:
        """Return the least and the most that a term can be."""
        old, new = self.known.get(less) if less else False, self.known.get(more) if more else False
        low, high = int(bool(new)) - int(old is not False), int(new is not False) - int(bool(old))
        return (max(low, 0), high) if less and more else (low, high)

    def fix(self, less: Unknown | None, more: Unknown | None, *, is_high: bool) -> None:
        """Settle a term at its least or its most, as far as that says something of one unknown."""
        if more and (is_high or not less or self.known.get(less) is False):
            self.settle(more, value=is_high)
        if less and (is_high or not more or self.known.get(more) is True):
            self.settle(less, value=not is_high)


def is_within(inner: Period, outer: Period) -> bool:
    """Tell whether all days of a period lie in another, or it is the same."""
    return outer.first_on <= inner.first_on and inner.last_on <= outer.last_on


def next_slices(here: Slice, slices: Iterable[Slice]) -> list[Slice]:
    """Return, of each period that holds all days of this one, the first look at which all its cards had been given."""
    found: dict[Period, int] = {}
    for period, moment in slices:
        if (period, moment) != here and moment >= here[1] and is_within(here[0], period):
            found[period] = min(moment, found.get(period, moment))
    return list(found.items())
