"""The board of a unit's page for one period: how the unit is doing, its givers, and the units beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cards.lib.periods import Grain, Period
from cards.lib.shares import may_be_shown
from cards.lib.standings import FEWEST_FOR_NAMES, Seen, closes_on
from cards.models import ALL_TYPES, Person
from cards.queries.between_units import BandOfUnits, StampCard, bands, running_lines, seen_in, stamp_card
from cards.queries.board_frame import Frame, Team, board_frame
from cards.queries.closed_boards import closed_units, closed_within
from cards.queries.givers import Within, within
from cards.queries.tallies import person_counts, unit_counts


class State(Enum):
    """What has become of a period."""

    RUNNING = "running"
    WAITING = "waiting"  # Ended, and to be closed.
    CLOSED = "closed"
    PAST = "past"  # Ended before boards were closed, or without a card.


@dataclass(frozen=True)
class Board:
    """The whole board as one viewer sees it."""

    frame: Frame
    state: State
    total: int  # Encounters of the unit, or of those below it: of the chosen type.
    own: Seen | None  # The viewer's unit, of the chosen type; None for an area.
    goal: StampCard | None
    within: Within | None
    team: Team | None
    bands: tuple[BandOfUnits, ...]

    @property
    def period(self) -> Period:
        """The period shown."""
        return self.frame.period

    @property
    def is_of_unit(self) -> bool:
        """Tell the board of a unit from what an area or the co-op sees: the sum of those below."""
        return self.frame.is_of_unit

    @property
    def is_running(self) -> bool:
        """Tell whether days of it are still to come."""
        return self.state == State.RUNNING

    @property
    def is_waiting(self) -> bool:
        """Tell whether it has ended and is soon to be closed."""
        return self.state == State.WAITING

    @property
    def is_closed(self) -> bool:
        """Tell whether it shows how it was closed."""
        return self.state == State.CLOSED

    @property
    def tells_goals(self) -> bool:
        """Tell whether units stand with how far they have come with their goals, and no shares yet."""
        return self.is_running and any(line.goal and line.goal.is_told for band in self.bands for line in band.lines)

    @property
    def has_places(self) -> bool:
        """Tell whether units of the period have places, or will have."""
        return self.state != State.PAST and self.period.grain != Grain.ALL

    @property
    def places_any(self) -> bool:
        """Tell whether a place can come, or has come, to any of them."""
        return self.has_places and any(band.placed if self.is_closed else band.can_place for band in self.bands)

    @property
    def is_before_all(self) -> bool:
        """Tell whether it lies before the first card."""
        first_on = self.frame.first_on
        return self.state == State.PAST and (first_on is None or self.period.first_on < first_on)

    @property
    def is_short(self) -> bool:
        """Tell a week and a month, of which no share is told where fewer than ten work."""
        return self.period.grain in (Grain.WEEK, Grain.MONTH)

    @property
    def waits_for_quarter(self) -> bool:
        """Tell whether longer periods have a share of the viewer's unit, and this one has none."""
        return self.own is not None and self.own.told is None and may_be_shown(self.own.headcount, Grain.QUARTER)

    @property
    def closes_on(self) -> date:
        """The day from which its page stays as it is."""
        return closes_on(self.period)

    @property
    def lengths(self) -> list[Period]:
        """The periods of each length that this one ends in, itself among them."""
        return [Period.containing(grain, self.period.reference_day(self.frame.today)) for grain in Grain]

    @property
    def running_month(self) -> Period:
        """The month that the page begins with."""
        return Period.containing(Grain.MONTH, self.frame.today)

    @property
    def previous(self) -> Period | None:
        """The period before, as far back as there are numbers."""
        before, first_on = self.period.previous, self.frame.first_on
        return before if before and first_on and before.first_on >= first_on else None

    @property
    def next(self) -> Period | None:
        """The period after, until the one that runs."""
        after = self.period.next
        return after if after and after.first_on <= self.frame.today else None

    @property
    def past(self) -> list[Period]:
        """The latest periods that are closed, the newest first."""
        return [one.period for one in self.frame.closed if one.period != self.period]

    @property
    def teams(self) -> tuple[Team, ...]:
        """The viewer's teams that have givers of their own to name: while numbers still move."""
        big = tuple(team for team in self.frame.teams if team.headcount >= FEWEST_FOR_NAMES)
        return big if self.is_of_unit and not self.is_closed else ()


