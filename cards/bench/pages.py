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
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from cards.backends import SLID_ON
from cards.bench import databases
from cards.bench.checks import Check
from cards.bench.loading import Report
from cards.bench.measuring import Probe
from cards.bench.people import TYPICAL, staff
from cards.bench.tables import columns
from cards.lib.ids import delivered_before
from cards.models import Person
from hjartkort.garbage import collect_less_often
from hjartkort.sessions import SessionStore

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


Contender = Callable[[int], object]  # Called with the number of a reader.


def ignore_start(_status: str, _headers: list[tuple[str, str]], _fault: Any = None, /) -> Callable[[bytes], object]:
    """Be told how a response starts, as a server is."""
    return bytes


class Site:
    """The app as a server runs it, on one size's database, for people who have signed in."""

    def __init__(self, wrapper: DatabaseWrapper) -> None:
        self.wrapper = wrapper
        members = staff().members[TYPICAL]
        self.cookies = [session_of(Person.objects.get(pk=pk)) for pk in members[1 : READERS + 1]]
        self.handler = WSGIHandler()
        nothing_new = f"{reverse('feed_new')}?sedan={delivered_before(timezone.now()) - 1}"
        self.requests = {
            name: RequestFactory(headers=BROWSER).get(address).environ
            for name, address in {
                CONSTANT: reverse("constant"),
                FEED: reverse("feed"),
                EVERYONE: f"{reverse('feed')}?visa=alla",
                POLL: nothing_new,
            }.items()
        }
        self.sql = {name: [self.statements(name, reader) for reader in range(READERS)] for name in STATUSES}

    def page(self, name: str, reader: int) -> bytes:
        """Ask for a page, and return what is sent. Raises RuntimeError when it is not what it should be."""
        environ: WSGIEnvironment = {**self.requests[name], "HTTP_COOKIE": self.cookies[reader]}
        response = self.handler(environ, ignore_start)
        body = b"".join(response)
        response.close()
        if response.status_code != STATUSES[name]:
            raise RuntimeError(f"{name} answers {response.status_code}")
        return body

    def statements(self, name: str, reader: int) -> list[tuple[str, Any]]:
        """Return what a page asks of the database."""
        sent: list[tuple[str, Any]] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            sent.append((sql, params))
            return execute(sql, params, many, context)

        with self.wrapper.execute_wrapper(note):
            self.page(name, reader)
        return sent

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
    return PageRun(figures, {name: [sum(cost) for cost in runs] for name, runs in costs.items()})


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
    busiest = max(run.figures, key=lambda figure: figure.queries)
    return [*found, Check(busiest.contender, f"queries {at}", busiest.queries, QUERIES)]


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


def session_of(person: Person) -> str:
    """Sign somebody in, and return their cookies."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "cards.backends.EmployeeBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[SLID_ON] = timezone.localdate().isoformat()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={'x' * 32}"


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
