"""What counts, and where: how far a recipient's row of a card, or a card to a unit, goes into the numbers.

The rule stands in decisions.md, *What is counted*: nothing for a card that was withdrawn or moderated; only in the
sender's own numbers where the recipient has blocked the sender; in sums but in no figure about a person for "only us".
"""

from django.db.models import IntegerChoices

from cards.lib.audiences import Audience


class Counted(IntegerChoices):
    """How far it counts; each also counts wherever a higher one does not reach."""

    NOT = 0
    OWN = 1  # In the sender's own numbers.
    ONLY_US = 2  # In sums of units of ten or more people.
    OPEN = 3  # Everywhere.


def counted(*, audience: int, is_received: bool) -> Counted:
    """Return how far a recipient's row counts, as it stands."""
    if audience > Audience.ONLY_US:
        return Counted.OPEN if is_received else Counted.OWN
    return Counted.ONLY_US if is_received else Counted.NOT
