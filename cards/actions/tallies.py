"""Fold the log into the tallies, and count them anew from the cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from cards.actions.counting import FOLD_LOCK, wait_for_fold
from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.lib.periods import Grain, Period
from cards.models import Card, FlowTally, PersonTally, TallyEntry, TallyState, UnitTally
from cards.queries.organisation import time_zone_of_organisation
from cards.sql import statement

AT_ONCE = 2_000  # Entries that one transaction takes.


def fold_tallies(*, at: datetime) -> int:
    """Fold what has left the postbox; return how many entries of the log that took.

    Several at once wait for each other; what is folded is taken out of the log in the same transaction.
    """
    taken = 0
    while True:
        some = fold_some(at=at)
        taken += some
        if some < AT_ONCE:
            return taken


@transaction.atomic(durable=True)
def fold_some(*, at: datetime) -> int:
    """Fold at most AT_ONCE entries and settle who belongs where; return how many entries that took."""
    today = local_day(at, time_zone_of_organisation())
    begin_fold()
    settle_until(today)
    return take_entries(at=at, today=today)


def take_entries(*, at: datetime, today: date) -> int:
    """Move entries from the log into the tallies, inside the caller's transaction, which has settled `today`."""
    below = delivered_before(at)
    delivered = TallyEntry.objects.filter(card_id__lt=below).order_by("pk")
    oldest = list(delivered.values_list("pk", flat=True)[:AT_ONCE])
    if not oldest:
        return 0
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"below": below, "up_to": oldest[-1], "today": today}
        cursor.execute(statement("tally_changes") + statement("fold_tallies"), values)
        return int(cursor.fetchone()[0])


def begin_fold() -> None:
    """Wait until no other fold, and no undo, is under way, inside the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLD_LOCK])


def settle_until(today: date) -> None:
    """See that the tallies know who belongs where today, inside the caller's transaction, which holds the lock."""
    state = TallyState.objects.select_for_update().first()
    if state is None or state.settled_on != today:
        first_on = first_day_counted() or today  # Before the first card nothing is counted, heads neither.
        settle(since=min(max(state.settled_on, first_on), today) if state else first_on, today=today)


def settle(*, since: date, today: date) -> None:
    """Move people's rows to where they belong, with what they got there, and count heads, from one day on.

    Inside the caller's transaction, which holds the fold's lock. A period's day is its last, today while it runs.
    """
    move = statement("tally_changes") + statement("settle_people", strays_got=statement("count_strays"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # When thousands move at once, it still has to end.
        cursor.execute(move, {**days_of_periods(since, today), "today": today, "below": 0, "up_to": 0})
    count_heads(since=since, today=today)


def count_heads(*, since: date, today: date) -> None:
    """Write how many belonged to each unit in every period from one day on, and that the tallies know it."""
    with connection.cursor() as cursor:
        cursor.execute(statement("settle_headcounts"), days_of_periods(since, today))
    TallyState.objects.update_or_create(defaults={"settled_on": today})


def days_of_periods(since: date, today: date) -> dict[str, Any]:
    """Return the periods from one day on, and whose day says who belongs to what, as statements take them."""
    periods = periods_from(since, today)
    return {
        "grains": [period.grain for period in periods],
        "periods": [period.first_on for period in periods],
        "days": [period.reference_day(today) for period in periods],
    }


def periods_from(since: date, today: date) -> Sequence[Period]:
    """Return the periods of every length from the ones a day lies in to those another does."""
    found = []
    for grain in Grain:
        period: Period | None = Period.containing(grain, since)
        while period and period.first_on <= today:
            found.append(period)
            period = period.next
    return found


@transaction.atomic(durable=True)
def rebuild_tallies(*, at: datetime) -> int:
    """Throw the tallies away and count them anew from the cards; return how many recipients count."""
    return count_anew(at=at)


def count_anew(*, at: datetime) -> int:
    """Rebuild the tallies inside the caller's transaction, such as one that fills tables in bulk without a log."""
    today = local_day(at, time_zone_of_organisation())
    begin_fold()
    for model in (PersonTally, UnitTally, FlowTally):
        model.objects.all().delete()
    counted = recount("rebuild_tallies", at=at, today=today)[0][0]
    count_heads(since=first_day_counted() or today, today=today)
    return int(counted)


@dataclass(frozen=True)
class Difference:
    """A number that the tallies have and the cards do not bear out, or the other way round."""

    what: str  # person, unit, flow or headcount.
    grain: str
    period: date
    card_type_id: int
    unit_id: int
    other_id: int  # The person, or the unit that the flow goes to.
    counted: list[int] | None
    stored: list[int] | None


@transaction.atomic(durable=True)
def check_tallies(*, at: datetime) -> list[Difference]:
    """Hold the tallies, with all that is in the log, against the cards; return what differs, and change nothing."""
    today = local_day(at, time_zone_of_organisation())
    begin_fold()
    settle_until(today)
    while take_entries(at=at, today=today) == AT_ONCE:
        pass
    differences = [Difference(*row) for row in recount("check_tallies", at=at, today=today)]
    transaction.set_rollback(True)
    return differences


def recount(purpose: str, *, at: datetime, today: date) -> list[tuple[Any, ...]]:
    """Count everything from the cards, for the statement that says what it is for."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL statement_timeout = 0")
        # Its tables are those it has made: how large they are, nothing but the cards themselves can tell.
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off")
        values: dict[str, Any] = {"below": delivered_before(at), "today": today}
        cursor.execute(statement("recount") + statement(purpose), values)
        rows = list(cursor.fetchall())
        cursor.execute("SET LOCAL enable_nestloop = on; SET LOCAL enable_mergejoin = on")
        return rows


def first_day_counted() -> date | None:
    """Return the local day of the first card, from which on heads are counted; None without cards."""
    return Card.objects.order_by("pk").values_list("sent_on", flat=True).first()


def unsettle(*, since: date) -> None:
    """Say that from a day on somebody belongs elsewhere than the tallies know, inside the caller's transaction."""
    wait_for_fold()  # One that is under way has not seen it, and would say that it knows.
    TallyState.objects.filter(settled_on__gte=since).update(settled_on=since - timedelta(days=1))
