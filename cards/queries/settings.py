"""What the settings page shows of a person."""

from dataclasses import dataclass

from cards.lib.audiences import Audience
from cards.models import Block, CardRecipient, Person


@dataclass(frozen=True)
class BlockedPerson:
    """Somebody whose cards do not reach the viewer."""

    person_id: int
    name: str
    unit: str


def blocked_people(blocker: Person) -> list[BlockedPerson]:
    """Return whom somebody has blocked, by name."""
    rows = Block.objects.filter(blocker=blocker).values_list("blocked_id", "blocked__name", "blocked__unit__name")
    return [BlockedPerson(*row) for row in rows.order_by("blocked__name", "blocked_id")]


def count_shown_cards(person: Person) -> int:
    """Return how many cards that name somebody are also read by others."""
    got = CardRecipient.objects.filter(person=person, is_received=True, is_with_unit=False)
    return got.filter(audience__gt=Audience.ONLY_US).count()
