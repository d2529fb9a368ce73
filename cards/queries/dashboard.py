"""The numbers of a unit's dashboard: each family of them one question, rounded here as far as they must be.

Nothing leaves this module that says how many different people were seen or gave: shares do, as cards/lib/shares.py
tells them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db import OperationalError
from psycopg.errors import QueryCanceled

from cards.lib.kinds import Sized, kind_groups
from cards.lib.periods import Grain, Period
from cards.lib.shares import ShareWord, may_be_shown, share_word, shown_share
from cards.lib.standings import Seen
from cards.models import ALL_TYPES, UnitKind
from cards.queries.between_units import StampCard, seen_of, stamp_card
from cards.queries.cards import TypeFace
from cards.queries.dashboard_frame import DashboardFrame, TreeUnit
from cards.queries.tallies import UnitCount, UnitCounts, flow_counts, unit_counts

WEEKS = 52
Figures = TypeVar("Figures")


@dataclass(frozen=True)
class TypeSum:
    """Encounters of one type."""

    face: TypeFace
    encounters: int
    is_retired: bool


@dataclass(frozen=True)
class UnitLine:
    """A unit beside the others of an area or of the co-op."""

    unit: TreeUnit
    seen: Seen
    goal: StampCard | None


@dataclass(frozen=True)
class PeriodFigures:
    """What can be told of one period."""

    period: Period
    seen: Seen
    before: Seen | None  # The period before; None where there is nothing of it.
    givers: int | ShareWord | None  # The share that gave.
    types: tuple[TypeSum, ...]
    goal: StampCard | None
    units: tuple[UnitLine, ...]

    @property
    def share(self) -> int | ShareWord | None:
        """The share seen, in percent or in a word."""
        return self.seen.told

    @property
    def share_before(self) -> int | ShareWord | None:
        """The share seen in the period before."""
        return self.before.told if self.before else None

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody has given a card that is counted here."""
        return not self.seen.encounters

    @property
    def waits_for_quarter(self) -> bool:
        """Tell whether a longer period has a share, of people too few for one of this period."""
        return self.share is None and not self.seen.is_kept and may_be_shown(self.seen.headcount, Grain.QUARTER)

    @property
    def keeps_units(self) -> bool:
        """Tell whether units below keep their shares to their own people, while the period runs."""
        return any(line.seen.is_kept for line in self.units)

    @property
    def tells_units(self) -> bool:
        """Tell whether a share of any unit below is told."""
        return any(line.seen.told is not None for line in self.units)

    @property
    def keeps_goals(self) -> bool:
        """Tell whether units below keep to themselves how far they have come."""
        return any(not line.goal.is_told for line in self.units if line.goal)

    @property
    def with_goal(self) -> list[UnitLine]:
        """The units below that have a goal of the month."""
        return [line for line in self.units if line.goal]

    @property
    def reached(self) -> list[UnitLine]:
        """Those of them that have reached it."""
        return [line for line in self.with_goal if line.goal and not line.goal.left]

    @property
    def rarest(self) -> TypeSum | None:
        """The type given least, of those that were given less than others: one to think of next."""
        given = [one for one in self.types if not one.is_retired]
        fewest = min(given, key=lambda one: one.encounters, default=None)
        return fewest if fewest and any(one.encounters > fewest.encounters for one in given) else None


@dataclass(frozen=True)
class Week:
    """One of the year's weeks."""

    period: Period
    seen: Seen

    @property
    def share(self) -> int | ShareWord | None:
        """The share seen, in percent or in a word."""
        return self.seen.told


@dataclass(frozen=True)
class FlowLine:
    """What went to a kind of units, and what came from it."""

    kind: UnitKind | None  # None for smaller units of all kinds.
    given: int
    received: int


@dataclass(frozen=True)
class Flow:
    """Encounters across the border of a unit or an area, and those that stayed within."""

    period: Period
    lines: tuple[FlowLine, ...]
    within: int
    is_everything: bool  # The co-op: its kinds beside each other, since nothing goes out or comes in.
    is_told: bool = True  # False where too few people work.

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing went anywhere."""
        return not self.within and not any(line.given or line.received for line in self.lines)


def period_figures(frame: DashboardFrame, *, at: datetime, time_zone: str) -> PeriodFigures:
    """Return what can be told of the period, in one question."""
    period, before = frame.period, frame.period.previous
    periods = dict.fromkeys([period, frame.month, *([before] if before else [])])
    counts = unit_counts(
        list(periods),
        at=at,
        time_zone=time_zone,
        unit_ids=frame.ids,
        card_type_ids=[ALL_TYPES, *frame.types],
        is_current=frame.is_current,
    )
    whole, in_month = side_by_side(counts, period, frame.ids), side_by_side(counts, frame.month, frame.ids)
    was = side_by_side(counts, before, frame.ids) if before else None
    return PeriodFigures(
        period=period,
        seen=seen_by_viewer(frame, whole, period),
        before=seen_of(was, period.grain) if was and was.encounters else None,
        givers=share_told(whole.givers, whole.headcount, period.grain) if frame.tells_share(period) else None,
        types=type_sums(frame, counts, whole),
        goal=stamp_card(frame.unit.goal, seen_by_viewer(frame, in_month, frame.month)),
        units=tuple(unit_line(unit, counts, frame) for unit in frame.leaves),
    )


def weeks_of_year(frame: DashboardFrame, *, at: datetime, time_zone: str) -> list[Week]:
    """Return the year's weeks, of which the last lies in the period, in one question."""
    last = Period.containing(Grain.WEEK, frame.period.reference_day(frame.today))
    weeks = last.back(WEEKS)
    counts = unit_counts(weeks, at=at, time_zone=time_zone, unit_ids=frame.ids, is_current=frame.is_current)
    return [Week(week, seen_by_viewer(frame, week_count(frame, counts, week), week)) for week in weeks]


