"""How many cards of each type there are: those counted once, and those sent since."""

from collections import Counter

from django.db.models import Count

from cards.models import Card, CardCount


def card_counts() -> Counter[int]:
    """Return the number of cards by the key of their type, exact at this moment."""
    counted = list(CardCount.objects.all())
    counts = Counter({one.card_type_id: one.cards for one in counted})
    counts.update(cards_since(bound_of(counted)))
    return counts


def cards_since(first_id: int, *, below: int | None = None) -> dict[int, int]:
    """Return the number of cards by type from an id on, up to another; the fewer they are, the less it costs."""
    # A value, not a subquery: the planner must see that it is a short stretch of the key.
    cards = Card.objects.filter(pk__gte=first_id)
    if below is not None:
        cards = cards.filter(pk__lt=below)
    return dict(cards.order_by().values_list("card_type").annotate(n=Count("pk")))


def bound_of(counted: list[CardCount]) -> int:
    """Return the id below which every card is counted."""
    return max((one.below for one in counted), default=0)
