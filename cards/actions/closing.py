"""Close the periods that have ended: store their boards as they are shown, and who is named on them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from cards.actions.tallies import fold_tallies
from cards.lib.days import local_day
from cards.lib.periods import Grain, Period
from cards.lib.standings import Seen, may_name, named_people, unit_places
from cards.models import ALL_TYPES, CardType, ClosedGiver, ClosedUnit, Closing, GiversBoard, Organisation, Unit
from cards.queries.between_units import seen_in, stamp_card
from cards.queries.board_frame import BoardGoal
from cards.queries.closed_boards import periods_to_close, person_tallies
from cards.queries.givers import MOST_FIRSTS, people_on_board
from cards.queries.goals import goals_of
from cards.queries.organisation import time_zone_of_organisation
from cards.queries.programme import languages_of
from cards.queries.tallies import PersonCount, unit_counts


def close_periods(*, at: datetime) -> int:
    """Close every period that ended a whole day ago and had encounters; return how many that were.

    One transaction each. What is closed stays closed: doing it again, or at once in another process, changes nothing.
    """
    fold_tallies(at=at)  # What is in the log belongs to what is closed, and the tallies alone are read.
    zone = time_zone_of_organisation()
    periods = periods_to_close(local_day(at, zone))
    return sum(close_period(period, at=at, time_zone=zone) for period in periods)


@transaction.atomic(durable=True)
def close_period(period: Period, *, at: datetime, time_zone: str) -> bool:
    """Store a period's boards, of the units that are open; False, and nothing, when they have been stored before."""
    # Who comes second waits here for the first, and then finds the row.
    closing, is_new = Closing.objects.get_or_create(
        grain=period.grain, period=period.first_on, defaults={"closed_at": at}
    )
    if not is_new:
        return False
    units = list(Unit.objects.leaves().opened().order_by("pk"))
    seen = seen_by_type(period, units, at=at, time_zone=time_zone)
    today, goals = local_day(at, time_zone), {}
    if period.grain == Grain.MONTH:
        goals = goals_of(period)
        closing.languages = languages_of(period, today=today)
        closing.save()
    ClosedUnit.objects.bulk_create(
        row
        for type_id, of_type in seen.items()
        for row in unit_rows(closing, type_id, of_type, goals if type_id == ALL_TYPES else {})
    )
    store_givers(closing, period, units, seen, today=today)
    return True


def seen_by_type(period: Period, units: Sequence[Unit], *, at: datetime, time_zone: str) -> dict[int, dict[int, Seen]]:
    """Return the units as they are shown, for all types together and each that was given."""
    types = list(CardType.objects.order_by("pk").values_list("pk", flat=True))
    counts = unit_counts([period], at=at, time_zone=time_zone, card_type_ids=types)
    ids = [unit.pk for unit in units]
    seen = {type_id: seen_in(counts, ids, period, type_id) for type_id in [ALL_TYPES, *types]}
    return {type_id: of_type for type_id, of_type in seen.items() if any(one.encounters for one in of_type.values())}


def unit_rows(
    closing: Closing, type_id: int, seen: Mapping[int, Seen], goals: Mapping[int, BoardGoal]
) -> Iterator[ClosedUnit]:
    """Yield the row of each unit that has people, with what it has reached of its goal."""
    places = unit_places(seen)
    for unit_id, one in seen.items():
        if one.headcount:
            goal = stamp_card(goals.get(unit_id), one)
            yield ClosedUnit(
                closing=closing,
                unit_id=unit_id,
                card_type_id=type_id,
                headcount=one.headcount,
                encounters=one.encounters,
                share=one.share,
                share_word=one.word,
                place=places.get(unit_id),
                goal_kind=goal.kind if goal else "",
                goal_target=goal.target if goal else None,
                goal_reached=goal.reached if goal else None,
            )


def store_givers(
    closing: Closing, period: Period, units: Iterable[Unit], seen: Mapping[int, Mapping[int, Seen]], *, today: date
) -> None:
    """Store who is named in the units that name anybody, inside the caller's transaction."""
    switch = GiversBoard(Organisation.objects.values_list("givers_board", flat=True).get())
    if switch == GiversBoard.OFF:
        return
    on_board = people_on_board(switch, on=today)
    counts = person_tallies(period)
    ClosedGiver.objects.bulk_create(
        row
        for unit in units
        for type_id, of_type in seen.items()
        if (one := of_type.get(unit.pk)) and one.encounters and unit.has_givers_board and may_name(one.headcount)
        for row in giver_rows(
            closing,
            unit,
            type_id,
            {count.person_id: count for count in counts.get((unit.pk, type_id), ()) if count.person_id in on_board},
            headcount=one.headcount,
        )
    )


def giver_rows(
    closing: Closing, unit: Unit, type_id: int, shown: Mapping[int, PersonCount], *, headcount: int
) -> Iterator[ClosedGiver]:
    """Yield the rows of those who are named: for whom they gave to, or for their first card."""
    thanked = {pk: count.thanked for pk, count in shown.items()}
    places = {one.key: one.place for one in named_people(thanked, headcount=headcount)}
    # One more than a page shows, so that it knows of more.
    firsts = sorted(pk for pk, count in shown.items() if count.is_first_time)[: MOST_FIRSTS + 1]
    for person_id in sorted({*places, *(firsts if type_id == ALL_TYPES else ())}):
        yield ClosedGiver(
            closing=closing,
            unit=unit,
            card_type_id=type_id,
            person_id=person_id,
            place=places.get(person_id),
            colleagues=shown[person_id].thanked,
            encounters=shown[person_id].given,
            is_first_time=type_id == ALL_TYPES and person_id in firsts,
        )
