"""The workshop's card types: the list and its buttons."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.models import CardType, UnitKind
from tests.factories import give, make_card_type

LIST = "/forvaltning/korttyper"
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def plain_words(settings):
    """Read the texts as the code has them: the catalogues have tests of their own."""
    settings.LOCALE_PATHS = []


@pytest.fixture
def workshop(client, admin):
    """Return a client who is an admin and reads English."""
    admin.language = "en"
    admin.save()
    client.force_login(admin)
    return client


def groups(answer):
    """Return the names of each group, and what is noted of them."""
    return {name: [(row.name, notes) for row, notes in rows] for name, rows in answer.context["groups"].items()}


def test_only_admins_find_any_of_it(client, astrid, maj, representative, moderator, tack):
    addresses = [LIST, f"{LIST}/ny", f"{LIST}/prov", f"{LIST}/{tack.pk}"]
    addresses += [f"{LIST}/{tack.pk}/{end}" for end in ("flytta", "sluta", "ta-i-bruk", "ta-bort")]
    for person in (astrid, representative, moderator):
        client.force_login(person)
        for address in addresses:
            for ask in (client.get, client.post, client.put, client.delete):
                assert ask(address).status_code == 404, (person, address)

    client.force_login(maj)
    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}/prov").status_code == 405
    assert CardType.objects.get() == tack


def test_types_stand_in_their_order_then_drafts_and_retired_ones(workshop, tack, hejhopp):
    make_card_type("fixare", paper="himmel", order=-0)
    make_card_type("utkast", paper="hav", is_draft=True)
    make_card_type("gammal", paper="lind", retired_at=timezone.now())
    CardType.objects.filter(slug="tack").update(order=9)

    found = groups(workshop.get(LIST))

    assert {name: [row for row, _notes in rows] for name, rows in found.items()} == {
        "in_use": ["Hejhopp", "Fixare", "Tack"],
        "drafts": ["Utkast"],
        "retired": ["Gammal"],
    }


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"starts_on": TODAY() + timedelta(days=1)}, "From"),
        ({"ends_on": TODAY() - timedelta(days=1)}, "Ended"),
        ({"ends_on": TODAY()}, "Until"),
        ({"weekdays": [5, 1]}, "Mondays and Fridays"),
        ({"kinds": [UnitKind.HOTEL, UnitKind.STATION]}, "Hotel and Station"),
        ({"is_for_customers": True}, "Customers, too"),
        ({"is_for_customers": True, "is_for_staff": False}, "Customers only"),
    ],
)
def test_the_list_says_when_where_and_by_whom_a_type_is_given(workshop, tack, fields, note):
    CardType.objects.update(**fields)

    ((_name, notes),) = groups(workshop.get(LIST))["in_use"]

    assert len(notes) == 1
    assert notes[0].startswith(note)


def test_the_list_names_the_units_a_type_is_limited_to(workshop, torget, fyren, tack):
    tack.units.set([torget, fyren])

    assert groups(workshop.get(LIST))["in_use"] == [("Tack", ["Hotell Fyren and Torget"])]


def test_each_type_says_how_many_cards_it_has(workshop, astrid, bo, tack, hejhopp):
    for _time in range(3):
        give(astrid, to=[bo], card_type=tack)

    page = workshop.get(LIST).content.decode()

    assert "3 cards" in page
    assert "0 cards" in page


def test_the_list_asks_as_much_for_many_types_as_for_one(workshop, tack):
    with CaptureQueriesContext(connection) as few:
        workshop.get(LIST)
    for number in range(20):
        make_card_type(f"typ-{number}", paper="hav", is_draft=True)
    with CaptureQueriesContext(connection) as many:
        workshop.get(LIST)

    assert len(few) == len(many) <= 6


def test_without_types_the_list_leads_to_the_first(workshop):
    page = workshop.get(LIST).content.decode()

    assert "Make the first" in page
    assert f'href="{LIST}/ny"' in page


@pytest.mark.parametrize(("way", "order"), [("up", ["hejhopp", "tack"]), ("down", ["tack", "hejhopp"]), ("", None)])
def test_a_button_moves_a_type_and_comes_back_to_it(workshop, tack, hejhopp, way, order):
    answer = workshop.post(f"{LIST}/{hejhopp.pk}/flytta", {"way": way})

    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}#korttyp-{hejhopp.pk}")
    slugs = list(CardType.objects.order_by("order", "pk").values_list("slug", flat=True))
    assert slugs == (order or ["tack", "hejhopp"])


def test_a_type_is_retired_and_brought_back_with_receipts(workshop, tack):
    retired = workshop.post(f"{LIST}/{tack.pk}/sluta", follow=True)
    assert groups(retired)["retired"] == [("Tack", [])]
    assert "no longer given" in retired.content.decode()

    restored = workshop.post(f"{LIST}/{tack.pk}/ta-i-bruk", follow=True)
    assert groups(restored)["in_use"] == [("Tack", [])]
    assert "can be given again" in restored.content.decode()


def test_a_paper_that_is_taken_keeps_a_type_retired_and_says_whose_it_is(workshop, tack):
    workshop.post(f"{LIST}/{tack.pk}/sluta")
    make_card_type("ny", paper=tack.paper)

    answer = workshop.post(f"{LIST}/{tack.pk}/ta-i-bruk", follow=True)

    assert "Ny has the same paper" in answer.content.decode()
    assert groups(answer)["retired"] == [("Tack", [])]


def test_deleting_asks_first(workshop, tack):
    page = workshop.get(f"{LIST}/{tack.pk}/ta-bort").content.decode()
    assert "Nobody has given it" in page
    assert CardType.objects.exists()

    answer = workshop.post(f"{LIST}/{tack.pk}/ta-bort", follow=True)
    assert "The card type is deleted" in answer.content.decode()
    assert not CardType.objects.exists()


def test_a_type_with_cards_says_how_many_and_is_not_deleted(workshop, astrid, bo, tack):
    for _time in range(2):
        give(astrid, to=[bo], card_type=tack)

    assert "There are 2 cards of it" in workshop.get(f"{LIST}/{tack.pk}/ta-bort").content.decode()
    answer = workshop.post(f"{LIST}/{tack.pk}/ta-bort", follow=True)

    assert "2 cards have been given" in answer.content.decode()
    assert CardType.objects.get() == tack


@pytest.mark.parametrize("key", ["0", "999", str(2**15), str(2**63), "9" * 40])
@pytest.mark.parametrize("end", ["", "/ta-bort", "/flytta", "/sluta", "/ta-i-bruk"])
def test_a_type_that_never_was_is_not_there(workshop, tack, key, end):
    ask = workshop.get if end in ("", "/ta-bort") else workshop.post

    assert ask(f"{LIST}/{key}{end}").status_code == 404
