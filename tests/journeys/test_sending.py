"""Giving a card as a person does: with a thumb, twice by mistake, without a net, without scripts, by keyboard."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from cards.models import Card, Person
from tests.factories import give, make_card_type, make_person, make_ready_line, make_team, make_unit
from tests.journeys.pages import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WORDS = "Du räddade brödhyllan i morse."
SEAL = ".btn--heart[data-busy]"


@dataclass(frozen=True)
class Cast:
    """Mikael, who writes, and whom he may write to."""

    mikael: Person
    sofia: Person
    tuula: Person
    johannes: Person


@pytest.fixture
def cast(db: None) -> Cast:
    torget, station = make_unit("Torget"), make_unit("Stationen")
    mikael, sofia, tuula = (
        make_person(name, torget) for name in ("Mikael Nyholm", "Sofia Lindqvist", "Tuula Mäkelä-Kangasniemi")
    )
    make_team("Kassan", torget, mikael, sofia, tuula)
    make_ready_line(make_card_type("tack"), sv="Tack för hjälpen!")
    make_card_type("hejhopp", paper="gras", symbol="vante", is_message_needed=False, order=1)
    return Cast(mikael, sofia, tuula, make_person("Johannes Östman", station))


@pytest.fixture
def phone(page: Page, cast: Cast, live_server: Any) -> Iterator[Page]:
    """Mikael's phone, on the feed; nothing may go wrong in its console."""
    faults: list[str] = []
    # A view transition that a quick answer overtakes is skipped by the browser, which says so as an error.
    page.on("pageerror", lambda error: None if "Transition was" in str(error) else faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    sign_in(page.context, cast.mikael, live_server.url)
    page.goto(f"{live_server.url}/flode")
    yield page
    assert faults == []


def row(page: Page, name: str) -> Any:
    return page.locator("label.person", has_text=name)


def wait_for_htmx(page: Page, selector: str) -> None:
    """Wait the fiftieth of a second that htmx leaves between showing a part and listening to it; no hand is faster."""
    page.wait_for_function("(selector) => 'htmx-internal-data' in document.querySelector(selector)", arg=selector)


def begin(phone: Page, cast: Cast) -> None:
    """Come as far as the card to write on, straight to Sofia."""
    phone.goto(f"{phone.url.removesuffix('/flode')}/ge?typ=tack&till={cast.sofia.pk}")
    expect(phone.locator("#id_message")).to_be_focused()


def test_a_card_is_given_with_five_taps_and_a_sentence(phone, cast):
    taps = 0

    def tap(selector: str) -> None:
        nonlocal taps
        phone.locator(selector).click()
        taps += 1

    tap(".tabs .give")
    tap('.pick [data-hue="hallon"]')
    tap("label.person:has-text('Sofia')")
    tap("#valda .btn--ink")
    expect(phone.locator("#id_message")).to_be_focused()  # One can write at once.
    phone.keyboard.type(WORDS)
    tap(SEAL)

    phone.wait_for_url("**/skickat")
    expect(phone.locator("h1")).to_be_visible()
    assert taps <= 6
    card = Card.objects.get()
    assert card.message == WORDS
    assert [got.person for got in card.recipients.all()] == [cast.sofia]
    assert phone.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('draft'))") == []


def test_searching_keeps_those_ticked_and_the_bar_names_them(phone, cast):
    phone.locator(".tabs .give").click()
    phone.locator('.pick [data-hue="hallon"]').click()
    row(phone, "Tuula").wait_for()
    wait_for_htmx(phone, "#traffar")
    row(phone, "Tuula").click()
    expect(phone.locator("#valda .chip")).to_have_count(1)

    phone.locator("#sok").press_sequentially("ostmann", delay=20)
    expect(row(phone, "Johannes Östman")).to_be_visible()
    expect(row(phone, "Sofia")).to_have_count(0)
    expect(phone.locator("#sok")).to_be_focused()
    row(phone, "Johannes Östman").click()

    expect(phone.locator("#valda .chip")).to_have_count(2)
    expect(phone.locator("#valda .btn--ink")).to_contain_text("Johannes")
    phone.locator("#valda .chip", has_text="Tuula").click()
    expect(phone.locator("#valda .chip")).to_have_count(1)
    phone.locator("#valda .btn--ink").click()
    expect(phone.locator(".card__to")).to_contain_text("Johannes Östman")
    expect(phone.locator(".card__to")).not_to_contain_text("Tuula")

    phone.go_back()
    expect(row(phone, "Johannes").locator("input")).to_be_checked()


def test_a_unit_and_people_are_not_ticked_together(phone, cast):
    phone.locator(".tabs .give").click()
    phone.locator('.pick [data-hue="hallon"]').click()
    row(phone, "Sofia").click()
    unit = phone.locator("input[name=enhet]").first
    unit.check()

    expect(row(phone, "Sofia").locator("input")).not_to_be_checked()
    expect(phone.locator("#valda .chip")).to_have_count(1)
    phone.locator("#valda .btn--ink").click()
    phone.locator("#id_message").fill(WORDS)
    phone.locator(SEAL).click()
    phone.wait_for_url("**/skickat")
    assert Card.objects.get().to_unit_id


