"""Measure sending, beside the least that a program could do."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cards.bench import databases
from cards.bench.checks import Check, Outcome
from cards.bench.crowding import Crowd, crowd_checks, crowds_table, measure_crowd
from cards.bench.databases import size_name, using
from cards.bench.loading import Report
from cards.bench.measuring import Probe, buffers_in, cpu_ns, process_clock, statements_of
from cards.bench.pages import collected_as_served
from cards.bench.sends import RAW_CARD, RAW_RECIPIENT, Send, Sends, raw_values, remove_sent, send, send_raw
from cards.bench.tables import columns

SEND, RAW = "send_card", "two raw inserts"
AT_ONCE = 20  # Cards that a contender sends before it is the other's turn: one alone would measure the waking up.
TURNS = 3  # In a round.
WARM_UP = 3
SETTINGS = ("on", "off")  # Of synchronous_commit: what is acknowledged is committed, or will be in a moment.
# The limit is 80 % of the raw one's speed. Speed is time on the wall, which is shown and fails nothing; what it is made
# of is held: one statement, and CPU as far as what both wait for, until the disk has their card, makes up for it.
SLOWER, HEAVIER = 1.4, 1.6  # CPU time and buffers, in those of the raw one.
STATEMENTS = 1


@dataclass(frozen=True)
class Sent:
    """What one card costs: medians of the turns, the calmest of them, and the buffers of its statements."""

    contender: str
    cards: int
    synchronous_commit: str
    statements: int
    buffers: int
    python_us: float
    database_us: float | None
    wall_us: float
    calm_us: float | None  # All CPU time of a card in the calmest tenth of the turns: neighbours make it longer, too.


@dataclass(frozen=True)
class Contender:
    """A way of sending, and the clock of the database's process that it goes through."""

    name: str
    act: Callable[[Send], None]
    clock: Path | None


@dataclass(frozen=True)
class Turn:
    """What a turn took, for one card."""

    wall_us: float
    python_us: float
    database_us: float | None


def measure_writes(sizes: Sequence[int], *, seed: int, rounds: int, report: Report) -> Outcome:
    """Send cards at every size, and remove them."""
    sent: list[Sent] = []
    crowds: list[Crowd] = []
    for total in sizes:
        with emptied(total) as wrapper, collected_as_served():
            for setting in SETTINGS:
                sent += alternate(wrapper, total, setting, seed=seed, rounds=rounds, report=report)
            crowds.append(measure_crowd(total, seed=seed, rounds=rounds, report=report))
    told = f"{sent_table(sent)}\n\n{crowds_table(crowds)}"
    return Outcome("write", told, [*sent, *crowds], [*sent_checks(sent), *crowd_checks(crowds)])


@contextmanager
def emptied(total: int) -> Iterator[BaseDatabaseWrapper]:
    """Use a size's database, without the cards that a run has sent, before and after."""
    wrapper = databases.connect(total)
    with using(wrapper):
        remove_sent()
        try:
            yield wrapper
        finally:
            remove_sent()
            wrapper.close()


def alternate(
    wrapper: BaseDatabaseWrapper, total: int, setting: str, *, seed: int, rounds: int, report: Report
) -> list[Sent]:
    """Let the contenders take turns in a shuffled order."""
    label = f"Sending at {size_name(total)}, synchronous_commit {setting}"
    sends, rng = Sends(f"{seed}:{total}", number=SETTINGS.index(setting)), Random(seed)
    with raw_connection(wrapper) as raw, wrapper.cursor() as cursor:
        for connection in (raw, cursor):
            connection.execute(f"SET synchronous_commit = {setting}")
        cursor.execute("SELECT pg_backend_pid()")
        contenders = [
            Contender(SEND, send, process_clock(wrapper, cursor.fetchone()[0])),
            Contender(RAW, lambda card: send_raw(raw, card), process_clock(wrapper, raw.info.backend_pid)),
        ]
        turns: dict[str, list[Turn]] = {contender.name: [] for contender in contenders}
        for number in range(WARM_UP + rounds):
            report(label, number, WARM_UP + rounds)
            for contender in rng.sample(contenders * TURNS, len(contenders) * TURNS):
                turn = take_turn(contender, sends.some(AT_ONCE))
                if number >= WARM_UP:
                    turns[contender.name].append(turn)
        report(label, 1, 1)
    read = explained(wrapper, sends)
    return [summed(name, total, setting, read[name], of) for name, of in turns.items()]


@contextmanager
def raw_connection(wrapper: BaseDatabaseWrapper) -> Iterator[psycopg.Connection[Any]]:
    """Connect to the same database as a program without Django would: it prepares what it runs often."""
    settings = wrapper.settings_dict
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], password=settings["PASSWORD"] or None,
        dbname=settings["NAME"], autocommit=True, prepare_threshold=1,
    ) as raw:  # fmt: skip
        yield raw


