"""Say what was measured: tables for people, JSON for machines."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import django
import psycopg
from django.db import connection

from cards.bench.databases import size_name
from cards.bench.limits import Check, by_size, emptier
from cards.bench.loading import COLUMNS, opened
from cards.bench.rounds import Figure

SETTINGS = ("server_version", "shared_buffers", "work_mem", "random_page_cost", "jit", "plan_cache_mode")


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


def checks_table(found: Sequence[Check], figures: Sequence[Figure]) -> str:
    """Lay out the limits, what is beyond one marked, and say what could not be compared."""
    lines = [
        [check.case, check.measure, f"{check.value:g}", f"{check.at_most:g}", "" if check.is_met else "TOO MUCH"]
        for check in found
    ]
    told = columns([["", "", "is", "at most", ""], *lines])
    if figures and (left_out := emptier(figures)):
        told += f"\nNot compared, for the smaller size shows fewer cards: {'; '.join(left_out)}."
    return told


def columns(lines: Sequence[Sequence[str]]) -> str:
    """Line up cells: words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(aligned(line, widths)).rstrip() for line in lines)


def aligned(line: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    """Pad the cells of one line."""
    for index, (cell, width) in enumerate(zip(line, widths, strict=True)):
        yield cell.ljust(width) if index == 0 or cell[:1].isalpha() else cell.rjust(width)


def as_json(
    figures: Sequence[Figure], found: Sequence[Check], *, seed: int, rounds: int, began: float
) -> dict[str, Any]:
    """Return everything one needs to compare this run with another; `began` is the load average before it."""
    sizes = list(by_size(figures))
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
        "seed": seed,
        "rounds": rounds,
        "load_average": {"before": began, "after": os.getloadavg()[0]},
        "rows": {size_name(size): row_counts(size) for size in sizes},
        "figures": [asdict(figure) for figure in figures],
        "limits": [{**asdict(check), "is_met": check.is_met} for check in found],
    }


def row_counts(total: int) -> dict[str, int]:
    """Count the rows of a size's big tables."""
    with opened(total), connection.cursor() as cursor:
        return {table: value(cursor, f"SELECT count(*) FROM {table}") for table in COLUMNS}


def value(cursor: Any, sql: str) -> Any:
    """Return the one value a statement answers."""
    cursor.execute(sql)
    return cursor.fetchone()[0]
