"""Who a visitor is: the member of staff of the session, as long as they are employed."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone

from cards.models import Person
from cards.queries.people import signed_in_person


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
        return self.get_user(person.pk) if person.check_password(password) else None

    def get_user(self, user_id: int) -> Person | None:
        """Return the session's person with what every page asks of them, or None when they have left."""
        return signed_in_person(user_id, at=timezone.now())
