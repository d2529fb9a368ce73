"""Write down who opens a manager's page: its unit's people may know."""

from datetime import datetime

from django.db import transaction

from cards.lib.days import local_day
from cards.models import PageOpening, Person


@transaction.atomic(durable=True)
def note_opening(*, person: Person, unit_id: int, page: str, at: datetime, time_zone: str) -> None:
    """Keep that somebody opened a page about a unit; the second time on a local day changes nothing."""
    opening = PageOpening(person=person, unit_id=unit_id, page=page, at=at, opened_on=local_day(at, time_zone))
    PageOpening.objects.bulk_create([opening], ignore_conflicts=True)
