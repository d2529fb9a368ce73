"""Take a card away from everybody, and give it back; the page for it is the admins'."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cards.actions.counting import recounted
from cards.lib.audiences import Audience
from cards.models import Card, CardAudience, CardRecipient, CardRecord, Person, RecordKind


class CannotModerate(Exception):
    """There is nothing to take away or to give back; the message is fit to show."""


@transaction.atomic(durable=True)
def moderate_card(*, moderator: Person, card_id: int, reason: str, at: datetime) -> None:
    """Let nobody read a card any more, and count it nowhere; its sender is told.

    Raises CannotModerate when there is no such card, or it has been moderated already.
    """
    card = Card.objects.select_for_update(of=("self",)).filter(pk=card_id).first()
    if card is None or CardRecord.objects.filter(card=card).moderated().exists():
        raise CannotModerate(_("There is no such card."))
    rows = CardAudience.objects.filter(card=card)
    got = CardRecipient.objects.filter(card=card)
    before = {
        "readers": [list(row) for row in rows.order_by("unit").values_list("unit_id", "audience")],
        "recipients": [list(row) for row in got.order_by("person").values_list("person_id", "audience", "is_received")],
    }
    CardRecord.objects.create(
        card=card, kind=RecordKind.MODERATED, person=moderator, at=at, reason=reason, before=before
    )
    with recounted([card.pk]):
        rows.delete()
        got.update(is_received=False, audience=Audience.ONLY_US)


@transaction.atomic(durable=True)
def restore_card(*, moderator: Person, card_id: int, reason: str, at: datetime) -> None:
    """Let a moderated card be read and counted again as it was.

    Raises CannotModerate when it is not moderated.
    """
    card = Card.objects.select_for_update(of=("self",)).filter(pk=card_id).first()
    record = CardRecord.objects.filter(card=card).moderated().order_by("-pk").first() if card else None
    if card is None or record is None:
        raise CannotModerate(_("There is no such card."))
    CardRecord.objects.create(card=card, kind=RecordKind.RESTORED, person=moderator, at=at, reason=reason)
    with recounted([card.pk]):
        for person_id, audience, is_received in record.before["recipients"]:
            row = CardRecipient.objects.filter(card=card, person=person_id)
            row.update(audience=audience, is_received=is_received)
        CardAudience.objects.bulk_create(
            CardAudience(unit_id=unit_id, audience=audience, card=card, card_type_id=card.card_type_id)
            for unit_id, audience in record.before["readers"]
        )
