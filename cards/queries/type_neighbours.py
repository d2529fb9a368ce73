"""The other card types, as one must know them to make or change one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from cards.models import CardTypeText, Language


@dataclass(frozen=True)
class Neighbour:
    """Another card type: its names, its paper, and whether it is given, will be, or was."""

    pk: int
    name: str
    swedish_name: str
    paper: str
    is_draft: bool
    is_retired: bool

    @property
    def is_in_use(self) -> bool:
        """Tell whether its paper is its own."""
        return not (self.is_draft or self.is_retired)


def neighbours(*, besides: int | None, language: str) -> list[Neighbour]:
    """Return every card type but one, in no order."""
    rows = (
        CardTypeText.objects.filter(language__in={language, Language.SV.value})
        .exclude(card_type=besides)
        .annotate(paper=F("card_type__paper"), is_draft=F("card_type__is_draft"), retired_at=F("card_type__retired_at"))
        .values_list("card_type_id", "language", "name", "paper", "is_draft", "retired_at")
    )
    own = {pk: name for pk, of, name, *_rest in rows if of == language}
    return [
        Neighbour(pk, own.get(pk) or name, name, paper, is_draft, retired_at is not None)
        for pk, of, name, paper, is_draft, retired_at in rows
        if of == Language.SV
    ]


def holders(others: Iterable[Neighbour]) -> dict[str, Neighbour]:
    """Return the types in use by the paper that is theirs."""
    return {other.paper: other for other in others if other.is_in_use}
