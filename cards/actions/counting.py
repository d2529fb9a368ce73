"""Log that something which happens to cards makes them count otherwise."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from cards.lib.counting import Counted
from cards.models import TallyEntry
from cards.queries.counted import states_of


@contextmanager
def recounted(card_ids: Iterable[int]) -> Iterator[None]:
    """Log what these cards count for after the block, where that differs from before.

    Inside the caller's transaction, which has locked the cards: entries of one card must come in the order of its
    changes.
    """
    cards = list(card_ids)
    before = states_of(cards)
    yield
    after = states_of(cards)
    TallyEntry.objects.bulk_create(
        TallyEntry(card_id=card_id, person_id=person_id, was=was, becomes=becomes)
        for (card_id, person_id), was in before.items()
        if (becomes := after.get((card_id, person_id), Counted.NOT)) != was
    )


FOLD_LOCK = 20102  # A key for PostgreSQL's advisory locks, among ours.


def wait_for_fold() -> None:
    """Let no fold begin before the caller's transaction has ended, and one that is under way end first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [FOLD_LOCK])


def forget(card_id: int) -> bool:
    """Take a card out of the log, as if it had never been; False when it has been folded into the tallies already.

    Inside the caller's transaction, which has called wait_for_fold().
    """
    deleted, _by_model = TallyEntry.objects.filter(card_id=card_id).delete()
    return deleted > 0 or not any(states_of([card_id]).values())
