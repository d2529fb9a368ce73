"""My box, through the browser's eyes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cards.actions.keeping import open_card, save_card
from cards.lib.audiences import Audience
from tests.factories import give


@pytest.fixture
def as_bo(client, bo):
    client.force_login(bo)
    return client


def page(client, query=""):
    return client.get(f"{reverse('box')}{query}").content.decode()


def test_the_box_holds_what_i_got_and_nothing_of_others(as_bo, astrid, bo, maj):
    card = give(astrid, to=[bo], message="Till dig.")
    open_card(person=bo, card_id=card.pk, at=timezone.now())
    give(astrid, to=[maj], message="Till någon annan.")

    assert "Till dig." in page(as_bo)
    assert "Till någon annan." not in page(as_bo)


@pytest.mark.parametrize("month", ["0001-01", "2009-12", "9999-12", "2026-13", "x"])
@pytest.mark.parametrize("address", ["?manad=", "?q=hej&manad="])
def test_a_month_without_cards_before_or_after_it_is_left_out(as_bo, address, month):
    assert as_bo.get(f"{reverse('box')}{address}{month}").status_code == 200


def test_an_unopened_card_shows_no_words(as_bo, astrid, bo):
    give(astrid, to=[bo], message="Hemligt än.")

    assert "Hemligt än." not in page(as_bo)
    assert "card--sealed" in page(as_bo)


def test_an_unopened_card_puts_a_mark_on_the_tab_until_it_is_opened(as_bo, astrid, bo):
    card = give(astrid, to=[bo])
    assert 'class="news"' in page(as_bo)
    sealed = page(as_bo).count("<svg")

    open_card(person=bo, card_id=card.pk, at=timezone.now())

    assert page(as_bo).count("<svg") < sealed


def test_what_i_gave_and_saved_have_shelves(as_bo, astrid, bo, maj):
    give(bo, to=[maj], message="Från mig.")
    saved = give(astrid, to=[maj], message="Så fint.", audience=Audience.EVERYONE)
    save_card(person=bo, card=saved, at=timezone.now())

    assert "Från mig." in page(as_bo, "?visa=gav")
    assert "Så fint." in page(as_bo, "?visa=sparade")


@pytest.mark.parametrize(
    "query", ["?visa=x", "?fore=x", "?manad=x", "?manad=0000-00", "?q=%00", "?fore=99999999999999999999"]
)
def test_an_address_that_makes_no_sense_shows_the_box(as_bo, query):
    assert as_bo.get(f"{reverse('box')}{query}").status_code == 200


def test_an_empty_box_leads_to_giving_one(as_bo):
    assert reverse("give") in page(as_bo)
