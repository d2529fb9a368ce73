"""Count the cards of each type once, so that their number can be told without counting them all again."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from cards.lib.ids import id_floor
from cards.models import CardCount
from cards.queries.card_counts import cards_between

COUNT_LOCK = 20103  # A key for PostgreSQL's advisory locks, among ours.
SETTLED = timedelta(hours=1)  # By then no card of that time is on its way any more, or can be undone.


@transaction.atomic(durable=True)
def count_cards(*, at: datetime) -> int:
    """Add up what was sent until an hour ago, and is not counted yet; return how many cards that were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNT_LOCK])
        cursor.execute("SET LOCAL statement_timeout = 0")  # The first time it counts them all.
    counted = {one.card_type_id: one for one in CardCount.objects.all()}
    below = id_floor(at - SETTLED)
    new = cards_between(max((one.below for one in counted.values()), default=0), below)
    rows = [
        CardCount(card_type_id=pk, cards=n + (counted[pk].cards if pk in counted else 0), below=below)
        for pk, n in sorted(new.items())
    ]
    CardCount.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["card_type"], update_fields=["cards", "below"]
    )
    return sum(new.values())
