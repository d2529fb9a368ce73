"""Fill a size's database by COPY: without indexes and foreign keys, which come back from the catalogue they left."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from cards.actions.tallies import rebuild_tallies
from cards.bench import databases, people
from cards.bench.chunks import END, Chunk, chunks_of, make_chunk
from cards.sql import statement

Report = Callable[[str, int, int], None]  # A label, what is done, what there is to do.

COLUMNS = {
    "cards_card": "id, at, sent_on, origin, sender_id, sender_unit_id, sender_team_id, card_type_id, audience,"
    " to_unit_id, message, ready_line_id, form_id",
    "cards_cardrecipient": "card_id, person_id, unit_id, team_id, sender_id, card_type_id, audience, is_with_unit,"
    " is_received, opened_at",
    "cards_cardaudience": "unit_id, audience, card_id, card_type_id",
    "cards_heart": "card_id, person_id, at",
}
TALLIES = ("cards_persontally", "cards_flowtally")  # The large ones, which nothing that fills them looks up by key.
# Foreign keys of these tables and to them, then their keys, then their other indexes: each as PostgreSQL defines it.
CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND (conrelid::regclass::text = ANY(%(tables)s) OR confrelid::regclass::text = ANY(%(tables)s))
       OR contype IN ('p', 'u') AND conrelid::regclass::text = ANY(%(tables)s)
    ORDER BY contype <> 'f', conname
"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid::regclass::text = ANY(%(tables)s)
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
    ORDER BY indexrelid
"""


def load(total: int, *, seed: int, report: Report) -> bool:
    """See that a size's database holds this seed's cards and their tallies; return False when it did already."""
    cards, tallies = stamp_of(total, seed=seed), tallies_stamp()
    found = databases.read_stamp(total)
    label = f"{databases.size_name(total)} cards"
    if not found.startswith(cards):
        databases.create(total)
        with opened(total):
            databases.migrate()
            fill_cards(total, seed=seed, report=lambda what, done, of: report(f"{label}: {what}", done, of))
        databases.write_stamp(total, cards)
    with opened(total):
        if databases.migrate():
            vacuum()  # A migration may have written a table anew.
        if found != f"{cards}, {tallies}":
            fill_tallies(lambda what, done, of: report(f"{label}: {what}", done, of))
    databases.write_stamp(total, f"{cards}, {tallies}")
    return found != f"{cards}, {tallies}"


def fill_cards(total: int, *, seed: int, report: Report) -> None:
    """Store the organisation and this seed's cards in an empty database."""
    people.make_organisation()
    with bare_tables(tuple(COLUMNS), lambda done, of: report("indexes", done, of)):
        for number in (numbers := chunks_of(total)):
            report("rows", number, len(numbers))
            copy_chunk(make_chunk(seed, total, number))
        report("rows", 1, 1)
    vacuum()


def fill_tallies(report: Report) -> None:
    """Count the cards as the product does, from nothing."""
    report("tallies", 0, 1)
    run(["TRUNCATE cards_persontally, cards_unittally, cards_flowtally, cards_tallyentry, cards_tallystate"])
    with bare_tables(TALLIES, lambda _done, _of: None):
        rebuild_tallies(at=END)
    vacuum()
    report("tallies", 1, 1)


def vacuum() -> None:
    """Leave every table as an old one stands: with its statistics, and nothing to clean up."""
    run(["VACUUM (ANALYZE, FREEZE)"])


def stamp_of(total: int, *, seed: int) -> str:
    """Name what a database holds: the seed, the number of cards, and a print of what the generator makes of a seed."""
    return f"seed {seed}, {total} cards, generator {fingerprint(make_chunk(seed, databases.FEWEST, 0))[:12]}"


def tallies_stamp() -> str:
    """Name how the tallies were counted."""
    texts = "".join(map(statement, ("recount", "rebuild_tallies", "settle_people", "settle_headcounts")))
    return f"tallies {hashlib.sha256(texts.encode()).hexdigest()[:12]}"


def fingerprint(chunk: Chunk) -> str:
    """Return a digest of a chunk's rows."""
    return hashlib.sha256("".join(chunk.cards + chunk.recipients + chunk.readers + chunk.hearts).encode()).hexdigest()


@contextmanager
def opened(total: int) -> Iterator[None]:
    """Use a size's database, and close it."""
    wrapper = databases.connect(total)
    with databases.using(wrapper):
        try:
            yield
        finally:
            wrapper.close()


def copy_chunk(chunk: Chunk) -> None:
    """Store a chunk's rows."""
    lines = (chunk.cards, chunk.recipients, chunk.readers, chunk.hearts)
    with connection.cursor() as cursor:
        for (table, columns), rows in zip(COLUMNS.items(), lines, strict=True):
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write("".join(rows))


@contextmanager
def bare_tables(names: Sequence[str], report: Callable[[int, int], None]) -> Iterator[None]:
    """Take indexes and keys off big tables, and put back exactly those."""
    tables = {"tables": list(names)}
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, tables)
        constraints = cursor.fetchall()
        cursor.execute(INDEXES, tables)
        indexes = cursor.fetchall()
        run(f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _definition in constraints)
        run(f"DROP INDEX {name}" for name, _definition in indexes)
        yield
        rebuild = [definition for _name, definition in indexes]
        rebuild += [
            f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
            for table, name, definition in reversed(constraints)  # Keys before what refers to them.
        ]
        cursor.execute("SET maintenance_work_mem = '512MB'")
        rebuild_all(rebuild, report)
        cursor.execute("RESET maintenance_work_mem")


def rebuild_all(statements: Sequence[str], report: Callable[[int, int], None]) -> None:
    """Run statements that take a while each."""
    for done, text in enumerate(statements):
        report(done, len(statements))
        run([text])
    report(1, 1)


def run(statements: Iterator[str] | Sequence[str]) -> None:
    """Run statements that answer nothing."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
