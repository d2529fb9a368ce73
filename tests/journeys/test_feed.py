"""The feed, as somebody reads it: new cards knock and wait, and history leads back."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import give, make_card_type, make_person, make_unit
from tests.journeys.pages import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

POLL = """() => {
    const poll = document.querySelector(".feednew");
    const address = poll.getAttribute("hx-get").replace(/sedan=.*/, "sedan=1");
    return htmx.ajax("GET", address, {target: ".feednew", swap: "outerHTML"});
}"""
TOP_OF_CARDS = "document.querySelector('.feedcols').getBoundingClientRect().top"


@pytest.fixture
def feed(page: Page, db: None, live_server: Any) -> Page:
    torget = make_unit("Torget")
    make_card_type("tack")
    bo, maj = make_person("Bo Sundqvist", torget), make_person("Maj Åberg", torget)
    give(bo, to=[maj], message="Först.", at=timezone.now() - timedelta(days=1))
    sign_in(page.context, make_person("Astrid Björk", torget), live_server.url)
    page.goto(f"{live_server.url}{reverse('feed')}")
    give(bo, to=[maj], message="Nytt.")
    return page


def test_new_cards_knock_without_moving_what_is_read(feed: Page) -> None:
    top = feed.evaluate(TOP_OF_CARDS)

    feed.evaluate(POLL)

    expect(feed.locator(".feednew .chip")).to_be_in_viewport()
    assert feed.evaluate(TOP_OF_CARDS) == top


def test_chips_name_the_page_they_lead_to_and_back_leads_back(feed: Page) -> None:
    feed.locator("#chip-mig").click()
    expect(feed).to_have_title("Till mig – Hjärtkort")

    feed.go_back()
    expect(feed).to_have_title("Torget – Hjärtkort")
    expect(feed.get_by_role("heading", level=1)).to_have_text("Torget")
