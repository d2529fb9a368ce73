"""Which types the feed, boards and dashboards offer to look at: those in use, and what is chosen; never a draft."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cards.models import CardType, UnitKind, UnitManager
from cards.queries.feed_choices import feed_choices
from tests.factories import give, make_card_type

TODAY = timezone.localdate
BOARD, FEED, DASHBOARD = "/enheten", "/flode", "/enhet/{unit}"
TOMORROW = [(TODAY() + timedelta(days=1)).isoweekday()]


def names(answer):
    """Return the types that a page's frame or head offers."""
    context = answer.context
    if "board" in context:
        return {face.slug for face in context["board"].frame.types.values()}
    return {one.face.slug for one in context["figures"].types}


@pytest.fixture
def chief(astrid):
    UnitManager.objects.create(unit=astrid.unit, person=astrid)
    return astrid


@pytest.mark.parametrize(
    ("fields", "feed", "board", "dashboard"),
    [
        ({}, True, True, True),
        ({"weekdays": TOMORROW}, True, True, True),
        ({"ends_on": TODAY() - timedelta(days=1)}, True, True, False),
        ({"kinds": [UnitKind.HOTEL]}, True, False, False),
        ({"is_for_staff": False, "is_for_customers": True}, True, False, False),
        ({"starts_on": TODAY() + timedelta(days=1)}, False, False, False),
        ({"retired_at": timezone.now()}, False, False, False),
        ({"is_draft": True}, False, False, False),
    ],
)
def test_lists_offer_what_is_in_use(client, chief, bo, tack, hejhopp, fields, feed, board, dashboard):
    CardType.objects.filter(pk=hejhopp.pk).update(**fields)
    client.force_login(chief)

    offered = feed_choices("sv", on=TODAY(), has_units=False)
    assert ("hejhopp" in {one.slug for one in offered.types}) == feed
    assert ("hejhopp" in names(client.get(BOARD))) == board
    assert ("hejhopp" in names(client.get(DASHBOARD.format(unit=chief.unit_id)))) == dashboard


def test_cards_of_a_retired_type_are_found_by_its_address_and_counted(client, chief, bo, tack, hejhopp):
    give(chief, to=[bo], card_type=hejhopp, message="Hej!")
    CardType.objects.filter(pk=hejhopp.pk).update(retired_at=timezone.now())
    client.force_login(chief)

    assert "Hej!" in client.get(FEED + "?typ=hejhopp").content.decode()
    assert "hejhopp" in names(client.get(BOARD + "?typ=hejhopp"))
    assert "hejhopp" in names(client.get(DASHBOARD.format(unit=chief.unit_id)))


def test_nobody_hears_of_a_draft_by_guessing_its_address(client, chief, tack):
    make_card_type("fyrvaktare", paper="hav", is_draft=True)
    client.force_login(chief)

    for address in (FEED + "?typ=fyrvaktare", BOARD + "?typ=fyrvaktare", DASHBOARD.format(unit=chief.unit_id)):
        assert "Fyrvaktare" not in client.get(address).content.decode()


@pytest.mark.parametrize("unit", [0, 2**31, 2**63, 10**40])
def test_a_dashboard_of_a_unit_that_cannot_be_is_not_there(client, chief, unit):
    client.force_login(chief)

    assert client.get(DASHBOARD.format(unit=unit)).status_code == 404
