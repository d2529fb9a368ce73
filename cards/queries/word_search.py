"""Search the words of cards, three months at a time: in one's own box, or in one's unit's feed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection

from cards.lib.days import day_starts, local_day
from cards.lib.ids import MAX_ID, delivered_before, id_floor
from cards.models import Person
from cards.queries.cards import CardFace, card_faces
from cards.sql import statement

MONTHS = 3  # How far back one look reaches; "search older" looks at the three before.
PAGE_SIZE = 20
MAX_WORDS = 6


class Where(StrEnum):
    """Which cards are searched."""

    BOX = "box"
    UNIT = "unit"


@dataclass(frozen=True)
class Found:
    """What three months hold. `older_than` is the id to go on from within them, `from_month` where they begin."""

    cards: tuple[CardFace, ...]
    older_than: int | None
    from_month: date
    to_month: date
    older_month: date | None  # The last month of the next look; None where no card is older.


def find_cards(
    text: str,
    where: Where,
    *,
    viewer: Person,
    language: str,
    at: datetime,
    until: date | None = None,
    older_than: int | None = None,
) -> Found:
    """Return cards with every word of the text, or with words that begin so, newest first.

    `until` is a day in the last month to look at. Envelopes that the viewer has not opened are never found.
    """
    today = local_day(at, viewer.time_zone)
    last = month_number(min(until or today, today))
    began = day_starts(month_of(last - MONTHS + 1), viewer.time_zone)
    values: dict[str, Any] = {
        "words": prefix_query(text),
        "from_month": last - MONTHS + 1,
        "to_month": last,
        "above": id_floor(began - timedelta(days=1)),  # Bounds the ids; sent_on decides, whatever the time zone was.
        "below": min(older_than or MAX_ID, delivered_before(at)),
        "viewer": viewer.pk,
        "limit": PAGE_SIZE + 1,
    }
    if where == Where.UNIT:
        values["unit"] = viewer.unit_id
    with connection.cursor() as cursor:
        cursor.execute(statement(f"find_in_{where}"), values)
        rows = cursor.fetchall()
    ids = [row[0] for row in rows if row[0] is not None]
    shown = ids[:PAGE_SIZE]
    return Found(
        cards=tuple(card_faces(shown, viewer=viewer, language=language)),
        older_than=shown[-1] if len(ids) > PAGE_SIZE else None,
        from_month=month_of(last - MONTHS + 1),
        to_month=month_of(last),
        older_month=month_of(last - MONTHS) if rows and rows[0][1] else None,
    )


def prefix_query(text: str) -> str:
    """Return a tsquery that asks for every word of the text, as a whole word or as a beginning."""
    words = re.findall(r"\w+", text)[:MAX_WORDS]
    return " & ".join(f"{word}:*" for word in words)


def month_number(on: date) -> int:
    """Return months since year 0, as the SQL function of that name does."""
    return on.year * 12 + on.month


def month_of(number: int) -> date:
    """Return the first day of the month with this number."""
    return date((number - 1) // 12, (number - 1) % 12 + 1, 1)
