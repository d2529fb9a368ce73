"""Take a card back: out of the postbox within a minute, and later until somebody has opened it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cards.actions.counting import forget, recounted, wait_for_fold
from cards.lib.audiences import Audience
from cards.lib.ids import delivered_before
from cards.models import Card, CardAudience, CardRecipient, CardRecord, Notice, Person, RecordKind


class CannotTakeBack(Exception):
    """The card has gone too far; the message is fit to show the sender."""


@dataclass(frozen=True)
class Draft:
    """What was written on a card that never left, as the form takes it; the same form can seal it again."""

    form_id: UUID
    type_slug: str
    person_ids: tuple[int, ...]
    unit_id: int | None
    message: str
    ready_line_id: int | None
    audience: Audience


@transaction.atomic(durable=True)
def undo_card(*, sender: Person, card_id: int, at: datetime) -> Draft:
    """Take a card out of the postbox, within its sixty seconds, as if it had never been; return what it said.

    Raises CannotTakeBack when it has been delivered or is gone.
    """
    wait_for_fold()
    card = (
        Card.objects.select_for_update(of=("self",))
        .select_related("card_type")
        .filter(pk=card_id, pk__gte=delivered_before(at), sender=sender)
        .first()
    )
    if card is None:
        raise CannotTakeBack(_("The card has already left the postbox."))
    named = CardRecipient.objects.filter(card=card, is_with_unit=False).order_by("person")
    draft = Draft(
        form_id=card.form_id,
        type_slug=card.card_type.slug,
        person_ids=tuple(named.values_list("person_id", flat=True)),
        unit_id=card.to_unit_id,
        message=card.message or "",
        ready_line_id=card.ready_line_id,
        audience=Audience(card.audience),
    )
    if not forget(card.pk):
        raise CannotTakeBack(_("The card has already left the postbox."))
    Notice.objects.filter(card_id=card.pk).delete()
    card.delete()
    return draft


@transaction.atomic(durable=True)
def withdraw_card(*, sender: Person, card_id: int, at: datetime) -> None:
    """Take a delivered card back, as long as no recipient has opened the envelope.

    Taking it back twice changes nothing. Raises CannotTakeBack when somebody has opened it, or it is not there.
    """
    card = Card.objects.select_for_update(of=("self",)).filter(pk=card_id, sender=sender).first()
    if card is None or CardRecord.objects.filter(card=card).moderated().exists():
        raise CannotTakeBack(_("There is no such card."))
    if CardRecord.objects.filter(card=card, kind=RecordKind.WITHDRAWN).exists():
        return
    recipients = CardRecipient.objects.select_for_update().filter(card=card).order_by("person")
    if any(recipient.opened_at is not None for recipient in recipients):
        raise CannotTakeBack(_("The envelope has been opened. The card stays."))
    CardRecord.objects.create(card=card, kind=RecordKind.WITHDRAWN, person=sender, at=at)
    with recounted([card.pk]):
        CardAudience.objects.filter(card=card).delete()
        CardRecipient.objects.filter(card=card).update(is_received=False, audience=Audience.ONLY_US)
