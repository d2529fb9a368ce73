"""What one can choose between in the feed: the types and the units, in the reader's language."""

from dataclasses import dataclass

from django.db.models import Q

from cards.models import CardType, CardTypeText, Unit
from cards.models.text import Language
from cards.queries.cards import TypeFace


@dataclass(frozen=True)
class UnitChoice:
    """A unit one can look at."""

    pk: int
    name: str


def type_choices(language: str) -> list[TypeFace]:
    """Return the types one can give today, in the admins' order, each named in the language or in Swedish."""
    texts = CardTypeText.objects.filter(
        Q(language=language) | Q(language=Language.SV), card_type__in=CardType.objects.active()
    ).select_related("card_type")
    names: dict[int, CardTypeText] = {}
    for text in texts:
        if text.language == language or text.card_type_id not in names:
            names[text.card_type_id] = text
    ordered = sorted(names.values(), key=lambda text: (text.card_type.order, text.card_type_id))
    return [TypeFace(text.card_type.slug, text.name, text.card_type.paper, text.card_type.symbol) for text in ordered]


def unit_choices() -> list[UnitChoice]:
    """Return the leaf units by name."""
    return [UnitChoice(pk, name) for pk, name in Unit.objects.leaves().order_by("name", "pk").values_list("pk", "name")]