def take_turn(contender: Contender, cards: Sequence[Send]) -> Turn:
    """Send some cards, one after the other."""
    database, python, began = cpu_ns(contender.clock), time.process_time_ns(), time.perf_counter_ns()
    for card in cards:
        contender.act(card)
    wall, worked, after = time.perf_counter_ns(), time.process_time_ns(), cpu_ns(contender.clock)
    spent = None if database is None or after is None else (after - database) / 1000 / len(cards)
    return Turn((wall - began) / 1000 / len(cards), (worked - python) / 1000 / len(cards), spent)


def explained(wrapper: BaseDatabaseWrapper, sends: Sends) -> dict[str, list[int]]:
    """Return the buffers of each statement that stores one card; in the end nothing is stored.

    Every statement has run, and so been prepared, just before: a rollback in between would make psycopg forget it.
    """
    probe, found = Probe(wrapper), {}
    ways: dict[str, Callable[[Send], None]] = {SEND: send, RAW: partial(send_in_turn, wrapper)}
    for name, act in ways.items():
        with transaction.atomic():
            for card in sends.some(WARM_UP):
                asked = statements_of(wrapper, partial(act, card))
            found[name] = [buffers_in(probe.explain(sql, values | of_another(values))) for sql, values in asked]
            transaction.set_rollback(True)
    return found


def of_another(values: dict[str, Any]) -> dict[str, Any]:
    """Return the keys of another card than the one that a statement has just stored."""
    return {"form": uuid4(), "card": values.get("card", 0) + 1}


def send_in_turn(wrapper: BaseDatabaseWrapper, card: Send) -> None:
    """Store the two rows by the connection that can be asked what it prepared."""
    values = raw_values(card)
    with wrapper.cursor() as cursor:
        cursor.execute(RAW_CARD, values)
        cursor.execute(RAW_RECIPIENT, values | {"card": cursor.fetchone()[0]})


def summed(name: str, total: int, setting: str, buffers: Sequence[int], turns: Sequence[Turn]) -> Sent:
    """Sum up a contender's turns."""
    spent = [turn.database_us for turn in turns if turn.database_us is not None]
    return Sent(
        name,
        total,
        setting,
        statements=len(buffers),
        buffers=sum(buffers),
        python_us=round(statistics.median(turn.python_us for turn in turns), 1),
        database_us=round(statistics.median(spent), 1) if spent else None,
        wall_us=round(statistics.median(turn.wall_us for turn in turns), 1),
        calm_us=round(calmest([turn.python_us + us for turn, us in zip(turns, spent, strict=True)]), 1)
        if spent
        else None,
    )


def calmest(values: Sequence[float]) -> float:
    """Return what all but a tenth of the values exceed."""
    return sorted(values)[len(values) // 10]


def sent_table(sent: Sequence[Sent]) -> str:
    """Lay out what sending costs: a line for each contender."""
    head = [
        "",
        "cards",
        "commit",
        "statements",
        "buffers",
        "Python µs",
        "database µs",
        "both, calm",
        "wall µs",
        "speed",
    ]
    lines = []
    for one in sent:
        raw = raw_beside(one, sent)
        lines.append(
            [
                one.contender,
                size_name(one.cards),
                one.synchronous_commit,
                f"{one.statements}",
                f"{one.buffers}",
                f"{one.python_us:.0f}",
                "-" if one.database_us is None else f"{one.database_us:.0f}",
                "-" if one.calm_us is None else f"{one.calm_us:.0f}",
                f"{one.wall_us:.0f}",
                f"{raw.wall_us / one.wall_us:.2f}",
            ]
        )
    return columns([head, *lines])


def sent_checks(sent: Sequence[Sent]) -> list[Check]:
    """Hold sending to its limits. Without waiting for the disk: how long that takes is told by the machine alone."""
    found = []
    for one in sent:
        if one.contender != SEND:
            continue
        raw, at = raw_beside(one, sent), f"at {size_name(one.cards)}"
        if one.synchronous_commit == "on":
            continue
        found.append(Check(SEND, f"statements {at}", one.statements, STATEMENTS))
        found.append(Check(SEND, f"buffers, / {RAW} {at}", round(one.buffers / raw.buffers, 3), HEAVIER))
        if one.calm_us and raw.calm_us:
            found.append(Check(SEND, f"CPU, / {RAW} {at}", round(one.calm_us / raw.calm_us, 3), SLOWER))
    return found


def raw_beside(one: Sent, sent: Sequence[Sent]) -> Sent:
    """Return what the raw contender took in the same run."""
    key = (RAW, one.cards, one.synchronous_commit)
    return next(raw for raw in sent if (raw.contender, raw.cards, raw.synchronous_commit) == key)
