"""The role that web and worker have in the database: they read and write rows, and own nothing."""

import re

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from cards.sql import statement

WEB_ROLE = "hjartkort_web"
IS_OWNER = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'public.cards_adminaction'::regclass"
PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class CannotSecure(Exception):
    """The database does not allow it; the message is fit to show."""


def secure_database(*, role: str = WEB_ROLE) -> None:
    """See that the role is there and may do what web and worker do, and no more; again after each migration is fine.

    Whoever asks owns the tables. A role that is missing is made when they may, without a log-in of its own, and given
    to them to take. Raises CannotSecure for a strange name, and where the database refuses.
    """
    if not PLAIN_NAME.fullmatch(role):
        raise CannotSecure(_("A role’s name has small letters a to z, digits and underscores."))
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute(IS_OWNER)
            if not cursor.fetchone()[0]:  # PostgreSQL itself would only warn that nothing was granted.
                raise CannotSecure(_("Whoever owns the tables has to do this."))
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE ROLE "{role}" NOLOGIN')
                cursor.execute(f'GRANT "{role}" TO CURRENT_USER')
            for grant in statement("grant_web", role=f'"{role}"').strip().rstrip(";").split(";"):
                cursor.execute(grant)
    except DatabaseError as error:
        why = str(error).splitlines()[0]
        raise CannotSecure(_("The database refuses: %(why)s") % {"why": why}) from error
