"""A database for every size, on the server of the default connection and never the one in use there."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

FEWEST = 2_000  # Cards that hold every case.
SUFFIXES = {"k": 1_000, "m": 1_000_000}


def parse_sizes(text: str) -> list[int]:
    """Return the numbers of cards in a list such as 10k,1M, smallest first. Raises ValueError for anything else."""
    sizes = set()
    for word in text.lower().split(","):
        factor = SUFFIXES.get(word[-1:], 1)
        sizes.add(int(word[:-1] if factor > 1 else word) * factor)
    if min(sizes) < FEWEST:
        raise ValueError(f"{text!r} asks for less than {FEWEST} cards")
    return sorted(sizes)


def size_name(total: int) -> str:
    """Return a number of cards as it is typed: 10k, 1M."""
    for suffix, factor in (("M", 1_000_000), ("k", 1_000)):
        if total % factor == 0:
            return f"{total // factor}{suffix}"
    return str(total)


def database_name(total: int) -> str:
    """Return the name of the database that holds this many cards."""
    return f"{connections.databases[DEFAULT_DB_ALIAS]['NAME']}_bench_{size_name(total).lower()}"


def connect(total: int) -> BaseDatabaseWrapper:
    """Return a connection to a size's database, of its own and lasting, under the alias of the default one.

    The pool is keyed by alias and would hand out connections to the database in use.
    """
    in_use = connections[DEFAULT_DB_ALIAS]
    settings = {**in_use.settings_dict, "NAME": database_name(total), "CONN_MAX_AGE": None}
    settings["OPTIONS"] = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
    return type(in_use)(settings, DEFAULT_DB_ALIAS)


@contextmanager
def using(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let everything that asks for the default connection have this one: the app's own code runs unchanged."""
    in_use = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connection
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = in_use


def exists(total: int) -> bool:
    """Tell whether a size has its database."""
    with connect(total)._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database_name(total)])
        return cursor.fetchone() is not None


def create(total: int) -> None:
    """Make a size's database anew and empty."""
    drop(total)
    with connect(total)._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{database_name(total)}"')


def drop(total: int) -> None:
    """Remove a size's database, if there is one."""
    with connect(total)._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{database_name(total)}"')


def migrate() -> bool:
    """Bring the database in use up to date; return whether that took anything."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", database=DEFAULT_DB_ALIAS, verbosity=0, interactive=False)
    return True


def read_stamp(total: int) -> str:
    """Return what a size's database was stamped with when it was full; empty when it is not, or not there."""
    with connect(total)._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = %s",
            [database_name(total)],
        )
        row = cursor.fetchone()
        return str(row[0]) if row else ""


def write_stamp(total: int, stamp: str) -> None:
    """Say what a size's database holds."""
    with connect(total)._nodb_cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE \"{database_name(total)}\" IS '{stamp}'")
