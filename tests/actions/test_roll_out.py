"""Opening units one by one, or a whole area."""

from datetime import UTC, date, datetime

import pytest

from cards.actions.changing import ChangedMeanwhile
from cards.actions.roll_out import set_stage
from cards.models import AdminAction, Level, Stage, Unit, UnitKind, UnitManager
from cards.queries.unit_tree import LetIn, let_in, unit_tree
from tests.actions.test_people import logged
from tests.factories import make_person, make_team, make_unit

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
TODAY = date(2026, 11, 18)


def branch(unit):
    return unit_tree(on=TODAY, language="sv").by_id[unit.pk]


def put(admin, unit, stage, *, is_for_all_below=False, seen=None):
    seen = seen or branch(unit).stages_version
    return set_stage(actor=admin, unit=unit, stage=stage, is_for_all_below=is_for_all_below, seen=seen, at=NOON)


def stages():
    return dict(Unit.objects.exclude(level=Level.TEAM).values_list("name", "stage"))


@pytest.fixture
def area(torget, fyren):
    area = make_unit("Norra", kind=UnitKind.AREA, level=Level.AREA)
    for unit in (torget, fyren):
        Unit.objects.filter(pk=unit.pk).update(parent=area)
    return area


def test_one_unit_is_opened_alone(admin, area, torget, fyren):
    assert put(admin, torget, Stage.CLOSED) == [torget]

    assert stages() == {"Handelslaget": "open", "Norra": "open", "Torget": "closed", "Hotell Fyren": "open"}
    assert logged("stage_changed")["stage"] == ("open", "closed")


def test_a_whole_area_is_opened_at_once_and_each_unit_logged(admin, area, torget, fyren):
    make_team("Kassan", torget)
    put(admin, torget, Stage.MANAGERS)

    changed = put(admin, area, Stage.CLOSED, is_for_all_below=True)

    assert {unit.name for unit in changed} == {"Norra", "Torget", "Hotell Fyren"}
    assert stages() == {"Handelslaget": "open", "Norra": "closed", "Torget": "closed", "Hotell Fyren": "closed"}
    assert AdminAction.objects.count() == 4
    assert put(admin, area, Stage.CLOSED, is_for_all_below=True) == []
    assert AdminAction.objects.count() == 4


def test_the_second_of_two_who_open_an_area_is_told(admin, area, torget):
    seen = branch(area).stages_version
    put(admin, torget, Stage.CLOSED)

    with pytest.raises(ChangedMeanwhile):
        put(admin, area, Stage.OPEN, is_for_all_below=True, seen=seen)

    assert stages()["Torget"] == "closed"


def test_who_would_be_let_in_is_counted(admin, area, torget, fyren, astrid, bo, aino):
    make_person("Ex Kollega", torget, employed_to=date(2026, 11, 1))
    UnitManager.objects.create(unit=torget, person=bo)
    UnitManager.objects.create(unit=area, person=bo)
    UnitManager.objects.create(unit=area, person=make_person("Gun Holm", area))

    assert let_in([branch(torget)], on=TODAY) == LetIn(people=2, managers=1)
    assert let_in([branch(area)], on=TODAY) == LetIn(people=1, managers=2)
    assert let_in(branch(area).with_units_below, on=TODAY) == LetIn(people=5, managers=2)
    assert branch(area).people_below == 5
