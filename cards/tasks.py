"""What runs in the background, and when: each a line that calls an action. Times are UTC.

A task is a plain function, never async: only those are held by their worker (hjartkort/holding.py). Actions defer one
by name, in their own transaction: `app.configure_task("…").defer(…)` of procrastinate.contrib.django.
"""

from collections.abc import Callable

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from procrastinate.contrib.django import app

from cards.actions.card_counts import count_cards
from cards.actions.closing import close_periods
from cards.actions.jobs import tend_jobs
from cards.actions.notices import drop_stale_notices
from cards.actions.tallies import fold_tallies


def by_the_clock(cron: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Run a function when the clock says so (with seconds last): never twice at once, and waiting at most once."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        def run(timestamp: int) -> None:
            function()

        name = function.__name__
        app.periodic(cron=cron)(app.task(name=name, lock=name, queueing_lock=name)(run))
        return function

    return register


@by_the_clock("* * * * * */15")
def fold() -> None:
    """Fold the log of what was given into the tallies."""
    fold_tallies(at=timezone.now())


@by_the_clock("* * * * * 5")
def tend() -> None:
    """Take up the jobs that died."""
    tend_jobs(at=timezone.now())


@by_the_clock("7 * * * *")
def close() -> None:
    """Close the periods that ended a day ago."""
    close_periods(at=timezone.now())


@by_the_clock("15 * * * *")
def count() -> None:
    """Count the cards of each type."""
    count_cards(at=timezone.now())


@by_the_clock("20 1 * * *")
def drop_notices() -> None:
    """Drop the notices that nobody sent."""
    drop_stale_notices(at=timezone.now())


@by_the_clock("40 1 * * *")
def drop_sessions() -> None:
    """Drop the sessions that have ended."""
    SessionStore.clear_expired()
