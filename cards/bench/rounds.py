"""Let contenders run in turns: every case of every size once per round, in a shuffled order, within one run."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from random import Random

from cards.bench import databases
from cards.bench.boards import board_cases
from cards.bench.cases import Case, feed_cases, hidden_cases
from cards.bench.databases import size_name, using
from cards.bench.hiding import hide_newest, restore
from cards.bench.loading import Report
from cards.bench.measuring import Cost, Probe, Read

WARM_UP = 7  # PostgreSQL chooses between a plan for these values and one for any after five.


@dataclass(frozen=True)
class Figure:
    """What a page, or a board, of one case costs at one size: medians, and what its statements read."""

    case: str
    cards: int
    rows: int
    queries: int
    buffers: int
    buffers_to_find: int  # Of the first statement, which asks for ids; the second shows them.
    cpu_us: float | None
    wall_ms: float
    wall_p95_ms: float


@dataclass(frozen=True)
class Contender:
    """One case at one size."""

    cards: int
    probe: Probe
    case: Case


def measure_feed(sizes: Sequence[int], *, seed: int, rounds: int, report: Report) -> list[Figure]:
    """Read every case of every size, then those with the newest cards hidden."""
    rng = Random(seed)
    with probes_of(sizes) as probes:
        figures = phase("As it is", probes, feed_cases, rng=rng, rounds=rounds, report=report)
        with hidden_everywhere(probes):
            label = "The newest hidden"
            return figures + phase(label, probes, hidden_cases, rng=rng, rounds=rounds, report=report)


def measure_boards(sizes: Sequence[int], *, seed: int, rounds: int, report: Report) -> list[Figure]:
    """Read the boards of every size, with nothing waiting to be folded."""
    with probes_of(sizes) as probes:
        return phase("Boards", probes, board_cases, rng=Random(seed), rounds=rounds, report=report)


@contextmanager
def probes_of(sizes: Sequence[int]) -> Iterator[dict[int, Probe]]:
    """Connect to every size, as it was loaded."""
    with ExitStack() as stack:
        probes = {}
        for total in sizes:
            wrapper = databases.connect(total)
            stack.callback(wrapper.close)
            probes[total] = Probe(wrapper)
            with using(wrapper):
                restore()
        yield probes


@contextmanager
def hidden_everywhere(probes: dict[int, Probe]) -> Iterator[None]:
    """Hide the newest cards of every size meanwhile."""
    try:
        for probe in probes.values():
            with using(probe.wrapper):
                hide_newest()
        yield
    finally:
        for probe in probes.values():
            with using(probe.wrapper):
                restore()


def phase(
    label: str,
    probes: dict[int, Probe],
    cases: Callable[[], list[Case]],
    *,
    rng: Random,
    rounds: int,
    report: Report,
) -> list[Figure]:
    """Warm up, run the rounds, and explain once at the end."""
    contenders = []
    for total, probe in probes.items():
        with using(probe.wrapper):
            contenders += [Contender(total, probe, case) for case in cases()]
    costs: dict[Contender, list[Cost]] = {contender: [] for contender in contenders}
    for number in range(WARM_UP + rounds):
        report(f"{label}: {' and '.join(map(size_name, probes))}", number, WARM_UP + rounds)
        for contender in rng.sample(contenders, len(contenders)):
            if number % contender.case.every:
                continue
            cost = contender.probe.cost_of(contender.case.read)
            if number >= WARM_UP or contender.case.every > 1:
                costs[contender].append(cost)
    report(f"{label}: {' and '.join(map(size_name, probes))}", 1, 1)
    return [
        figure(contender, contender.probe.read_by(contender.case.read), costs[contender]) for contender in contenders
    ]


def figure(contender: Contender, read: Read, costs: list[Cost]) -> Figure:
    """Sum up a contender's rounds."""
    pages = contender.case.pages
    walls = sorted(cost.wall_ms / pages for cost in costs)
    cpus = [cost.cpu_us / pages for cost in costs if cost.cpu_us is not None]
    return Figure(
        contender.case.name,
        contender.cards,
        round(read.rows / pages),
        round(len(read.buffers) / pages),
        round(sum(read.buffers) / pages),
        read.buffers[0],
        cpu_us=round(statistics.median(cpus), 1) if cpus else None,
        wall_ms=round(statistics.median(walls), 3),
        wall_p95_ms=round(walls[int(len(walls) * 0.95)], 3),
    )
