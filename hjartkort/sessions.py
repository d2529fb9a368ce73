"""Sessions in the database, as Django's own; every request reads one, by a statement that is written already."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

STATEMENT = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's store of sessions, but for how one is read."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing, and a new key, when it has ended or there never was one."""
        with connection.cursor() as cursor:
            cursor.execute(STATEMENT, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
