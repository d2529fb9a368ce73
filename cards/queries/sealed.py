"""A card that has just been sealed, for its sender alone."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from uuid import UUID

from cards.lib.ids import POSTBOX
from cards.models import Card, Person
from cards.queries.cards import CardFace, card_faces


@dataclass(frozen=True)
class SealedCard:
    """A card with what its sender can still do. `seconds_left` in the postbox, 0 when it has left."""

    face: CardFace
    form_id: UUID
    seconds_left: int

    @property
    def can_withdraw(self) -> bool:
        """Tell whether it has left, and no recipient has opened it."""
        return self.face.can_withdraw and not self.seconds_left


def sealed_card(card_id: int, *, sender: Person, at: datetime, language: str) -> SealedCard | None:
    """Return the sender's card; None for everybody else."""
    own = Card.objects.visible_to(sender, card_id=card_id, at=at).filter(sender=sender)
    form_id = own.values_list("form_id", flat=True).first()
    if form_id is None:
        return None
    face = card_faces([card_id], viewer=sender, language=language)[0]
    seconds = ceil((POSTBOX - (at - face.at)).total_seconds())
    return SealedCard(face=face, form_id=form_id, seconds_left=min(max(seconds, 0), int(POSTBOX.total_seconds())))
