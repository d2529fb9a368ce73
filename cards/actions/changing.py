"""What changes of people and units by hand have in common: one at a time, none beside an import, none by oversight."""

from django.db import connection
from django.utils.translation import gettext as _

from cards.actions.importing import IMPORT_LOCK
from cards.models import Person, PersonMerge


class CannotChange(Exception):
    """A rule forbids it; the message is fit to show. `about` is the field of the form that it belongs to."""

    def __init__(self, message: str, *, about: str | None = None) -> None:
        super().__init__(message)
        self.about = about


class ChangedMeanwhile(CannotChange):
    """Somebody else has changed the same since the form was shown."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed this since you opened the page. Nothing of yours is saved yet."))


def hold_register() -> None:
    """Let no import begin before the caller's transaction has ended. Raises CannotChange while one is under way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [IMPORT_LOCK])
        if not cursor.fetchone()[0]:
            raise CannotChange(_("An import is under way. Try again in a minute."))


def lock_person(person_id: int) -> Person:
    """Return somebody as they stand, whom nobody else changes until the caller's transaction has ended.

    Raises CannotChange for a record that was erased, or merged into another.
    """
    hold_register()
    person = Person.objects.get_queryset().select_for_update(no_key=True).get(pk=person_id)
    if person.erased_at is not None:
        raise CannotChange(_("This person has been erased."))
    if PersonMerge.objects.filter(person=person).exists():
        raise CannotChange(_("This record was merged into another. Change that one instead."))
    return person


def check_seen(seen: str, now: str) -> None:
    """Raise ChangedMeanwhile unless what the form showed is what stands now."""
    if seen != now:
        raise ChangedMeanwhile
