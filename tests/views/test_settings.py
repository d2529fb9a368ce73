"""Settings and the menu."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.actions.safety import block_person
from cards.lib.audiences import Audience, Ceiling
from cards.models import Block, CardAudience, Person
from tests.factories import give, make_person


@pytest.fixture
def client(client, astrid):
    client.force_login(astrid)
    return client


def text(response):
    return response.content.decode()


def test_a_language_is_the_persons_and_the_devices(client, astrid):
    response = client.post("/sprak", {"language": "fi", "next": "/installningar"})

    astrid.refresh_from_db()
    assert (response.status_code, response["Location"]) == (303, "/installningar")
    assert (astrid.language, astrid.is_language_chosen) == ("fi", True)
    assert client.get("/mer")["Content-Language"] == "fi"
    client.post("/ut")
    assert client.get("/in")["Content-Language"] == "fi"


def test_a_stranger_chooses_a_language_for_the_device_alone(astrid):
    stranger = Client()

    assert stranger.post("/sprak", {"language": "nb"}, headers={"Accept-Language": "fi"})["Location"] == "/in"
    assert stranger.get("/in", headers={"Accept-Language": "fi"})["Content-Language"] == "nb"
    astrid.refresh_from_db()
    assert not astrid.is_language_chosen


def test_a_theme_is_the_persons_and_the_devices(client, astrid):
    client.post("/tema", {"theme": "dark", "next": "/mer"})

    astrid.refresh_from_db()
    assert astrid.theme == "dark"
    assert 'data-theme="dark"' in text(client.get("/installningar"))
    client.post("/ut")
    assert 'data-theme="dark"' in text(client.get("/in"))


@pytest.mark.parametrize(("address", "field"), [("/sprak", "language"), ("/tema", "theme")])
def test_what_cannot_be_chosen_changes_nothing(client, astrid, address, field):
    response = client.post(address, {field: "xx"})

    assert response.status_code == 303
    assert not response.cookies
    before = getattr(astrid, field)
    astrid.refresh_from_db()
    assert getattr(astrid, field) == before


@pytest.mark.parametrize("address", ["/sprak", "/tema"])
def test_a_choice_leads_to_no_other_site(client, address):
    assert client.post(address, {"next": "https://evil.example"})["Location"] == "/in"


def test_the_ceiling_holds_for_new_cards(client, astrid, bo):
    client.post("/installningar/vilka-som-ser", {"ceiling": Ceiling.ONLY_ME.value})

    give(bo, to=[astrid], audience=Audience.EVERYONE)

    assert not CardAudience.objects.exists()


@pytest.mark.parametrize("ceiling", ["", "9", "x"])
def test_a_ceiling_that_is_none_changes_nothing(client, astrid, ceiling):
    assert client.post("/installningar/vilka-som-ser", {"ceiling": ceiling}).status_code == 303

    astrid.refresh_from_db()
    assert astrid.ceiling == Ceiling.EVERYONE


def test_old_cards_are_narrowed_when_one_says_so_twice(client, astrid, bo, aino):
    give(bo, to=[astrid], audience=Audience.EVERYONE)
    client.post("/installningar/vilka-som-ser", {"ceiling": Ceiling.ONLY_ME.value})
    assert CardAudience.objects.exists()

    asked = client.get("/installningar/gamla-kort")
    assert asked.context["shown"] == 1
    assert CardAudience.objects.exists()
    receipt = client.post("/installningar/gamla-kort", follow=True)

    assert not CardAudience.objects.exists()
    assert "1" in str(next(iter(receipt.context["messages"])))


def test_narrowing_with_nothing_to_narrow_says_so(client, astrid):
    assert client.get("/installningar/gamla-kort").context["shown"] == 0
    assert client.post("/installningar/gamla-kort", follow=True).status_code == 200


def test_blocked_people_are_listed_and_let_in_again(client, astrid, bo, aino):
    for person in (bo, aino):
        block_person(blocker=astrid, blocked=person, at=timezone.now())

    page = client.get("/installningar")
    assert [person.name for person in page.context["blocked"]] == ["Aino Mäkelä", "Bo Sundqvist"]
    client.post(f"/installningar/blockerade/{bo.pk}")

    assert list(Block.objects.values_list("blocked_id", flat=True)) == [aino.pk]


def test_one_ends_no_block_of_somebody_else(client, bo, aino):
    block_person(blocker=aino, blocked=bo, at=timezone.now())

    client.post(f"/installningar/blockerade/{bo.pk}")

    assert Block.objects.exists()


def test_logging_out_everywhere_ends_every_session_and_no_one_elses(client, astrid, bo):
    phone, neighbour = Client(), Client()
    phone.force_login(astrid)
    neighbour.force_login(bo)

    response = client.post("/installningar/logga-ut-overallt")

    assert response["Location"] == "/in"
    assert [one.get("/installningar").status_code for one in (client, phone, neighbour)] == [302, 302, 200]
    assert client.get("/in").context["messages"]


def test_the_page_shows_my_details(client, astrid):
    page = text(client.get("/installningar"))

    for detail in (astrid.name, "Torget", "Kassör", astrid.employee_number):
        assert detail in page


@pytest.mark.parametrize(
    "address",
    [
        "/sprak",
        "/tema",
        "/installningar/vilka-som-ser",
        "/installningar/blockerade/1",
        "/installningar/logga-ut-overallt",
    ],
)
def test_what_changes_something_is_a_post(client, address):
    assert client.get(address).status_code == 405


def test_settings_take_as_many_queries_for_one_blocked_person_as_for_many(client, astrid, torget):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/installningar")
        return len(captured)

    def block(number):
        block_person(blocker=astrid, blocked=make_person(f"Person Nr{number}", torget), at=timezone.now())

    block(0)
    one = queries()
    for number in range(1, 12):
        block(number)

    assert queries() == one


def test_the_menu_says_who_i_am_and_leads_on(client, astrid):
    page = text(client.get("/mer"))

    assert astrid.name in page
    assert 'href="/installningar"' in page
    assert 'action="/ut"' in page


def test_a_persons_own_language_counts_more_than_the_devices(client, astrid):
    Person.objects.filter(pk=astrid.pk).update(language="nb")

    assert client.get("/mer", headers={"Accept-Language": "fi"})["Content-Language"] == "nb"
