"""Measure one call of the app's code: statements, buffers, CPU of the database's process, time on the wall."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

from cards.bench.databases import using

PLACEHOLDER = re.compile(r"%s|%\((\w+)\)s|%%")


@dataclass(frozen=True)
class Cost:
    """What one call took. `cpu_us` is None where the database's process is not on this machine."""

    wall_ms: float
    cpu_us: float | None


@dataclass(frozen=True)
class Read:
    """What one call read; `buffers` by statement."""

    rows: int
    buffers: tuple[int, ...]


class Probe:
    """A connection to one size's database, and what one sees of the process behind it."""

    def __init__(self, wrapper: BaseDatabaseWrapper) -> None:
        self.wrapper = wrapper
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.clock = process_clock(wrapper, cursor.fetchone()[0])

    def cost_of(self, call: Callable[[], int]) -> Cost:
        """Run a call against this database."""
        with using(self.wrapper):
            cpu, began = self.cpu_ns(), time.perf_counter()
            call()
            wall_ms, after = (time.perf_counter() - began) * 1000, self.cpu_ns()
        return Cost(wall_ms, None if cpu is None or after is None else (after - cpu) / 1000)

    def cpu_ns(self) -> int | None:
        """Return the CPU time that the database's process has had."""
        return cpu_ns(self.clock)

    def read_by(self, call: Callable[[], int]) -> Read:
        """Run a call that has run before, and explain each statement it sends, as it was prepared for the app."""
        rows: list[int] = []
        with using(self.wrapper):
            sent = statements_of(self.wrapper, lambda: rows.append(call()))
        plans = [self.explain(sql, params) for sql, params in sent]
        return Read(rows[0], tuple(map(buffers_in, plans)))

    def explain(self, sql: str, params: Any) -> dict[str, Any]:
        """Return the plan that a statement runs by on this connection, with what it took.

        A prepared statement may have settled on a plan for any parameters: that one is explained, not a fresh one.
        """
        text, values = numbered(sql, params)
        with psycopg.ClientCursor(self.wrapper.connection) as cursor:
            cursor.execute(
                "SELECT name FROM pg_prepared_statements WHERE statement = %s ORDER BY prepare_time DESC LIMIT 1",
                [text],
            )
            row = cursor.fetchone()
            if row is None:
                raise LookupError(f"The app did not prepare: {text}")
            arguments = f"({', '.join(['%s'] * len(values))})" if values else ""
            cursor.execute(f'EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE "{row[0]}"{arguments}', values)
            [(explained,)] = cursor.fetchall()
        plan: dict[str, Any] = explained[0]["Plan"]
        return plan


def statements_of(wrapper: BaseDatabaseWrapper, call: Callable[[], object]) -> list[tuple[str, Any]]:
    """Return what a call sends to the database."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with wrapper.execute_wrapper(note):
        call()
    return sent


def process_clock(wrapper: BaseDatabaseWrapper, pid: int) -> Path | None:
    """Return the file that holds the CPU time of a process of the database; None where it runs on another machine."""
    process = Path("/proc", str(pid))
    is_here = str(wrapper.settings_dict["HOST"]).startswith("/") and (process / "schedstat").exists()
    return process / "schedstat" if is_here and "postgres" in (process / "comm").read_text() else None


def cpu_ns(clock: Path | None) -> int | None:
    """Return the CPU time that a process has had."""
    return int(clock.read_text().split()[0]) if clock else None


def buffers_in(plan: dict[str, Any]) -> int:
    """Return how many pages a statement looked at."""
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])


def numbered(sql: str, params: Any) -> tuple[str, list[Any]]:
    """Return a statement as psycopg sends it, with $1 for its first parameter, and the values in that order."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        name = match[1] or f"{len(names)} by place"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    text = PLACEHOLDER.sub(number, sql) if params else sql
    return text, [params[name] for name in names] if isinstance(params, dict) else list(params or ())
