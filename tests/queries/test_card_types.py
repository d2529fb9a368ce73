"""When, where and by whom a type is given."""

from datetime import date

import pytest
from django.utils import timezone

from cards.models import CardType, Closed, ClosedBecause, Level, Unit, UnitKind
from tests.factories import make_organisation, make_unit

FRIDAY = date(2026, 11, 20)


def closed(card_type, unit, on=FRIDAY):
    """Return why the people of a unit cannot give a type; nothing when they can."""
    why = ClosedBecause("pk", unit_id=unit.pk, on=on)
    return CardType.objects.annotate(why=why).values_list("why", flat=True).get(pk=card_type.pk)


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({}, None),
        ({"is_draft": True}, Closed.DRAFT),
        ({"retired_at": timezone.now()}, Closed.RETIRED),
        ({"is_for_staff": False, "is_for_customers": True}, Closed.STAFF),
        ({"starts_on": date(2026, 11, 20)}, None),
        ({"starts_on": date(2026, 11, 21)}, Closed.EARLY),
        ({"ends_on": date(2026, 11, 20)}, None),
        ({"ends_on": date(2026, 11, 19)}, Closed.LATE),
        ({"weekdays": [5]}, None),
        ({"weekdays": [1, 5]}, None),
        ({"weekdays": [1, 6, 7]}, Closed.WEEKDAY),
        ({"kinds": [UnitKind.SUPERMARKET, UnitKind.HOTEL]}, None),
        ({"kinds": [UnitKind.HOTEL]}, Closed.UNIT),
    ],
)
def test_a_type_is_given_on_its_days_by_those_it_is_for(torget, tack, fields, because):
    CardType.objects.filter(pk=tack.pk).update(**fields)

    assert closed(tack, torget) == because


def test_the_first_reason_is_the_one_that_is_told(torget, tack):
    CardType.objects.filter(pk=tack.pk).update(is_draft=True, retired_at=timezone.now(), kinds=[UnitKind.HOTEL])

    assert closed(tack, torget) == Closed.DRAFT


def test_a_sunday_is_the_seventh_day(torget, tack):
    CardType.objects.filter(pk=tack.pk).update(weekdays=[7])

    assert closed(tack, torget, on=date(2026, 11, 22)) is None
    assert closed(tack, torget, on=date(2026, 11, 23)) == Closed.WEEKDAY


def test_a_unit_that_is_named_and_all_below_it_may_give(torget, fyren, stationen, tack):
    area = make_unit("Norra", kind=UnitKind.AREA, level=Level.AREA)
    Unit.objects.filter(pk=torget.pk).update(parent=area)
    tack.units.set([area, fyren])

    assert [closed(tack, unit) for unit in (torget, area, fyren)] == [None, None, None]
    assert closed(tack, stationen) == Closed.UNIT
    assert closed(tack, make_organisation()) == Closed.UNIT


def test_a_kind_or_a_unit_is_enough(torget, fyren, stationen, tack):
    tack.units.set([fyren])
    CardType.objects.filter(pk=tack.pk).update(kinds=[UnitKind.STATION])

    assert [closed(tack, unit) for unit in (fyren, stationen, torget)] == [None, None, Closed.UNIT]


def test_the_organisation_itself_means_everybody(torget, tack):
    tack.units.set([make_organisation()])

    assert closed(tack, torget) is None
