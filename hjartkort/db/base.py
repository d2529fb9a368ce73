"""The database backend: Django's own for PostgreSQL, which first wakes the private server."""

from typing import Any

from django.db.backends.postgresql import base

from hjartkort.db.client import DatabaseClient
from hjartkort.db.waking import own_server


class DatabaseWrapper(base.DatabaseWrapper):
    """The ordinary backend. Nothing starts before the first connection: checks and editors stay light."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict.update(own_server().address)
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, after waking a server that was killed meanwhile: a pool would wait for it in vain."""
        own_server()
        return super().get_new_connection(conn_params)
