"""What boards may read at most, however many cards there are."""

from collections.abc import Iterator, Sequence

from cards.bench.boards import COUNTED, UNIT_BOARD, UNITS_BOARD
from cards.bench.checks import Check
from cards.bench.databases import size_name
from cards.bench.feed_limits import by_size
from cards.bench.rounds import Figure

OF_UNIT, OF_UNITS = 10, 100  # Buffers.
MORE = 2  # Buffers that a unit's board may take more than at the size before.
CHEAPER = 200  # Times, than counting the cards, where there are as many as this:
MANY = 10_000_000


def board_checks(figures: Sequence[Figure]) -> list[Check]:
    """Hold the boards' figures to every limit."""
    return [*heaviest(figures), *grown(figures), *against_counting(figures)]


def heaviest(figures: Sequence[Figure]) -> Iterator[Check]:
    """Hold the heaviest board of either kind at each size to its cap."""
    for size, table in by_size(figures).items():
        for kind, at_most in ((UNIT_BOARD, OF_UNIT), (UNITS_BOARD, OF_UNITS)):
            most = max((figure for name, figure in table.items() if name.startswith(kind)), key=lambda one: one.buffers)
            yield Check(most.case, f"buffers at {size_name(size)}", most.buffers, at_most)


def grown(figures: Sequence[Figure]) -> Iterator[Check]:
    """Compare a unit's board at the largest size with the next smaller."""
    table = by_size(figures)
    if len(table) < 2:
        return
    smaller, largest = list(table)[-2:]
    more = {
        name: figure.buffers - table[smaller][name].buffers
        for name, figure in table[largest].items()
        if name.startswith(UNIT_BOARD)
    }
    name = max(more, key=lambda name: more[name])
    yield Check(name, f"buffers more, {size_name(largest)} / {size_name(smaller)}", more[name], MORE)


def against_counting(figures: Sequence[Figure]) -> Iterator[Check]:
    """Hold the boards between units against counting the cards; with few cards that costs little."""
    for size, table in by_size(figures).items():
        for name, counted in table.items():
            read = table.get(name.removeprefix(COUNTED))
            if size < MANY or read is None or read is counted:
                continue
            yield Check(
                read.case, f"buffers, / counting at {size_name(size)}", read.buffers / counted.buffers, 1 / CHEAPER
            )
            if read.cpu_us and counted.cpu_us:
                yield Check(
                    read.case, f"CPU, / counting at {size_name(size)}", read.cpu_us / counted.cpu_us, 1 / CHEAPER
                )
