"""Every card type as admins see them: in use in their order, drafts, and those that are retired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q

from cards.models import CardTypeText, Language
from cards.queries.card_counts import card_counts


class TypeState(StrEnum):
    """Where a type stands today."""

    GIVEN = "given"
    SCHEDULED = "scheduled"  # Its first day has not come.
    OVER = "over"  # Its last day has been.
    DRAFT = "draft"
    RETIRED = "retired"


@dataclass(frozen=True)
class TypeRow:
    """One card type in the list."""

    pk: int
    name: str
    purpose: str
    paper: str
    symbol: str
    cards: int
    state: TypeState
    starts_on: date | None
    ends_on: date | None
    weekdays: tuple[int, ...]
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    is_for_staff: bool
    is_for_customers: bool


@dataclass(frozen=True)
class TypeList:
    """The types by what can be done with them."""

    in_use: Sequence[TypeRow]
    drafts: Sequence[TypeRow]
    retired: Sequence[TypeRow]


def type_list(*, on: date, language: str) -> TypeList:
    """Return every type as it stands on a day."""
    counts = card_counts()
    texts = (
        CardTypeText.objects.filter(language__in={language, Language.SV.value})
        .select_related("card_type")
        .annotate(
            units=ArrayAgg(
                "card_type__units__name",
                filter=Q(card_type__units__isnull=False),
                order_by=F("card_type__units__name"),
                default=[],
            )
        )
        .order_by("card_type__order", "card_type")
    )
    found: dict[int, dict[str, CardTypeText]] = {}
    for text in texts:
        found.setdefault(text.card_type_id, {})[text.language] = text
    rows = [type_row(of, language=language, on=on, cards=counts[pk]) for pk, of in found.items()]
    return TypeList(
        in_use=[row for row in rows if row.state not in (TypeState.DRAFT, TypeState.RETIRED)],
        drafts=[row for row in rows if row.state == TypeState.DRAFT],
        retired=[row for row in rows if row.state == TypeState.RETIRED],
    )


def type_row(texts: dict[str, CardTypeText], *, language: str, on: date, cards: int) -> TypeRow:
    """Shape one type."""
    swedish = texts[Language.SV]
    own, card_type = texts.get(language, swedish), swedish.card_type
    return TypeRow(
        pk=card_type.pk,
        name=own.name,
        purpose=own.purpose or swedish.purpose,
        paper=card_type.paper,
        symbol=card_type.symbol,
        cards=cards,
        state=state_of(swedish, on=on),
        starts_on=card_type.starts_on,
        ends_on=card_type.ends_on,
        weekdays=tuple(sorted(card_type.weekdays)),
        kinds=tuple(card_type.kinds),
        units=tuple(vars(swedish)["units"]),
        is_for_staff=card_type.is_for_staff,
        is_for_customers=card_type.is_for_customers,
    )


def state_of(text: CardTypeText, *, on: date) -> TypeState:
    """Tell where a type stands on a day."""
    card_type = text.card_type
    if card_type.retired_at is not None:
        return TypeState.RETIRED
    if card_type.is_draft:
        return TypeState.DRAFT
    if card_type.starts_on and card_type.starts_on > on:
        return TypeState.SCHEDULED
    return TypeState.OVER if card_type.ends_on and card_type.ends_on < on else TypeState.GIVEN
