"""Report what hurts, and block whom one does not want cards from."""

from datetime import datetime

from django.db import transaction

from cards.lib.messages import clean_message
from cards.models import Block, Card, Person, Reply, Report


@transaction.atomic(durable=True)
def report_card(*, reporter: Person, card: Card, reason: str, at: datetime, reply: Reply | None = None) -> None:
    """Lay a card, or a reply to it, before the admins. The same person's second report changes nothing."""
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
