"""The feed: bounded, ordered index branches joined by UNION, page after page by the id of the last card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from cards.lib.audiences import Audience
from cards.lib.ids import MAX_ID, delivered_before
from cards.models import CardAudience, CardRecipient, CardType, Level, Person, Unit
from cards.queries.cards import CardFace, card_faces

PAGE_SIZE = 20
MOST_COUNTED = 100  # A chip says 99+ from here on.


class Scope(StrEnum):
    """Whose cards the feed shows."""

    UNIT = "unit"
    EVERYONE = "everyone"
    ME = "me"


@dataclass(frozen=True)
class Selection:
    """What of the feed is asked for. `unit` is another unit, `person` whose cards with the viewer are meant."""

    scope: Scope = Scope.UNIT
    card_type: CardType | None = None
    unit: Unit | None = None
    person: Person | None = None


@dataclass(frozen=True)
class FeedPage:
    """Some cards, newest first; `older_than` is the id to go on from, None on the last page."""

    cards: tuple[CardFace, ...]
    older_than: int | None
    newest: int  # The id that a later poll asks from.


Branch = QuerySet[Any, Any]


def branches(selection: Selection, *, viewer: Person) -> list[Branch]:
    """Return the index reads whose union is the selection: each an ordered column of card ids."""
    rows: list[Branch]
    if selection.person:
        given = CardRecipient.objects.filter(sender=viewer, person=selection.person)
        got = CardRecipient.objects.filter(sender=selection.person, person=viewer, is_received=True)
        rows = [given, got]
    elif selection.scope == Scope.ME:
        rows = [CardRecipient.objects.filter(person=viewer, is_received=True)]
    elif selection.unit and selection.unit.pk != viewer.unit_id:
        rows = [CardAudience.objects.filter(unit=selection.unit, audience=Audience.EVERYONE)]
    elif selection.unit or selection.scope == Scope.UNIT:
        rows = [
            CardAudience.objects.filter(unit=viewer.unit_id, audience=a) for a in (Audience.UNITS, Audience.EVERYONE)
        ]
    else:
        root = Unit.objects.filter(level=Level.ROOT).values("pk")[:1]
        rows = [
            CardAudience.objects.filter(unit=root, audience=Audience.EVERYONE),
            CardAudience.objects.filter(unit=viewer.unit_id, audience=Audience.UNITS),
        ]
    if selection.scope != Scope.ME and not selection.person:
        rows.append(given_as_told(selection, viewer))
    if selection.card_type:
        rows = [row.filter(card_type=selection.card_type) for row in rows]
    return [row.values_list("card_id", flat=True).order_by("-card_id") for row in rows]


def given_as_told(selection: Selection, viewer: Person) -> Branch:
    """Return what the viewer gave to people who have blocked them, wherever they were told that it is read.

    Nobody else reads it; without it, its absence would tell.
    """
    given = CardRecipient.objects.filter(sender=viewer, is_received=False)
    is_of_my_unit = Q(card__sender_unit=viewer.unit_id, audience__gt=Audience.ONLY_US)
    if selection.unit and selection.unit.pk != viewer.unit_id:
        given = given.filter(audience=Audience.EVERYONE, unit=selection.unit)
    elif selection.unit or selection.scope == Scope.UNIT:
        given = given.filter(is_of_my_unit)
    else:
        given = given.filter(is_of_my_unit | Q(audience=Audience.EVERYONE))
    return given.distinct()


def newest_ids(reads: Sequence[Branch], *, below: int, above: int = 0, limit: int) -> list[int]:
    """Return the highest ids of the union between two ids (both outside), highest first."""
    bounded = [read.filter(card_id__lt=below, card_id__gt=above)[:limit] for read in reads]
    if len(bounded) == 1:
        return list(bounded[0])
    return list(bounded[0].union(*bounded[1:]).order_by("-card_id")[:limit])


def feed_page(
    selection: Selection, *, viewer: Person, language: str, at: datetime, older_than: int | None = None
) -> FeedPage:
    """Return a page of what has left the postbox and this viewer may read."""
    delivered = delivered_before(at)
    below = min(older_than or MAX_ID, delivered)
    ids = newest_ids(branches(selection, viewer=viewer), below=below, limit=PAGE_SIZE + 1)
    shown = ids[:PAGE_SIZE]
    return FeedPage(
        cards=tuple(card_faces(shown, viewer=viewer, language=language)),
        older_than=shown[-1] if len(ids) > PAGE_SIZE else None,
        newest=delivered - 1,
    )


def count_new(selection: Selection, *, viewer: Person, at: datetime, since: int) -> int:
    """Return how many cards have been delivered since an id was the newest, at most MOST_COUNTED."""
    reads = branches(selection, viewer=viewer)
    return len(newest_ids(reads, below=delivered_before(at), above=since, limit=MOST_COUNTED))
