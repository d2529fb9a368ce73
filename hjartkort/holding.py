"""Hold each job while it runs, so that a dead one is told from one that is only slow.

PostgreSQL gives the lock back when its session ends, however the worker did, and not before the last statement of a
worker that was killed has ended too. A heartbeat would know neither. cards/actions/jobs.py looks for what nobody holds.
"""

from typing import Any

from django.db import connection
from procrastinate import App, JobContext
from procrastinate.middleware import SyncCallNext
from procrastinate.worker import Worker

from cards.sql import statement


def hold_jobs(app: App) -> None:
    """Let every worker of the project hold what it runs; procrastinate calls this once, when Django is ready."""
    app.worker_defaults["task_middleware"] = [*app.worker_defaults.get("task_middleware", []), hold_job]


def hold_job(call_next: SyncCallNext, context: JobContext, worker: Worker) -> Any:
    """Run a job under its lock, on the connection that it uses itself; wait if another worker still holds it."""
    with connection.cursor() as cursor:
        cursor.execute(statement("hold_job"), {"job": context.job.id})
        try:
            return call_next()
        finally:
            cursor.execute("SELECT pg_advisory_unlock_all()")
