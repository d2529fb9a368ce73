"""Databases of two sizes, on the tests' server, in names of their own."""

from collections.abc import Iterator
from typing import Any

import pytest

from cards.bench import databases
from cards.bench.loading import load
from tests.bench.sizes import LARGE, SMALL, say_nothing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ask for a test database: without the mark these tests, run alone, would stand beside the one in use."""
    for item in items:
        if "filled" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Fill both sizes once, and remove them at the end."""
    with django_db_blocker.unblock():
        for total in (SMALL, LARGE):
            load(total, seed=1, report=say_nothing)
        yield
        for total in (SMALL, LARGE):
            databases.drop(total)
