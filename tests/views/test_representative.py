"""What is kept, for representatives of the staff: generated, so that it cannot drift."""

import re
from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone, translation

from cards.lib.registry import TABLES
from cards.lib.registry.exports import EXPORTS
from cards.models import Organisation, PageOpening
from cards.queries import stored
from tests.factories import give

PAGE, OPENINGS = "/fortroendevald", "/fortroendevald/vem-har-tittat"


@pytest.fixture
def english(representative):
    """Return a representative who reads English: the words of these tests are the texts' own."""
    representative.language = "en"
    representative.save()
    return representative


def page_of(client, person, address=PAGE):
    client.force_login(person)
    return client.get(address).content.decode()


@pytest.mark.parametrize("address", [PAGE, OPENINGS])
def test_representatives_and_admins_see_it_and_for_others_it_is_not_there(
    client, representative, admin, astrid, moderator, address
):
    answers = {}
    for person in (representative, admin, astrid, moderator):
        client.force_login(person)
        answers[person.given_name] = client.get(address).status_code

    assert answers == {"Rolf": 200, "Carola": 200, "Astrid": 404, "Mona": 404}


def test_the_page_tells_every_table_and_every_field(client, english):
    page = page_of(client, english)

    with translation.override("en"):
        missing = {str(table.title) for table in TABLES if str(table.title) not in page}
        fields = {str(field.what) for table in TABLES for field in table.fields if str(field.what) not in page}
    assert missing == set()
    assert fields == set()


def test_a_table_that_leaves_the_registry_leaves_the_page(client, english, monkeypatch):
    before = page_of(client, english)
    monkeypatch.setattr(stored, "TABLES", tuple(table for table in TABLES if table.model != "cards.Block"))
    after = page_of(client, english)

    assert "Whom you have blocked" in before
    assert "Whom you have blocked" not in after


def test_a_setting_changes_the_page(client, english):
    before = page_of(client, english)
    Organisation.objects.update(retention_months=17, has_receivers_board=True, languages=["sv", "fi"])
    after = page_of(client, english)
    Organisation.objects.update(retention_months=None)
    for_ever = page_of(client, english)

    assert "24 months from the day of the card" in before
    assert "17 months from the day of the card" in after
    assert "24 months" not in after
    assert "no limit for texts" in for_ever
    assert "Norwegian" in before
    assert "Norwegian" not in after


def test_no_words_of_a_card_stand_there(client, english, astrid, bo):
    give(astrid, to=[bo], message="KANARIEFÅGEL")

    assert "KANARIEFÅGEL" not in page_of(client, english) + page_of(client, english, OPENINGS)


def routes(patterns=None, prefix=""):
    """Return every address by name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield pattern.name, prefix + str(pattern.pattern)


def test_every_file_that_can_be_taken_out_is_told():
    files = {name for name, route in routes() if re.search(r"\.(csv|zip|png|pdf|xlsx|json)$", route)}

    assert {export.name for export in EXPORTS if export.is_file} == files
    assert {export.name for export in EXPORTS} <= {name for name, _route in routes()}


def test_openings_of_all_units_are_told_page_by_page(client, english, astrid, torget, fyren):
    today = timezone.localdate()
    PageOpening.objects.bulk_create(
        PageOpening(
            person=astrid,
            unit=(torget, fyren)[number % 2],
            page="dashboard",
            at=timezone.now(),
            opened_on=today - timedelta(days=number),
        )
        for number in range(60)
    )
    first = page_of(client, english, OPENINGS)
    more = re.search(r'href="(\?fran=\d+)"', first)

    assert "Torget" in first
    assert "Hotell Fyren" in first
    assert first.count("<time") == 50
    assert more
    assert page_of(client, english, OPENINGS + more[1]).count("<time") == 10
