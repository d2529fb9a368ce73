"""In and out by the keyboard alone, with scripts and without."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, expect

from tests.factories import make_person, make_unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PASSWORD = "kanel bulle morgon fyr"


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_keyboard_leads_in_through_the_settings_and_out(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any, has_scripts: bool
) -> None:
    astrid = make_person("Astrid Lindqvist", make_unit("Torget"), password=make_password(PASSWORD))
    context = browser.new_context(**browser_context_args, java_script_enabled=has_scripts)
    page = context.new_page()
    page.goto(f"{live_server.url}/installningar")
    expect(page).to_have_url(f"{live_server.url}/in?next=/installningar")

    def log_in(password: str) -> None:
        page.locator("[name=login]").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(str(astrid.employee_number))
        page.keyboard.press("Tab")
        page.keyboard.type(password)
        page.keyboard.press("Enter")

    log_in("fel")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("[name=login]")).to_have_value(str(astrid.employee_number))

    log_in(PASSWORD)
    expect(page).to_have_url(f"{live_server.url}/installningar")

    page.locator("button[name=language][value=fi]").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "fi")

    page.locator("button[name=theme][value=dark]").press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.goto(f"{live_server.url}/mer")
    page.locator("form[action='/ut'] button").press("Enter")
    expect(page).to_have_url(f"{live_server.url}/in")
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    context.close()
