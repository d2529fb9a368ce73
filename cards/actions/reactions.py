"""Hearts and replies: what readers add to a card."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cards.lib.messages import clean_message, has_no_letters
from cards.models import MAX_REPLY, Card, Heart, Person, Reply

REPLIES_AN_HOUR = 60  # As many as cards.


class CannotReply(Exception):
    """The reply breaks a rule; the message is fit to show."""


class CannotGiveHeart(Exception):
    """One's own card has its heart already; the message is fit to show."""


@transaction.atomic(durable=True)
def give_heart(*, person: Person, card: Card, at: datetime) -> None:
    """Press one's heart on a card; doing it again changes nothing. Raises CannotGiveHeart for one's own card."""
    if card.sender_id == person.pk:
        raise CannotGiveHeart(_("You gave this card. The hearts are for the others to give."))
    Heart.objects.bulk_create([Heart(card=card, person=person, at=at)], ignore_conflicts=True)


@transaction.atomic(durable=True)
def take_heart(*, person: Person, card: Card) -> None:
    """Lift one's heart off a card."""
    Heart.objects.filter(card=card, person=person).delete()


@transaction.atomic(durable=True)
def reply_to_card(*, person: Person, card: Card, text: str, form_id: UUID, at: datetime) -> Reply:
    """Tuck a slip under a card. The same form_id with the same words again returns the first reply.

    Raises CannotReply when the slip is empty or longer than MAX_REPLY code points, when it is one too many this hour,
    or when this form has already tucked in another.
    """
    words = clean_message(text)
    if has_no_letters(words):
        raise CannotReply(_("Write a few words first."))
    if len(words) > MAX_REPLY:
        raise CannotReply(_("The slip has room for %(room)d characters.") % {"room": MAX_REPLY})
    recent = Reply.objects.filter(person=person, at__gt=at - timedelta(hours=1)).exclude(form_id=form_id)
    if recent.count() >= REPLIES_AN_HOUR:
        raise CannotReply(_("You have written many replies this hour. Send this one a little later."))
    reply = Reply(card=card, person=person, text=words, form_id=form_id, at=at)
    Reply.objects.bulk_create([reply], ignore_conflicts=True)
    first = Reply.objects.get(person=person, form_id=form_id)
    if (first.card_id, first.text) != (card.pk, words):
        raise CannotReply(_("You have already sent a reply from this page. Send these words as one more?"))
    return first


@transaction.atomic(durable=True)
def withdraw_reply(*, person: Person, reply: Reply, at: datetime) -> None:
    """Take one's own slip back: its words are gone. Doing it again changes nothing."""
    Reply.objects.filter(pk=reply.pk, person=person, withdrawn_at__isnull=True).update(withdrawn_at=at, text="")
