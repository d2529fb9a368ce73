"""The switches of boards: one's own, the unit's and the organisation's."""

import pytest

from cards.models import GiversBoard, Organisation, UnitManager
from tests.factories import give, make_person


@pytest.fixture
def crowd(torget, astrid):
    return [astrid, *(make_person(f"Person Nr{number:02}", torget) for number in range(12))]


def test_one_hides_ones_name_and_lets_it_return(client, crowd):
    give(crowd[0], to=[crowd[1]])
    client.force_login(crowd[0])
    assert client.get("/enheten").context["board"].within.givers != ()

    hidden = client.post("/enheten/mitt-namn", {"value": "off"}, follow=True)

    assert hidden.redirect_chain == [("/enheten", 303)]
    assert hidden.context["board"].within.givers == ()
    assert hidden.context["board"].total == 1
    back = client.post("/enheten/mitt-namn", {"value": "on"}, follow=True)
    assert back.context["board"].within.givers != ()


@pytest.mark.parametrize("value", ["", "x", "\0"])
def test_what_is_neither_on_nor_off_changes_nothing(client, astrid, value):
    client.force_login(astrid)

    client.post("/enheten/mitt-namn", {"value": value})

    astrid.refresh_from_db()
    assert astrid.is_on_board is None


def test_a_name_is_not_hidden_by_following_a_link(client, astrid):
    client.force_login(astrid)

    assert client.get("/enheten/mitt-namn").status_code == 405


def test_only_who_manages_the_unit_switches_its_board(client, crowd, torget, erik, maj):
    UnitManager.objects.create(unit=torget, person=crowd[1])
    UnitManager.objects.create(unit=erik.unit, person=erik)
    address = f"/enhet/{torget.pk}/de-som-gav"

    for person, is_allowed in ((crowd[1], True), (maj, True), (erik, False), (crowd[0], False)):
        client.force_login(person)
        for value, is_on in (("off", False), ("on", True)):
            response = client.post(address, {"value": value})
            torget.refresh_from_db()
            assert response.status_code == (303 if is_allowed else 404)
            assert torget.has_givers_board is (is_on if is_allowed else True)


def test_the_organisations_switches_are_for_admins(client, maj, astrid, bo, torget):
    UnitManager.objects.create(unit=torget.parent, person=bo)
    for person, status in ((astrid, 404), (bo, 404), (maj, 200)):
        client.force_login(person)
        assert client.get("/forvaltning/tavlan").status_code == status
    client.force_login(bo)
    assert client.post("/forvaltning/tavlan", {"givers_board": "off"}).status_code == 404
    assert Organisation.objects.get().givers_board == GiversBoard.ON

    client.force_login(maj)
    client.post("/forvaltning/tavlan", {"givers_board": "opt_in", "has_receivers_board": "on"})
    assert Organisation.objects.values_list("givers_board", "has_receivers_board").get() == ("opt_in", True)
    client.post("/forvaltning/tavlan", {"givers_board": "on"})
    assert Organisation.objects.values_list("givers_board", "has_receivers_board").get() == ("on", False)
    assert client.post("/forvaltning/tavlan", {"givers_board": "x"}).status_code == 422
