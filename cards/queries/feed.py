"""The feed: bounded, ordered index branches joined by UNION, page after page by the id of the last card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

from django.db import connection

from cards.lib.ids import MAX_ID, delivered_before
from cards.models import Person
from cards.queries.cards import CardFace, CardRow, card_rows, face
from cards.sql import statement

PAGE_SIZE = 20
MOST_COUNTED = 100  # A chip says 99+ from here on.


class Scope(StrEnum):
    """Whose cards the feed shows."""

    UNIT = "unit"
    EVERYONE = "everyone"
    ME = "me"


class HasKey(Protocol):
    """A card type, as a model or as a choice."""

    @property
    def pk(self) -> int: ...


class HasName(HasKey, Protocol):
    """A unit, likewise."""

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Selection:
    """What of the feed is asked for. `unit` is another unit, `person` whose cards with the viewer are meant."""

    scope: Scope = Scope.UNIT
    card_type: HasKey | None = None
    unit: HasName | None = None
    person: Person | None = None


@dataclass(frozen=True)
class FeedPage:
    """Some cards, newest first; `older_than` is the id to go on from, None on the last page."""

    rows: tuple[CardRow, ...]
    older_than: int | None
    newest: int  # The id that a later poll asks from.
    fresh: int  # How many cards have come since `since`, on all pages together, at most MOST_COUNTED.

    @cached_property
    def cards(self) -> tuple[CardFace, ...]:
        """The cards as they are drawn one by one."""
        return tuple(face(row) for row in self.rows)


def chosen_cards(selection: Selection, viewer: Person) -> tuple[str, dict[str, Any]]:
    """Return the name of the statement that finds a selection's cards, and what it asks."""
    values: dict[str, Any] = {"viewer": viewer.pk}
    if selection.card_type:
        values["card_type"] = selection.card_type.pk
    if selection.person:
        return "feed_between", values | {"other": selection.person.pk}
    if selection.scope == Scope.ME:
        return "feed_got", values
    if selection.unit and selection.unit.pk != viewer.unit_id:
        return "feed_listed", values | {"unit": selection.unit.pk, "own_unit": None}
    is_of_all = selection.scope == Scope.EVERYONE and not selection.unit
    return "feed_listed", values | {"unit": None if is_of_all else viewer.unit_id, "own_unit": viewer.unit_id}


def bounded(name: str, values: Mapping[str, Any], *, below: str, above: str, most: int) -> str:
    """Return the statement with its bounds; the limits are written out, for a plan that fits any values knows them."""
    of_type = "AND entry.card_type_id = %(card_type)s::smallint" if "card_type" in values else ""
    return statement(name, of_type=of_type, below=below, above=above, most=str(most))


def feed_page(
    selection: Selection,
    *,
    viewer: Person,
    language: str,
    at: datetime,
    older_than: int | None = None,
    since: int | None = None,
) -> FeedPage:
    """Return a page of what has left the postbox and this viewer may read; `since` is the id to count from."""
    delivered = delivered_before(at)
    name, values = chosen_cards(selection, viewer)
    page = bounded(name, values, below="%(below)s::bigint", above="0", most=PAGE_SIZE + 1)
    counted = bounded(name, values, below="%(delivered)s::bigint", above="%(since)s::bigint", most=MOST_COUNTED)
    values |= {
        "delivered": delivered,
        "below": min(older_than or MAX_ID, delivered),
        "since": delivered if since is None else since,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("feed_find", page=page, counted=counted, most=str(PAGE_SIZE + 1)), values)
        ids, fresh = cursor.fetchone()
    shown = ids[:PAGE_SIZE]
    return FeedPage(
        rows=tuple(card_rows(shown, viewer=viewer, language=language)),
        older_than=shown[-1] if len(ids) > PAGE_SIZE else None,
        newest=delivered - 1,
        fresh=fresh,
    )


def count_new(selection: Selection, *, viewer: Person, at: datetime, since: int) -> int:
    """Return how many cards have been delivered since an id was the newest, at most MOST_COUNTED."""
    name, values = chosen_cards(selection, viewer)
    counted = bounded(name, values, below="%(delivered)s::bigint", above="%(since)s::bigint", most=MOST_COUNTED)
    values |= {"delivered": delivered_before(at), "since": since}
    with connection.cursor() as cursor:
        cursor.execute(statement("feed_count", counted=counted), values)
        return int(cursor.fetchone()[0])
