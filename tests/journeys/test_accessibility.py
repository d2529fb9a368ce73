"""Every page for everybody: axe-core with the rules of WCAG 2.2 AA, narrow screens, large letters, no scripts."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.pages import Stage, addresses, set_stage, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},  # Off unless asked for.
    "resultTypes": ["violations"],
}
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
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
    """Return what axe finds wrong, short enough to read."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{v['id']}: {json.dumps([n['target'] + [n.get('failureSummary', '')[:160]] for n in v['nodes']][:3])}"
        for v in found
    ]


def test_no_page_breaks_a_rule_in_light_or_dark_on_phone_or_desktop(visits):
    wrong = {}
    for name, page in visits:
        for size_name, size in SIZES.items():
            page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                if found := violations(page):
                    wrong[f"{name}, {scheme}, {size_name}"] = found

    assert wrong == {}


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
