from datetime import UTC, datetime, timedelta

import pytest

from cards.actions.tallies import check_tallies, fold_tallies
from cards.models import TallyEntry
from tests.factories import give

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)


def test_a_fold_takes_what_has_left_the_postbox(astrid, bo):
    give(astrid, to=[bo], at=NOON)
    give(astrid, to=[bo], at=NOON + timedelta(minutes=5))

    assert fold_tallies(at=NOON + timedelta(minutes=2)) == 1

    assert TallyEntry.objects.count() == 1
    assert check_tallies(at=NOON + timedelta(minutes=2)) == []
    assert check_tallies(at=NOON + timedelta(minutes=10)) == []
