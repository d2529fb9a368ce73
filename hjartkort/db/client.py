"""`manage.py dbshell` for the private server: with its own psql, for a machine may have none."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import client

from hjartkort.db.waking import own_server


class DatabaseClient(client.DatabaseClient):
    """The ordinary client; Django would start it without asking for the connection's parameters."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        server = own_server()
        settings = {**settings_dict, **server.address}
        command, environment = super().settings_to_cmd_args_env(settings, list(parameters))
        return [str(server.binaries() / "psql"), *command[1:]], environment
