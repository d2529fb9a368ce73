"""The fair rotation: somebody you have not written to for long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cards.actions.rotation import offer_colleagues
from cards.models import Person, RotationOffer
from cards.queries.people import signed_in_person
from cards.queries.picking import picking_page
from cards.queries.recipients import people_rows
from cards.queries.rotation import colleagues_to_offer
from tests.factories import give, make_person

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def colleagues(torget):
    """Six people of Torget."""
    return [make_person(f"Kollega Nr{number}", torget) for number in range(6)]


@pytest.fixture
def viewer(astrid):
    return signed_in_person(astrid.pk, at=NOW)


def offered(viewer, on=TODAY, *, is_remembered=True):
    """Offer as the page does, and return who was offered."""
    rows = people_rows(Person.objects.findable_by(viewer, on), viewer=viewer, on=on)
    ids = [row.pk for row in colleagues_to_offer(rows, viewer=viewer, today=on)]
    if is_remembered:
        offer_colleagues(person=viewer, colleague_ids=ids, on=on)
    return ids


def test_three_of_your_own_unit_are_offered(viewer, colleagues, aino):
    ids = offered(viewer)

    assert len(set(ids)) == 3
    assert set(ids) <= {person.pk for person in colleagues}


def test_the_same_three_all_day_also_after_one_was_written_to(viewer, colleagues):
    first = offered(viewer)
    give(viewer, to=[Person.objects.get_queryset().get(pk=first[0])])

    assert offered(viewer) == first
    assert RotationOffer.objects.count() == 3


def test_never_written_before_all_others(viewer, colleagues):
    for number, person in enumerate(colleagues[:4]):
        give(viewer, to=[person], at=NOW - (300 - number) * DAY)

    assert set(offered(viewer)) == {colleagues[4].pk, colleagues[5].pk, colleagues[0].pk}


def test_then_the_longest_since_written_or_offered(viewer, colleagues):
    for number, person in enumerate(colleagues):
        give(viewer, to=[person], at=NOW - (300 - number) * DAY)
    offer_colleagues(person=viewer, colleague_ids=[colleagues[0].pk], on=TODAY - DAY)

    assert set(offered(viewer)) == {person.pk for person in colleagues[1:4]}


def test_everybody_comes_up_within_as_many_days_as_it_takes(viewer, colleagues):
    first, second = offered(viewer, TODAY), offered(viewer, TODAY + DAY)

    assert not set(first) & set(second)


def test_equals_are_shuffled_each_day(viewer, colleagues):
    picked = {tuple(offered(viewer, TODAY + number * DAY, is_remembered=False)) for number in range(8)}

    assert len(picked) > 1


def test_it_is_blind_to_what_they_got(viewer, bo, colleagues):
    before = offered(viewer, is_remembered=False)
    for person in colleagues[:3]:
        give(bo, to=[person])

    assert offered(viewer, is_remembered=False) == before


def test_who_has_left_is_replaced(viewer, colleagues):
    first = offered(viewer)
    Person.objects.get_queryset().filter(pk=first[0]).update(employed_to=TODAY - DAY)

    now = offered(viewer)

    assert first[0] not in now
    assert set(first[1:]) < set(now)


def test_offers_are_remembered_once_a_day(viewer, colleagues):
    ids = offered(viewer)
    offer_colleagues(person=viewer, colleague_ids=ids, on=TODAY)
    offer_colleagues(person=viewer, colleague_ids=ids[:1], on=TODAY + DAY)

    assert RotationOffer.objects.count() == 3
    assert RotationOffer.objects.get(colleague=ids[0]).offered_on == TODAY + DAY


def test_nobody_stands_twice_on_the_page(viewer, colleagues, aino):
    for person in (aino, colleagues[0], colleagues[1]):
        give(viewer, to=[person])
    page = picking_page([colleagues[1].pk], [], viewer=viewer, on=TODAY, language="sv")

    shown = [row.pk for group in page.groups for row in group.people]

    assert sorted(shown) == sorted([aino.pk, *(person.pk for person in colleagues)])
    assert [group.kind for group in page.groups] == ["ticked", "recent", "offered", "units", "rest"]