def week_count(frame: DashboardFrame, counts: UnitCounts, week: Period) -> UnitCount:
    """Return a week's numbers; from before the first card there are none, and no share of nobody."""
    whole = side_by_side(counts, week, frame.ids)
    is_before = week.last_on < (frame.first_on or frame.today) and not whole.encounters
    return UnitCount(unit_id=0) if is_before else whole


def flow(frame: DashboardFrame, *, at: datetime) -> Flow:
    """Return what went between the unit and kinds of units, in one question, as far as it may be told."""
    sized = [Sized(unit.pk, unit.kind, unit.people) for unit in frame.units.values()]
    groups = kind_groups(sized, UnitKind.values)
    below = set(frame.ids)
    members = {unit.pk for unit in sized if unit.pk in below and unit.is_told}
    if frame.unit.is_root:
        members = {pk for group in groups for pk in group.unit_ids}
    if not members:
        return Flow(frame.flow_period, (), 0, is_everything=frame.unit.is_root, is_told=False)
    counts = flow_counts(frame.flow_period, at=at, unit_ids=sorted(members), is_current=frame.is_current)
    lines = []
    for group in groups:
        others = group.unit_ids if frame.unit.is_root else group.unit_ids - members
        if others:
            given = sum(n for (sender, recipient), n in counts.items() if sender in members and recipient in others)
            received = sum(n for (sender, recipient), n in counts.items() if sender in others and recipient in members)
            if frame.unit.is_root:
                given, received = received, given  # Of the kind, not to it.
            lines.append(FlowLine(UnitKind(group.kind) if group.kind else None, given, received))
    within = sum(n for (sender, recipient), n in counts.items() if sender in members and recipient in members)
    return Flow(frame.flow_period, tuple(lines), within, is_everything=frame.unit.is_root)


def in_time(ask: Callable[[], Figures]) -> Figures | None:
    """Return figures, or None when the database gave up: the rest of the page is not to wait for them."""
    try:
        return ask()
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        return None


def together(counts: UnitCounts, period: Period, unit_ids: Iterable[int], card_type_id: int = ALL_TYPES) -> UnitCount:
    """Return what some units come to as one group: all their people decide what may be told of it."""
    return added([counts[key] for unit_id in unit_ids if (key := (period, unit_id, card_type_id)) in counts])


def side_by_side(
    counts: UnitCounts, period: Period, unit_ids: Iterable[int], card_type_id: int = ALL_TYPES
) -> UnitCount:
    """Return what some units come to that are shown beside each other: as much as their lines add up to.

    Else what the lines leave over would be what the smallest of them gave between two people only.
    """
    found = [counts[key] for unit_id in unit_ids if (key := (period, unit_id, card_type_id)) in counts]
    return added([replace(count, encounters=count.sum) for count in found])


def added(found: Sequence[UnitCount]) -> UnitCount:
    """Return the sums of some units' numbers."""
    return UnitCount(
        unit_id=0,
        headcount=sum(count.headcount for count in found),
        seen=sum(count.seen for count in found),
        givers=sum(count.givers for count in found),
        encounters=sum(count.encounters for count in found),
        open_encounters=sum(count.open_encounters for count in found),
    )


def type_sums(frame: DashboardFrame, counts: UnitCounts, whole: UnitCount) -> tuple[TypeSum, ...]:
    """Return the types one can give, and those that were given, in the admins' order."""
    sums = []
    for pk, face in frame.types.items():
        # A unit without a card of the type has no row, but its people count.
        of_type = replace(side_by_side(counts, frame.period, frame.ids, pk), headcount=whole.headcount)
        if of_type.sum or pk not in frame.retired:
            sums.append(TypeSum(face, of_type.sum, is_retired=pk in frame.retired))
    return tuple(sums)


def unit_line(unit: TreeUnit, counts: UnitCounts, frame: DashboardFrame) -> UnitLine:
    """Return a unit's line beside the others, with its goal of the month."""
    seen, in_month = (
        seen_by_viewer(frame, together(counts, period, [unit.pk]), period, unit)
        for period in (frame.period, frame.month)
    )
    return UnitLine(unit, seen, stamp_card(unit.goal, in_month))


def seen_by_viewer(frame: DashboardFrame, count: UnitCount, period: Period, unit: TreeUnit | None = None) -> Seen:
    """Return numbers of the dashboard's unit, or of one below it, as its viewer may read them."""
    return seen_of(count, period.grain, is_told=frame.tells_share(period, unit))


def share_told(part: int, of: int, grain: Grain) -> int | ShareWord | None:
    """Return a share as it may be told: in percent, else in a word, else nothing."""
    shown = shown_share(part, of, grain)
    return share_word(part, of, grain) if shown is None else shown
