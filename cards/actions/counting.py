"""Log that something which happens to cards makes them count otherwise."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

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
