"""Measure many who send at once: each to somebody else, and all of them to one person."""

import multiprocessing
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from django.db import OperationalError

from cards.bench import databases
from cards.bench.checks import Check
from cards.bench.databases import size_name, using
from cards.bench.loading import Report
from cards.bench.measuring import cpu_ns, process_clock
from cards.bench.people import POPULAR
from cards.bench.sends import Send, Sends, send
from cards.bench.tables import columns

WRITERS = 8
AT_ONCE = 10  # Cards that each writer sends in a turn.
WARM_UP = 3
SLOWER = 1.333  # CPU time of a card to the one whom everyone thanks, in that of any: at least 0.75 of the speed.
DEADLOCK = "40P01"
PATIENCE = 60  # Seconds.


@dataclass(frozen=True)
class Crowd:
    """What one of many cards sent at once takes: medians of the turns."""

    cards: int
    writers: int
    spread_us: float  # On the wall.
    one_us: float
    spread_database_us: float | None
    one_database_us: float | None
    deadlocks: int

    @property
    def speed(self) -> float:
        """How fast cards to one person are, in cards to many."""
        return self.spread_us / self.one_us


@dataclass(frozen=True)
class Turn:
    """What a turn of all writers took, for one card."""

    wall_us: float
    database_us: float | None
    deadlocks: int


def measure_crowd(total: int, *, seed: int, rounds: int, report: Report) -> Crowd:
    """Let writers, each a process with a connection of its own, send in turns to many and to one."""
    label = f"{WRITERS} at once at {size_name(total)}"
    turns: dict[int | None, list[Turn]] = {None: [], POPULAR: []}
    with writers(total, seed) as pipes:
        clocks = [answer(pipe) for pipe in pipes]
        for number in range(WARM_UP + rounds):
            report(label, number, WARM_UP + rounds)
            for to in (None, POPULAR) if number % 2 else (POPULAR, None):
                turn = take_turn(pipes, clocks, to)
                if number >= WARM_UP:
                    turns[to].append(turn)
    report(label, 1, 1)
    spread, one = turns[None], turns[POPULAR]
    return Crowd(
        total,
        WRITERS,
        spread_us=statistics.median(turn.wall_us for turn in spread),
        one_us=statistics.median(turn.wall_us for turn in one),
        spread_database_us=middle([turn.database_us for turn in spread]),
        one_database_us=middle([turn.database_us for turn in one]),
        deadlocks=sum(turn.deadlocks for turn in spread + one),
    )


@contextmanager
def writers(total: int, seed: int) -> Iterator[list["Connection"]]:
    """Start the writers; each answers where its database's process keeps its time, and then how each turn went."""
    context = multiprocessing.get_context("fork")
    pipes = [context.Pipe() for _number in range(WRITERS)]
    processes = [
        context.Process(target=write, args=(total, seed, number, theirs), daemon=True)
        for number, (_ours, theirs) in enumerate(pipes)
    ]
    for process in processes:
        process.start()
    try:
        yield [ours for ours, _theirs in pipes]
        for ours, _theirs in pipes:
            ours.send(False)
        for process in processes:
            process.join(PATIENCE)
    finally:
        for process in processes:
            process.terminate()


def write(total: int, seed: int, number: int, pipe: "Connection") -> None:
    """Be a writer: send what is asked for until no more is."""
    wrapper = databases.connect(total)
    with using(wrapper), wrapper.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute("SELECT pg_backend_pid()")
        pipe.send(process_clock(wrapper, cursor.fetchone()[0]))
        sends = Sends(f"{seed}:{total}", number=WRITERS + number, writer=number, writers=WRITERS)
        while (to := pipe.recv()) is not False:
            cards = sends.some(AT_ONCE, to=to)
            pipe.send(True)
            pipe.recv()
            pipe.send(sum(map(deadlocks_of, cards)))
    wrapper.close()


def deadlocks_of(card: Send) -> int:
    """Send a card, until it is sent; return how often PostgreSQL ended it for a deadlock."""
    try:
        send(card)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != DEADLOCK:
            raise
        return 1 + deadlocks_of(card)
    return 0


def take_turn(pipes: Sequence["Connection"], clocks: Sequence[Path | None], to: int | None) -> Turn:
    """Let every writer send its cards, at the same time."""
    tell(pipes, to)
    before, began = [cpu_ns(clock) for clock in clocks], time.perf_counter_ns()
    deadlocks = sum(tell(pipes, True))
    wall, after = time.perf_counter_ns() - began, [cpu_ns(clock) for clock in clocks]
    spent = [b - a for a, b in zip(before, after, strict=True) if a is not None and b is not None]
    sent = WRITERS * AT_ONCE
    return Turn(wall / 1000 / sent, sum(spent) / 1000 / sent if len(spent) == WRITERS else None, deadlocks)


def tell(pipes: Sequence["Connection"], what: object) -> list[int]:
    """Tell every writer something, and return what they answer."""
    for pipe in pipes:
        pipe.send(what)
    return [answer(pipe) for pipe in pipes]


def answer(pipe: "Connection") -> Any:
    """Return what a writer answers. Raises RuntimeError when it doesn't: it has told why on its way out."""
    if not pipe.poll(PATIENCE):
        raise RuntimeError("A writer has stopped.")
    return pipe.recv()


def middle(values: Sequence[float | None]) -> float | None:
    """Return the median, None where something was not measured."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if len(known) == len(values) else None


def crowds_table(crowds: Sequence[Crowd]) -> str:
    """Lay out what a card takes when many send at once."""
    head = [f"{WRITERS} at once", "cards", "database µs", "wall µs", "speed", "deadlocks"]
    lines = []
    for crowd in crowds:
        for name, database_us, wall_us in (
            ("to many", crowd.spread_database_us, crowd.spread_us),
            ("to one person", crowd.one_database_us, crowd.one_us),
        ):
            told = "-" if database_us is None else f"{database_us:.0f}"
            speed = f"{crowd.spread_us / wall_us:.2f}"
            lines.append([name, size_name(crowd.cards), told, f"{wall_us:.0f}", speed, f"{crowd.deadlocks}"])
    return columns([head, *lines])


def crowd_checks(crowds: Sequence[Crowd]) -> list[Check]:
    """Hold those who send at once to their limits."""
    found = []
    for crowd in crowds:
        case, at = f"{crowd.writers} to one person", f"at {size_name(crowd.cards)}"
        found.append(Check(case, f"deadlocks {at}", crowd.deadlocks, 0))
        if crowd.spread_database_us and crowd.one_database_us:
            ratio = round(crowd.one_database_us / crowd.spread_database_us, 3)
            found.append(Check(case, f"CPU, / spread {at}", ratio, SLOWER))
    return found
