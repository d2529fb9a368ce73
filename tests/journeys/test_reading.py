"""One card, as somebody lives with it: the envelope, a heart, a reply and back, saved, taken along as a picture."""

import re
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from cards.actions.keeping import open_card
from cards.models import Card, CardRecipient, Heart, Person, Reply, SavedCard
from tests.factories import give, make_card_type, make_person, make_unit
from tests.journeys.pages import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def people(db: None) -> tuple[Person, Person]:
    torget = make_unit("Torget")
    make_card_type("tack")
    return make_person("Mikael Nyholm", torget), make_person("Sofia Lindqvist", torget)


@pytest.fixture
def card(people: tuple[Person, Person]) -> Card:
    mikael, sofia = people
    return give(mikael, to=[sofia], message="Du tog hela mjölkleveransen själv.")


@pytest.fixture
def address(card: Card, live_server: Any) -> str:
    return f"{live_server.url}{reverse('card', args=[card.pk])}"


def test_a_card_is_opened_hearted_answered_saved_and_taken_along(
    page: Page, people: tuple[Person, Person], card: Card, address: str, live_server: Any
) -> None:
    sign_in(page.context, people[1], live_server.url)

    page.goto(address)
    expect(page.get_by_text("mjölkleveransen")).to_have_count(0)
    page.locator(".btn--heart").click()
    expect(page.get_by_text("mjölkleveransen")).to_be_visible()

    heart = page.locator("button.spot")
    heart.click()
    expect(page.locator("button.spot")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("button.spot")).to_be_focused()
    expect(page.locator("#hjartan")).to_contain_text("SL")
    assert Heart.objects.filter(card=card, person=people[1]).exists()
    page.locator("#hjartan a.hearts").click()
    expect(page.locator("#hjartan")).to_contain_text("Sofia Lindqvist")

    page.locator("#id_text").fill("Nu blir jag röd.")
    page.locator("#svara").click()
    expect(page.locator(".replies")).to_contain_text("Nu blir jag röd.")
    expect(page.locator("#id_text")).to_have_value("")
    page.locator(".replies button").click()
    expect(page.get_by_text("Nu blir jag röd.")).to_have_count(0)
    assert Reply.objects.get().text == ""

    page.locator("#spara").click()
    expect(page.locator("#spara")).to_have_attribute("aria-pressed", "true")
    assert SavedCard.objects.count() == 1

    with page.expect_download() as download:
        page.locator(".acts a[download]").click()
    assert re.search(r"Mikael Nyholm.*\.png$", download.value.suggested_filename)
    with Image.open(download.value.path()) as kept:
        assert kept.format == "PNG"


def test_without_scripts_the_same_is_plain_forms(
    browser: Browser, people: tuple[Person, Person], card: Card, address: str, live_server: Any
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-FI")
    sign_in(context, people[1], live_server.url)
    page = context.new_page()

    page.goto(address)
    page.locator(".btn--heart").click()
    page.locator("button.spot").click()
    expect(page.locator("button.spot")).to_have_attribute("aria-pressed", "true")
    page.locator("#hjartan a.hearts").click()
    expect(page.locator("#hjartan")).to_contain_text("Sofia Lindqvist")
    page.goto(address)
    page.locator("#id_text").fill("Nu blir jag röd.")
    page.locator("#svara").click()
    expect(page.locator(".replies")).to_contain_text("Nu blir jag röd.")
    page.locator("#spara").click()
    expect(page.locator("#spara")).to_have_attribute("aria-pressed", "true")
    context.close()

    assert Heart.objects.count() == Reply.objects.count() == SavedCard.objects.count() == 1


def test_the_menu_and_what_it_asks_work_by_keyboard_alone(
    page: Page, people: tuple[Person, Person], card: Card, address: str, live_server: Any
) -> None:
    _mikael, sofia = people
    open_card(person=sofia, card_id=card.pk, at=card.at)
    sign_in(page.context, sofia, live_server.url)
    page.goto(address)

    page.locator(".menu > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/mitt-namn$"))
    page.locator("form button").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(address)
    assert CardRecipient.objects.get(card=card).unnamed_at is not None


def test_a_heart_that_the_server_refuses_lifts_off_again(
    page: Page, people: tuple[Person, Person], card: Card, address: str, live_server: Any
) -> None:
    open_card(person=people[1], card_id=card.pk, at=card.at)
    sign_in(page.context, people[1], live_server.url)
    page.goto(address)
    page.route("**/hjarta", lambda route: route.fulfill(status=503, body=""))

    page.locator("button.spot").click()

    expect(page.locator("#notice .note")).to_be_visible()
    expect(page.locator("button.spot")).to_have_attribute("aria-pressed", "false")


def test_a_heart_is_pressed_in_the_feed_without_leaving_it(
    page: Page, people: tuple[Person, Person], card: Card, live_server: Any
) -> None:
    kaj = make_person("Kaj Berg", people[0].unit)
    sign_in(page.context, kaj, live_server.url)
    page.goto(f"{live_server.url}{reverse('feed')}")

    page.locator("button.spot").press("Enter")
    expect(page.locator("button.spot")).to_have_attribute("aria-pressed", "true")
    # Within the blink before htmx takes the new form over, a press is a plain post: it works, and loads the page.
    expect(page.locator(".htmx-added, .htmx-settling")).to_have_count(0)
    page.locator("button.spot").press("Enter")
    expect(page.locator("button.spot")).to_have_attribute("aria-pressed", "false")

    expect(page).to_have_url(f"{live_server.url}{reverse('feed')}")
    assert not Heart.objects.exists()
