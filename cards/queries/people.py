"""People as pages need them."""

from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.models import CardRecipient, Organisation, Person


def signed_in_person(person_id: int, *, at: datetime) -> Person | None:
    """Return somebody with their unit, the organisation's time zone and the number of sealed envelopes, in one query.

    None when there is nobody, or when their employment does not cover this moment's local day.
    """
    sealed = CardRecipient.objects.filter(
        person=OuterRef("pk"), is_received=True, opened_at__isnull=True, card__lt=delivered_before(at)
    )
    counted = sealed.order_by().values("person").annotate(n=Count("card_id")).values("n")
    person = (
        Person.objects.select_related("unit")
        .annotate(
            time_zone=Subquery(Organisation.objects.values("time_zone")[:1]), envelopes=Coalesce(Subquery(counted), 0)
        )
        .filter(pk=person_id)
        .first()
    )
    if person is None or not person.is_employed(local_day(at, person.time_zone)):
        return None
    return person
