"""Units open one by one: whose unit is not open is let in nowhere, and found by nobody."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cards.actions.closing import close_periods
from cards.actions.guessing import UnitNotOpen, WrongPassword, sign_in
from cards.actions.sending import CannotSendCard
from cards.demo.people import PersonToBe
from cards.lib.periods import Period
from cards.models import Card, ClosedUnit, Person, Stage, Unit, UnitManager
from cards.queries.feed_choices import feed_choices
from cards.queries.leaderboards import board
from cards.queries.people import employed_person, people_of_unit, signed_in_person
from cards.queries.people_search import find_people
from cards.queries.picking import picking_page
from tests.factories import give, make_person, make_team, make_unit

TODAY = timezone.localdate()
NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
PASSWORD = "kanel bulle morgon fyr"


def put(unit, stage):
    Unit.objects.filter(pk=unit.pk).update(stage=stage)
    unit.stage = stage


def find(viewer, words):
    return find_people(words, viewer=viewer, on=TODAY, language="sv")


@pytest.fixture
def boss(fyren):
    """Return Fyren's manager."""
    person = make_person("Gun Holm", fyren)
    UnitManager.objects.create(person=person, unit=fyren)
    return person


@pytest.mark.parametrize(
    ("stage", "who"),
    [(Stage.OPEN, {"aino", "boss", "admin"}), (Stage.MANAGERS, {"boss", "admin"}), (Stage.CLOSED, {"admin"})],
)
def test_a_stage_says_who_of_the_unit_is_signed_in(fyren, aino, boss, admin, stage, who):
    put(fyren, stage)
    people = {"aino": aino, "boss": boss, "admin": admin}

    assert {name for name, one in people.items() if signed_in_person(one.pk, at=timezone.now())} == who
    assert all(employed_person(one.pk, at=timezone.now()) for one in people.values())


def test_who_manages_a_unit_that_is_not_closed_need_not_wait_for_their_own(fyren, torget, aino):
    put(fyren, Stage.CLOSED)
    put(torget, Stage.MANAGERS)
    UnitManager.objects.create(person=aino, unit=torget)

    assert signed_in_person(aino.pk, at=timezone.now())


def test_a_session_of_a_unit_that_closes_ends_at_the_next_request(client, fyren, aino):
    client.force_login(aino)
    assert client.get("/mer").status_code == 200

    put(fyren, Stage.CLOSED)

    assert client.get("/mer")["Location"] == "/in?next=/mer"


def test_who_comes_too_early_is_told_so_and_only_with_the_right_password(client, fyren, aino):
    put(fyren, Stage.CLOSED)
    Person.objects.filter(pk=aino.pk).update(password=make_password(PASSWORD))

    with pytest.raises(WrongPassword):
        sign_in(login=aino.employee_number, password="fel", at=timezone.now())
    with pytest.raises(UnitNotOpen, match="Hotell Fyren"):
        sign_in(login=aino.employee_number, password=PASSWORD, at=timezone.now())
    response = client.post("/in", {"login": aino.employee_number, "password": PASSWORD})

    assert response.status_code == 403
    assert "Hotell Fyren" in response.content.decode()
    assert client.get("/mer").status_code == 302


def test_the_demo_tells_it_too(client, fyren, aino, settings, monkeypatch):
    settings.HAS_DEMO_LOGIN = True
    offered = [PersonToBe(aino.pk, aino.employee_number, aino.name, "", fyren.name, "staff", "fi")]
    monkeypatch.setattr("cards.demo.people.people_to_be", lambda: offered)
    put(fyren, Stage.MANAGERS)

    assert client.post("/in/demo", {"person": aino.pk}).status_code == 403
    assert client.get("/mer").status_code == 302


def test_search_finds_exactly_those_findable_at_every_stage(astrid, torget, fyren, stationen):
    """The rule stands in models/people.py and in sql/find_people.sql; here the two are held together."""
    for unit, stage in ((torget, Stage.OPEN), (fyren, Stage.MANAGERS), (stationen, Stage.CLOSED)):
        put(unit, stage)
        for is_manager, is_admin in product((False, True), repeat=2):
            person = make_person("Kim Alm", unit, is_admin=is_admin)
            if is_manager:
                UnitManager.objects.create(person=person, unit=unit)

    findable = Person.objects.findable_by(astrid, TODAY).filter(given_name="Kim")

    assert set(find(astrid, "kim").person_ids) == set(findable.values_list("pk", flat=True))
    assert findable.count() == 4 + 3 + 2


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.MANAGERS])
def test_units_and_teams_that_are_not_open_are_found_and_offered_nowhere(astrid, fyren, aino, boss, stage):
    others = [make_person(f"Kollega Nr{number}", fyren) for number in range(2)]
    team = make_team("Frukosten", fyren, *others)
    assert find(astrid, "fyren").unit_ids == (fyren.pk,)
    assert find(astrid, "frukosten").unit_ids == (team.pk,)

    put(fyren, stage)

    assert find(astrid, "fyren").unit_ids == find(astrid, "frukosten").unit_ids == ()
    assert fyren.pk not in {unit.pk for unit in feed_choices("sv", on=timezone.localdate(), has_units=True).units}


