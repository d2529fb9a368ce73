"""Read the process environment for the settings: plain values in, or an error that names the variable."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def required(name: str) -> str:
    """Return the value of a variable. Raises ImproperlyConfigured, by name, when it is missing."""
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f"Set the environment variable {name}.")


def flag(name: str, *, default: bool = False) -> bool:
    """Read a switch such as 1, true, no or off. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}; say 1 or 0.")
    return value in TRUE


def secret_key(path: Path) -> str:
    """Return SECRET_KEY, or one that is made once for this machine and kept in a file only its owner reads."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(get_random_secret_key())
    return path.read_text()


def database(url: str | None) -> dict[str, Any]:
    """Return Django's database settings: those of a postgresql:// URL, or the project's own server.

    The URL's query may hold libpq's own parameters (`?host=/socket&sslmode=require`). STATEMENT_TIMEOUT_MS ends
    a statement that takes longer; only the web sets it. DATABASE_ROLE is taken by every connection.
    Raises ImproperlyConfigured for a URL that is not PostgreSQL's, and for a role whose name is not plain.
    """
    timeout_ms = int(os.environ.get("STATEMENT_TIMEOUT_MS", "0"))
    session = f"-c statement_timeout={timeout_ms}"
    if role := os.environ.get("DATABASE_ROLE"):
        if not ROLE.fullmatch(role):
            raise ImproperlyConfigured("DATABASE_ROLE has small letters a to z, digits and underscores.")
        session += f" -c role={role}"
    pool = {
        "min_size": 1,
        "max_size": int(os.environ.get("DATABASE_POOL_SIZE", "8")),
        "timeout": 5,
        # The pool waits twice as long before each new try; one that gives up early begins anew with the next request.
        "reconnect_timeout": 5,
    }
    options: dict[str, Any] = {
        "pool": pool,
        "server_side_binding": True,
        "prepare_threshold": 1,
        "options": session,
        "connect_timeout": 5,
    }
    common = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    if not url:
        return {"ENGINE": "hjartkort.db", "NAME": "hjartkort", **common}
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(query.pop("port", parts.port or "")),
        **common,
        "OPTIONS": {**options, **query},
    }
