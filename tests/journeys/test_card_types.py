"""Shaping a card type in a browser: with and without scripts, by the keyboard, in every look."""

import pytest
from playwright.sync_api import Browser, Page, expect

from cards.models import CardType
from tests.journeys.pages import Stage, addresses, set_stage, sign_in
from tests.journeys.test_accessibility import wrong_in_all_looks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def stage(db: None) -> Stage:
    return set_stage()


@pytest.fixture
def visit(stage, live_server, page: Page):
    """Go to a page of the stage's person by its name."""
    sign_in(page.context, stage.person, live_server.url)
    return lambda name: page.goto(live_server.url + addresses(stage)[name])


def test_the_preview_follows_the_keyboard_and_rows_come_and_go(visit, page):
    visit("new card type")
    card = page.locator("#prov-kort")

    page.locator("#id_name_sv").press_sequentially("Paraply")
    expect(card).to_contain_text("Paraply")
    page.locator("input[name=symbol][value=paraply]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("input[name=symbol][value=paraply]")).to_be_checked()
    page.locator("input[name=paper][value=apelsin]").check(force=True)
    expect(card.locator(".card")).to_have_attribute("data-hue", "apelsin")

    page.locator("#mer-rader").press("Enter")
    expect(page.locator("#id_line_0_sv")).to_be_focused()
    page.keyboard.type("Du höll paraplyet.")
    expect(card).to_contain_text("Du höll paraplyet.")
    expect(page.locator("#rader-fi input")).to_have_count(1)
    page.locator("button[value='drop-line:ny0']").press("Enter")
    expect(page.locator("#rader-sv input[type=text]")).to_have_count(0)
    expect(page.locator("#id_name_sv")).to_have_value("Paraply")


def test_enter_in_a_field_takes_nothing_away_and_saves_nothing(visit, page):
    visit("card type with cards")
    before = page.locator("[name=opening_sv]").count()

    with page.expect_navigation():
        page.locator("#id_name_sv").press("Enter")

    expect(page.locator("[name=opening_sv]")).to_have_count(before)
    assert not page.locator(".receipts").count()


def test_a_type_is_moved_by_the_keyboard_which_keeps_its_place(visit, page):
    visit("card types")
    second = page.locator(".typerow").nth(1)
    key = second.get_attribute("id").removeprefix("korttyp-")

    page.locator(f"#upp-{key}").press("Enter")

    expect(page.locator(".typerow").first).to_have_id(f"korttyp-{key}")
    expect(page.locator(f"#upp-{key}")).to_be_focused()


def test_a_type_is_made_shown_and_started_without_a_script(stage, live_server, browser: Browser, browser_context_args):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    sign_in(context, stage.person, live_server.url)
    page = context.new_page()
    page.goto(live_server.url + addresses(stage)["new card type"])

    page.locator("#id_name_sv").fill("Paraply")
    page.locator("button[value='add-opening:sv']").click()
    page.locator("[name=opening_sv]").last.fill("När det regnade …")
    page.locator("button[value='drop-opening:sv:0']").click()
    page.locator("button[value=show]").click()
    assert "Paraply" in page.locator("#prov-kort").inner_text()
    page.locator("button[value=start]").click()
    assert page.locator("#id_purpose_sv_error").count() == 1
    page.locator("#id_purpose_sv").fill("för den som håller en torr")
    page.locator("button[value=start]").click()

    assert page.url.endswith("/forvaltning/korttyper")
    made = CardType.objects.active().get(slug="paraply")
    assert made.texts.get().openings == ["När det regnade …"]
    context.close()


def test_no_state_of_the_editor_breaks_a_rule(visit, page):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    wrong: dict[str, list[str]] = {}

    visit("card type, a draft")
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    wrong |= wrong_in_all_looks(page, "all of it open")
    page.locator("#id_name_sv").fill("")
    page.locator("#id_max_length").fill("0")
    page.locator("button[value=start]").click()
    page.locator(".note--fel").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    wrong |= wrong_in_all_looks(page, "refused")

    assert wrong == {}
    assert [complaint for complaint in complaints if "422" not in complaint] == []


def test_nothing_of_the_editor_scrolls_sideways_when_all_is_open(visit, page):
    visit("card type, a draft")
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    wide = []
    for width, letters in ((320, 100), (390, 200), (1280, 200)):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(f"document.documentElement.style.fontSize = '{letters}%'")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append((width, letters))

    assert wide == []