def test_those_ticked_stay_over_the_choice_of_another_card(phone, cast):
    phone.locator(".tabs .give").click()
    phone.locator('.pick [data-hue="hallon"]').click()
    row(phone, "Sofia").click()
    expect(phone.locator("#valda .chip")).to_have_count(1)

    phone.locator(".flowtop a").click()
    phone.locator('.pick [data-hue="gras"]').click()

    expect(phone.locator(".card__to")).to_contain_text("Sofia Lindqvist")


def test_a_double_tap_gives_one_card(phone, cast):
    begin(phone, cast)
    phone.keyboard.type(WORDS)

    phone.locator(SEAL).dblclick()

    phone.wait_for_url("**/skickat")
    assert Card.objects.count() == 1


def test_back_and_once_more_gives_one_card(phone, cast):
    begin(phone, cast)
    phone.keyboard.type(WORDS)
    phone.locator(SEAL).click()
    phone.wait_for_url("**/skickat")

    phone.go_back()
    phone.locator("#id_message").fill(WORDS)
    phone.locator(SEAL).click()

    phone.wait_for_url("**/skickat")
    assert Card.objects.count() == 1


def test_two_tabs_give_one_card(phone, cast):
    begin(phone, cast)
    other = phone.context.new_page()
    other.goto(phone.url)
    for tab in (phone, other):
        tab.locator("#id_message").fill(WORDS)
    for tab in (phone, other):
        tab.locator(SEAL).click()
        tab.wait_for_url("**/skickat")

    assert phone.url == other.url
    assert Card.objects.count() == 1


def test_without_a_net_nothing_is_lost_and_once_more_gives_one_card(phone, cast):
    begin(phone, cast)
    phone.keyboard.type(WORDS)
    phone.context.set_offline(True)

    phone.locator(SEAL).click()

    expect(phone.locator("[data-lost]")).to_be_visible()
    expect(phone.locator("#notice")).to_be_empty()
    expect(phone.locator("#id_message")).to_have_value(WORDS)
    phone.context.set_offline(False)
    phone.locator(SEAL).click()
    phone.wait_for_url("**/skickat")
    assert Card.objects.count() == 1


@pytest.mark.parametrize("status", [0, 503])
def test_a_lost_answer_and_a_retry_give_one_card(phone, cast, status):
    begin(phone, cast)
    phone.keyboard.type(WORDS)

    def lose_answer(route: Route) -> None:
        route.fetch()
        route.fulfill(status=status) if status else route.abort()

    phone.route("**/skriv?*", lose_answer, times=1)
    phone.locator(SEAL).click()
    expect(phone.locator("[data-lost]")).to_be_visible()

    phone.locator(SEAL).click()

    phone.wait_for_url("**/skickat")
    assert Card.objects.count() == 1


def test_a_draft_survives_reload_and_stays_in_its_tab(phone, cast):
    begin(phone, cast)
    phone.keyboard.type(WORDS)
    phone.locator("[name=audience]").first.check()

    phone.reload()

    expect(phone.locator("#id_message")).to_have_value(WORDS)
    expect(phone.locator("[name=audience]").first).to_be_checked()
    other = phone.context.new_page()
    other.goto(phone.url)
    expect(other.locator("#id_message")).to_have_value("")


def test_openings_and_ready_lines_are_put_on_the_card(phone, cast):
    begin(phone, cast)
    phone.keyboard.type("Hej!")
    phone.locator("[data-openings] button").first.click()
    phone.keyboard.type("du kom.")
    expect(phone.locator("#id_message")).to_have_value("Hej! Du stannade när du kom.")

    phone.locator(".ready summary").click()
    phone.locator("[name=ready_line]").nth(1).check()
    expect(phone.locator("[data-line]")).to_have_text("Tack för hjälpen!")


def test_letters_are_counted_as_the_server_counts_them(phone, cast):
    begin(phone, cast)
    count = phone.locator("[data-count]")
    phone.locator("#id_message").fill("x" * 239)
    expect(count).to_be_hidden()
    phone.locator("#id_message").fill("a\u030a" * 250 + "\u2764\ufe0f\N{GRINNING FACE}" * 10 + "  \n\n")
    expect(count.locator("[aria-hidden]")).to_have_text("220")

    phone.locator("#id_message").fill("\N{GRINNING FACE}" * 501)
    expect(count.locator("[aria-hidden]")).to_have_text("-1")
    phone.locator(SEAL).click()
    expect(phone.locator("#id_message_error")).to_be_visible()
    expect(phone.locator("#id_message")).to_be_focused()
    phone.locator("#id_message").fill("a\u030a" * 249 + "\n" + "\N{GRINNING FACE}" * 250)
    phone.locator(SEAL).click()
    phone.wait_for_url("**/skickat")
    assert len(str(Card.objects.get().message)) == 500


