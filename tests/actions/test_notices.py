from datetime import timedelta

import pytest
from django.utils import timezone

from cards.actions.notices import STALE, drop_stale_notices
from cards.lib.ids import id_floor
from cards.models import Notice

pytestmark = pytest.mark.django_db


def test_notices_of_cards_older_than_a_week_are_dropped():
    now = timezone.now()
    fresh, stale = (id_floor(now - STALE + timedelta(minutes=minutes)) for minutes in (1, -1))
    Notice.objects.bulk_create([Notice(card_id=fresh), Notice(card_id=stale)])

    assert drop_stale_notices(at=now) == 1

    assert list(Notice.objects.values_list("pk", flat=True)) == [fresh]
