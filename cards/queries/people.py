"""People as pages need them."""

from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.models import CardRecipient, Level, Membership, Organisation, Person, TeamMembership, Unit, UnitManager


def signed_in_person(person_id: int, *, at: datetime) -> Person | None:
    """Return somebody with their unit, the organisation's time zone and their sealed envelopes, in one query.

    None when there is nobody, or when their employment does not cover this moment's local day.
    """
    sealed = CardRecipient.objects.filter(
        person=OuterRef("pk"), is_received=True, opened_at__isnull=True, card__lt=delivered_before(at)
    )
    counted = sealed.order_by().values("person").annotate(n=Count("card_id")).values("n")
    person = (
        Person.objects.select_related("unit")
        .annotate(
            zone=Subquery(Organisation.objects.values("time_zone")[:1]),
            sealed=Coalesce(Subquery(counted), 0),
            newest=Subquery(sealed.order_by("-card").values("card_id")[:1]),
            manages=Exists(UnitManager.objects.filter(person=OuterRef("pk"))),
        )
        .filter(pk=person_id)
        .first()
    )
    if person is None or not person.is_employed(local_day(at, person.zone)):
        return None
    person.time_zone, person.envelopes, person.newest_envelope = person.zone, person.sealed, person.newest
    person.is_manager = person.manages
    return person


def colleague(person_id: int, *, viewer: Person, on: date) -> Person | None:
    """Return somebody whom the viewer may find, or has exchanged cards with; None for others, as if there were none."""
    # By name: having given a whole unit a card does not tell who is in it.
    given = CardRecipient.objects.filter(sender=viewer, person=person_id, is_with_unit=False)
    got = CardRecipient.objects.filter(sender=person_id, person=viewer, is_received=True)
    findable = Person.objects.findable_by(viewer, on).filter(pk=person_id)
    known = Exists(given) | Exists(got) | Exists(findable)
    return Person.objects.get_queryset().filter(known, pk=person_id).exclude(pk=viewer.pk).first()


def people_of_unit(unit: Unit, *, on: date, besides: Person) -> list[Person]:
    """Return who belongs to a unit or team on a day, besides one person, in order of id."""
    if unit.level == Level.TEAM:
        belong = TeamMembership.objects.on(on).filter(team=unit)
    else:
        belong = Membership.objects.on(on).filter(unit=unit)
    people = Person.objects.employed(on).filter(pk__in=belong.values("person")).exclude(pk=besides.pk)
    return list(people.order_by("pk"))