def test_undo_gives_the_words_back_and_counts_the_seconds(phone, cast):
    begin(phone, cast)
    phone.keyboard.type(WORDS)
    phone.locator(SEAL).click()
    phone.wait_for_url("**/skickat")
    undo = phone.locator("form[data-seconds] button")
    expect(undo).to_have_text(re.compile(r"\d+"))

    undo.click()

    expect(phone.locator("#id_message")).to_have_value(WORDS)
    assert not Card.objects.exists()
    phone.locator("#id_message").fill("Bättre ord.")
    phone.reload()
    expect(phone.locator("#id_message")).to_have_value("Bättre ord.")
    phone.locator(SEAL).click()
    phone.wait_for_url("**/skickat")
    assert Card.objects.get().message == "Bättre ord."


def test_after_the_minute_the_page_offers_withdrawal(phone, cast):
    phone.clock.install()
    begin(phone, cast)
    phone.keyboard.type(WORDS)
    phone.locator(SEAL).click()
    phone.wait_for_url("**/skickat")
    expect(phone.locator("form[action$=ta-tillbaka]")).to_be_hidden()

    phone.clock.fast_forward(61_000)

    expect(phone.locator("form[action$=angra]")).to_be_hidden()
    expect(phone.locator("form[action$=ta-tillbaka]")).to_be_visible()


def test_a_card_is_taken_back(phone, cast, live_server):
    card = give(cast.mikael, to=[cast.sofia])
    phone.goto(f"{live_server.url}/kort/{card.pk}/skickat")

    phone.locator("form[action$=ta-tillbaka] button").click()

    expect(phone.locator("form")).to_have_count(0)
    assert card.records.exists()


def test_everything_works_without_scripts(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any, cast: Cast
) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    sign_in(context, cast.mikael, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/ge")
    page.locator('.pick [data-hue="hallon"]').click()
    row(page, "Tuula").click()
    page.locator("#sok").fill("Östman")
    page.keyboard.press("Enter")
    expect(row(page, "Tuula").locator("input")).to_be_checked()
    row(page, "Johannes").click()
    row(page, "Tuula").click()
    page.locator("#valda .btn--ink").click()
    expect(page.locator(".card__to")).to_contain_text("Johannes Östman")
    expect(page.locator(".examples")).to_be_visible()
    expect(page.locator("[data-openings]")).to_be_hidden()

    page.locator(SEAL).click()
    expect(page.locator("#id_message_error")).to_be_visible()
    page.locator("#id_message").fill(WORDS)
    page.locator(SEAL).dblclick()
    page.wait_for_url("**/skickat")
    assert Card.objects.count() == 1

    page.locator("form[action$=angra] button").click()
    expect(page.locator("#id_message")).to_have_value(WORDS)
    assert not Card.objects.exists()
    context.close()


def test_the_keyboard_alone_gives_a_card(phone, cast):
    def tab_to(selector: str) -> None:
        for _press in range(60):
            phone.keyboard.press("Tab")
            if phone.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"Tab never comes to {selector}.")

    tab_to(".tabs .give")
    phone.keyboard.press("Enter")
    expect(phone.locator(".pick")).to_be_visible()
    tab_to('.pick [data-hue="hallon"]')
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_be_focused()
    tab_to("#sok")
    wait_for_htmx(phone, "#sok")
    phone.keyboard.type("sofia")
    expect(row(phone, "Tuula")).to_have_count(0)
    tab_to("[name=till]")
    phone.keyboard.press("Space")
    expect(phone.locator("#valda .chip")).to_have_count(1)
    tab_to("#valda .btn--ink")
    phone.keyboard.press("Enter")
    expect(phone.locator("#id_message")).to_be_focused()
    phone.keyboard.type(WORDS)
    tab_to("[name=audience]")
    phone.keyboard.press("ArrowDown")
    tab_to(SEAL)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/skickat")
    assert Card.objects.get().audience == 2


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_the_screen(phone, cast, width):
    phone.set_viewport_size({"width": width, "height": 640})
    form = f"{phone.url.removesuffix('/flode')}/ge/{uuid4()}"
    chosen = f"?typ=tack&till={cast.tuula.pk}&till={cast.johannes.pk}"
    card = give(cast.mikael, to=[cast.tuula, cast.johannes], at=timezone.now())
    pages = (form, f"{form}/till{chosen}", f"{form}/till{chosen}&q=x", f"{form}/skriv{chosen}")
    for address in (*pages, f"/kort/{card.pk}/skickat"):
        phone.goto(urljoin(form, address))
        for size in ("106.25%", "212.5%"):  # The text as it is, and twice as large.
            phone.evaluate("(size) => document.documentElement.style.fontSize = size", size)

            assert phone.evaluate("document.documentElement.scrollWidth") <= width, (address, size)
