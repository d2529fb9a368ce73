"""Card types as somebody meets them who gives a card, in their language; Swedish stands in for what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cards.models import CardType, CardTypeText, Closed, ClosedBecause, ReadyLine, ReadyLineText
from cards.models.text import Language


@dataclass(frozen=True)
class TypeToGive:
    """The face of a type, and what it is for."""

    slug: str
    name: str
    purpose: str
    paper: str
    symbol: str


@dataclass(frozen=True)
class LineToGive:
    """A ready line in the sender's language; each reader sees it in their own."""

    line: ReadyLine
    text: str

    @property
    def is_retired(self) -> bool:
        """Tell whether the line is given no more."""
        return self.line.retired_at is not None


@dataclass(frozen=True)
class TypeToWrite:
    """A type with all that writing on it takes; closed ones too, for a form that was open meanwhile."""

    face: TypeToGive
    card_type: CardType
    openings: tuple[str, ...]
    lines: tuple[LineToGive, ...]
    is_closed: bool  # Today, to those of the sender's unit.


@dataclass(frozen=True)
class TypeWords:
    """A type with its words in a language, and why it is closed to the people of a unit on a day, if it is."""

    card_type: CardType
    name: str
    purpose: str
    openings: tuple[str, ...]
    closed: Closed | None

    @property
    def face(self) -> TypeToGive:
        """The type as one chooses it."""
        card_type = self.card_type
        return TypeToGive(card_type.slug, self.name, self.purpose, card_type.paper, card_type.symbol)


def types_to_give(*, unit_id: int, on: date, language: str) -> list[TypeToGive]:
    """Return the types that the people of a unit can give on a day, in the admins' order."""
    found = types_for(unit_id=unit_id, on=on, language=language, card_type__in=CardType.objects.active())
    given = [one for one in found if not one.closed]
    return [one.face for one in sorted(given, key=lambda one: (one.card_type.order, one.card_type.pk))]


def type_to_give(slug: str, *, unit_id: int, on: date, language: str) -> TypeToGive | None:
    """Return a type that the people of a unit can give on a day; None when there is none, or it is closed to them."""
    found = types_for(unit_id=unit_id, on=on, language=language, card_type__slug=slug)
    return next((one.face for one in found if not one.closed), None)


def type_to_write(slug: str, *, unit_id: int, on: date, language: str) -> TypeToWrite | None:
    """Return a type with its openings and ready lines, closed or not; None when nobody could ever give it."""
    found = next(iter(types_for(unit_id=unit_id, on=on, language=language, card_type__slug=slug)), None)
    if found is None or found.closed == Closed.DRAFT:
        return None
    return TypeToWrite(
        face=found.face,
        card_type=found.card_type,
        openings=found.openings,
        lines=lines_to_give(found.card_type, language),
        is_closed=found.closed is not None,
    )


def types_for(*, unit_id: int, on: date, language: str, **which: Any) -> list[TypeWords]:
    """Return types as they are to the people of a unit on a day, in no order; Swedish stands in for missing words."""
    closed = ClosedBecause("card_type_id", unit_id=unit_id, on=on)
    texts = CardTypeText.objects.filter(language__in={language, Language.SV.value}, **which)
    found: dict[int, dict[str, CardTypeText]] = {}
    for text in texts.annotate(closed=closed).select_related("card_type"):
        found.setdefault(text.card_type_id, {})[text.language] = text
    return [words_of(of_type[Language.SV], of_type.get(language)) for of_type in found.values()]


def words_of(swedish: Any, own: Any) -> TypeWords:
    """Put a language's own words, if there are any, in the place of the Swedish."""
    first = own or swedish
    return TypeWords(
        card_type=swedish.card_type,
        name=first.name or swedish.name,
        purpose=first.purpose or swedish.purpose,
        openings=tuple(first.openings or swedish.openings),
        closed=Closed(swedish.closed) if swedish.closed else None,
    )


def lines_to_give(card_type: CardType, language: str) -> tuple[LineToGive, ...]:
    """Return a type's ready lines in order, retired ones too."""
    texts = ReadyLineText.objects.filter(
        Q(language=language) | Q(language=Language.SV), ready_line__card_type=card_type
    ).select_related("ready_line")
    return tuple(in_order(texts, language))


def in_order(texts: Iterable[ReadyLineText], language: str) -> list[LineToGive]:
    """Return one text for each line, the language's own before the Swedish."""
    chosen: dict[int, ReadyLineText] = {}
    for text in texts:
        if text.language == language or text.ready_line_id not in chosen:
            chosen[text.ready_line_id] = text
    ordered = sorted(chosen.values(), key=lambda text: (text.ready_line.order, text.ready_line_id))
    return [LineToGive(text.ready_line, text.text) for text in ordered]
