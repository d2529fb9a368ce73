"""Count what every page asks of the database, for somebody who may open them all."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from cards.backends import SLID_ON
from cards.bench.measuring import statements_of
from cards.bench.people import TYPICAL, staff
from cards.models import CardRecipient, Person, UnitManager
from hjartkort.sessions import SessionStore

FORM = UUID(int=1)
SHOWN = (200, 204, 302)  # An address that only takes a POST, or needs more than is there, answers otherwise.
LEAVING = ("logout", "become")  # Pages that end the session they are asked in, or begin another.

Ask = Callable[[str, str], int]  # Called with an address and cookies; returns the status.


def asked_by_pages(wrapper: BaseDatabaseWrapper, ask: Ask) -> dict[str, int]:
    """Return how many statements each page takes the second time: some things are asked once a day or a process."""
    asked = {}
    with unlogged(), a_manager() as manager:
        cookies = session_of(manager)
        for address in addresses_for(manager):
            if ask(address, cookies) in SHOWN:
                asked[address] = len(statements_of(wrapper, lambda address=address: ask(address, cookies)))  # type: ignore[misc]
    return asked


@contextmanager
def unlogged() -> Iterator[None]:
    """Say nothing of addresses that are no pages."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def a_manager() -> Iterator[Person]:
    """Let somebody manage a unit, and everything, meanwhile."""
    manager = Person.objects.get(pk=staff().members[TYPICAL][0])
    Person.objects.get_queryset().filter(pk=manager.pk).update(is_admin=True)
    managing = UnitManager.objects.create(person=manager, unit_id=TYPICAL)
    try:
        yield manager
    finally:
        managing.delete()
        Person.objects.get_queryset().filter(pk=manager.pk).update(is_admin=False)


def addresses_for(person: Person) -> Iterator[str]:
    """Return the address of every view that can be asked for with what is there: a card, a unit, a form."""
    got = CardRecipient.objects.filter(person=person, is_received=True).order_by("-card_id").values_list("card_id")
    known = {"card_id": got[0][0], "unit_id": TYPICAL, "form_id": FORM}
    for pattern in get_resolver("cards.urls").url_patterns:
        if isinstance(pattern, URLPattern) and pattern.name and pattern.name not in LEAVING:
            wanted = pattern.pattern.converters.keys()
            if wanted <= known.keys():
                yield reverse(pattern.name, kwargs={name: known[name] for name in wanted})


def session_of(person: Person) -> str:
    """Sign somebody in, and return their cookies."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "cards.backends.EmployeeBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[SLID_ON] = timezone.localdate().isoformat()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={'x' * 32}"
