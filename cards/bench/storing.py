"""Measure what a card takes on disk: its rows, their indexes, and the tallies it is counted in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from cards.bench.checks import Check, Outcome
from cards.bench.databases import size_name
from cards.bench.loading import COLUMNS, Report, opened
from cards.bench.tables import columns

OF_CARDS = tuple(COLUMNS)
HEARTS, TWO = "cards_heart", 2
OF_TALLIES = ("cards_persontally", "cards_unittally", "cards_flowtally", "cards_tallyentry", "cards_notice")
AT_MOST = 1200  # Bytes of a card: 1.2 kB of 1000 bytes.
# People, types and days are as many at every size: the fewer cards, the more of a tally falls on each.
MANY = 10_000_000
WITHOUT_TALLIES = 1100
SOME = 1_000_000  # With fewer, what earlier runs have sent and removed has left more room than cards take.


@dataclass(frozen=True)
class Stored:
    """What the rows of one table take, with their indexes."""

    cards: int
    table: str
    rows: int
    heap_bytes: int
    index_bytes: int

    @property
    def per_card(self) -> float:
        """Bytes of a card with two hearts, which the generator's come near to."""
        of = self.rows / TWO if self.table == HEARTS and self.rows else self.cards
        return (self.heap_bytes + self.index_bytes) / of


def measure_storage(sizes: Sequence[int], *, report: Report) -> Outcome:
    """Measure every size."""
    stored = []
    for total in sizes:
        report(f"Storage at {size_name(total)}", 0, 1)
        with opened(total):
            stored += [stored_in(table, total) for table in (*OF_CARDS, *OF_TALLIES)]
        report(f"Storage at {size_name(total)}", 1, 1)
    return Outcome("storage", storage_table(stored), stored, storage_checks(stored))


def stored_in(table: str, total: int) -> Stored:
    """Measure one table of the database in use."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), pg_table_size('{table}'), pg_indexes_size('{table}') FROM {table}")
        return Stored(total, table, *cursor.fetchone())


def storage_table(stored: Sequence[Stored]) -> str:
    """Lay out bytes a card: a line for each table, the sizes side by side."""
    sizes = sorted({one.cards for one in stored})
    of = {(one.cards, one.table): one for one in stored}
    head = ["bytes a card", *(f"{what} {size_name(size)}" for size in sizes for what in ("rows", "heap", "indexes"))]
    lines = []
    for table in (*OF_CARDS, *OF_TALLIES):
        row = [of[size, table] for size in sizes]
        cells = [
            (f"{one.rows}", f"{one.heap_bytes / one.cards:.0f}", f"{one.index_bytes / one.cards:.0f}") for one in row
        ]
        lines.append([table, *(cell for three in cells for cell in three)])
    for name, tables in (("cards with two hearts", OF_CARDS), ("with tallies", OF_CARDS + OF_TALLIES)):
        sums = [sum(of[size, table].per_card for table in tables) for size in sizes]
        lines.append([f"all, {name}", *(cell for total in sums for cell in ("", "", f"{total:.0f}"))])
    return columns([head, *lines])


def storage_checks(stored: Sequence[Stored]) -> list[Check]:
    """Hold what a card takes to its limits."""
    found = []
    for size in sorted({one.cards for one in stored}):
        here = [one for one in stored if one.cards == size]
        cards = round(sum(one.per_card for one in here if one.table in OF_CARDS))
        if size >= SOME:
            found.append(Check("storage", f"bytes a card without tallies at {size_name(size)}", cards, WITHOUT_TALLIES))
        if size >= MANY:
            everything = round(sum(one.per_card for one in here))
            found.append(Check("storage", f"bytes a card at {size_name(size)}", everything, AT_MOST))
    return found
