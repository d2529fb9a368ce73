"""Who belongs to a unit on a day, and drawing one of them by weight: quickly, for thousands of cards."""

from bisect import bisect, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from cards.demo.places import CoOp
from cards.demo.roster import Colleague, Stay

Member = tuple[Colleague, Stay]


@dataclass(frozen=True)
class Urn:
    """People to draw from, some likelier than others."""

    members: Sequence[Member]
    totals: Sequence[float]

    @classmethod
    def of(cls, members: Sequence[Member], weight: Callable[[Member], float]) -> "Urn":
        """Fill an urn with those of any weight."""
        weighed = [(one, weight(one)) for one in members]
        inside = [(one, by) for one, by in weighed if by > 0]
        return cls([one for one, _by in inside], list(accumulate(by for _one, by in inside)))

    def draw(self, rng: Random, *, besides: Colleague | None = None) -> Member | None:
        """Draw one, besides somebody; None when there is nobody else."""
        if not self.members or (len(self.members) == 1 and self.members[0][0] is besides):
            return None
        while True:
            one = self.members[bisect(self.totals, rng.random() * self.totals[-1], hi=len(self.totals) - 1)]
            if one[0] is not besides:
                return one


class Company:
    """Everybody, by unit and day; it knows the days on which anything changes, and remembers what lies between."""

    def __init__(self, co_op: CoOp, staff: Sequence[Colleague]) -> None:
        self.by_unit: dict[str, list[Member]] = {code: [] for code in co_op.places}
        turns: dict[str, set[date]] = {code: set() for code in co_op.places}
        for colleague in staff:
            for stay in colleague.stays:
                self.by_unit[stay.unit].append((colleague, stay))
                turns[stay.unit] |= {stay.since, (stay.until or date.max - timedelta(days=1)) + timedelta(days=1)}
                turns[stay.unit] |= {colleague.begins} if colleague.begins else set()
        self.turns = {code: sorted(days) for code, days in turns.items()}
        self.present: dict[tuple[str, int], list[Member]] = {}
        self.urns: dict[tuple[object, ...], Urn] = {}

    def stretch(self, code: str, day: date) -> int:
        """Return the number of the stretch of days in which nothing changes in a unit."""
        return bisect_right(self.turns[code], day)

    def members(self, code: str, day: date) -> list[Member]:
        """Return who belongs to a unit on a day."""
        key = code, self.stretch(code, day)
        if key not in self.present:
            self.present[key] = [one for one in self.by_unit[code] if one[1].covers(day)]
        return self.present[key]

    def givers(self, code: str, day: date) -> Urn:
        """Return those who give cards by then, as readily as they do."""
        key = "givers", code, self.stretch(code, day)
        if key not in self.urns:
            self.urns[key] = Urn.of(self.members(code, day), lambda one: one[0].gives * one[0].has_begun(day))
        return self.urns[key]

    def mates(self, stay: Stay, day: date) -> Urn:
        """Return the people of a unit, those of the same team more readily."""
        key = "mates", stay.unit, self.stretch(stay.unit, day), stay.teams
        if key not in self.urns:
            self.urns[key] = Urn.of(self.members(stay.unit, day), lambda one: closeness(stay, one))
        return self.urns[key]

    def strangers(self, code: str, day: date) -> Urn:
        """Return those of a unit to whom somebody of another may write."""
        key = "strangers", code, self.stretch(code, day)
        if key not in self.urns:
            open_to_all = [one for one in self.members(code, day) if not one[0].is_protected]
            self.urns[key] = Urn.of(open_to_all, lambda one: one[0].shines)
        return self.urns[key]


def closeness(stay: Stay, other: Member) -> float:
    """Return how readily one gives to a colleague of the same unit; more so within a team."""
    return other[0].shines * (3 if set(stay.teams) & set(other[1].teams) else 1)
