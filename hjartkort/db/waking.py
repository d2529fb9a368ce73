"""One private server per process, awake whenever somebody asks for it."""

import os
import threading

from hjartkort.db.place import own_place
from hjartkort.db.server import Server

_lock = threading.Lock()
_servers: dict[int, Server] = {}  # By process: a forked child has to hold the server for itself.


def own_server() -> Server:
    """Return this checkout's server, running, and kept running while this process lives."""
    with _lock:
        server = _servers.get(os.getpid())
        if server is None:
            server = Server(own_place())
            server.use()
            _servers[os.getpid()] = server
    server.wake()
    return server
