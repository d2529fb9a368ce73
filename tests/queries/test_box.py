"""My box."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cards.actions.keeping import save_card
from cards.actions.safety import block_person
from cards.actions.taking_back import withdraw_card
from cards.lib.audiences import Audience
from cards.queries.box import PAGE_SIZE, Shelf, box_page
from tests.factories import give


@pytest.fixture(autouse=True)
def _local_days(astrid, bo, maj, erik):
    for person in (astrid, bo, maj, erik):
        person.time_zone = "Europe/Helsinki"


def page_of(shelf, viewer, **options):
    return box_page(shelf, viewer=viewer, language="sv", at=timezone.now(), **options)


def test_got_and_gave(astrid, bo):
    give(astrid, to=[bo], message="hej")

    assert page_of(Shelf.GOT, bo).count == page_of(Shelf.GAVE, astrid).count == 1
    assert page_of(Shelf.GOT, astrid).count == page_of(Shelf.GAVE, bo).count == 0


def test_what_does_not_reach_me_is_not_in_my_box(astrid, bo, aino):
    withdrawn = give(astrid, to=[bo])
    withdraw_card(sender=astrid, card_id=withdrawn.pk, at=timezone.now())
    block_person(blocker=bo, blocked=aino, at=timezone.now())
    give(aino, to=[bo])

    assert page_of(Shelf.GOT, bo).count == 0


def test_a_card_in_the_postbox_is_in_its_senders_box_alone(astrid, bo):
    give(astrid, to=[bo], at=timezone.now())

    assert (page_of(Shelf.GAVE, astrid).count, page_of(Shelf.GOT, bo).count) == (1, 0)


def test_saved_shows_what_i_may_still_read(astrid, bo, maj, erik):
    card = give(astrid, to=[bo], audience=Audience.EVERYONE)
    save_card(person=erik, card=card, at=timezone.now())
    assert page_of(Shelf.SAVED, erik).count == 1

    withdraw_card(sender=astrid, card_id=card.pk, at=timezone.now())
    assert page_of(Shelf.SAVED, erik).count == 0


def test_a_divider_counts_its_whole_month_once(astrid, bo):
    start = datetime(2026, 1, 10, 12, tzinfo=UTC)  # Every card falls in one local month, and in the past.
    for number in range(PAGE_SIZE + 3):
        give(astrid, to=[bo], message=str(number), at=start + timedelta(hours=8 * number))

    first = page_of(Shelf.GOT, bo)
    second = page_of(Shelf.GOT, bo, older_than=first.older_than)

    assert [month.count for month in first.months] == [PAGE_SIZE + 3]
    assert [month.count for month in second.months] == [None]
    assert [len(month.cards) for month in second.months] == [3]


def test_a_month_can_be_asked_for(astrid, bo):
    give(astrid, to=[bo], message="now")
    give(astrid, to=[bo], message="then", at=timezone.now() - timedelta(days=70))

    then = page_of(Shelf.GOT, bo).all_months[-1][0]

    assert [card.text for month in page_of(Shelf.GOT, bo, until=then).months for card in month.cards] == ["then"]
