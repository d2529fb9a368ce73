"""Serve the demo organisation: `demo [--port N] [--fresh] [--no-serve] [--seed N]`."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from cards.actions.database_role import WEB_ROLE, CannotSecure, secure_database
from cards.demo.filling import fill_demo
from cards.demo.people import people_to_be
from cards.models import Unit
from hjartkort.progress import Progress
from hjartkort.serving import (
    CannotServe,
    collect_static,
    is_port_free,
    network_address,
    serve,
    stop_on_signals,
)


class Command(BaseCommand):
    help = "Fill in the demo organisation if need be, and serve it. The data is kept until --fresh."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Name where to serve, and whether to start over."""
        parser.add_argument("--port", type=int, default=8000, help="serve here (default: 8000)")
        parser.add_argument("--fresh", action="store_true", help="throw all data away and fill in anew")
        parser.add_argument("--no-serve", action="store_true", help="stop after filling in")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same organisation")

    def handle(self, *args: Any, port: int, fresh: bool, no_serve: bool, seed: int, **options: Any) -> None:
        """Do what is missing, then serve until somebody says stop."""
        if not settings.IS_DEMO:
            raise CommandError(_("The demo has settings of its own: start it with ./run demo"))
        if not no_serve and not is_port_free(port):
            raise CommandError(_("Port %(port)s is taken; choose another with --port") % {"port": port})
        stop_on_signals()
        self.progress = Progress()
        if fresh:
            empty_database()
        self.prepare(seed=seed)
        role = self.secure()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone; the workers have pools of their own.
        if no_serve:
            self.stdout.write(_("The demo is ready; ./run demo serves it."))
        else:
            self.serve(port, role=role)

    def prepare(self, *, seed: int) -> None:
        """Bring tables, people and static files up to date."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.progress(_("Tables"), 0, 1)
            call_command("migrate", interactive=False, verbosity=0)
            self.progress(_("Tables"), 1, 1)
        if not Unit.objects.exists():
            now = timezone.now()
            fill_demo(seed=seed, today=timezone.localdate(now), until=now, progress=self.progress)
        elif not people_to_be():
            self.stdout.write(_("Somebody else's data is here, and stays; --fresh fills in the demo's instead."))
        collect_static()

    def secure(self) -> str:
        """Return the role that web and worker take in the database; none where its server allows us no other."""
        try:
            secure_database()
        except CannotSecure as error:
            self.stdout.write(f"{_('Web and worker own the tables here.')} {error}")
            return ""
        return WEB_ROLE

    def serve(self, port: int, *, role: str) -> None:
        """Serve, and tell where and whom to be once it answers."""
        try:
            serve(port, role=role, when_ready=lambda: self.tell(port))
        except CannotServe as error:
            raise CommandError(str(error)) from error

    def tell(self, port: int) -> None:
        """Print the addresses and a few people of each role."""
        roles = {  # In the log-in page's words.
            "unit_manager": _("manager"),
            "area_manager": _("area manager"),
            "admin": _("admin"),
            "representative": _("representative of the staff"),
            "moderator": _("moderator"),
            "newcomer": _("new here"),
        }
        self.stdout.write("")
        self.stdout.write(_("Open http://localhost:%(port)s") % {"port": port})
        if address := network_address():
            self.stdout.write(
                _("On a phone in the same network: http://%(host)s:%(port)s") % {"host": address, "port": port}
            )
        self.stdout.write(_("The log-in page lets you become, with one tap:"))
        for person in people_to_be():
            role = f" · {roles[person.role]}" if person.role in roles else ""
            self.stdout.write(f"  {person.employee_number}  {person.name}, {person.title}, {person.unit}{role}")
        self.stdout.write(_("Ctrl-C stops everything."))
        self.stdout.flush()  # Whoever reads a pipe waits for these lines.


def empty_database() -> None:
    """Throw everything away, tables included. Raises CommandError where that may be somebody's own data."""
    is_own = connection.settings_dict["ENGINE"] == "hjartkort.db"
    with connection.cursor() as cursor:
        has_tables = Unit._meta.db_table in connection.introspection.table_names(cursor)
        if has_tables and not is_own and Unit.objects.exists() and not people_to_be():
            raise CommandError(_("The database that DATABASE_URL names holds data that is not the demo's."))
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