def board(viewer: Person, *, period: Period, type_slug: str, team_id: int | None, language: str, at: datetime) -> Board:
    """Return the board of the viewer's unit for a period, a type or all, and perhaps one of the viewer's teams."""
    frame = board_frame(viewer, period=period, type_slug=type_slug, language=language, at=at)
    if frame.closing:
        return closed_board(viewer, frame, language=language)
    is_running, is_month = not period.has_ended(frame.today), period.grain == Grain.MONTH
    counts = unit_counts(
        list({period, frame.month} if is_running else {period}),
        at=at,
        time_zone=viewer.time_zone,
        card_type_ids=[frame.type_id],
        is_current=frame.is_current,
    )
    told = {viewer.unit_id} if is_running else None
    seen, all_types = (
        seen_in(counts, frame.units, period, frame.type_id, told=told),
        seen_in(counts, frame.units, period, ALL_TYPES, told=told),
    )
    in_month = seen_in(counts, frame.units, frame.month, ALL_TYPES, told=told)
    unit, own = frame.units.get(viewer.unit_id), seen.get(viewer.unit_id)
    team = next((team for team in frame.teams if team.pk == team_id and team.headcount >= FEWEST_FOR_NAMES), None)
    lines = running_lines(frame.units, seen, with_goals=in_month if is_month else None)
    has_goal = unit and viewer.unit_id in in_month and (is_running or is_month)
    return Board(
        frame=frame,
        state=state_of(frame, has_cards=any(one.encounters for one in all_types.values())),
        total=total_of(frame, seen),
        own=own if unit else None,
        goal=stamp_card(unit.goal, in_month[viewer.unit_id]) if unit and has_goal else None,
        within=within_unit(viewer, frame, own, team=team, language=language, at=at) if unit and own else None,
        team=team,
        bands=own_first(bands(lines), viewer),
    )


def closed_board(viewer: Person, frame: Frame, *, language: str) -> Board:
    """Return the board of a closed period as it was shown then."""
    closed = closed_units(frame, own_id=viewer.unit_id)
    own = closed.own
    return Board(
        frame=frame,
        state=State.CLOSED,
        total=total_of(frame, {line.unit.pk: line.seen for line in closed.lines}),
        own=own,
        goal=closed.own_goal,
        within=closed_within(viewer, frame, headcount=own.headcount, language=language) if own else None,
        team=None,
        bands=own_first(bands(closed.lines), viewer),
    )


def total_of(frame: Frame, seen: Mapping[int, Seen]) -> int:
    """Return the encounters of the viewer's unit, or of the units below it."""
    return sum(seen[pk].encounters for pk, unit in frame.units.items() if unit.is_mine and pk in seen)


def within_unit(viewer: Person, frame: Frame, own: Seen, *, team: Team | None, language: str, at: datetime) -> Within:
    """Return what is told of the people of the viewer's unit, or of one of its teams."""
    counts = person_counts(
        frame.period,
        unit_id=viewer.unit_id,
        at=at,
        time_zone=viewer.time_zone,
        card_type_id=frame.type_id or None,
        is_current=frame.is_current,
    )
    return within(
        viewer,
        frame,
        counts,
        headcount=team.headcount if team else own.headcount,
        members=team.people if team else None,
        language=language,
    )


def state_of(frame: Frame, *, has_cards: bool) -> State:
    """Return what has become of a period that is not closed."""
    if not frame.period.has_ended(frame.today):
        return State.RUNNING
    is_soon = frame.today <= closes_on(frame.period)
    return State.WAITING if has_cards and is_soon else State.PAST


def own_first(found: list[BandOfUnits], viewer: Person) -> tuple[BandOfUnits, ...]:
    """Put the band of the viewer's unit before the others."""
    return tuple(sorted(found, key=lambda one: all(line.unit.pk != viewer.unit_id for line in one.lines)))
