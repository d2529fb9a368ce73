"""What js/app.js adds to a page: it tells what htmx could not do, takes a button once, and lets a card travel."""

import mimetypes
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from playwright.sync_api import Page, Route, expect

HOST = "http://hjartkort.test"
STATIC = Path(settings.BASE_DIR, "static")
POLICY = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())
BODY = """{% extends "bare.html" %}{% block main %}
<button hx-post="/answer" hx-target="find span">Ask <span></span></button>
<form hx-post="/answer" hx-target="next p"><button class="btn" data-busy="Sending …">Send</button></form><p></p>
<div class="card"><a href="#there">Open</a></div>
{% endblock %}"""

DRAWN = """{% extends "bare.html" %}{% load artwork %}{% block main %}
<h1>{% symbol "bi" "stampla" %} Heading</h1><p>Text</p>
{% endblock %}"""


@pytest.fixture
def open_page(page: Page):
    """Open a page of our own behind the real policy; `answer` says what the server replies to htmx."""

    def opened(answer, body: str = BODY) -> Page:
        document = engines["django"].from_string(body).render({})

        def serve(route: Route) -> None:
            path = route.request.url.removeprefix(HOST)
            if path == "/":
                headers = {"Content-Security-Policy": POLICY}
                route.fulfill(body=document, content_type="text/html; charset=utf-8", headers=headers)
            elif path.startswith("/static/"):
                file = STATIC / path.removeprefix("/static/")
                route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
            else:
                answer(route)

        page.route(f"{HOST}/**", serve)
        page.goto(f"{HOST}/")
        return page

    return opened


def status(code: int):
    return lambda route: route.fulfill(status=code, body="<b>swapped</b>", content_type="text/html")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (status(400), "error"),
        (status(403), "refused"),
        (status(404), "gone"),
        (status(500), "error"),
        (status(503), "error"),
        (lambda route: route.abort(), "offline"),
    ],
    ids=["400", "403", "404", "500", "503", "lost network"],
)
def test_whatever_htmx_cannot_do_is_said_and_stays_until_it_is_closed(open_page, answer, kind):
    page = open_page(answer)

    page.get_by_role("button", name="Ask").click()

    note = page.locator("#notice .note")
    expected = page.locator(f'template[data-notice="{kind}"]').evaluate(
        "it => it.content.querySelector('b').textContent"
    )
    expect(note.locator("b")).to_have_text(expected)
    note.get_by_role("button").click()
    expect(note).to_have_count(0)


def test_a_form_that_comes_back_with_errors_is_shown_and_is_no_failure(open_page):
    page = open_page(status(422))

    page.get_by_role("button", name="Ask").click()

    expect(page.get_by_role("button", name="Ask swapped")).to_be_visible()
    expect(page.locator("#notice .note")).to_have_count(0)


def test_a_poll_that_fails_says_nothing_because_nobody_pressed_anything(open_page):
    poll = '{% extends "bare.html" %}{% block main %}<p hx-get="/news" hx-trigger="every 50ms"></p>{% endblock %}'

    page = open_page(status(500), poll)
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').filter(it => it.name.endsWith('/news')).length > 1"
    )

    expect(page.locator("#notice .note")).to_have_count(0)


def test_a_button_says_what_it_is_doing_and_is_taken_once(open_page):
    waiting: list[Route] = []
    page = open_page(waiting.append)
    button = page.get_by_role("button", name="Send")
    width = button.bounding_box()["width"]

    button.click()
    pressed = page.get_by_role("button", name="Sending …")
    expect(pressed).to_have_attribute("aria-busy", "true")
    pressed.click()

    assert pressed.bounding_box()["width"] >= width
    assert len(waiting) == 1
    waiting[0].fulfill(status=204)
    expect(button).not_to_have_attribute("aria-busy", "true")


def test_a_button_stays_pressed_on_the_way_to_another_page(open_page):
    led: list[str] = []

    def answer(route: Route) -> None:
        led.append(route.request.url)
        if route.request.url.endswith("/answer"):
            route.fulfill(status=200, headers={"HX-Redirect": f"{HOST}/next"})
        else:
            route.fulfill(status=204)  # The next page never comes; this one is still seen.

    page = open_page(answer)
    page.get_by_role("button", name="Send").click()
    page.wait_for_timeout(100)

    expect(page.get_by_role("button", name="Sending …")).to_have_attribute("aria-busy", "true")
    assert led == [f"{HOST}/answer", f"{HOST}/next"]


SWAPPED = """{% extends "bare.html" %}{% block main %}
<section id="place"><form hx-post="/answer" hx-target="#place" hx-swap="outerHTML">
<button class="btn" id="send" data-busy="Sending …">Send</button><button class="btn">Take back</button></form></section>
{% endblock %}"""


def test_what_comes_in_the_place_of_what_had_focus_has_it_and_no_style_is_copied(open_page):
    came = '<section id="place"><h2>There</h2><form><button class="btn" id="send">Send</button></form></section>'
    page = open_page(lambda route: route.fulfill(body=came, content_type="text/html"), SWAPPED)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))

    page.get_by_role("button", name="Take back").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="There")).to_be_visible()
    expect(page.locator("#place")).to_be_focused()

    page.reload()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    assert told == []


MENU = """{% extends "bare.html" %}{% block main %}
<details class="menu"><summary>More</summary><a href="#there">Report</a></details><p>Text</p>
{% endblock %}"""


def test_a_menu_closes_with_escape_and_by_pressing_elsewhere(open_page):
    page = open_page(status(204), MENU)
    summary, choice = page.get_by_text("More"), page.get_by_role("link", name="Report")

    summary.click()
    choice.focus()
    page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(summary).to_be_focused()

    summary.click()
    expect(choice).to_be_visible()
    page.get_by_text("Text").click()
    expect(choice).to_be_hidden()


def test_the_tapped_card_is_the_one_that_travels(open_page):
    page = open_page(status(204))

    page.get_by_role("link", name="Open").click()

    expect(page.locator(".card.is-travelling")).to_have_count(1)


def test_the_policy_blocks_nothing_that_a_page_needs(open_page):
    page = open_page(status(204), DRAWN)
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))

    page.reload()
    page.wait_for_load_state("networkidle")

    assert blocked == []
    assert page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').length") == 2
