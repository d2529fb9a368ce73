"""What is stored: every field of every table, whose it is, why, how long, who sees it, and what erasing does to it.

*Mina uppgifter*, the representative's view, erasing and retention all read this; a test fails on a field that does not
stand here, and on one that is not in the database.
"""

from cards.lib.registry import cards, figures, looking, people, safety, technical
from cards.lib.registry.shapes import Fate, Field, Kept, Owner, Seen, Shelf, Table, Withheld

TABLES: tuple[Table, ...] = tuple(
    sorted(
        people.TABLES + cards.TABLES + safety.TABLES + figures.TABLES + looking.TABLES + technical.TABLES,
        key=lambda table: list(Shelf).index(table.shelf),
    )
)
OPENINGS_MONTHS = 12  # How long it is kept who opened a manager's page: Kept.YEAR.

__all__ = ["OPENINGS_MONTHS", "TABLES", "Fate", "Field", "Kept", "Owner", "Seen", "Shelf", "Table", "Withheld"]