@pytest.mark.parametrize("to_team", [False, True])
def test_a_card_to_a_unit_that_is_not_open_says_why(astrid, fyren, aino, boss, to_team):
    managers = [make_person(f"Kollega Nr{number}", fyren) for number in range(2)]
    for manager in managers:
        UnitManager.objects.create(person=manager, unit=fyren)
    group = make_team("Frukosten", fyren, *managers) if to_team else fyren
    put(fyren, Stage.MANAGERS)

    with pytest.raises(CannotSendCard, match=group.name):
        give(astrid, to=Unit.objects.get(pk=group.pk))

    assert not Card.objects.exists()


def test_a_card_to_somebody_whose_unit_is_not_open_says_why(astrid, aino, fyren, boss):
    put(fyren, Stage.MANAGERS)

    with pytest.raises(CannotSendCard, match="Aino"):
        give(astrid, to=[aino])

    assert not Card.objects.exists()
    give(astrid, to=[boss])
    assert Card.objects.count() == 1


def test_the_form_says_it_and_keeps_the_text(client, astrid, aino, fyren, tack):
    client.force_login(astrid)
    form_id = uuid4()
    address = f"/ge/{form_id}/skriv?typ=tack&till={aino.pk}"
    put(fyren, Stage.CLOSED)

    response = client.post(address, {"message": "Tack för hjälpen!", "audience": "1"})

    assert response.status_code == 422
    assert "Tack för hjälpen!" in response.content.decode()
    assert "Aino" in response.content.decode()


def test_a_card_to_a_team_goes_to_those_of_it_who_are_let_in(astrid, bo, maj, aino, fyren, torget):
    team = make_team("Fikat", torget, astrid, bo, maj, aino)
    put(fyren, Stage.CLOSED)

    assert set(people_of_unit(team, on=TODAY, besides=astrid)) == {bo, maj}


def test_the_page_of_recipients_offers_nobody_who_is_not_let_in(astrid, bo, aino, fyren, tack):
    give(astrid, to=[bo])
    give(astrid, to=[aino])
    put(fyren, Stage.CLOSED)

    viewer = signed_in_person(astrid.pk, at=timezone.now())
    assert viewer is not None
    page = picking_page([aino.pk], [], viewer=viewer, on=TODAY, language="sv")

    assert {row.pk for group in page.groups for row in group.people} == {bo.pk}


def test_a_unit_that_is_not_open_lies_in_no_feed_menu_but_the_chosen_one_stays(fyren, torget):
    area = make_unit("Norra")
    put(area, Stage.MANAGERS)

    choices = feed_choices("sv", on=timezone.localdate(), has_units=True, unit_id=area.pk)

    assert {unit.pk for unit in choices.units} == {fyren.pk, torget.pk}
    assert choices.unit is not None
    assert choices.unit.pk == area.pk


def look(person, at=NOON):
    viewer = signed_in_person(person.pk, at=at)
    assert viewer is not None
    return board(viewer, period=Period.parse("2026-11"), type_slug="", team_id=None, language="sv", at=at)


def names_on(found):
    return {line.unit.name for band in found.bands for line in band.lines}


@pytest.mark.slow
@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.MANAGERS])
def test_a_unit_that_is_not_open_stands_not_beside_the_others_but_its_cards_count(
    astrid, bo, torget, fyren, aino, boss, stage
):
    chief = make_person("Eva Ek", torget.parent)
    give(astrid, to=[bo], at=NOON - timedelta(hours=2))
    give(aino, to=[boss], at=NOON - timedelta(hours=2))
    assert names_on(look(astrid)) == {"Torget", "Hotell Fyren"}

    put(fyren, stage)

    assert names_on(look(astrid)) == {"Torget"}
    assert look(chief).total == 2


@pytest.mark.slow
def test_a_period_is_closed_without_the_units_that_are_not_open(astrid, bo, torget, fyren, aino, boss):
    give(astrid, to=[bo], at=NOON)
    give(aino, to=[boss], at=NOON)
    put(fyren, Stage.MANAGERS)
    later = datetime(2026, 12, 2, 0, 5, tzinfo=UTC)

    close_periods(at=later)
    put(fyren, Stage.OPEN)

    assert set(ClosedUnit.objects.values_list("unit", flat=True)) == {torget.pk}
    assert names_on(look(astrid, at=later)) == {"Torget"}
