"""Measure whole pages in Django: against a constant view behind the same middleware, and against their SQL alone.

Everything a request takes counts, here and in the database's process: the connection from the pool, the session, the
person, the page, its compression. Contenders take turns, and what is compared are runs of the same round.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from wsgiref.types import WSGIEnvironment

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from cards.bench import databases
from cards.bench.asking import asked_by_pages, session_of
from cards.bench.checks import Check
from cards.bench.loading import Report
from cards.bench.measuring import Probe, statements_of
from cards.bench.people import TYPICAL, staff
from cards.bench.tables import columns
from cards.lib.ids import delivered_before
from cards.models import Person
from hjartkort.garbage import collect_less_often

CONSTANT, FEED, EVERYONE, POLL = "a constant view", "the feed", "the feed of everyone", "a poll with nothing new"
SQL = "psycopg with the feed's SQL"
STATUSES = {CONSTANT: 200, FEED: 200, EVERYONE: 200, POLL: 204}
# The CPU of a contender in that of another, at most.
RATIOS = (
    (FEED, CONSTANT, 4.0),
    (EVERYONE, CONSTANT, 4.0),
    (POLL, CONSTANT, 2.0),
    (FEED, SQL, 2.0),
)
QUERIES = 6
READERS = 8  # Colleagues who take turns.
WARM_UP = 2 * READERS
BROWSER = {"accept-encoding": "gzip, deflate, br, zstd", "host": "localhost"}


@dataclass(frozen=True)
class PageFigure:
    """What a contender takes: medians, in microseconds of CPU; `backend_us` None where the database is elsewhere."""

    contender: str
    cards: int
    queries: int
    bytes_sent: int
    python_us: float
    backend_us: float | None


@dataclass(frozen=True)
class PageRun:
    """What was measured at one size; `rounds` is the CPU of each contender in each round."""

    figures: tuple[PageFigure, ...]
    rounds: dict[str, list[float]]
    asked: dict[str, int]  # The statements of every page, by its address.


Contender = Callable[[int], object]  # Called with the number of a reader.


def ignore_start(_status: str, _headers: list[tuple[str, str]], _fault: Any = None, /) -> Callable[[bytes], object]:
    """Be told how a response starts, as a server is."""
    return bytes


def request_for(address: str) -> WSGIEnvironment:
    """Return what a server makes of a browser's asking for a page."""
    return RequestFactory(headers=BROWSER).get(address).environ


class Site:
    """The app as a server runs it, on one size's database, for people who have signed in."""

    def __init__(self, wrapper: DatabaseWrapper) -> None:
        self.wrapper = wrapper
        members = staff().members[TYPICAL]
        self.cookies = [session_of(Person.objects.get(pk=pk)) for pk in members[1 : READERS + 1]]
        self.handler = WSGIHandler()
        nothing_new = f"{reverse('feed_new')}?sedan={delivered_before(timezone.now()) - 1}"
        self.requests = {
            name: request_for(address)
            for name, address in {
                CONSTANT: reverse("constant"),
                FEED: reverse("feed"),
                EVERYONE: f"{reverse('feed')}?visa=alla",
                POLL: nothing_new,
            }.items()
        }
        self.sql = {
            name: [statements_of(wrapper, partial(self.page, name, reader)) for reader in range(READERS)]
            for name in STATUSES
        }

    def answer(self, request: WSGIEnvironment, cookies: str) -> tuple[int, bytes]:
        """Return the status and the body of what somebody is sent."""
        response = self.handler({**request, "HTTP_COOKIE": cookies}, ignore_start)
        body = b"".join(response)
        response.close()
        return response.status_code, body

    def page(self, name: str, reader: int) -> bytes:
        """Ask for a page, and return what is sent. Raises RuntimeError when it is not what it should be."""
        status, body = self.answer(self.requests[name], self.cookies[reader])
        if status != STATUSES[name]:
            raise RuntimeError(f"{name} answers {status}")
        return body

    def run_sql(self, reader: int) -> None:
        """Ask what the feed asks by psycopg alone, over a connection from the same pool."""
        with self.wrapper.pool.connection() as connection:
            for sql, params in self.sql[FEED][reader]:
                connection.execute(sql, params, prepare=True).fetchall()

    def contenders(self) -> dict[str, Contender]:
        """Return what takes turns."""
        pages: dict[str, Contender] = {name: partial(self.page, name) for name in STATUSES}
        return pages | {SQL: self.run_sql}


