"""Say what was measured: tables for people, JSON for machines."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import django
import psycopg
from django.db import connection

from cards.bench.checks import Outcome
from cards.bench.databases import size_name
from cards.bench.feed_limits import by_size
from cards.bench.loading import COLUMNS, TALLIES, opened
from cards.bench.rounds import Figure
from cards.bench.tables import columns

SETTINGS = (
    "server_version",
    "synchronous_commit",
    "fsync",
    "shared_buffers",
    "work_mem",
    "random_page_cost",
    "jit",
    "plan_cache_mode",
)


def figures_table(figures: Sequence[Figure]) -> str:
    """Lay out the figures: a line for each case, the sizes side by side."""
    table = by_size(figures)
    sizes = [size_name(size) for size in table]
    head = ["", *(f"{what} {size}" for what in ("cards", "buffers", "CPU µs", "wall ms") for size in sizes), "queries"]
    lines = []
    for name in table[max(table)]:
        row = [table[size][name] for size in table]
        cells = [
            *(str(figure.rows) for figure in row),
            *(str(figure.buffers) for figure in row),
            *("-" if figure.cpu_us is None else f"{figure.cpu_us:.0f}" for figure in row),
            *(f"{figure.wall_ms:.1f}" for figure in row),
        ]
        lines.append([name, *cells, str(row[-1].queries)])
    return columns([head, *lines])


def checks_table(outcomes: Sequence[Outcome]) -> str:
    """Lay out the limits, what is beyond one marked, and say what could not be held to one."""
    lines = [
        [check.case, check.measure, f"{check.value:g}", f"{check.at_most:g}", "" if check.is_met else "TOO MUCH"]
        for outcome in outcomes
        for check in outcome.checks
    ]
    remarks = [outcome.remark for outcome in outcomes if outcome.remark]
    return "\n".join([columns([["", "", "is", "at most", ""], *lines]), *remarks])


def as_json(
    outcomes: Sequence[Outcome], sizes: Sequence[int], *, seed: int, rounds: int, began: float
) -> dict[str, Any]:
    """Return everything one needs to compare this run with another; `began` is the load average before it."""
    with opened(sizes[0]), connection.cursor() as cursor:
        settings = {name: value(cursor, f"SHOW {name}") for name in SETTINGS}
    return {
        "versions": {
            "python": platform.python_version(),
            "django": django.get_version(),
            "psycopg": psycopg.__version__,
            "postgresql": settings.pop("server_version"),
        },
        "settings": settings,
        "cores": os.cpu_count(),
        "seed": seed,
        "rounds": rounds,
        "load_average": {"before": began, "after": os.getloadavg()[0]},
        "rows": {size_name(size): row_counts(size) for size in sizes},
        "figures": {outcome.name: [asdict(figure) for figure in outcome.figures] for outcome in outcomes},
        "limits": [{**asdict(check), "is_met": check.is_met} for outcome in outcomes for check in outcome.checks],
    }


def row_counts(total: int) -> dict[str, int]:
    """Count the rows of a size's big tables."""
    with opened(total), connection.cursor() as cursor:
        return {table: value(cursor, f"SELECT count(*) FROM {table}") for table in (*COLUMNS, *TALLIES)}


def value(cursor: Any, sql: str) -> Any:
    """Return the one value a statement answers."""
    cursor.execute(sql)
    return cursor.fetchone()[0]
