"""My box: what I got, gave and saved, newest first, with a divider for each month."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, Exists, Func, IntegerField, Max, Min, OuterRef, Q, QuerySet, Value

from cards.lib.days import day_starts, local_day
from cards.lib.ids import MAX_ID, delivered_before, id_floor, time_of
from cards.models import Card, CardAudience, CardRecipient, CardRecord, Person, SavedCard
from cards.queries.cards import CardFace, card_faces

PAGE_SIZE = 24


class Shelf(StrEnum):
    """Which of the box's cards are shown."""

    GOT = "got"
    GAVE = "gave"
    SAVED = "saved"


@dataclass(frozen=True)
class Month:
    """A divider and the cards behind it; `count` is all of that month, None when it began a page before."""

    first_on: date
    count: int | None
    cards: tuple[CardFace, ...]


@dataclass(frozen=True)
class BoxPage:
    """A page of the box."""

    months: tuple[Month, ...]
    older_than: int | None
    count: int
    first_on: date | None
    last_on: date | None
    all_months: tuple[tuple[date, int], ...]


def shelf_ids(shelf: Shelf, *, viewer: Person, at: datetime) -> QuerySet[Any, Any]:
    """Return the rows of a shelf, each with a card_id; one's own cards also while they are in the postbox."""
    if shelf == Shelf.GAVE:
        return Card.objects.filter(sender=viewer)
    delivered = delivered_before(at)
    got = CardRecipient.objects.filter(person=viewer, is_received=True, card_id__lt=delivered)
    if shelf == Shelf.GOT:
        return got
    mine = Card.objects.filter(pk=OuterRef("card_id"), sender=viewer)
    listed = CardAudience.objects.filter(card_id=OuterRef("card_id")).reaching(viewer)
    moderated = CardRecord.objects.filter(card_id=OuterRef("card_id")).moderated()
    may_read = Exists(mine) | Exists(got.filter(card_id=OuterRef("card_id"))) | Exists(listed)
    return SavedCard.objects.filter(Q(may_read), ~Exists(moderated), person=viewer, card_id__lt=delivered)


def box_page(
    shelf: Shelf,
    *,
    viewer: Person,
    language: str,
    at: datetime,
    older_than: int | None = None,
    until: date | None = None,
) -> BoxPage:
    """Return a page of a shelf; `until` is a month whose cards come first, by any of its days."""
    rows = shelf_ids(shelf, viewer=viewer, at=at)
    key = "id" if shelf == Shelf.GAVE else "card_id"
    ends = rows.aggregate(first=Min(key), last=Max(key))
    counts = count_months(rows, key, first=ends["first"], last=ends["last"], viewer=viewer)
    page = rows.filter(**{f"{key}__lt": older_than or MAX_ID})
    if until:
        page = page.filter(**{f"{key}__lt": id_floor(day_starts(next_month(until), viewer.time_zone))})
    ids = list(page.order_by(f"-{key}").values_list(key, flat=True)[: PAGE_SIZE + 1])
    faces = card_faces(ids[:PAGE_SIZE], viewer=viewer, language=language)
    return BoxPage(
        months=months_of(faces, counts, begun=month_of_id(older_than, viewer)),
        older_than=ids[PAGE_SIZE - 1] if len(ids) > PAGE_SIZE else None,
        count=sum(counts.values()),
        first_on=local_day(time_of(ends["first"]), viewer.time_zone) if counts else None,
        last_on=local_day(time_of(ends["last"]), viewer.time_zone) if counts else None,
        all_months=tuple(counts.items()),
    )


def count_months(
    rows: QuerySet[Any, Any], key: str, *, first: int | None, last: int | None, viewer: Person
) -> dict[date, int]:
    """Count cards by local month, newest first; from their ids alone, so that no card is read."""
    if first is None or last is None:
        return {}
    months = [local_day(time_of(first), viewer.time_zone).replace(day=1)]
    while (following := next_month(months[-1])) <= local_day(time_of(last), viewer.time_zone):
        months.append(following)
    floors = [id_floor(day_starts(month, viewer.time_zone)) for month in months]
    bucket = Func(
        key,
        Value(floors, output_field=ArrayField(BigIntegerField())),
        function="width_bucket",
        output_field=IntegerField(),
    )
    counted = rows.annotate(month=bucket).values("month").annotate(n=Count(key)).order_by("-month")
    return {months[row["month"] - 1]: row["n"] for row in counted}


def months_of(faces: list[CardFace], counts: dict[date, int], *, begun: date | None) -> tuple[Month, ...]:
    """Put cards, newest first, behind the divider of their month; `begun` has its divider on the page before."""
    months: dict[date, list[CardFace]] = {}
    for card in faces:
        months.setdefault(card.sent_on.replace(day=1), []).append(card)
    return tuple(
        Month(first_on, None if first_on == begun else counts.get(first_on, len(cards)), tuple(cards))
        for first_on, cards in months.items()
    )


def month_of_id(card_id: int | None, viewer: Person) -> date | None:
    """Return the first day of the local month in which a card with this id was sent; None for no card."""
    return local_day(time_of(card_id), viewer.time_zone).replace(day=1) if card_id else None


def next_month(on: date) -> date:
    """Return the first day of the month after this one."""
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)
