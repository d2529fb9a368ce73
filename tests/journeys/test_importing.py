"""An import from the file to done, in a browser: the page goes on by itself while a worker does its part."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, FilePayload, Page, expect

from cards.actions.importing_jobs import apply_draft, read_draft
from cards.models import ImportDraft, Person
from tests.factories import make_person, make_unit
from tests.journeys.pages import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

HEAD = "anst nr;förnamn;efternamn;enhet;team;Yrke;e-post;språk;chef;börjar;slutar\n"


@pytest.fixture
def admin(db: None) -> Person:
    return make_person("Viveca Nygård", make_unit("Torget", code="T1"), is_admin=True, language="en")


def personnel(number: str) -> FilePayload:
    """Return a file whose one person is new, and whose column of titles nobody knows."""
    row = f"{number};Åsa;Öhman;T1;Kassan;Kassör;;sv;;2015-01-01;\n"
    return FilePayload(name="personal.csv", mimeType="text/csv", buffer=(HEAD + row).encode("utf-8-sig"))


def walk(page: Page, url: str, number: str) -> None:
    """Take an import all the way, with a worker that begins when the page waits for it."""
    page.goto(f"{url}/forvaltning/import")
    page.locator("input[name=staff]").set_input_files(personnel(number))
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Yrke").select_option("title")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    draft = ImportDraft.objects.latest("at")
    read_draft(draft_id=draft.pk, at=timezone.now())
    expect(page.get_by_role("heading", name="Shall it be done?")).to_be_visible()
    expect(page.get_by_role("row", name="Åsa Öhman")).to_contain_text("Kassör")
    page.get_by_role("button", name="Apply all").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    apply_draft(draft_id=draft.pk, at=timezone.now())
    expect(page.get_by_role("heading", name="The import is done")).to_be_visible()
    assert Person.objects.get_queryset().get(employee_number=number).title == "Kassör"


def test_an_import_goes_from_the_file_to_done(admin: Person, live_server: Any, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sign_in(page.context, admin, live_server.url)

    walk(page, live_server.url, "1001")

    assert complaints == []


def test_it_does_so_without_scripts(
    admin: Person, live_server: Any, browser: Browser, browser_context_args: Any
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    sign_in(context, admin, live_server.url)

    walk(context.new_page(), live_server.url, "1002")

    context.close()
