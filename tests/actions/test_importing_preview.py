"""What an admin is told of a plan before it is done."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cards.actions.importing import compare
from cards.actions.importing_plan import Plan, read_files
from cards.actions.importing_preview import Change, Preview, digest_of, preview_plan
from cards.actions.importing_sheets import Source
from cards.actions.importing_warnings import Warned, warnings_of
from cards.models import ImportLineKind, Person, TeamMembership, Unit
from tests.actions.test_importing import STAFF_HEAD, TODAY, TOMORROW, UNIT_HEAD, UNITS, asa, load, person, table
from tests.factories import make_person

pytestmark = pytest.mark.django_db


class Seen:
    """What the files would do, as it is shown."""

    def __init__(
        self,
        *staff: str,
        units: tuple[str, ...] | None = None,
        head: str = STAFF_HEAD,
        on: date = TODAY,
        is_ending_missing: bool = False,
        admin: int = 0,
    ) -> None:
        files = read_files(
            None if units is None else Source("units.csv", table(UNIT_HEAD, units)),
            Source("staff.csv", table(head, staff)),
        )
        self.plan: Plan
        self.plan, known = compare(files, on=on, is_ending_missing=is_ending_missing, is_locked=False)
        self.preview: Preview = preview_plan(self.plan, files, known, on=on, language="sv")
        self.warnings = warnings_of(self.plan, files, known, admin=admin)

    def counts(self) -> dict[str, int]:
        return {name: count for name, count in self.preview.counts.items() if count}

    def changes(self, kind: str) -> list[tuple[str, Any, Any]]:
        """Return the changes of the first line of a list."""
        line = self.preview.lines[ImportLineKind(kind)][0]
        return [(change.field, change.before, change.after) for change in line.changes]


def test_somebody_new_is_told_with_what_the_file_says():
    load(units=UNITS)

    seen = Seen(person(team="Kassan", manages="T1"))

    assert seen.counts() == {"created": 1, "managing": 1, "team_created": 1}
    line = seen.preview.lines[ImportLineKind.CREATED][0]
    assert (line.name, line.number, line.unit) == ("Åsa Öhman", "004711", "Torget")
    assert seen.changes("created") == [
        ("team", [], ["Kassan"]), ("title", None, "Kassör"), ("language", None, "sv"),
        ("employed_from", None, "2015-01-01"), ("manages", [], ["Torget"]),
    ]  # fmt: skip
    team = seen.preview.lines[ImportLineKind.TEAM_CREATED][0]
    assert (team.name, team.unit) == ("Kassan", "Torget")


@pytest.mark.parametrize(
    ("cells", "change"),
    [
        ({"given": "Asta"}, ("given_name", "Åsa", "Asta")),
        ({"title": ""}, ("title", "Kassör", "")),
        ({"email": "a@b.example"}, ("email", None, "a@b.example")),
        ({"language": "fi"}, ("language", "sv", "fi")),
        ({"from": "2016-01-01"}, ("employed_from", "2015-01-01", "2016-01-01")),
        ({"to": "2027-01-01"}, ("employed_to", None, "2027-01-01")),
        ({"team": "B"}, ("team", ["A"], ["B"])),
        ({"team": ""}, ("team", ["A"], [])),
        ({"number": "00 4711"}, None),
        ({"title": "  Kassör "}, None),
    ],
)
def test_each_field_that_changes_is_told_before_and_after(cells, change):
    load(person(team="A"))

    seen = Seen(person(**{"team": "A", **cells}))

    assert seen.counts().get("updated", 0) == (1 if change else 0)
    if change:
        assert seen.changes("updated") == [change]


def test_a_move_tells_from_where_to_where_and_what_else_changes():
    load(person())

    seen = Seen(person(unit="F2", title="Kock"))

    assert seen.counts() == {"moved": 1}
    assert seen.changes("moved") == [("unit", "Torget", "Fyren"), ("title", "Kassör", "Kock")]


def test_whoever_ends_and_whoever_comes_back_have_lists_of_their_own():
    load(person("1", team="A", manages="T1"), person("2"), person("3", to="2020-01-01"))
    Person.objects.get_queryset().filter(employee_number="1").update(is_representative=True)

    seen = Seen(person("2", to="2026-11-20"), person("3", **{"from": "2026-11-01"}), is_ending_missing=True)

    assert seen.counts() == {"ended": 2, "managing": 1, "returned": 1}
    assert seen.changes("ended") == [
        ("employed_to", None, "2026-11-20"), ("manages", ["Torget"], []), ("is_representative", True, False)
    ]  # fmt: skip
    assert [line.number for line in seen.preview.lines[ImportLineKind.ENDED]] == ["1", "2"]
    assert seen.changes("returned")[:2] == [
        ("employed_from", "2015-01-01", "2026-11-01"), ("employed_to", "2020-01-01", None)
    ]  # fmt: skip


def test_managers_and_protection_stand_in_lists_of_their_own_besides():
    load(person("1", manages="T1") + ";", person("2") + ";ja", head=STAFF_HEAD + ";skyddad")

    seen = Seen(person("1", manages="F2") + ";ja", person("2") + ";", person("3") + ";x", head=STAFF_HEAD + ";skyddad")

    assert seen.counts() == {"created": 1, "updated": 2, "managing": 1, "protection": 3}
    assert seen.changes("managing") == [("manages", ["Torget"], ["Fyren"])]
    told = [(line.number, line.changes) for line in seen.preview.lines[ImportLineKind.PROTECTION]]
    assert told == [
        ("1", (Change("is_protected", False, True),)),
        ("2", (Change("is_protected", True, False),)),
        ("3", (Change("is_protected", None, True),)),
    ]


def test_units_are_told_with_their_parents_by_name():
    load()

    seen = Seen(units=("VO;Laget;Handelslag;;", "F2;Fyren;Hotell;OST;Hangö", "K;Kontoret;Kontor;VO;"))

    assert seen.counts() == {"unit_created": 1, "unit_changed": 2}
    assert seen.changes("unit_created") == [("kind", None, "office")]
    assert seen.preview.lines[ImportLineKind.UNIT_CREATED][0].unit == "Laget"
    assert [line.name for line in seen.preview.lines[ImportLineKind.UNIT_CHANGED]] == ["Laget", "Fyren"]
    assert seen.preview.lines[ImportLineKind.UNIT_CHANGED][1].changes == (Change("parent", "Laget", "Öst"),)


def test_a_second_team_that_goes_is_told():
    load(person(team="A"), person("2", team="B"))
    TeamMembership.objects.create(person=asa(), team=Unit.objects.get(name="B"), from_on=date(2020, 1, 1))

    seen = Seen(person(team="B"), person("2", team="B"))

    assert seen.changes("updated") == [("team", ["A"], ["B"]), ("other_teams", ["B"], [])]


def test_lists_are_by_unit_and_name_in_the_readers_alphabet():
    load()

    seen = Seen(
        person("1", given="Östen"), person("2", given="Åke"), person("3", given="Zoe"), person("4", "F2", given="Örjan")
    )

    assert [line.number for line in seen.preview.lines[ImportLineKind.CREATED]] == ["4", "3", "2", "1"]


def test_another_plan_has_another_digest_and_the_same_plan_the_same():
    load(person("1"), person("2"))
    rows = person("1", title="Kock"), person("2"), person("3", "F2", team="A")
    digest = Seen(*rows).preview.digest

    assert Seen(*rows).preview.digest == digest
    assert Seen(*rows[:2]).preview.digest != digest
    assert Seen(*rows, units=("F2;Fyren;Restaurang;VO;Hangö",)).preview.digest != digest
    plan = Seen(*rows).plan
    assert digest_of(replace(plan, people=plan.people[:1])) != digest
    assert Seen(*rows, on=TOMORROW).preview.digest == digest  # Nobody moves: the day makes no difference.
    Person.objects.get_queryset().filter(employee_number="2").update(title="Chef")
    assert Seen(*rows).preview.digest != digest


# What is unusual


def rows(count: int, **cells: str) -> list[str]:
    return [person(str(number), **cells) for number in range(1, count + 1)]


def warned(seen: Seen) -> list[str]:
    return [each.about for each in seen.warnings]


def test_an_ordinary_month_warns_of_nothing():
    load(*rows(20))

    seen = Seen(*rows(18), person("19", title="Chef", family="Ek"), person("20", "F2"), person("21"))

    assert seen.warnings == []


def test_more_than_a_tenth_ended_is_unusual():
    load(*rows(20))

    assert warned(Seen(*rows(18), is_ending_missing=True)) == []
    assert Seen(*rows(17), is_ending_missing=True).warnings == [Warned("ended", 3, 20)]


@pytest.mark.parametrize(
    ("cells", "about"), [({"family": "Annan"}, "renamed"), ({"given": "Annan"}, "renamed"), ({"unit": "F2"}, "moved")]
)
def test_everybody_with_another_name_or_in_another_unit_is_unusual(cells, about):
    load(*rows(6))

    assert Seen(*rows(6, **cells)).warnings == [Warned(about, 6, 6)]


def test_a_file_of_people_nobody_knows_is_unusual_once_there_are_people():
    load(*rows(12))

    unknown = [person(f"A{number}") for number in range(6)]
    assert Seen(*unknown).warnings == [Warned("created", 6, 6)]


def test_a_file_without_rows_is_unusual():
    load(*rows(2))

    assert warned(Seen()) == ["no_rows"]


def test_losing_protection_is_unusual():
    load(person("1") + ";ja", person("2") + ";ja", person("3") + ";", head=STAFF_HEAD + ";skyddad")

    seen = Seen(person("1") + ";", person("2") + ";ja", person("3") + ";ja", head=STAFF_HEAD + ";skyddad")

    assert seen.warnings == [Warned("unprotected", 1)]


def test_ending_oneself_is_unusual():
    load(*rows(20))
    me = make_person("Maj Åberg", Unit.objects.get(code="T1"), employee_number="M1", is_admin=True)

    assert warned(Seen(*rows(20), is_ending_missing=True, admin=me.pk)) == ["yourself"]
    assert warned(Seen(*rows(20), is_ending_missing=True)) == []
