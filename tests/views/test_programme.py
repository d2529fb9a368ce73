"""The programme's page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.actions.closing import close_periods
from cards.actions.tallies import fold_tallies
from cards.lib.audiences import Audience
from cards.models import Language, Organisation, UnitKind
from tests.factories import give, make_person

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def staff(unit, count, **fields):
    return [make_person(f"Medarbetare Nr{number}", unit, **fields) for number in range(count)]


def page_for(client, person, query=""):
    client.force_login(person)
    return client.get(f"/programmet{query}")


def test_everybody_sees_the_years_encounters_beside_the_number_that_was_entered(client, torget):
    Organisation.objects.update(encounters_per_year=1_000_000)
    reader, *people = staff(torget, 11, language="en")
    for person in people[:3]:
        give(reader, to=[person])
    give(reader, to=[people[3]], audience=Audience.ONLY_US)
    give(reader, to=[people[4]], at=datetime(2025, 12, 31, 12, tzinfo=UTC))

    text = page_for(client, reader).content.decode()

    assert "<em>4</em> of 1,000,000 encounters became a card." in text


def test_without_a_number_the_year_stands_alone(client, torget):
    reader, other, *_people = staff(torget, 11, language="en")
    give(reader, to=[other])

    assert "<em>One</em> encounter became a card in 2026." in page_for(client, reader).content.decode()


def test_months_and_kinds_add_up_to_the_whole(client, torget, fyren, stationen):
    shop, hotel, station = staff(torget, 12), staff(fyren, 12), staff(stationen, 3)
    for number, person in enumerate([*shop, *hotel, *station]):
        give(person, to=[shop[number % 5 - 6]], at=NOON - timedelta(days=20 * (number % 9), minutes=5))
        give(person, to=[hotel[number % 5]], audience=Audience.ONLY_US, at=NOON - timedelta(days=7, minutes=number))

    page = page_for(client, shop[0]).context["page"]

    assert page.encounters == 54
    assert sum(month.encounters for month in page.months) == 54
    assert len(page.months) == 11
    assert sum(kind.encounters for kind in page.kinds) == 54


def test_a_kind_of_too_few_people_is_told_with_another(client, torget, fyren, stationen):
    shop, hotel, station = staff(torget, 30), staff(fyren, 12), staff(stationen, 3)
    for person in (shop[1], hotel[0], station[0]):
        give(person, to=[shop[0]])

    kinds = page_for(client, shop[0]).context["page"].kinds

    assert [(one.kind, one.encounters) for one in kinds] == [(UnitKind.SUPERMARKET, 1), (None, 2)]


def speak(torget):
    """Make people of four languages, some of whom gave in October and November, and close October."""
    october = NOON - timedelta(days=30)
    swedish, finnish = staff(torget, 40), staff(torget, 20, language="fi")
    norwegian, english = staff(torget, 12, language="nb"), staff(torget, 12, language="en")
    for person in (*swedish[:3], finnish[0], norwegian[0], english[0]):
        give(person, to=[swedish[9]], at=october)
        give(person, to=[swedish[8]])
    give(swedish[0], to=[swedish[8]], audience=Audience.ONLY_US, at=october)
    fold_tallies(at=NOON)
    close_periods(at=NOON)
    return swedish, finnish


def languages_on(page):
    return [(one.language, one.encounters) for one in page.context["page"].languages]


def test_languages_are_told_of_months_that_are_closed_and_the_few_together(client, torget):
    swedish, _finnish = speak(torget)
    swedish[0].language = "en"
    swedish[0].save()

    page = page_for(client, swedish[0])

    # The first of the Swedish reads English since, but October was closed before.
    assert languages_on(page) == [(Language.SV, 3), (Language.FI, 1), (None, 2)]
    assert (page.context["page"].open_encounters, page.context["page"].encounters) == (6, 13)
    assert "6 encounters: without what only two people saw." in page.content.decode()
    assert '<p class="soft">October</p>' in page.content.decode()


def test_who_changes_language_moves_no_number(client, torget):
    swedish, finnish = speak(torget)
    before = languages_on(page_for(client, swedish[0]))
    finnish[0].language = "sv"
    finnish[0].save()
    close_periods(at=NOON)

    assert languages_on(page_for(client, swedish[0])) == before


def test_languages_of_several_months_are_added_up(client, torget):
    swedish, _finnish = speak(torget)
    later = datetime(2026, 12, 4, 10, tzinfo=UTC)
    fold_tallies(at=later)
    close_periods(at=later)

    page = page_for(client, swedish[0])

    assert languages_on(page) == [(Language.SV, 6), (Language.FI, 2), (None, 4)]
    assert [month.slug for month in page.context["page"].closed] == ["2026-10", "2026-11"]


def test_one_language_of_twenty_is_compared_with_none(client, torget):
    reader, other, *_people = staff(torget, 30, language="en")
    staff(torget, 19, language="fi")
    give(reader, to=[other], at=NOON - timedelta(days=30))
    fold_tallies(at=NOON)
    close_periods(at=NOON)

    assert not page_for(client, reader).context["page"].has_languages


def test_one_goes_from_year_to_year(client, torget):
    reader, other, *_people = staff(torget, 11, language="en")
    give(reader, to=[other], at=datetime(2025, 6, 1, 12, tzinfo=UTC))
    fold_tallies(at=NOON)

    this, before = page_for(client, reader), page_for(client, reader, "?ar=2025")

    assert 'href="?ar=2025"' in this.content.decode()
    assert before.context["page"].encounters == 1
    assert len(before.context["page"].months) == 12
    assert page_for(client, reader, "?ar=2031").context["page"].year.slug == "2026"


def test_the_page_asks_as_often_for_much_as_for_little_folded_or_not(client, torget):
    reader, other, *people = staff(torget, 15)
    client.force_login(reader)
    client.get("/programmet")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/programmet")
        return len(captured)

    few = queries()
    for person in people:
        give(person, to=[other])
    waiting = queries()
    fold_tallies(at=NOON)

    assert waiting == few == queries() <= 6


def test_without_a_card_the_page_stands(client, astrid):
    page = page_for(client, astrid)

    assert page.status_code == 200
    assert page.context["page"].encounters == 0
