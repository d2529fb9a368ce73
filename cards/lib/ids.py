"""Time-ordered ids of cards: milliseconds since 2010 in the upper 41 bits, a sequence in the lower 12.

53 bits in all, so that a JavaScript number holds one exactly; they last until 2079.
Newest first is the highest id first.
"""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2010, 1, 1, tzinfo=UTC)
SEQUENCE_BITS = 12
MAX_ID = 2**53 - 1
POSTBOX = timedelta(seconds=60)  # Until then nobody but the sender sees the card.


def id_floor(at: datetime) -> int:
    """Return the lowest id that a card sent at this moment (aware) can have."""
    milliseconds = (at - EPOCH) // timedelta(milliseconds=1)
    return milliseconds << SEQUENCE_BITS


def delivered_before(at: datetime) -> int:
    """Return the id below which every card has left the postbox at this moment (aware)."""
    return id_floor(at - POSTBOX)


def time_of(card_id: int) -> datetime:
    """Return when a card with this id was sent, in UTC, to the millisecond."""
    return EPOCH + timedelta(milliseconds=card_id >> SEQUENCE_BITS)
