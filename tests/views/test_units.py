"""The pages of units, for admins alone: the tree, each unit, its managers, and who is let in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cards.models import Level, Stage, Unit, UnitKind, UnitManager
from cards.queries.unit_tree import unit_tree
from tests.factories import make_person, make_team, make_unit

TODAY = timezone.localdate()
PAGES = ("admin_unit", "change_unit", "move_unit", "new_team", "remove_unit", "unit_stage", "unit_managers")


def text(response):
    return response.content.decode()


def seen_on(client, address):
    return client.get(address).context["form"].version


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def area(torget):
    area = make_unit("Norra", kind=UnitKind.AREA, level=Level.AREA, code="N")
    Unit.objects.filter(pk=torget.pk).update(parent=area)
    return area


def test_others_than_admins_find_no_page_whatever_the_method(client, astrid, bo, torget, representative, moderator):
    UnitManager.objects.create(unit=torget, person=bo)
    addresses = [reverse(name, args=[torget.pk]) for name in (*PAGES, "make_manager")]
    addresses += [reverse(name) for name in ("units", "new_unit")]

    for person in (astrid, bo, representative, moderator):
        client.force_login(person)
        for address in addresses:
            assert [client.get(address).status_code, client.post(address).status_code] == [404, 404], (person, address)


def test_a_unit_that_never_was_has_no_page(signed_in, torget):
    for pk in (2**31 - 1, 2**40):
        for name in (*PAGES, "make_manager"):
            assert signed_in.post(reverse(name, args=[pk])).status_code in (404, 405)
            assert signed_in.get(reverse(name, args=[pk])).status_code in (404, 405)


def test_the_tree_is_read_from_the_top_by_name_with_people_and_teams(signed_in, area, torget, fyren, astrid, bo):
    make_team("Kassan", torget, astrid)
    make_person("Ex Kollega", torget, employed_to=TODAY - timedelta(days=1))

    tree = signed_in.get(reverse("units")).context["tree"]

    rows = [(one.name, one.depth, one.people) for one in tree.in_order()]
    assert rows == [
        ("Handelslaget", 0, 0), ("Hotell Fyren", 1, 1), ("Norra", 1, 0), ("Torget", 2, 2), ("Kassan", 3, 1),
    ]  # fmt: skip
    assert not tree.is_rolling_out


@pytest.mark.parametrize("name", ["units", "new_unit", *PAGES])
def test_pages_take_as_few_queries_for_many_units_as_for_one(signed_in, area, torget, name):
    address = reverse(name, args=[torget.pk] if name in PAGES else [])
    with CaptureQueriesContext(connection) as few:
        assert signed_in.get(address).status_code == 200
    for number in range(10):
        make_team(
            f"Team {number}", make_unit(f"Enhet {number}", parent=area), make_person(f"Person Nr{number}", torget)
        )
    with CaptureQueriesContext(connection) as many:
        signed_in.get(address)

    assert len(few) == len(many) <= 6


def unit_form(**fields):
    return {"name": "Kiosken", "code": " KI OSK ", "kind": "corner_shop", "place": "Vasa", "page_name": "",
            "stage": "closed", **fields}  # fmt: skip


def test_a_unit_is_added_under_the_one_it_was_begun_from_and_as_open_as_that(signed_in, area):
    Unit.objects.filter(pk=area.pk).update(stage=Stage.MANAGERS)
    address = reverse("new_unit") + f"?under={area.pk}"
    form = signed_in.get(address).context["form"]
    assert (form["parent"].value(), form["stage"].value()) == (area.pk, "managers")

    response = signed_in.post(address, unit_form(parent=area.pk))

    unit = Unit.objects.get(code="KIOSK")
    assert response["Location"] == reverse("admin_unit", args=[unit.pk])
    assert (unit.parent, unit.level, unit.stage, unit.place) == (area, Level.UNIT, Stage.CLOSED, "Vasa")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"name": " "}, "name"), ({"name": "x" * 81}, "name"), ({"code": ""}, "code"), ({"code": "x" * 33}, "code"),
     ({"kind": "team"}, "kind"), ({"parent": "x"}, "parent"), ({"parent": ""}, "parent"), ({"stage": "x"}, "stage")],
)  # fmt: skip
def test_what_makes_no_sense_comes_back_filled_in(signed_in, area, fields, wrong):
    response = signed_in.post(reverse("new_unit"), unit_form(parent=area.pk) | fields)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [wrong]
    assert 'value="Vasa"' in text(response)
    assert not Unit.objects.filter(place="Vasa").exists()


def test_where_nothing_can_be_put_is_said_beside_the_place(signed_in, torget, astrid):
    response = signed_in.post(reverse("new_unit"), unit_form(parent=torget.pk))

    assert response.status_code == 422
    assert "Torget" in response.context["form"].errors["parent"][0]


@pytest.mark.parametrize("under", ["", "x", "0", "99999999999"])
def test_a_place_in_the_address_that_makes_no_sense_is_left_out(signed_in, torget, under):
    assert signed_in.get(reverse("new_unit") + f"?under={under}").status_code == 200


def test_a_team_is_added_and_its_name_corrected(signed_in, torget):
    address = reverse("new_team", args=[torget.pk])
    assert signed_in.post(address, {"name": "Kassan"}).status_code == 303
    assert signed_in.post(address, {"name": "kassan"}).status_code == 422

    team = Unit.objects.get(name="Kassan")
    change = reverse("change_unit", args=[team.pk])
    assert 'name="code"' not in text(signed_in.get(change))
    assert signed_in.post(change, {"name": "Kassorna", "seen": seen_on(signed_in, change)}).status_code == 303
    assert Unit.objects.get(pk=team.pk).name == "Kassorna"
    for name in ("move_unit", "unit_stage", "unit_managers"):
        assert signed_in.get(reverse(name, args=[team.pk])).status_code == 404


def test_the_second_of_two_admins_is_told_what_stands_and_loses_nothing(signed_in, torget):
    address = reverse("change_unit", args=[torget.pk])
    seen = seen_on(signed_in, address)
    signed_in.post(address, unit_form(name="Nya Torget", code="T", seen=seen))

    response = signed_in.post(address, unit_form(name="Gamla Torget", code="T", seen=seen))

    assert response.status_code == 422
    assert 'value="Gamla Torget"' in text(response)
    assert "Nya Torget" in text(response)
    seen = response.context["form"]["seen"].value()
    assert signed_in.post(address, unit_form(name="Gamla Torget", code="T", seen=seen)).status_code == 303


def test_a_unit_moves(signed_in, area, fyren):
    address = reverse("move_unit", args=[fyren.pk])
    assert signed_in.post(address, {"parent": area.pk, "seen": "overtaken"}).status_code == 422
    assert signed_in.post(address, {"parent": fyren.pk, "seen": seen_on(signed_in, address)}).status_code == 422

    assert signed_in.post(address, {"parent": area.pk, "seen": seen_on(signed_in, address)}).status_code == 303

    fyren.refresh_from_db()
    assert fyren.parent == area
    assert signed_in.get(reverse("move_unit", args=[area.parent_id])).status_code == 404


def test_a_unit_is_removed_after_a_question_or_says_why_not(signed_in, area, torget, astrid):
    unit = make_unit("Kiosken", parent=area)
    remove = reverse("remove_unit", args=[unit.pk])
    assert signed_in.get(remove).status_code == 200
    assert Unit.objects.filter(pk=unit.pk).exists()

    assert signed_in.post(remove)["Location"] == reverse("units")
    assert not Unit.objects.filter(pk=unit.pk).exists()
    refused = signed_in.post(reverse("remove_unit", args=[torget.pk]))
    assert refused.status_code == 422
    assert len(refused.context["reasons"]) == 1


# Who is let in, who manages


def test_a_whole_area_is_opened_with_who_is_let_in(signed_in, area, torget, astrid, bo):
    UnitManager.objects.create(unit=torget, person=bo)
    address = reverse("unit_stage", args=[area.pk])
    page = signed_in.get(address)
    assert (page.context["let_in"].people, page.context["let_in"].managers) == (2, 1)

    form = {"stage": "managers", "is_for_all_below": "on", "seen": page.context["form"].version}
    assert signed_in.post(address, form).status_code == 303
    assert signed_in.post(address, form).status_code == 422
    assert signed_in.post(address, {"stage": "x", "seen": seen_on(signed_in, address)}).status_code == 422

    assert {unit.name for unit in Unit.objects.filter(stage=Stage.MANAGERS)} == {"Norra", "Torget"}
    assert unit_tree(on=TODAY, language="sv").is_rolling_out


def test_a_manager_is_found_and_made_and_taken_away(signed_in, torget, fyren, astrid, aino):
    address = reverse("unit_managers", args=[torget.pk])
    assert [one.name for one in signed_in.get(address).context["people"]] == ["Astrid Lindqvist"]
    part = signed_in.get(address + "?q=aino", headers={"HX-Request": "true"})
    assert text(part).strip().startswith('<div id="found"')
    assert "Aino Mäkelä" in text(part)

    make = reverse("make_manager", args=[torget.pk])
    assert signed_in.post(make, {"person": aino.pk})["Location"] == address
    assert signed_in.post(make, {"person": "x"}).status_code == 404
    assert signed_in.post(make, {"person": 2**31 - 1}).status_code == 404
    assert UnitManager.objects.get().person == aino

    take = reverse("stop_managing", args=[aino.pk, torget.pk])
    assert signed_in.post(take, {"next": address})["Location"] == address
    assert signed_in.post(take, {"next": "https://example.org/"})["Location"] == reverse("person", args=[aino.pk])
    assert not UnitManager.objects.exists()


def test_a_team_and_a_leaver_do_not_become_managers(signed_in, torget, fyren):
    siv = make_person("Siv Ek", fyren, employed_to=TODAY - timedelta(days=1))

    signed_in.post(reverse("make_manager", args=[torget.pk]), {"person": siv.pk})
    signed_in.post(reverse("make_manager", args=[make_team("Kassan", torget).pk]), {"person": siv.pk})

    assert not UnitManager.objects.exists()
