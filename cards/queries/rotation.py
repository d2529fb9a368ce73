"""Fair rotation instead of lists: three colleagues to whom somebody has not written for long."""

import hashlib
from collections.abc import Sequence
from datetime import date

from cards.lib.days import local_day
from cards.lib.ids import time_of
from cards.models import Person
from cards.queries.recipients import PersonRow

OFFERED = 3


def colleagues_to_offer(people: Sequence[PersonRow], *, viewer: Person, today: date) -> list[PersonRow]:
    """Choose three of the viewer's unit: the same all day, whatever they got from others.

    Never written to before all others; then the oldest of last written to and last offered; equals are shuffled, in
    another way each day.
    """
    own = [row for row in people if row.is_own_unit]

    def longest_ago(row: PersonRow) -> tuple[bool, bool, date, str]:
        # What was offered today, or written since, does not change today's three.
        written_on = local_day(time_of(row.last_card_id), viewer.time_zone) if row.last_card_id else None
        is_of_today = row.offered_on == today
        days = [day for day in (written_on, row.offered_on) if day is not None]
        return not is_of_today, written_on is not None, max(days, default=date.min), shuffled(viewer, row, today)

    chosen = sorted(own, key=longest_ago)[:OFFERED]
    return sorted(chosen, key=lambda row: shuffled(viewer, row, today))


def shuffled(viewer: Person, row: PersonRow, today: date) -> str:
    """Return a place in an order that nobody can foresee and that holds all day."""
    return hashlib.sha256(f"{viewer.pk} {row.pk} {today}".encode()).hexdigest()
