"""Who a visitor is, the member of staff of the session, and for how long: while they are employed and come back."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from cards.models import Person
from cards.queries.people import employed_person, signed_in_person

SLID_ON = "slid_on"  # The session's key for the day its 90 days were last counted from.


class EmployeeBackend(BaseBackend):
    """Sign in with employee number or e-mail address and password; a leaver is out at the next request.

    Nothing here limits guessing: actions/guessing.py does, and is the only way in.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Person | None:
        """Return the person whose number or address and password these are, or None."""
        if username is None or password is None:
            return None
        person = Person.objects.by_login(username)
        if person is None:
            Person().set_password(password)  # As slow as a true try, so that time tells nothing.
            return None
        # Also who is not let in yet: actions/guessing.py tells them so.
        return employed_person(person.pk, at=timezone.now()) if person.check_password(password) else None

    def get_user(self, user_id: int) -> Person | None:
        """Return the session's person with what every page asks of them; None for a leaver, and while a unit waits."""
        return signed_in_person(user_id, at=timezone.now())


def slide(session: SessionBase) -> None:
    """Count the session's days from today; at most once a day, since it costs a write."""
    today = timezone.localdate().isoformat()
    if session.get(SLID_ON) != today:
        session[SLID_ON] = today


@receiver(user_logged_in)
def count_from_log_in(request: HttpRequest, **_kwargs: object) -> None:
    """Count the days from the log-in, so that the first page after it need not."""
    slide(request.session)
