"""Who may do what besides giving and reading cards: the one place that says so."""

from datetime import date

from django.db.models import Q

from cards.models import ModeratedBy, Organisation, Person
from cards.models.people import PersonQuerySet

MODERATES = {ModeratedBy.ADMINS: "is_admin", ModeratedBy.GROUP: "is_moderator"}


def may_moderate(person: Person, moderated_by: str) -> bool:
    """Tell whether somebody reads what is reported, where these moderate."""
    return bool(getattr(person, MODERATES[ModeratedBy(moderated_by)]))


def moderators(*, on: date) -> PersonQuerySet:
    """Return those who read what is reported, as the organisation has it on a day, in no order."""
    moderated_by = Organisation.objects.values_list("moderated_by", flat=True).get()
    return Person.objects.employed(on).filter(Q((MODERATES[ModeratedBy(moderated_by)], True)))


def may_administer(person: Person) -> bool:
    """Tell whether somebody shapes cards, people and rules."""
    return person.is_admin


def may_see_what_is_kept(person: Person) -> bool:
    """Tell whether somebody sees which data is kept, why and for whom: a representative of the staff, or an admin."""
    return person.is_representative or person.is_admin
