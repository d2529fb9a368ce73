"""A report from beginning to end in a browser, without JavaScript."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from cards.actions.keeping import open_card
from cards.models import Person
from tests.factories import give
from tests.journeys.pages import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_card_is_reported_removed_and_brought_back_and_each_is_told(
    astrid, bo, maj, live_server, browser: Browser, browser_context_args
):
    Person.objects.update(language="en")
    card = give(astrid, to=[bo], message="Bra gjort, för en gångs skull.")
    open_card(person=bo, card_id=card.pk, at=timezone.now())

    def page_for(person):
        context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
        sign_in(context, person, live_server.url)
        return context.new_page()

    bos, majs, astrids = page_for(bo), page_for(maj), page_for(astrid)
    bos.goto(f"{live_server.url}/kort/{card.pk}/anmal")
    bos.get_by_label("What is wrong with it?").fill("It is meant as irony.")
    bos.get_by_role("button", name="Report").click()
    assert bos.get_by_text("You have reported this card").is_visible()

    majs.goto(f"{live_server.url}/forvaltning/")
    majs.locator("main").get_by_role("link", name="Reported").click()
    majs.get_by_role("link", name="Tack from Astrid Lindqvist").click()
    assert majs.get_by_text("Bra gjort, för en gångs skull.").is_visible()
    majs.get_by_label("Remove it").check()
    majs.get_by_label("Why").fill("It hurts.")
    majs.get_by_role("button", name="Decide").click()
    assert majs.get_by_text("Nobody sees the card: it is removed").is_visible()
    majs.get_by_text("Write a few words").click()
    majs.get_by_label("Your words").fill("Talk to us if you like.")
    majs.get_by_role("button", name="Send the letter").click()
    assert majs.get_by_text("not read yet").is_visible()

    astrids.goto(f"{live_server.url}/flode")
    astrids.get_by_role("link", name="Read", exact=True).click()
    assert astrids.get_by_text("Talk to us if you like.").is_visible()
    astrids.get_by_role("button", name="I have read them").click()
    astrids.goto(f"{live_server.url}/kort/{card.pk}")
    assert astrids.get_by_text("have removed the Tack card").is_visible()
    bos.goto(f"{live_server.url}/brev/anmalningar")
    assert bos.get_by_text("it is removed").is_visible()

    majs.reload()
    majs.get_by_label("Why").fill("We were wrong.")
    majs.get_by_role("button", name="Decide otherwise").click()
    astrids.goto(f"{live_server.url}/kort/{card.pk}")
    assert astrids.get_by_text("Bra gjort, för en gångs skull.").is_visible()
    bos.goto(f"{live_server.url}/brev")
    assert bos.get_by_text("it is back").first.is_visible()
