"""Report what hurts, and block whom one does not want cards from."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cards.lib.messages import clean_message
from cards.models import Block, Card, Person, Reply, Report


class AlreadyReported(Exception):
    """The same person has reported this before; the message is fit to show."""


class CannotReport(Exception):
    """It is one's own; the message is fit to show."""


@transaction.atomic(durable=True)
def report_card(*, reporter: Person, card: Card, reason: str, at: datetime, reply: Reply | None = None) -> None:
    """Lay a card, or a reply to it, before the admins.

    Raises AlreadyReported the second time, which changes nothing; CannotReport for what one wrote oneself.
    """
    if reporter.pk == (reply.person_id if reply else card.sender_id):
        raise CannotReport(_("This is your own. You can take it back instead."))
    if Report.objects.filter(card=card, reply=reply, reporter=reporter).exists():
        raise AlreadyReported(_("You have already reported this. Somebody will read it."))
    report = Report(card=card, reply=reply, reporter=reporter, reason=clean_message(reason)[:500], at=at)
    Report.objects.bulk_create([report], ignore_conflicts=True)


@transaction.atomic(durable=True)
def block_person(*, blocker: Person, blocked: Person, at: datetime) -> None:
    """Receive nothing more from somebody, who is never told. Doing it again changes nothing."""
    if blocker != blocked:
        Block.objects.bulk_create([Block(blocker=blocker, blocked=blocked, at=at)], ignore_conflicts=True)


@transaction.atomic(durable=True)
def unblock_person(*, blocker: Person, blocked_id: int) -> None:
    """Receive cards from somebody again."""
    Block.objects.filter(blocker=blocker, blocked=blocked_id).delete()
