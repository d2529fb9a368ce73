"""Types that cannot be given today, on the way to a card: not offered, told in words, and no word is lost."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from cards.models import Card, CardType, UnitKind
from tests.factories import make_card_type

FORM = UUID("3f0e8f7a-5f0b-4c7e-9d3b-0a1b2c3d4e5f")
TODAY = timezone.localdate
CLOSED = [
    {"is_draft": True},
    {"retired_at": timezone.now()},
    {"is_for_staff": False},
    {"starts_on": TODAY() + timedelta(days=7)},
    {"ends_on": TODAY() - timedelta(days=7)},
    {"weekdays": [(TODAY() + timedelta(days=3)).isoweekday()]},
    {"kinds": [UnitKind.HOTEL]},
]


@pytest.fixture(autouse=True)
def plain_words(settings):
    """Read the texts as the code has them: the catalogues have tests of their own."""
    settings.LOCALE_PATHS = []


@pytest.fixture
def signed_in(client, astrid):
    astrid.language = "en"
    astrid.save()
    client.force_login(astrid)
    return client


def step(name, query=""):
    return reverse(name, args=[FORM]) + query


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def close(card_type, **fields):
    CardType.objects.filter(pk=card_type.pk).update(**fields)


@pytest.mark.parametrize("fields", CLOSED)
def test_a_closed_type_is_not_offered(signed_in, tack, hejhopp, fields):
    close(hejhopp, **fields)

    page = text_of(signed_in.get(step("pick_type")))

    assert "Tack" in page
    assert "Hejhopp" not in page


@pytest.mark.parametrize("name", ["pick_type", "pick_people", "write_card"])
@pytest.mark.parametrize("fields", CLOSED)
def test_a_deep_link_to_a_closed_type_says_why_and_offers_the_others(signed_in, bo, tack, hejhopp, name, fields):
    close(hejhopp, **fields)

    answer = signed_in.get(step(name, f"?typ=hejhopp&till={bo.pk}"))

    assert answer.status_code == 200
    assert re.search(
        r"no longer given|customers give|can be given from|could be given until|given (on|at)", text_of(answer)
    )
    assert step("write_card", f"?typ=tack&amp;till={bo.pk}") in text_of(answer)


def test_a_deep_link_to_a_draft_does_not_tell_its_name(signed_in, tack):
    make_card_type("fyrvaktare", paper="hav", is_draft=True)

    for name in ("pick_type", "pick_people", "write_card"):
        page = text_of(signed_in.get(step(name, "?typ=fyrvaktare")))
        assert "no longer given" in page
        assert "Fyrvaktare" not in page


@pytest.mark.parametrize("fields", CLOSED[1:])
def test_a_type_that_closed_while_one_wrote_keeps_the_words_for_another(signed_in, bo, tack, hejhopp, fields):
    here, words = step("write_card", f"?typ=hejhopp&till={bo.pk}"), "Du hälsade på alla i morse."
    assert signed_in.get(here).status_code == 200
    close(hejhopp, **fields)

    answer = signed_in.post(here, {"message": words, "audience": "1"})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "Choose another card" in text_of(answer)
    assert not Card.objects.exists()
    assert words in text_of(signed_in.get(step("write_card", f"?typ=tack&till={bo.pk}")))


def test_a_type_of_mondays_says_so(signed_in, tack, hejhopp):
    other = (TODAY() + timedelta(days=1)).isoweekday()
    close(hejhopp, weekdays=[other])
    days = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"]

    assert f"Hejhopp is given on {days[other - 1]}." in text_of(signed_in.get(step("pick_type", "?typ=hejhopp")))


def test_with_every_type_closed_the_page_still_answers(signed_in, tack):
    close(tack, weekdays=[(TODAY() + timedelta(days=1)).isoweekday()])

    assert "There are no cards to give" in text_of(signed_in.get(step("pick_type")))
