"""Notices: that somebody is to be told of a card."""

from datetime import datetime, timedelta

from django.db import transaction

from cards.lib.ids import id_floor
from cards.models import Notice

STALE = timedelta(days=7)  # Nobody wants to be told of a card that is older.


@transaction.atomic(durable=True)
def drop_stale_notices(*, at: datetime) -> int:
    """Remove the notices of cards that nobody wants to be told of any more; return how many."""
    return Notice.objects.filter(card_id__lt=id_floor(at - STALE)).delete()[0]
