"""Shaping the tree of units by hand: what cannot be is said in words, and what was counted stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cards.actions.changing import CannotChange, ChangedMeanwhile
from cards.actions.employment import move_person
from cards.actions.tallies import check_tallies, fold_tallies
from cards.actions.units import (
    UnitDetails,
    change_unit,
    create_unit,
    move_unit,
    place_version,
    remove_unit,
)
from cards.models import AdminAction, CardTypeUnit, Level, Stage, Unit, UnitKind, UnitManager, UnitTally
from cards.queries.stays import stays_of
from cards.queries.unit_bonds import why_it_stays
from tests.actions.test_people import logged
from tests.factories import give, make_person, make_team, make_unit

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
TODAY = date(2026, 11, 18)


def details(name="Kiosken", code="KIOSK", kind=UnitKind.CORNER_SHOP, **fields):
    return UnitDetails(name, code, kind, fields.get("place", ""), fields.get("page_name", ""))


def create(admin, parent, stage=Stage.OPEN, **fields):
    return create_unit(actor=admin, parent=parent, details=details(**fields), stage=stage, at=NOON)


def change(admin, unit, *, seen=None, **fields):
    standing = UnitDetails.of(Unit.objects.get(pk=unit.pk))
    wanted = UnitDetails(**{**vars(standing), **fields})
    return change_unit(actor=admin, unit=unit, details=wanted, seen=seen or standing.version, at=NOON)


def move(admin, unit, parent, *, seen=None):
    unit = Unit.objects.get(pk=unit.pk)
    return move_unit(actor=admin, unit=unit, parent=parent, seen=seen or place_version(unit), at=NOON)


def remove(admin, unit):
    remove_unit(actor=admin, unit=unit, at=NOON)


def level(unit):
    return Unit.objects.get(pk=unit.pk).level


@pytest.fixture
def area(torget):
    """Return an area with one unit, and a manager who belongs to it."""
    area = make_unit("Norra", kind=UnitKind.AREA, level=Level.AREA, code="N")
    make_unit("Kontoret", parent=area, code="KONTOR")
    UnitManager.objects.create(unit=area, person=make_person("Gun Holm", area))
    return area


# New


def test_a_new_unit_stands_where_it_is_put_and_at_its_stage(admin, area):
    unit = create(admin, area, stage=Stage.CLOSED, place="Vasa", page_name="Vårt kiosk")

    unit.refresh_from_db()
    assert (unit.parent, unit.level, unit.stage, unit.title) == (area, Level.UNIT, Stage.CLOSED, "Vårt kiosk")
    assert logged("unit_created")["parent"] == (None, {"unit": area.pk})
    assert logged("unit_created")["code"] == (None, "KIOSK")


def test_a_new_area_takes_units_also_when_people_belong_to_it(admin, torget):
    area = create(admin, torget.parent, name="Södra", code="S", kind=UnitKind.AREA)
    make_person("Eva Ek", area)

    create(admin, area)

    assert level(area) == Level.AREA


def test_a_new_team_belongs_to_a_unit(admin, torget):
    team = create(admin, torget, name="Kassan", code=None, kind=UnitKind.TEAM)

    assert (level(team), level(torget)) == (Level.TEAM, Level.UNIT)


@pytest.mark.parametrize("code", ["torget", "TOR GET", "Torget"])
def test_a_code_that_another_unit_has_is_refused_however_it_is_written(admin, area, torget, code):
    with pytest.raises(CannotChange, match="Torget") as refused:
        create(admin, area, code=code)
    with pytest.raises(CannotChange, match="Torget"):
        change(admin, area, code=code)

    assert refused.value.about == "code"
    assert not AdminAction.objects.exists()


def test_two_teams_of_a_unit_have_different_names_and_those_of_two_units_may_have_one(admin, torget, fyren):
    make_team("Kassan", torget)
    mejeriet = make_team("Mejeriet", torget)

    for act in (
        lambda: create(admin, torget, name="kassan", code=None, kind=UnitKind.TEAM),
        lambda: change(admin, mejeriet, name="KASSAN"),
    ):
        with pytest.raises(CannotChange) as refused:
            act()
        assert refused.value.about == "name"
    create(admin, fyren, name="Kassan", code=None, kind=UnitKind.TEAM)


def test_teams_lie_under_units_alone(admin, area, torget):
    team = make_team("Kassan", torget)

    for parent in (area, torget.parent, team):
        with pytest.raises(CannotChange) as refused:
            create(admin, parent, name="Fikat", code=None, kind=UnitKind.TEAM)
        assert refused.value.about == "parent"


@pytest.mark.parametrize(("code", "kind"), [(None, UnitKind.OFFICE), ("X", UnitKind.TEAM)])
def test_a_team_is_a_team_and_has_no_code(admin, torget, code, kind):
    with pytest.raises(CannotChange):
        create(admin, torget.parent, code=code, kind=kind)


def test_nothing_goes_under_a_unit_that_people_belong_to_or_under_a_team(admin, torget, astrid, fyren):
    team = make_team("Kassan", torget)

    for parent in (torget, team):
        with pytest.raises(CannotChange, match=parent.name):
            create(admin, parent)
        with pytest.raises(CannotChange, match=parent.name):
            move(admin, fyren, parent)

    assert level(torget) == Level.UNIT


def test_nothing_goes_under_a_unit_that_people_have_left(admin, stationen, torget, erik):
    person = make_person("Siv Ek", stationen)
    for one in (person, erik):
        seen = stays_of(one.pk).version(one)
        move_person(actor=admin, person=one, unit=torget, on=TODAY, seen=seen, at=NOON)

    with pytest.raises(CannotChange):
        create(admin, stationen)


# Changed


def test_what_is_corrected_is_logged(admin, torget):
    change(admin, torget, name="Nya Torget", code="T2", place="Vasa", page_name="Vårt Torget")

    torget.refresh_from_db()
    assert (torget.name, torget.code, torget.title) == ("Nya Torget", "T2", "Vårt Torget")
    assert logged("unit_changed")["name"] == ("Torget", "Nya Torget")


def test_the_second_of_two_who_change_a_unit_is_told(admin, torget, area):
    seen, place = UnitDetails.of(torget).version, place_version(torget)
    change(admin, torget, name="Nya Torget")
    move(admin, torget, area)

    with pytest.raises(ChangedMeanwhile):
        change(admin, torget, name="Gamla Torget", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        move(admin, torget, torget.parent, seen=place)


@pytest.mark.parametrize("code", [None, "T"])
def test_a_unit_does_not_become_a_team_nor_a_team_a_unit(admin, torget, code):
    unit = make_team("Kassan", torget) if code else torget

    with pytest.raises(CannotChange):
        change(admin, unit, code=code, kind=UnitKind.OFFICE if code else UnitKind.TEAM)


# Moved


def test_a_unit_moves_with_what_is_below_it_and_levels_follow(admin, area, torget, stationen):
    south = create(admin, torget.parent, name="Södra", code="S", kind=UnitKind.AREA)
    kassan = make_team("Kassan", torget)

    move(admin, torget, south)
    move(admin, area, south)

    assert [level(unit) for unit in (south, area, torget, kassan)] == ["area", "area", "unit", "team"]
    assert logged("unit_moved")["parent"] == ({"unit": torget.parent_id}, {"unit": south.pk})

    move(admin, torget, stationen.parent)
    move(admin, area, stationen.parent)

    assert level(south) == Level.UNIT


@pytest.mark.parametrize("where", ["itself", "below", "same", "root", "team"])
def test_a_place_that_makes_no_tree_is_refused(admin, area, torget, where):
    child = Unit.objects.get(name="Kontoret")
    unit, parent = {
        "itself": (area, area),
        "below": (area, child),
        "same": (area, area.parent),
        "root": (torget.parent, area),
        "team": (make_team("Kassan", torget), area),
    }[where]

    with pytest.raises(CannotChange):
        move(admin, unit, parent)

    assert Unit.objects.get(pk=unit.pk).parent_id == unit.parent_id


@pytest.mark.slow
def test_a_move_changes_no_number_of_the_unit(admin, area, torget, astrid, bo, aino):
    give(astrid, to=[bo, aino], at=NOON - timedelta(days=3))
    fold_tallies(at=NOON)
    before = list(UnitTally.objects.filter(unit_id=torget.pk).order_by("pk").values())

    move(admin, torget, area)

    assert check_tallies(at=NOON) == []
    fold_tallies(at=NOON)
    assert list(UnitTally.objects.filter(unit_id=torget.pk).order_by("pk").values()) == before


# Removed


@pytest.mark.slow
def test_what_nobody_is_bound_to_is_removed_with_its_empty_tallies(admin, area, astrid, bo):
    give(astrid, to=[bo], at=NOON)
    unit, team = create(admin, area), create(admin, astrid.unit, name="Fikat", code=None, kind=UnitKind.TEAM)
    fold_tallies(at=NOON + timedelta(minutes=2))
    assert UnitTally.objects.filter(unit_id=unit.pk).exists()

    remove(admin, unit)
    remove(admin, team)

    assert not Unit.objects.filter(pk__in=[unit.pk, team.pk]).exists()
    assert not UnitTally.objects.filter(unit_id=unit.pk).exists()
    assert logged("unit_deleted")["name"] == ("Fikat", None)
    assert check_tallies(at=NOON + timedelta(minutes=2)) == []


def test_a_removed_unit_can_be_made_again(admin, area):
    remove(admin, create(admin, area))

    assert create(admin, area).code == "KIOSK"


def test_an_area_whose_last_unit_goes_is_a_leaf_again(admin, area):
    remove(admin, Unit.objects.get(name="Kontoret"))

    assert level(area) == Level.UNIT


@pytest.mark.parametrize("bond", ["units", "team", "people", "history", "type", "root", "members"])
def test_what_binds_a_unit_is_said_and_it_stays(admin, area, torget, tack, bond):
    unit = area.parent if bond == "root" else area if bond == "units" else create(admin, area)
    if bond == "team":
        make_team("Fikat", unit)
    elif bond in ("people", "history"):
        person = make_person("Siv Ek", unit)
        if bond == "history":
            seen = stays_of(person.pk).version(person)
            move_person(actor=admin, person=person, unit=torget, on=TODAY, seen=seen, at=NOON)
    elif bond == "type":
        CardTypeUnit.objects.create(card_type=tack, unit=unit)
    elif bond == "members":
        unit = make_team("Fikat", torget, make_person("Siv Ek", torget))

    with pytest.raises(CannotChange) as refused:
        remove(admin, unit)

    assert Unit.objects.filter(pk=unit.pk).exists()
    assert why_it_stays(unit)
    assert str(refused.value) == " ".join(why_it_stays(unit))


def test_a_unit_that_only_cards_refer_to_stays(admin, area, astrid, bo):
    unit = create(admin, area)
    card = give(astrid, to=[bo], at=NOON)
    type(card).objects.filter(pk=card.pk).update(sender_unit=unit)

    with pytest.raises(CannotChange):
        remove(admin, unit)


def test_a_unit_that_is_gone_is_said_to_be(admin, area):
    unit = create(admin, area)
    gone = Unit(pk=unit.pk)
    remove(admin, unit)

    with pytest.raises(CannotChange):
        remove(admin, gone)