def measure_pages(total: int, *, seed: int, rounds: int, report: Report) -> PageRun:
    """Let the contenders take turns at one size's database."""
    with served(total) as wrapper:
        site, probe = Site(wrapper), Probe(wrapper)
        wrapper.close()  # Into the pool, which has this connection alone.
        contenders, rng = site.contenders(), Random(seed)
        costs: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
        for number in range(WARM_UP + rounds):
            report(f"Pages, {databases.size_name(total)} cards", number, WARM_UP + rounds)
            for name in rng.sample(list(contenders), len(contenders)):
                cost = cost_of(probe, contenders[name], number % READERS)
                if number >= WARM_UP:
                    costs[name].append(cost)
        report(f"Pages, {databases.size_name(total)} cards", 1, 1)
        figures = tuple(figure(site, name, total, costs[name], is_here=probe.clock is not None) for name in contenders)
        asked = asked_by_pages(wrapper, lambda address, cookies: site.answer(request_for(address), cookies)[0])
    return PageRun(figures, {name: [sum(cost) for cost in runs] for name, runs in costs.items()}, asked)


def cost_of(probe: Probe, contender: Contender, reader: int) -> tuple[float, float]:
    """Return the CPU that one run takes here and in the database's process, in microseconds."""
    backend, began = probe.cpu_ns() or 0, time.process_time_ns()
    contender(reader)
    ended, after = time.process_time_ns(), probe.cpu_ns() or 0
    return (ended - began) / 1000, (after - backend) / 1000


def figure(site: Site, name: str, total: int, costs: Sequence[tuple[float, float]], *, is_here: bool) -> PageFigure:
    """Sum up a contender's rounds."""
    is_page = name != SQL
    return PageFigure(
        contender=name,
        cards=total,
        queries=max(len(sql) for sql in site.sql[name if is_page else FEED]),
        bytes_sent=len(site.page(name, 0)) if is_page else 0,
        python_us=round(statistics.median(here for here, _there in costs), 1),
        backend_us=round(statistics.median(there for _here, there in costs), 1) if is_here else None,
    )


def page_checks(run: PageRun) -> list[Check]:
    """Hold a run to its limits. Ratios say nothing where the database's process can't be seen."""
    at = f"at {databases.size_name(run.figures[0].cards)}"
    found = [
        Check(one, f"CPU, / {other} {at}", ratio(run, one, other), at_most)
        for one, other, at_most in RATIOS
        if all(figure.backend_us is not None for figure in run.figures)
    ]
    busiest = max(run.asked, key=lambda address: run.asked[address])
    return [*found, Check(f"any page, such as {busiest}", f"queries {at}", run.asked[busiest], QUERIES)]


def ratio(run: PageRun, one: str, other: str) -> float:
    """Return the median of a contender's CPU in that of another in the same round: both met the same neighbours."""
    pairs = zip(run.rounds[one], run.rounds[other], strict=True)
    return round(statistics.median(first / second for first, second in pairs), 2)


def pages_table(runs: Sequence[PageRun]) -> str:
    """Lay out what was measured."""
    head = ["", "Python µs", "database µs", "together", "queries", "bytes"]
    lines = [
        [
            f"{figure.contender}, {databases.size_name(figure.cards)}",
            f"{figure.python_us:.0f}",
            "-" if figure.backend_us is None else f"{figure.backend_us:.0f}",
            f"{statistics.median(run.rounds[figure.contender]):.0f}",
            str(figure.queries),
            str(figure.bytes_sent or "-"),
        ]
        for run in runs
        for figure in run.figures
    ]
    return columns([head, *lines])


@contextmanager
def served(total: int) -> Iterator[DatabaseWrapper]:
    """Run the app as in production, but for plain HTTP, on one size's database through a pool of one connection."""
    wrapper = pooled(total)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # Which a fresh checkout has not collected.
    as_served = override_settings(DEBUG=False, ROOT_URLCONF="cards.bench.page_urls", WHITENOISE_AUTOREFRESH=False)
    with ExitStack() as stack:
        stack.enter_context(databases.using(wrapper))
        stack.enter_context(as_served)
        stack.enter_context(collected_as_served())
        stack.callback(wrapper.close_pool)
        stack.callback(wrapper.close)
        try:
            yield wrapper
        finally:
            with wrapper.cursor() as cursor:
                cursor.execute("DELETE FROM django_session")


def pooled(total: int) -> DatabaseWrapper:
    """Return a connection to a size's database as production has it: Django's own backend, and a pool."""

    class OwnPool(DatabaseWrapper):
        _connection_pools: dict[str, Any] = {}

    lasting = databases.connect(total)
    lasting.get_connection_params()  # Which wakes the server, and writes down where it is.
    in_use = connections[DEFAULT_DB_ALIAS].settings_dict
    options = {**in_use["OPTIONS"], "pool": {**in_use["OPTIONS"]["pool"], "min_size": 1, "max_size": 1}}
    return OwnPool({**lasting.settings_dict, "CONN_MAX_AGE": 0, "OPTIONS": options}, DEFAULT_DB_ALIAS)


@contextmanager
def collected_as_served() -> Iterator[None]:
    """Look for garbage as rarely as the server does."""
    thresholds = gc.get_threshold()
    collect_less_often()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
