"""Every page for everybody: axe-core with the rules of WCAG 2.2 AA, narrow screens, large letters, no scripts."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.pages import Stage, addresses, set_stage, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},  # Off unless asked for.
}
SIZES = {"phone": ViewportSize(width=390, height=844), "desktop": ViewportSize(width=1280, height=900)}
OVERFLOW = """() => [...document.querySelectorAll('body *')].filter(
    e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
      && !e.closest('.chips--scroll, .vh, .skip, [aria-hidden]') && getComputedStyle(e).position !== 'fixed'
  ).slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def stage(db: None) -> Stage:
    return set_stage()


@pytest.fixture
def visits(stage: Stage, live_server: Any, page: Page) -> Iterator[tuple[str, Page]]:
    """Walk through every page, failing on any word in the console, a refused style or another host."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: None if request.url.startswith((live_server.url, "data:")) else complaints.append(request.url),
    )

    def walk() -> Iterator[tuple[str, Page]]:
        page.goto(live_server.url + "/in")
        yield "login", page
        sign_in(page.context, stage.person, live_server.url)
        for name, address in addresses(stage).items():
            page.goto(live_server.url + address)
            yield name, page
            expected = [c for c in complaints if name == "missing" and "404" in c]
            assert [c for c in complaints if c not in expected] == [], name
            complaints.clear()

    return walk()


def violations(page: Page) -> list[str]:
    """Return what axe, which the page has got already, finds wrong; short enough to read."""
    found = page.evaluate("rules => axe.run(document, rules).then(results => results.violations)", RULES)
    return [
        f"{v['id']}: {json.dumps([n['target'] + [n.get('failureSummary', '')[:160]] for n in v['nodes']][:3])}"
        for v in found
    ]


def wrong_in_all_looks(page: Page, name: str) -> dict[str, list[str]]:
    """Return what axe finds wrong with a page on phone and desktop, in light and dark."""
    wrong = {}
    page.evaluate(Axe().axe_script)
    for size_name, size in SIZES.items():
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if found := violations(page):
                wrong[f"{name}, {scheme}, {size_name}"] = found
    page.set_viewport_size(SIZES["phone"])
    return wrong


def test_a_broken_rule_is_seen(page):
    page.set_content("<main><h1>Kort</h1><img src='x.png'><p style='color: #ccc'>blekt</p></main>")

    page.evaluate(Axe().axe_script)

    assert {found.split(":")[0] for found in violations(page)} >= {"image-alt", "color-contrast"}


def test_no_page_breaks_a_rule_in_light_or_dark_on_phone_or_desktop(visits):
    wrong: dict[str, list[str]] = {}
    for name, page in visits:
        wrong |= wrong_in_all_looks(page, name)

    assert wrong == {}


def test_no_state_that_htmx_makes_breaks_a_rule(stage, live_server, page):
    def settle() -> None:
        page.wait_for_load_state("networkidle")

    def visit(name: str) -> None:
        page.goto(live_server.url + addresses(stage)[name])

    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sign_in(page.context, stage.person, live_server.url)
    wrong: dict[str, list[str]] = {}

    visit("feed")
    page.locator("#chip-alla").click()
    page.locator("#unit-choice").wait_for()
    wrong |= wrong_in_all_looks(page, "feed after a chip")
    page.locator("button.spot[aria-pressed=false]").first.click()
    settle()
    wrong |= wrong_in_all_looks(page, "feed after a heart")

    visit("people ticked")
    page.get_by_role("searchbox").fill("Lindkvst")
    settle()
    wrong |= wrong_in_all_looks(page, "people searched")

    visit("write")
    page.locator("details summary").first.click()
    page.locator("textarea").fill("x" * 495)
    wrong |= wrong_in_all_looks(page, "writing with ready lines open")
    page.locator("textarea").fill(" ")
    page.locator(".sticky-act button.btn--heart").click()
    page.locator("[role=alert]").first.wait_for()
    wrong |= wrong_in_all_looks(page, "writing refused")

    visit("keepsake")
    page.locator("details summary").first.click()
    wrong |= wrong_in_all_looks(page, "keepsake with its menu open")

    assert wrong == {}
    assert [complaint for complaint in complaints if "422" not in complaint] == []


def test_no_page_scrolls_sideways_at_320_pixels_or_with_letters_twice_as_large(visits):
    wide = {}
    for name, page in visits:
        for width, letters in ((320, 100), (390, 200), (1280, 200)):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(f"document.documentElement.style.fontSize = '{letters}%'")
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide[f"{name}, {width} px, {letters} %"] = page.evaluate(OVERFLOW)

    assert wide == {}


def test_every_page_has_its_heading_without_scripts(stage, live_server, browser: Browser, browser_context_args):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    sign_in(context, stage.person, live_server.url)
    page = context.new_page()
    without = []
    for name, address in addresses(stage).items():
        page.goto(live_server.url + address)
        if page.locator("h1").count() != 1:
            without.append(name)
    context.close()

    assert without == []
