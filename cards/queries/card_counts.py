"""How many cards of each type there are: those counted once, and those sent since."""

from collections import Counter

from django.db import connection
from django.db.models import Count

from cards.models import Card
from cards.sql import statement


def card_counts() -> Counter[int]:
    """Return the number of cards by the key of their type, exact at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(statement("card_counts"))
        return Counter(dict(cursor.fetchall()))


def cards_between(first_id: int, below: int) -> dict[int, int]:
    """Return the number of cards by type from an id on, up to another."""
    cards = Card.objects.filter(pk__gte=first_id, pk__lt=below).order_by()
    return dict(cards.values_list("card_type").annotate(n=Count("pk")))
