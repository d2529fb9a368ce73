"""Run the background jobs, until told to end: `worker`."""

from typing import Any

from django.core.management.base import BaseCommand

from hjartkort.working import run_worker


class Command(BaseCommand):
    help = "Run the background jobs. SIGTERM, SIGINT or SIGHUP lets those under way finish, and ends it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        run_worker()
