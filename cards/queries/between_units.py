"""Units beside each other: those in the first places of a band, the others by name, each with its own goal."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from cards.lib.periods import Grain, Period
from cards.lib.shares import IN_STEPS, may_be_shown, share_word, shown_share
from cards.lib.standings import FEWEST_UNPLACED, SLOTS, Band, Movement, Seen, filled_slots, percent_of_goal
from cards.models import ALL_TYPES, GoalKind
from cards.queries.board_frame import BoardGoal, BoardUnit
from cards.queries.tallies import UnitCount, UnitCounts


@dataclass(frozen=True)
class StampCard:
    """A goal and how far it is reached, as others may read it."""

    kind: GoalKind
    target: int
    reached: int | None  # None while the unit's own people alone know it.

    @property
    def is_told(self) -> bool:
        """Tell whether one may know how far it is reached."""
        return self.reached is not None

    @property
    def is_share(self) -> bool:
        """Tell a goal in percent from one in encounters."""
        return self.kind == GoalKind.SHARE

    @property
    def slots(self) -> list[bool]:
        """The hearts, filled or not."""
        filled = filled_slots(self.reached or 0, self.target)
        return [number < filled for number in range(SLOTS)]

    @property
    def percent(self) -> int:
        """How much of it is reached."""
        return percent_of_goal(self.reached or 0, self.target)

    @property
    def left(self) -> int:
        """How much is not reached yet."""
        return max(self.target - (self.reached or 0), 0)


@dataclass(frozen=True)
class UnitLine:
    """A unit among the others of its band."""

    unit: BoardUnit
    seen: Seen
    goal: StampCard | None = None
    place: int | None = None
    movement: Movement | None = None


@dataclass(frozen=True)
class BandOfUnits:
    """Units of about one size."""

    band: Band
    placed: tuple[UnitLine, ...]
    others: tuple[UnitLine, ...]

    @property
    def lines(self) -> tuple[UnitLine, ...]:
        """All of them, the placed first."""
        return self.placed + self.others

    @property
    def is_small(self) -> bool:
        """Tell the units of up to ten people."""
        return self.band == Band.SMALL

    @property
    def is_middle(self) -> bool:
        """Tell the units of up to thirty."""
        return self.band == Band.MIDDLE

    @property
    def can_place(self) -> bool:
        """Tell whether any of them can have a place, as lib/standings.py says."""
        return len(self.lines) > FEWEST_UNPLACED and not self.has_untold

    @property
    def is_level(self) -> bool:
        """Tell whether so many stand equal at the front that none has a place."""
        return self.can_place and not self.placed and any(line.seen.encounters for line in self.lines)

    @property
    def has_untold(self) -> bool:
        """Tell whether a unit here is too small for a share of a period this short."""
        return any(line.seen.rank is None and not line.seen.is_kept for line in self.lines)


def seen_of(count: UnitCount, grain: Grain, *, is_told: bool = True) -> Seen:
    """Return a unit's numbers as somebody may read them whom its share is told, or not yet (lib/shares.py)."""
    return Seen(
        headcount=count.headcount,
        encounters=count.sum,
        share=shown_share(count.seen, count.headcount, grain) if is_told else None,
        word=share_word(count.seen, count.headcount, grain) if is_told else None,
        is_kept=not is_told and may_be_shown(count.headcount, grain),
    )


def seen_in(
    counts: UnitCounts, unit_ids: Iterable[int], period: Period, type_id: int, *, told: Container[int] | None = None
) -> dict[int, Seen]:
    """Return the units of one period and type as others may read them, those without a card of it, too.

    `told` are the units whose shares may be told; all of them, of a period that has ended.
    """
    found = {}
    for pk in unit_ids:
        if everything := counts.get((period, pk, ALL_TYPES)):
            count = counts.get((period, pk, type_id)) or UnitCount(pk, everything.headcount)
            found[pk] = seen_of(count, period.grain, is_told=told is None or pk in told)
    return found


def stamp_card(goal: BoardGoal | None, seen: Seen) -> StampCard | None:
    """Return how far a unit has come with its goal of a month; None without one, or where no share can be told."""
    if goal is None:
        return None
    reached = seen.encounters if goal.kind == GoalKind.ENCOUNTERS else seen.share
    is_kept = seen.is_kept and seen.headcount >= IN_STEPS
    return StampCard(goal.kind, goal.target, reached) if reached is not None or is_kept else None


def bands(lines: Iterable[UnitLine]) -> list[BandOfUnits]:
    """Return the open units by size, the largest first; within it the placed by place, the others as they come."""
    of_band: dict[Band, list[UnitLine]] = {band: [] for band in Band}
    for line in lines:
        if line.seen.headcount and line.unit.is_open:
            of_band[line.seen.band].append(line)
    return [
        BandOfUnits(
            band,
            placed=tuple(sorted((line for line in found if line.place), key=lambda line: line.place or 0)),
            others=tuple(line for line in found if not line.place),
        )
        for band, found in reversed(list(of_band.items()))
        if found
    ]


def running_lines(
    units: Mapping[int, BoardUnit], seen: Mapping[int, Seen], *, with_goals: Mapping[int, Seen] | None
) -> list[UnitLine]:
    """Return units without places; `with_goals` is what they have reached of their month's goals, with all types."""
    return [
        UnitLine(
            unit, seen[pk], goal=stamp_card(unit.goal, with_goals[pk]) if with_goals and pk in with_goals else None
        )
        for pk, unit in units.items()
        if pk in seen
    ]
