"""The dashboard in a browser: another period without a new page, the figures as a table, and two pages of paper."""

import re

import pytest
from django.urls import reverse

from tests.journeys.pages import Stage, closed_month, set_stage, sign_in
from tests.journeys.test_accessibility import wrong_in_all_looks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def stage(db: None) -> Stage:
    return set_stage()


@pytest.fixture
def dashboard(stage, live_server, page):
    """Open the dashboard of the stage's unit."""
    sign_in(page.context, stage.person, live_server.url)
    page.goto(live_server.url + reverse("dashboard", args=[stage.person.unit_id]))
    return page


def test_another_month_comes_without_a_new_page_and_can_be_gone_back_from(dashboard):
    dashboard.evaluate("window.isTheSame = true")
    before = dashboard.locator("h1").inner_text()

    dashboard.locator(".periods summary").click()
    dashboard.locator(f".periods .menu a[href='?period={closed_month().slug}']").click()
    dashboard.wait_for_url(f"**period={closed_month().slug}")

    assert dashboard.evaluate("window.isTheSame")
    assert dashboard.locator("h1").count() == 1
    dashboard.go_back()
    dashboard.wait_for_url(re.compile(r"/enhet/\d+$"))
    assert dashboard.locator("h1").inner_text() == before


def test_what_is_opened_breaks_no_rule(dashboard):
    dashboard.locator("details.figures summary").first.click()
    dashboard.locator(".periods summary").click()

    assert wrong_in_all_looks(dashboard, "dashboard, opened") == {}


def test_the_button_prints(dashboard):
    dashboard.set_viewport_size({"width": 1280, "height": 900})
    dashboard.evaluate("window.print = () => { window.isPrinted = true; }")

    dashboard.locator("[data-print]").click()

    assert dashboard.evaluate("window.isPrinted")


@pytest.mark.parametrize("level", ["unit", "co-op"])
def test_it_is_two_pages_of_paper_without_the_navigation(dashboard, stage, live_server, level):
    if level == "co-op":
        dashboard.goto(live_server.url + reverse("dashboard", args=[stage.person.unit.parent_id]))

    paper = dashboard.pdf(prefer_css_page_size=True)
    dashboard.emulate_media(media="print")

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2
    assert not dashboard.locator(".rail, .tabs, .periods, .next a").filter(visible=True).count()
