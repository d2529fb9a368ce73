from datetime import UTC, datetime, timedelta

import pytest

from cards.actions.tallies import check_tallies, fold_tallies
from cards.lib.periods import Period
from cards.models import TallyEntry
from cards.queries.tallies import unit_counts
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


@pytest.mark.parametrize(
    ("moments", "encounters"),
    [
        # In Helsinki half past midnight and half past eleven of one day, and half past midnight of the next; in UTC.
        (["2026-03-28 22:30", "2026-03-29 20:30", "2026-03-29 21:30"], {"2026-v13": 1, "2026-v14": 1}),
        (["2026-10-24 21:30", "2026-10-25 21:30", "2026-10-25 22:30"], {"2026-v43": 1, "2026-v44": 1}),
        (["2027-01-02 22:30", "2027-01-03 21:30", "2027-01-03 22:30"], {"2026-v53": 1, "2027-v01": 1}),
        (["2026-12-30 22:30", "2026-12-31 21:30", "2026-12-31 22:30"], {"2026-v53": 2, "2026": 1, "2027": 1}),
    ],
)
@pytest.mark.parametrize("is_folded_each_time", [True, False])
def test_an_encounter_is_of_one_local_day_however_long(astrid, bo, moments, encounters, is_folded_each_time):
    for moment in moments:
        at = datetime.fromisoformat(f"{moment}+00:00")
        give(astrid, to=[bo], at=at)
        if is_folded_each_time:
            fold_tallies(at=at + timedelta(minutes=2))

    at += timedelta(minutes=2)
    periods = [Period.parse(slug) for slug in encounters]
    counts = unit_counts(periods, at=at, time_zone="Europe/Helsinki", unit_ids=[astrid.unit_id])

    assert {period.slug: counts[period, astrid.unit_id, 0].encounters for period in periods} == encounters
    assert check_tallies(at=at) == []
