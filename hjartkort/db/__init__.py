"""The project's own PostgreSQL, for development, the demo and the tests; never for production.

As a database backend (`ENGINE = "hjartkort.db"`) it is Django's PostgreSQL backend that first wakes a private server:
a data folder, a unix socket, no network, no password. Settings choose it only where DATABASE_URL is not set.
"""
