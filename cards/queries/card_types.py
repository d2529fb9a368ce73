"""Card types as somebody meets them who gives a card, in their language; Swedish stands in where it is missing."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cards.models import CardType, CardTypeText, ReadyLine, ReadyLineText
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
    """A type with all that writing on it takes; retired ones too, for a form that was open meanwhile."""

    face: TypeToGive
    card_type: CardType
    openings: tuple[str, ...]
    lines: tuple[LineToGive, ...]

    @property
    def is_retired(self) -> bool:
        """Tell whether the type is given no more."""
        return self.card_type.retired_at is not None


def types_to_give(language: str) -> list[TypeToGive]:
    """Return the types one can give today, in the admins' order."""
    texts = texts_in(language, CardTypeText.objects.filter(card_type__in=CardType.objects.active()))
    return [face_of(text) for text in sorted(texts, key=lambda text: (text.card_type.order, text.card_type_id))]


def type_to_give(slug: str, language: str) -> TypeToGive | None:
    """Return a type that can be given today; None when there is none of that name, or it is retired."""
    active = CardType.objects.active().filter(slug=slug)
    texts = texts_in(language, CardTypeText.objects.filter(card_type__in=active))
    return face_of(texts[0]) if texts else None


def type_to_write(slug: str, language: str) -> TypeToWrite | None:
    """Return a type with its openings and ready lines, retired or not; None when there never was one."""
    texts = texts_in(language, CardTypeText.objects.filter(card_type__slug=slug))
    if not texts:
        return None
    text = texts[0]
    return TypeToWrite(
        face=face_of(text),
        card_type=text.card_type,
        openings=tuple(text.openings),
        lines=lines_to_give(text.card_type, language),
    )


def texts_in(language: str, texts: QuerySet[CardTypeText]) -> list[CardTypeText]:
    """Return one text for each type: the language's own, else the Swedish."""
    own = Q(language=language) | Q(language=Language.SV)
    chosen: dict[int, CardTypeText] = {}
    for text in texts.filter(own).select_related("card_type"):
        if text.language == language or text.card_type_id not in chosen:
            chosen[text.card_type_id] = text
    return list(chosen.values())


def lines_to_give(card_type: CardType, language: str) -> tuple[LineToGive, ...]:
    """Return a type's ready lines in order, retired ones too."""
    texts = ReadyLineText.objects.filter(
        Q(language=language) | Q(language=Language.SV), ready_line__card_type=card_type
    ).select_related("ready_line")
    chosen: dict[int, ReadyLineText] = {}
    for text in texts:
        if text.language == language or text.ready_line_id not in chosen:
            chosen[text.ready_line_id] = text
    ordered = sorted(chosen.values(), key=lambda text: (text.ready_line.order, text.ready_line_id))
    return tuple(LineToGive(text.ready_line, text.text) for text in ordered)


def face_of(text: CardTypeText) -> TypeToGive:
    """Shape a type for a page."""
    card_type = text.card_type
    return TypeToGive(card_type.slug, text.name, text.purpose, card_type.paper, card_type.symbol)
