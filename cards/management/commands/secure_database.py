"""Let web and worker read and write rows in a role that owns nothing: `secure_database [--role NAME]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cards.actions.database_role import WEB_ROLE, CannotSecure, secure_database


class Command(BaseCommand):
    help = "Make the database role of web and worker, which owns no table and cannot change the log. Run by the owner."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the role."""
        parser.add_argument("--role", default=WEB_ROLE, help=f"the role's name (default: {WEB_ROLE})")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        """Grant it what it may do, and say how to use it."""
        try:
            secure_database(role=role)
        except CannotSecure as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Start web and worker with DATABASE_ROLE=%(role)s.") % {"role": role})
