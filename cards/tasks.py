"""What runs in the background, and when: each a line that calls an action. Times are UTC.

A task is a plain function, never async: only those are held by their worker (hjartkort/holding.py). Actions defer one
by name, in their own transaction: `app.configure_task("…").defer(…)` of procrastinate.contrib.django.
"""

from collections.abc import Callable
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from procrastinate.contrib.django import app

from cards.actions.card_counts import count_cards
from cards.actions.closing import close_periods
from cards.actions.employment import arrive as let_arrive
from cards.actions.importing_drafts import drop_old_drafts
from cards.actions.importing_jobs import apply_draft, read_draft
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


@by_the_clock("1 * * * *")
def arrive() -> None:
    """Let those be in their new unit whose move was noted ahead: the day begins when the organisation's does."""
    let_arrive(at=timezone.now())


@by_the_clock("20 1 * * *")
def drop_notices() -> None:
    """Drop the notices that nobody sent."""
    drop_stale_notices(at=timezone.now())


@by_the_clock("40 1 * * *")
def drop_sessions() -> None:
    """Drop the sessions that have ended."""
    SessionStore.clear_expired()


@by_the_clock("50 1 * * *")
def drop_imports() -> None:
    """Delete the imports that nobody finished within a day."""
    drop_old_drafts(at=timezone.now())


@app.task(name="read_import")
def read_import(draft: str) -> None:
    """Compare the files of an import with the organisation."""
    read_draft(draft_id=UUID(draft), at=timezone.now())


@app.task(name="apply_import")
def apply_import(draft: str) -> None:
    """Apply an import."""
    apply_draft(draft_id=UUID(draft), at=timezone.now())
