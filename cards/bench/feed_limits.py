"""What the pages of the feed may read at most."""

import statistics
from collections.abc import Iterator, Sequence

from cards.bench.cases import DEEP_CASE, HIDDEN, NOTHING_CASES, SHALLOW_CASE, TYPICAL_CASE
from cards.bench.checks import Check
from cards.bench.databases import size_name
from cards.bench.rounds import Figure
from cards.queries.feed import PAGE_SIZE

GROWTH = 1.3  # Buffers at the largest size, in those at the smallest.
CPU_GROWTH = 1.15
DEEP = 1.05  # Buffers of page 500, in those of page 1.
WORST = 1.5  # Buffers of anybody's any page, in those of a typical one of the same size.
MORE = 4  # Buffers that finding nothing may take more: a level or two of two indexes.
MORE_TO_FIND = 2 * (PAGE_SIZE + 1)  # Buffers that finding a page may take more: one for a row of either branch.
TO_FIND = 3 * (PAGE_SIZE + 1)  # Buffers that finding a page may take: a row of either branch, and the ways to them.
QUERIES = 2  # Which cards, and what is on them.


Table = dict[int, dict[str, Figure]]  # By size, by case.


def by_size(figures: Sequence[Figure]) -> Table:
    """Arrange figures, the smallest size first."""
    sizes = sorted({figure.cards for figure in figures})
    return {size: {figure.case: figure for figure in figures if figure.cards == size} for size in sizes}


def feed_checks(figures: Sequence[Figure]) -> list[Check]:
    """Hold the feed's figures to every limit."""
    table = by_size(figures)
    found = [check for name in table[max(table)] for check in growth(table, name)]
    found += together(table)
    for size in table:
        found += within(table, size)
    return found


def comparable(table: Table, name: str) -> tuple[Figure, Figure] | None:
    """Return a case at the smallest size that shows as many cards as the largest, and at that; None if none does.

    An emptier page reads less by itself: it would make any growth look bad.
    """
    large = table[max(table)][name]
    smaller = [table[size][name] for size in table if size < large.cards]
    return next(((small, large) for small in smaller if small.rows == large.rows), None)


def growth(table: Table, name: str) -> Iterator[Check]:
    """Compare one case at two sizes."""
    pair = comparable(table, name)
    if pair is None:
        return
    small, large = pair
    sizes = f"{size_name(large.cards)} / {size_name(small.cards)}"
    if large.queries > 1:
        yield Check(name, f"buffers, {sizes}", round(large.buffers / small.buffers, 3), GROWTH)
    elif name in NOTHING_CASES:
        # The rows of cards just hidden lie in the way until PostgreSQL has marked them in the index.
        at_most = MORE_TO_FIND if name.startswith(HIDDEN) else MORE
        yield Check(name, f"buffers more, {sizes}", large.buffers - small.buffers, at_most)


def together(table: Table) -> Iterator[Check]:
    """Compare over all cases what one case alone tells badly."""
    pairs = [pair for name in table[max(table)] if (pair := comparable(table, name)) and pair[1].rows]
    small, large = size_name(min(table)), size_name(max(table))
    if pairs:
        # Few of a page's buffers, and the first to explode.
        first, then = max(pairs, key=lambda pair: pair[1].buffers_to_find - pair[0].buffers_to_find)
        more = then.buffers_to_find - first.buffers_to_find
        yield Check(then.case, f"buffers more to find it, {large} / {small}", more, MORE_TO_FIND)
    # On a busy machine the median of one case's rounds is off by a tenth; the median of all cases is not.
    ratios = [then.cpu_us / first.cpu_us for first, then in pairs if first.cpu_us and then.cpu_us]
    if ratios:
        yield Check("all of these", f"CPU, {large} / {small}", round(statistics.median(ratios), 3), CPU_GROWTH)


def within(table: Table, size: int) -> Iterator[Check]:
    """Compare the cases of one size with each other."""
    figures, at = table[size], f"at {size_name(size)}"
    typical = figures[TYPICAL_CASE].buffers
    deeper = figures[DEEP_CASE].buffers / figures[SHALLOW_CASE].buffers
    yield Check(DEEP_CASE, f"buffers, / pages 1 to 5 {at}", round(deeper, 3), DEEP)
    worst_page = max(figures.values(), key=lambda figure: figure.buffers)
    yield Check(worst_page.case, f"buffers, / typical page {at}", round(worst_page.buffers / typical, 3), WORST)
    lost = max((figure for figure in figures.values() if figure.rows), key=lambda figure: figure.buffers_to_find)
    yield Check(lost.case, f"buffers to find it {at}", lost.buffers_to_find, TO_FIND)
    busiest = max(figures.values(), key=lambda figure: figure.queries)
    yield Check(busiest.case, f"queries {at}", busiest.queries, QUERIES)


def emptier(figures: Sequence[Figure]) -> list[str]:
    """Name the cases that no smaller size shows as full as the largest, with the cards they show."""
    table = by_size(figures)
    return [
        f"{name} ({', '.join(f'{size_name(size)}: {table[size][name].rows} of {PAGE_SIZE}' for size in table)})"
        for name in table[max(table)]
        if len(table) > 1 and comparable(table, name) is None
    ]
