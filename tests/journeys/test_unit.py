"""The unit's board in a browser: choosing without a new page, going back, and hiding one's name without scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.pages import closed_month, set_stage, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_one_chooses_type_and_period_in_place_and_goes_back(live_server, page: Page):
    stage = set_stage()
    sign_in(page.context, stage.person, live_server.url)
    page.goto(live_server.url + "/enheten")
    heading = page.locator("h1")
    page.evaluate("window.isStillHere = true")

    page.locator("#chip-type-tack").click()
    expect(page.locator("#chip-type-tack")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("?typ=tack")
    assert page.evaluate("window.isStillHere")
    page.goto(f"{live_server.url}/enheten/{closed_month().slug}")
    name = heading.inner_text()
    page.locator("#step-back").click()
    expect(heading).not_to_have_text(name)
    page.go_back()
    expect(heading).to_have_text(name)


def test_ones_name_is_hidden_and_returns_without_scripts(live_server, browser: Browser, browser_context_args):
    stage = set_stage()
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    sign_in(context, stage.person, live_server.url)
    page = context.new_page()
    page.goto(live_server.url + "/enheten")

    page.locator(".onboard button").click()
    expect(page.get_by_role("status")).to_be_visible()
    stage.person.refresh_from_db()
    assert stage.person.is_on_board is False
    page.locator(".onboard button").click()
    stage.person.refresh_from_db()
    assert stage.person.is_on_board is True
    context.close()
