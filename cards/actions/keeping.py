"""What a recipient does with a card: open it, keep it, take one's name off it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cards.actions.audience import settle_again
from cards.actions.counting import recounted
from cards.models import Card, CardRecipient, CardRecord, Person, RecordKind, SavedCard


class CannotHide(Exception):
    """The card names nobody one could hide; the message is fit to show."""


@transaction.atomic(durable=True)
def open_card(*, person: Person, card_id: int, at: datetime) -> None:
    """Break the seal of one's own envelope; opening it again changes nothing."""
    sealed = CardRecipient.objects.filter(card=card_id, person=person, is_received=True, opened_at__isnull=True)
    sealed.update(opened_at=at)


@transaction.atomic(durable=True)
def save_card(*, person: Person, card: Card, at: datetime) -> None:
    """Keep a card at the front of one's box."""
    SavedCard.objects.bulk_create([SavedCard(person=person, card=card, at=at)], ignore_conflicts=True)


@transaction.atomic(durable=True)
def unsave_card(*, person: Person, card: Card) -> None:
    """Put a card back among the others."""
    SavedCard.objects.filter(person=person, card=card).delete()


@transaction.atomic(durable=True)
def remove_name(*, person: Person, card: Card, at: datetime) -> None:
    """Take one's name off a card one got: others read "and one more"; an only recipient's card is hidden.

    Doing it again changes nothing. Raises CannotHide for a card to the whole unit, which names nobody.
    """
    Card.objects.select_for_update(of=("self",)).get(pk=card.pk)
    got = CardRecipient.objects.filter(card=card, person=person, is_received=True).first()
    if got is None or got.is_with_unit:
        raise CannotHide(_("The card does not name you."))
    if got.unnamed_at is not None:
        return
    with recounted([card.pk]):
        CardRecipient.objects.filter(card=card, person=person).update(unnamed_at=at)
        others = CardRecipient.objects.filter(card=card, is_received=True, unnamed_at__isnull=True)
        if not others.exists():
            CardRecord.objects.create(card=card, kind=RecordKind.HIDDEN, person=person, at=at)
        settle_again(card)
