"""Take a card or a reply away from everybody, and give it back: what a decision does, in actions/deciding.py."""

from datetime import datetime

from django.utils.translation import gettext as _

from cards.actions.audience import hold_within
from cards.actions.counting import recounted
from cards.lib.audiences import Audience
from cards.models import Card, CardAudience, CardRecipient, CardRecord, Person, RecordKind, Reply
from cards.queries.moderation import Matter, find_matter


class CannotModerate(Exception):
    """There is nothing to take away or to give back, or it is another's to decide; the message is fit to show."""


def hold(matter: Matter, moderator: Person) -> Matter:
    """Lock the card of a matter, and return how it stands; inside the caller's transaction.

    Raises CannotModerate when it is not this moderator's to decide.
    """
    Card.objects.select_for_update(of=("self",)).get(pk=matter.card_id)
    found = find_matter(moderator, card_id=matter.card_id, reply_id=matter.reply_id)
    if found is None or not found.may_decide:
        raise CannotModerate(_("This is for somebody else to decide."))
    return found


def writer_of(matter: Matter) -> Person | None:
    """Return who wrote what was reported; None when it is nobody's any more."""
    return Person.objects.get_queryset().get(pk=matter.writer_id) if matter.writer_id else None


def moderate_card(*, moderator: Person, card_id: int, reason: str, at: datetime) -> None:
    """Let nobody read a card any more, and count it nowhere; inside the caller's transaction.

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


def restore_card(*, moderator: Person, card_id: int, reason: str, at: datetime) -> None:
    """Let a moderated card be read and counted again as it was; inside the caller's transaction.

    Where somebody on it is protected by now, their unit alone reads it. Raises CannotModerate when it is not moderated.
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
    if protected := protected_units(card):
        hold_within({card.pk: set.intersection(*protected)})


def protected_units(card: Card) -> list[set[int]]:
    """Return the unit of then of each protected person who gave a card, or whom it names."""
    named = CardRecipient.objects.filter(card=card, is_received=True, is_with_unit=False, person__is_protected=True)
    units = [{unit_id} for unit_id in named.values_list("unit_id", flat=True)]
    if card.sender and card.sender.is_protected and card.sender_unit_id:
        units.append({card.sender_unit_id})
    return units


def hide_reply(*, reply_id: int, at: datetime) -> None:
    """Let nobody read a reply any more; inside the caller's transaction."""
    Reply.objects.filter(pk=reply_id).update(hidden_at=at)


def restore_reply(*, reply_id: int) -> None:
    """Let a reply be read again; inside the caller's transaction."""
    Reply.objects.filter(pk=reply_id).update(hidden_at=None)
