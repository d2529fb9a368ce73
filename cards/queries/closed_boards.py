"""Periods as they were shown when they were closed: withdrawals since then change tallies, not these."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cards.lib.alphabet import sort_key
from cards.lib.periods import BEGINNING, Grain, Period
from cards.lib.shares import ShareWord
from cards.lib.standings import Seen, closes_on, movement
from cards.models import ALL_TYPES, ClosedGiver, ClosedUnit, Closing, GoalKind, Person, PersonTally, UnitTally
from cards.queries.between_units import StampCard, UnitLine, seen_of
from cards.queries.board_frame import Frame
from cards.queries.givers import MOST_FIRSTS, Naming, Within, first_names, may_be_named, nobody_named
from cards.queries.tallies import PersonCount, UnitCount

YEAR = timedelta(days=366)


@dataclass(frozen=True)
class ClosedUnits:
    """The units of a closed period, and the viewer's own, of one type or all; its goal is of all."""

    lines: list[UnitLine]
    own: Seen | None
    own_goal: StampCard | None


def periods_to_close(today: date) -> list[Period]:
    """Return the periods that are over for long enough, have encounters and are not closed, the oldest first.

    Of weeks and months those of the last year: the first time, nobody is to be placed in what is long past.
    """
    since = {Grain.WEEK: today - YEAR, Grain.MONTH: today - YEAR, Grain.QUARTER: BEGINNING, Grain.YEAR: BEGINNING}
    found = set()
    for grain, first_on in since.items():
        tallies = UnitTally.objects.filter(grain=grain, period__gte=first_on, encounters__gt=0)
        found |= {Period(grain, on) for on in tallies.values_list("period", flat=True).distinct()}
    closed = {Period(Grain(grain), on) for grain, on in Closing.objects.values_list("grain", "period")}
    over = (period for period in found - closed if closes_on(period) <= today)
    return sorted(over, key=lambda period: (period.last_on, period.grain))


def person_tallies(period: Period) -> dict[tuple[int, int], list[PersonCount]]:
    """Return the people who gave anything in a period, by unit and card type, as far as the log has been folded."""
    found: dict[tuple[int, int], list[PersonCount]] = {}
    tallies = PersonTally.objects.filter(grain=period.grain, period=period.first_on, given__gt=0).order_by("person_id")
    for row in tallies:
        count = PersonCount(
            row.person_id, row.given, row.received, row.thanked, row.own_thanked, row.seen_by, row.firsts > 0
        )
        found.setdefault((row.unit_id, row.card_type_id), []).append(count)
    return found


def closed_units(frame: Frame, *, own_id: int) -> ClosedUnits:
    """Return the units of the frame's closed period, with movement since the one before, in one query."""
    closings = [one.pk for one in (frame.closing, frame.closing_before) if one]
    rows = ClosedUnit.objects.filter(closing__in=closings, card_type_id__in={ALL_TYPES, frame.type_id})
    now, before = {}, {}
    for row in rows:
        if frame.closing and row.closing_id == frame.closing.pk:
            now[row.card_type_id, row.unit_id] = row
        elif row.card_type_id == frame.type_id:
            before[row.unit_id] = row
    own = now.get((ALL_TYPES, own_id))
    # A type that nobody gave was closed with no rows.
    none = seen_of(UnitCount(own_id, own.headcount), frame.period.grain) if own else None
    of_type = now.get((frame.type_id, own_id))
    return ClosedUnits(
        lines=[
            closed_line(frame, line, goal=now.get((ALL_TYPES, pk)), before=before.get(pk))
            for pk in frame.units
            if (line := now.get((frame.type_id, pk)))
        ],
        own=seen_when_closed(of_type) if of_type else none,
        own_goal=goal_when_closed(own),
    )


def closed_line(frame: Frame, row: ClosedUnit, *, goal: ClosedUnit | None, before: ClosedUnit | None) -> UnitLine:
    """Shape a unit's row; it has moved only within a band, and since a period that was closed, too."""
    seen = seen_when_closed(row)
    is_comparable = before is not None and seen_when_closed(before).band == seen.band
    return UnitLine(
        unit=frame.units[row.unit_id],
        seen=seen,
        goal=goal_when_closed(goal) if frame.period.grain == Grain.MONTH else None,
        place=row.place,
        movement=movement(row.place, before.place) if row.place and before and is_comparable else None,
    )


def seen_when_closed(row: ClosedUnit) -> Seen:
    """Return a unit's numbers as they were shown."""
    word = None if row.share_word is None else ShareWord(row.share_word)
    return Seen(headcount=row.headcount, encounters=row.encounters, share=row.share, word=word)


def goal_when_closed(row: ClosedUnit | None) -> StampCard | None:
    """Return how far a unit had come with its goal."""
    if row is None or row.goal_target is None or row.goal_reached is None:
        return None
    return StampCard(GoalKind(row.goal_kind), row.goal_target, row.goal_reached)


def closed_within(viewer: Person, frame: Frame, *, headcount: int, language: str) -> Within:
    """Return what was told of the people of the viewer's unit in the frame's closed period, in one query.

    Somebody who has left the board since, or the firm, is named no more; the others keep their places. Of who was not
    named nothing is stored, so that nobody reads today's number or place beside the places of then; and of those who
    were seen nothing at all.
    """
    nobody = replace(nobody_named(viewer, frame, headcount=headcount), has_receivers=False)
    if frame.closing is None or not nobody.has_givers:
        return nobody
    rows = ClosedGiver.objects.filter(closing=frame.closing.pk, unit=viewer.unit_id, card_type_id=frame.type_id)
    found = [row for row in rows if may_be_named(row.person_id, frame)]
    naming = Naming(viewer, frame, 0, language)
    givers = [naming.named(row.person_id, row.colleagues, row.place) for row in found if row.place]
    firsts = first_names([frame.people[row.person_id] for row in found if row.is_first_time], language)
    return replace(
        nobody,
        givers=tuple(sorted(givers, key=lambda one: (one.place, sort_key(one.name, language)))),
        first_timers=firsts[:MOST_FIRSTS],
        has_more_firsts=len(firsts) > MOST_FIRSTS,
    )
