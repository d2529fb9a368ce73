"""What people choose for themselves."""

from django.db import transaction
from django.db.models import F

from cards.models import Language, Person, Theme


@transaction.atomic(durable=True)
def choose_language(*, person: Person, language: Language) -> None:
    """Choose the language of pages, mail and push; from now on no import changes it."""
    Person.objects.filter(pk=person.pk).update(language=language, is_language_chosen=True)


@transaction.atomic(durable=True)
def choose_theme(*, person: Person, theme: Theme) -> None:
    """Choose light or dark paper."""
    Person.objects.filter(pk=person.pk).update(theme=theme)


@transaction.atomic(durable=True)
def end_all_sessions(*, person: Person) -> None:
    """Log somebody out wherever they are logged in, at the next request, without looking for where."""
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
