"""Let somebody in who says who they are, and keep guessers out.

The first five tries at an account are free; then each costs a wait of 1, 5, 15 and 60 minutes. A try is counted before
it is known to be right or wrong, in one statement, so that many at the same time cannot all pass. An account that does
not exist is counted too: nothing here tells the two apart.
"""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cards.lib.accounts import account
from cards.models import GuessLimit, Person, Unit
from cards.sql import statement

FORGET_AFTER = timedelta(days=1)  # As in sql/count_guess.sql.
SWEPT_AT_ONCE = 100


class DoorClosed(Exception):
    """There have been too many tries; `open_at` is when the next one is allowed."""

    def __init__(self, open_at: datetime) -> None:
        super().__init__(open_at)
        self.open_at = open_at


class WrongPassword(Exception):
    """Nobody who may come in has this name and this password."""


class UnitNotOpen(Exception):
    """It is the right password, and the person's unit has not opened yet; the message is fit to show."""

    def __init__(self, unit: Unit) -> None:
        text = _("%(unit)s is not open yet. You are welcome as soon as it is, with the same number and password.")
        super().__init__(text % {"unit": unit.name})


def sign_in(*, login: str, password: str, at: datetime) -> Person:
    """Return the person whose employee number or e-mail address and password these are.

    Not one transaction but three: the count must stand before the password is looked at.
    Raises DoorClosed while there is a wait, also for the right password, and else WrongPassword; UnitNotOpen when it is
    the right one too early.
    """
    key = key_of(login)
    count_guess(key=key, at=at)
    person = authenticate(username=login, password=password)
    if not isinstance(person, Person):
        raise WrongPassword
    forget_guesses(key=key, at=at)
    if not person.is_let_in:
        raise UnitNotOpen(person.unit)
    return person


def key_of(login: str) -> str:
    """Return what an account's tries are counted under, from which nobody can read whose they are."""
    return salted_hmac("cards.guessing", account(login), algorithm="sha256").hexdigest()


@transaction.atomic(durable=True)
def count_guess(*, key: str, at: datetime) -> None:
    """Count a try at a door. Raises DoorClosed when it is closed; such a try is not counted."""
    with connection.cursor() as cursor:
        cursor.execute(statement("count_guess"), {"key": key, "at": at})
        if cursor.fetchone() is None:
            open_at = GuessLimit.objects.filter(key=key).values_list("open_at", flat=True).first()
            raise DoorClosed(open_at or at)


@transaction.atomic(durable=True)
def forget_guesses(*, key: str, at: datetime) -> None:
    """Open a door for somebody who has come in, and sweep away some counts that are too old to matter."""
    old = GuessLimit.objects.filter(failed_at__lt=at - FORGET_AFTER).select_for_update(skip_locked=True)
    GuessLimit.objects.filter(key=key).delete()
    GuessLimit.objects.filter(key__in=list(old.values_list("key", flat=True)[:SWEPT_AT_ONCE])).delete()
