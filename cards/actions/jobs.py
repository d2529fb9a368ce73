"""Keep the jobs in order: take up again what died, once, and remove what is over."""

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction

from cards.sql import statement

BEGINNING = timedelta(seconds=30)  # A worker that has fetched a job holds it well before.
KEPT = timedelta(days=7)  # Failed jobs, for whoever looks into them.

logger = logging.getLogger(__name__)


@transaction.atomic(durable=True)
def tend_jobs(*, at: datetime) -> int:
    """Let jobs that died wait for a worker again, once, and remove those that are over; return how many will run again.

    A job dies when it raises, or when its worker does. What dies twice is left failed, for a week.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement("take_up_jobs"), {"begun_before": at - BEGINNING})
        dead = cursor.fetchall()
        cursor.execute(statement("drop_jobs"), {"over_before": at - KEPT})
    for pk, name, is_taken_up in dead:
        logger.warning("Job %s (%s) died; %s.", pk, name, "it runs again" if is_taken_up else "it is left")
    return sum(is_taken_up for _pk, _name, is_taken_up in dead)
