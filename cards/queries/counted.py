"""How far the recipients of some cards count, as their rows stand."""

from collections.abc import Iterable

from cards.lib.counting import Counted, counted
from cards.models import CardRecipient

Target = tuple[int, int | None]  # A card, and whom it names; None is the unit or team it goes to.


def states_of(card_ids: Iterable[int]) -> dict[Target, Counted]:
    """Return how far each recipient of these cards counts; a unit as far as any of its people got the card."""
    states: dict[Target, Counted] = {}
    rows = CardRecipient.objects.filter(card__in=list(card_ids)).order_by("card", "person")
    for card_id, person_id, audience, is_received, is_with_unit in rows.values_list(
        "card_id", "person_id", "audience", "is_received", "is_with_unit"
    ):
        state = counted(audience=audience, is_received=is_received)
        if not is_with_unit:
            states[card_id, person_id] = state
        elif state != Counted.OWN:
            states[card_id, None] = max(state, states.get((card_id, None), Counted.NOT))
    return states
