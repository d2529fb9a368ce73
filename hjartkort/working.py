"""Run the background jobs, in a process of its own that lives through an absence of the database."""

import asyncio
import logging
from contextlib import suppress

import psycopg
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from psycopg_pool import AsyncConnectionPool

from hjartkort.serving import signals_to_heed

SESSION = {
    "statement_timeout": "5min",  # The web's is seconds.
    # A worker's machine that goes away lets go of its jobs within two minutes.
    "tcp_keepalives_idle": "60",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "6",
}
PAUSE = 5  # Seconds, before the next try when the database was away.

logger = logging.getLogger(__name__)


class WorkerConnector(PsycopgConnector):
    """What the worker asks goes by connections of its own; what a job defers goes with the job's own transaction."""

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()


def run_worker() -> None:
    """Run jobs until a signal asks for an end; those under way are finished first."""
    session = connection.settings_dict["OPTIONS"]
    session["options"] = " ".join([session["options"], *(f"-c {name}={value}" for name, value in SESSION.items())])
    asyncio.run(work_until_told())
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone.


async def work_until_told() -> None:
    """Work until one of the signals comes."""
    working = asyncio.create_task(work())

    def end() -> None:
        if not working.cancelling():  # Once is enough: a second signal would cut the jobs under way short.
            working.cancel()

    for number in signals_to_heed():
        asyncio.get_running_loop().add_signal_handler(number, end)
    with suppress(asyncio.CancelledError):
        await working


async def work() -> None:
    """Work until cancelled; when the database goes away, begin anew until it is back."""
    task = asyncio.current_task()
    while True:
        try:
            with app.replace_connector(WorkerConnector()):
                async with own_pool() as pool, app.open_async(pool):
                    await app.run_worker_async(install_signal_handlers=False)
        except (ConnectorException, psycopg.Error) as error:
            logger.warning("The worker begins anew: %s", error.__cause__ or error)
        if task is None or task.cancelling():  # Ending without the database raises its error in place of this.
            return
        await asyncio.sleep(PAUSE)


def own_pool() -> AsyncConnectionPool:
    """Return the worker's own connections, still closed; those procrastinate makes stay open when it ends too early."""
    return AsyncConnectionPool(
        kwargs=connector_params(),
        min_size=1,
        max_size=4,
        timeout=5,
        reconnect_timeout=5,
        check=AsyncConnectionPool.check_connection,
        open=False,
    )
