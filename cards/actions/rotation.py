"""Remember whom the fair rotation has offered."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cards.models import Person, RotationOffer


@transaction.atomic(durable=True)
def offer_colleagues(*, person: Person, colleague_ids: Sequence[int], on: date) -> None:
    """Write down that these colleagues were offered on this day; offering them again that day changes nothing."""
    RotationOffer.objects.bulk_create(
        [RotationOffer(person=person, colleague_id=pk, offered_on=on) for pk in sorted(colleague_ids)],
        update_conflicts=True,
        unique_fields=["person", "colleague"],
        update_fields=["offered_on"],
    )
