"""What the two files do to units and people, day after day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from cards.actions.importing import import_people
from cards.actions.importing_plan import Outcome, Plan
from cards.actions.importing_sheets import Source
from cards.actions.merging import merge_people, pair_version
from cards.actions.tallies import check_tallies, fold_tallies
from cards.lib.audiences import Audience
from cards.lib.column_heads import fold_head
from cards.lib.periods import Period
from cards.models import (
    AdminAction,
    AdminValue,
    CardAudience,
    HeadMeaning,
    Language,
    Level,
    Membership,
    Person,
    TeamMembership,
    Unit,
    UnitKind,
    UnitManager,
)
from cards.queries.stays import stays_of
from cards.queries.tallies import unit_counts
from tests.factories import give, make_person, make_unit

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 10, tzinfo=UTC)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
UNIT_HEAD = "enhetskod;namn;typ;överordnad;ort"
STAFF_HEAD = (
    "anställningsnummer;förnamn;efternamn;enhetskod;team;titel;e-post;telefon;språk;chef_för;"
    "anställd_från;anställd_till"
)
UNITS = (
    "VO;Handelslaget;Handelslag;;",
    "OST;Öst;Område;VO;",
    "T1;Torget;Supermarket;OST;Borgå",
    "F2;Fyren;Hotell;VO;Hangö",
)


def table(head: str, rows: tuple[str, ...]) -> bytes:
    return "\r\n".join([head, *rows, ""]).encode("utf-8-sig")


def person(number: str = "004711", unit: str = "T1", **cells: str) -> str:
    """Write a row of the staff file."""
    row = {
        "number": number, "given": "Åsa", "family": "Öhman", "unit": unit, "team": "", "title": "Kassör", "email": "",
        "phone": "", "language": "sv", "manages": "", "from": "2015-01-01", "to": "",
    }  # fmt: skip
    return ";".join({**row, **cells}.values())


def load(*staff: str, on: date = TODAY, units: tuple[str, ...] = UNITS, head: str = STAFF_HEAD, **options: Any) -> Plan:
    return import_people(
        units=Source("units.csv", table(UNIT_HEAD, units)),
        staff=Source("staff.csv", table(head, staff)),
        on=on,
        **{"at": NOON, **options},
    )


def counts(plan: Plan) -> dict[str, int]:
    return {outcome.value: plan.count(outcome) for outcome in Outcome if plan.count(outcome)}


def faults(plan: Plan) -> list[tuple[str, int, str]]:
    return [(found.file, found.line, found.column) for found in plan.rejected]


def units_of(number: str = "004711") -> list[tuple[str, date, date | None]]:
    rows = Membership.objects.filter(person__employee_number=number).order_by("from_on")
    return list(rows.values_list("unit__code", "from_on", "to_on"))


def teams_of(number: str = "004711") -> list[tuple[str, date, date | None, bool]]:
    rows = TeamMembership.objects.filter(person__employee_number=number).order_by("from_on", "pk")
    return list(rows.values_list("team__name", "from_on", "to_on", "is_first"))


def parents() -> dict[str | None, str | None]:
    rows = Unit.objects.filter(code__isnull=False, parent__isnull=False)
    return dict(rows.values_list("code", "parent__code"))


def asa() -> Person:
    return Person.objects.get_queryset().get(employee_number="004711")


# Units


def test_units_make_a_tree_whose_levels_follow_from_position():
    load(units=(UNITS[3], UNITS[2], UNITS[1], UNITS[0]))

    tree = Unit.objects.order_by("pk").values_list("code", "level", "kind", "parent__code")
    assert sorted(tree) == [
        ("F2", Level.UNIT, UnitKind.HOTEL, "VO"),
        ("OST", Level.AREA, UnitKind.AREA, "VO"),
        ("T1", Level.UNIT, UnitKind.SUPERMARKET, "OST"),
        ("VO", Level.ROOT, UnitKind.COOP, None),
    ]


def test_units_change_and_those_gone_from_the_file_stay():
    load()
    load(units=("VO;Laget;Handelslag;;", "F2;Fyren;Restaurang;OST;Ekenäs"))

    assert Unit.objects.get(code="VO").name == "Laget"
    fyren = Unit.objects.get(code="F2")
    assert (fyren.kind, fyren.place) == (UnitKind.RESTAURANT, "Ekenäs")
    assert parents() == {"OST": "VO", "T1": "OST", "F2": "OST"}


def test_an_area_that_loses_its_units_becomes_a_unit():
    load()
    load(units=("T1;Torget;Supermarket;VO;Borgå",))

    assert Unit.objects.get(code="OST").level == Level.UNIT


def test_another_unit_can_become_the_root():
    load()
    load(units=("NY;Nya laget;Handelslag;;", "VO;Handelslaget;Område;NY;"))
    load(units=("NY;Nya laget;Handelslag;VO;", "VO;Handelslaget;Område;;"))

    assert Unit.objects.get(level=Level.ROOT).code == "VO"
    assert parents()["NY"] == "VO"


def test_the_root_may_get_a_new_code():
    load(person(unit="VO"))
    load(person(unit="KF"), units=("KF;Laget;Handelslag;;",))

    assert Unit.objects.get(level=Level.ROOT).code == "KF"
    assert units_of() == [("KF", date(2015, 1, 1), None)]
    assert parents()["OST"] == "KF"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("A;A;Lager;A;",), [(6, "överordnad")]),
        (("A;A;Lager;B;", "B;B;Lager;C;", "C;C;Lager;A;", "D;D;Lager;A;"),
         [(6, "överordnad"), (7, "överordnad"), (8, "överordnad")]),
        (("A;A;Lager;X9;",), [(6, "överordnad")]),
        (("A;A;Lager;;",), [(6, "överordnad")]),
        (("A;A;Lager;VO;", "a;B;Lager;VO;"), [(7, "enhetskod")]),
        (("A;;Lager;VO;",), [(6, "namn")]),
        ((";A;Lager;VO;",), [(6, "enhetskod")]),
        (("A;A;Lager",), [(6, "överordnad")]),
        ((f"A;{'x' * 81};Lager;VO;",), [(6, "namn")]),
    ],
)  # fmt: skip
def test_units_that_make_no_tree_are_rejected_and_nothing_is_saved(rows, found):
    plan = load(person(), units=(*UNITS, *rows))

    assert faults(plan) == [("units.csv", line, column) for line, column in found]
    assert counts(plan) == {"created": 1}
    assert not Unit.objects.exists()
    assert not Person.objects.exists()


def test_a_ring_that_closes_over_units_not_in_the_file_is_seen():
    load()

    plan = load(units=("VO;Handelslaget;Handelslag;;", "OST;Öst;Område;T1;"))

    assert faults(plan) == [("units.csv", 3, "överordnad")]


def test_a_second_root_beside_the_one_that_stands_is_rejected():
    load()

    plan = load(units=("F2;Fyren;Hotell;;",))

    assert faults(plan) == [("units.csv", 2, "överordnad")]
    assert "VO" in plan.rejected[0].reason


# New people


def test_a_new_person_is_as_the_file_says_and_cannot_sign_in():
    load(
        person(
            team="Kassan",
            email="Asa@lag.example",
            phone="+358 40 1",
            language="Suomi",
            manages="T1, F2",
            to="31.12.2027",
        )
    )

    them = asa()
    assert (them.name, them.title, them.email, them.language) == ("Åsa Öhman", "Kassör", "Asa@lag.example", "fi")
    assert (them.employed_from, them.employed_to, them.unit.code) == (date(2015, 1, 1), date(2027, 12, 31), "T1")
    assert units_of() == [("T1", date(2015, 1, 1), date(2027, 12, 31))]
    assert teams_of() == [("Kassan", date(2015, 1, 1), date(2027, 12, 31), True)]
    assert set(UnitManager.objects.values_list("unit__code", flat=True)) == {"T1", "F2"}
    assert not them.has_usable_password()
    assert not any((them.is_admin, them.is_protected, them.is_language_chosen, them.is_ended))


def test_nothing_of_the_telephone_is_kept():
    load(person(phone="+358 40 555 0100"))

    kept = Person.objects.get_queryset().values().get()
    assert all("555" not in str(value) for name, value in kept.items() if name != "password")


def test_leading_zeros_stay_and_names_are_composed_and_trimmed():
    load(person(given="  A\u030asa\u00a0 Maria ", family="=1+1<b>"))

    assert asa().name == "Åsa Maria =1+1<b>"


def test_somebody_who_has_left_already_is_created():
    plan = load(person(to="2026-11-20", manages="T1"))

    assert counts(plan) == {"created": 1}
    assert asa().is_ended
    assert not UnitManager.objects.exists()
    assert counts(load(person(to="2026-11-20", manages="T1"))) == {"unchanged": 1}


def test_somebody_may_begin_later():
    load(person(**{"from": "2027-02-01"}))

    assert units_of() == [("T1", date(2027, 2, 1), None)]
    assert not asa().is_employed(TODAY)


def test_teams_are_made_within_their_unit_once():
    load(person("1", team="Lag A"), person("2", team="lag  a"), person("3", "F2", team="Lag A"))

    teams = Unit.objects.filter(level=Level.TEAM).order_by("parent__code")
    assert list(teams.values_list("name", "parent__code", "kind", "code")) == [
        ("Lag A", "F2", UnitKind.TEAM, None),
        ("Lag A", "T1", UnitKind.TEAM, None),
    ]
    assert teams[1].team_memberships.count() == 2


# Again


def test_the_same_files_again_change_nothing(django_assert_max_num_queries):
    rows = (
        person("1", team="A", email="a@b.example", manages="T1 F2"),
        person("2", to="2026-12-01"),
        person("3", to="2020-01-01"),
    )
    load(*rows)
    before = list(Person.objects.get_queryset().order_by("pk").values())

    with django_assert_max_num_queries(12):
        plan = load(*rows)

    assert counts(plan) == {"unchanged": 3}
    assert list(Person.objects.get_queryset().order_by("pk").values()) == before


@pytest.mark.slow
def test_a_thousand_people_cost_as_many_statements_as_ten(django_assert_max_num_queries):
    numbers = count(1)

    def rows(n: int) -> list[str]:
        return [
            person(str(next(numbers)), team=f"Lag {n % 7}", email=f"p{next(numbers)}@b.example") for _row in range(n)
        ]

    load(*rows(2))
    with django_assert_max_num_queries(25):
        load(*rows(400))


@pytest.mark.parametrize(
    ("field", "cell", "attribute", "value"),
    [
        ("given", "Asta", "given_name", "Asta"),
        ("family", "", "family_name", ""),
        ("title", "Chef", "title", "Chef"),
        ("email", "a@b.example", "email", "a@b.example"),
        ("language", "fi", "language", "fi"),
        ("from", "2016-01-01", "employed_from", date(2016, 1, 1)),
        ("to", "2027-01-01", "employed_to", date(2027, 1, 1)),
    ],
)
def test_what_the_file_owns_is_updated(field, cell, attribute, value):
    load(person())

    plan = load(person(**{field: cell}))

    assert counts(plan) == {"updated": 1}
    assert getattr(asa(), attribute) == value


def test_memberships_follow_changed_dates():
    load(person(team="A"))
    load(person(team="A", to="2027-01-01", **{"from": "2016-01-01"}))

    assert units_of() == [("T1", date(2016, 1, 1), date(2027, 1, 1))]
    assert teams_of() == [("A", date(2016, 1, 1), date(2027, 1, 1), True)]


def test_the_person_owns_the_language_once_chosen():
    load(person())
    Person.objects.get_queryset().update(language=Language.EN, is_language_chosen=True)

    plan = load(person(language="fi"))

    assert counts(plan) == {"unchanged": 1}
    assert asa().language == Language.EN


def test_what_the_app_owns_is_left_alone():
    load(person())
    Person.objects.get_queryset().update(is_admin=True, theme="dark", ceiling=0, last_audience=0, password="x")

    load(person(title="Chef", unit="F2"))

    them = asa()
    assert (them.is_admin, them.theme, them.ceiling, them.last_audience, them.password) == (True, "dark", 0, 0, "x")


def test_two_people_can_exchange_addresses():
    load(person("1", email="a@b.example"), person("2", email="c@d.example"))
    load(person("1", email="c@d.example"), person("2", email="a@b.example"))

    assert Person.objects.get_queryset().get(employee_number="1").email == "c@d.example"


def test_protection_follows_its_column_and_stays_without_it():
    load(person() + ";ja", head=STAFF_HEAD + ";skyddad")
    assert asa().is_protected

    assert counts(load(person())) == {"unchanged": 1}
    assert asa().is_protected

    load(person() + ";", head=STAFF_HEAD + ";turvakielto")
    assert not asa().is_protected


def test_managers_follow_the_file():
    load(person(manages="T1/F2"))
    load(person(manages="OST"))

    assert [row.unit.code for row in UnitManager.objects.all()] == ["OST"]


# Moving


def test_a_move_keeps_history_with_the_old_unit():
    load(person(team="A"))

    plan = load(person(unit="F2", team="B"))

    assert counts(plan) == {"updated": 1}
    assert asa().unit.code == "F2"
    assert units_of() == [("T1", date(2015, 1, 1), YESTERDAY), ("F2", TODAY, None)]
    assert teams_of() == [("A", date(2015, 1, 1), YESTERDAY, True), ("B", TODAY, None, True)]


@pytest.mark.parametrize("is_folded_again", [True, False])
def test_givers_follow_a_move_in_the_middle_of_a_month_and_what_was_got_stays(is_folded_again):
    colleagues = [person(f"00480{number}") for number in range(3)]
    load(person(), *colleagues, on=YESTERDAY)
    at = datetime(2026, 11, 21, 10, tzinfo=UTC)
    give(asa(), to=[Person.objects.get(employee_number="004800")], at=at - timedelta(days=1))
    give(Person.objects.get(employee_number="004801"), to=[asa()], at=at - timedelta(days=1))
    fold_tallies(at=at)

    load(person(unit="F2"), *colleagues)
    if is_folded_again:
        fold_tallies(at=at)

    counts = unit_counts([Period.parse("2026-11")], at=at, time_zone="Europe/Helsinki").values()
    codes = dict(Unit.objects.values_list("pk", "code"))
    numbers = {codes[one.unit_id]: (one.headcount, one.seen, one.givers, one.encounters) for one in counts}
    assert numbers["T1"] == (3, 1, 1, 2)
    assert numbers["F2"] == (1, 0, 1, 0)
    assert check_tallies(at=at) == []


def test_a_move_corrected_the_same_day_leaves_one_row_a_day():
    load(person())
    load(person(unit="F2"))
    load(person(unit="OST"))
    assert units_of() == [("T1", date(2015, 1, 1), YESTERDAY), ("OST", TODAY, None)]

    load(person(unit="T1"))
    assert units_of() == [("T1", date(2015, 1, 1), None)]


def test_somebody_imported_today_for_the_first_time_can_be_moved_today():
    load(person(**{"from": "2026-11-21"}))
    load(person(unit="F2", **{"from": "2026-11-21"}))

    assert units_of() == [("F2", TODAY, None)]


def test_teams_set_in_the_app_are_neither_ended_nor_added():
    load(person("1", team="A"), person("2", team="B"))
    first = Person.objects.get_queryset().get(employee_number="1")
    second = Unit.objects.get(name="B")
    TeamMembership.objects.create(person=first, team=second, from_on=date(2020, 1, 1))

    assert counts(load(person("1", team="A"), person("2", team="B"))) == {"unchanged": 2}
    load(person("1", team=""), person("2", team="B"))

    assert teams_of("1") == [("A", date(2015, 1, 1), YESTERDAY, True), ("B", date(2020, 1, 1), None, False)]


def test_a_second_team_that_the_file_makes_the_first_is_one_row_a_day():
    load(person("1", team="A"), person("2", team="B"))
    them = Person.objects.get_queryset().get(employee_number="1")
    TeamMembership.objects.create(person=them, team=Unit.objects.get(name="B"), from_on=date(2020, 1, 1))

    load(person("1", team="B"), person("2", team="B"))

    assert teams_of("1") == [
        ("A", date(2015, 1, 1), YESTERDAY, True),
        ("B", date(2020, 1, 1), YESTERDAY, False),
        ("B", TODAY, None, True),
    ]


# Ending and coming back


def test_a_last_day_that_has_passed_ends_everything():
    load(person(team="A", manages="T1"))
    TeamMembership.objects.create(
        person=asa(), team=Unit.objects.create(name="C", parent=asa().unit, kind="team", level="team"), from_on=TODAY
    )

    plan = load(person(team="A", manages="T1", to="2026-11-20"), on=TOMORROW)

    assert counts(plan) == {"ended": 1}
    assert units_of() == [("T1", date(2015, 1, 1), YESTERDAY)]
    assert teams_of() == [("A", date(2015, 1, 1), YESTERDAY, True)]
    assert not UnitManager.objects.exists()
    assert not asa().is_employed(TODAY)
    assert counts(load(person(team="A", manages="T1", to="2026-11-20"), on=TOMORROW)) == {"unchanged": 1}


def test_a_planned_last_day_ends_once_when_it_has_passed():
    row = person(to="2026-11-21")
    assert counts(load(row)) == {"created": 1}
    assert counts(load(row)) == {"unchanged": 1}

    assert counts(load(row, on=TOMORROW)) == {"ended": 1}
    assert counts(load(row, on=TOMORROW)) == {"unchanged": 1}


def test_the_last_day_itself_is_a_working_day():
    load(person())

    assert counts(load(person(to="2026-11-21"))) == {"updated": 1}
    assert asa().is_employed(TODAY)


def test_whoever_ends_loses_roles_and_sessions_and_comes_back_without_them():
    load(person())
    Person.objects.get_queryset().update(is_admin=True, is_moderator=True)

    load(person(to="2026-11-20"))

    them = asa()
    assert (them.is_admin, them.is_moderator, them.session_epoch) == (False, False, 1)
    assert [row[:3] for row in logged("person_ended")] == [
        ("employed_to", None, "2026-11-20"), ("is_admin", True, False), ("is_moderator", True, False)
    ]  # fmt: skip
    load(person())
    assert not asa().is_admin


def test_a_move_that_an_admin_has_noted_for_a_later_day_stays():
    load(person(team="A"))
    Membership.objects.update(to_on=TODAY)
    TeamMembership.objects.update(to_on=TODAY)
    Membership.objects.create(person=asa(), unit=Unit.objects.get(code="F2"), from_on=TOMORROW)

    assert counts(load(person(team="A"))) == {"unchanged": 1}
    assert units_of() == [("T1", date(2015, 1, 1), TODAY), ("F2", TOMORROW, None)]
    assert teams_of() == [("A", date(2015, 1, 1), TODAY, True)]
    assert asa().unit.code == "T1"

    load(person(team="A", unit="OST"))
    assert units_of() == [("T1", date(2015, 1, 1), YESTERDAY), ("OST", TODAY, None)]


def test_those_gone_from_the_file_stay_unless_asked():
    load(person(), person("2"), person("3", **{"from": "2027-01-01"}))

    assert counts(load(person("2"))) == {"unchanged": 1}
    assert asa().employed_to is None

    assert counts(load(person("2"), is_ending_missing=True)) == {"ended": 2, "unchanged": 1}
    assert (asa().employed_to, asa().is_ended) == (YESTERDAY, True)
    assert units_of() == [("T1", date(2015, 1, 1), YESTERDAY)]
    assert units_of("3") == []
    assert counts(load(person("2"), is_ending_missing=True)) == {"unchanged": 1}


def test_a_file_without_rows_never_ends_everybody():
    load(person())

    plan = load(is_ending_missing=True)

    assert faults(plan) == [("staff.csv", 1, "")]
    assert asa().employed_to is None
    assert load().rejected == ()


def test_a_returning_number_is_the_same_person():
    load(person(to="2020-05-01"))
    known = asa().pk

    plan = load(person(unit="F2", **{"from": "2026-11-01"}))

    assert counts(plan) == {"updated": 1}
    assert (asa().pk, asa().employed_to, asa().is_ended, asa().unit.code) == (known, None, False, "F2")
    assert units_of() == [("T1", date(2015, 1, 1), date(2020, 5, 1)), ("F2", date(2026, 11, 1), None)]
    assert counts(load(person(unit="F2", **{"from": "2026-11-01"}))) == {"unchanged": 1}


def test_an_end_taken_back_opens_the_employment_again():
    load(person(to="2026-11-01"))
    load(person())

    assert units_of() == [("T1", date(2015, 1, 1), None)]
    assert asa().is_employed(TODAY)


def test_an_erased_number_is_a_new_person():
    load(person(to="2020-05-01"))
    erased = asa().pk
    Person.objects.get_queryset().filter(pk=erased).update(employee_number=None, given_name="", family_name="")

    plan = load(person())

    assert counts(plan) == {"created": 1}
    assert asa().pk != erased


# Rows that cannot be


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (person(""), "anställningsnummer"),
        (person("1" * 33), "anställningsnummer"),
        (person(given=""), "förnamn"),
        (person(given="x" * 61), "förnamn"),
        (person(family="x" * 81), "efternamn"),
        (person(unit="X9"), "enhetskod"),
        (person(unit=""), "enhetskod"),
        (person(team="x" * 81), "team"),
        (person(title="x" * 81), "titel"),
        (person(title="Kas\x07sör"), "titel"),
        (person(title="Kas\x00sör"), "titel"),
        (person(phone="\x1b[1m"), "telefon"),
        (person(email="asa@"), "e-post"),
        (person(email=f"{'x' * 250}@b.example"), "e-post"),
        (person(language="klingon"), "språk"),
        (person(manages="T1,X9"), "chef_för"),
        (person(**{"from": ""}), "anställd_från"),
        (person(**{"from": "2026-02-30"}), "anställd_från"),
        (person(to="i går"), "anställd_till"),
        (person(to="2014-12-31"), "anställd_till"),
        (person().rsplit(";", 3)[0], "chef_för"),
        (person() + ";x", ""),
    ],
)  # fmt: skip
def test_a_bad_row_is_listed_and_nothing_is_saved(row, column):
    plan = load(person("1"), row, person("2"))

    assert faults(plan) == [("staff.csv", 3, column)]
    assert plan.rejected[0].reason
    assert counts(plan) == {"created": 2}
    assert not Unit.objects.exists()


def test_a_row_with_several_faults_is_listed_once_with_all_of_them():
    plan = load(person(given="", to="x", email="y"))

    assert faults(plan) == [("staff.csv", 2, "förnamn")]
    assert "anställd_till:" in plan.rejected[0].reason
    assert "e-post:" in plan.rejected[0].reason


def test_one_number_twice_points_at_the_first():
    plan = load(person("A1"), person("2"), person("a 1"))

    assert faults(plan) == [("staff.csv", 4, "anställningsnummer")]
    assert "2" in plan.rejected[0].reason


def test_one_address_twice_is_rejected_in_any_case():
    plan = load(person("1", email="a@b.example"), person("2", email="A@B.example"))

    assert faults(plan) == [("staff.csv", 3, "e-post")]


def test_an_address_of_somebody_not_in_the_file_is_rejected():
    load(person("1", email="a@b.example"), person("2"))

    assert faults(load(person("2", email="A@b.example"))) == [("staff.csv", 2, "e-post")]
    assert load(person("1"), person("2", email="a@b.example")).rejected == ()


def test_the_line_is_the_physical_one():
    plan = load(person(title='"Kassör\r\noch vikarie"'), "", person("2", unit="X9"))

    assert faults(plan) == [("staff.csv", 5, "enhetskod")]


def test_the_column_is_the_head_as_the_file_writes_it():
    plan = load(person(unit="X9"), head=STAFF_HEAD.replace("enhetskod", " Enhets Kod"))

    assert faults(plan) == [("staff.csv", 2, " Enhets Kod")]


@pytest.mark.parametrize("missing", ["enhetskod", "anställd_till", "chef_för", "efternamn"])
def test_a_missing_column_is_named(missing):
    plan = load(person(), head=STAFF_HEAD.replace(missing, "skonummer"))

    assert faults(plan) == [("staff.csv", 1, missing)]


def test_a_delimiter_at_the_end_of_the_head_is_no_column():
    assert counts(load(person("1"), person("2") + ";", head=STAFF_HEAD + ";")) == {"created": 2}


def test_a_column_twice_is_rejected():
    assert faults(load(person() + ";x", head=STAFF_HEAD + ";Sähköposti")) == [("staff.csv", 1, "Sähköposti")]


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"PK\x03\x04", b'a;"b', b"hello\nworld\n", b"\xef\xbb\xbf\xff"])
@pytest.mark.parametrize("which", ["units", "staff"])
def test_a_broken_file_is_one_rejection(data, which):
    files = {"units": Source("u", table(UNIT_HEAD, UNITS)), "staff": Source("s", table(STAFF_HEAD, (person(),)))}
    files[which] = Source("broken", data)

    plan = import_people(units=files["units"], staff=files["staff"], on=TODAY, at=NOON)

    assert [found.file for found in plan.rejected] == ["broken"]
    assert not Person.objects.exists()


def test_a_dry_run_tells_the_same_and_saves_nothing():
    plan = load(person(), is_dry_run=True)

    assert counts(plan) == {"created": 1}
    assert not Unit.objects.exists()
    assert not AdminAction.objects.exists()


def test_an_import_is_logged_with_how_much_it_changed():
    load(person(), person("004712"))
    load(person(), person("004712"))  # Changes nothing.

    action = AdminAction.objects.get(verb="import_applied")
    assert (action.actor, action.fields) == (None, ["units_created", "people_created"])
    values = AdminValue.objects.filter(action=action).order_by("pk")
    assert [(value.after, value.person) for value in values] == [(len(UNITS), None), (2, None)]


def test_who_imports_in_the_browser_stands_in_the_log():
    load(person())

    load(person(title="Chef"), actor=asa())

    assert AdminAction.objects.latest("pk").actor == asa()


def logged(verb: str) -> list[tuple[str, Any, Any, int | None]]:
    """Return the fields that the log holds under a verb, with their values and whom they are about."""
    values = AdminValue.objects.filter(action__verb=verb).order_by("field")
    return list(values.values_list("field", "before", "after", "person"))


def test_what_changes_of_whom_is_logged_beside_it():
    load(person(team="A"), person("2"), person("3", to="2026-11-01"))
    torget, fyren, team = (Unit.objects.get(name=name).pk for name in ("Torget", "Fyren", "A"))
    second, third = (Person.objects.get_queryset().get(employee_number=number).pk for number in "23")
    assert ("unit", None, {"unit": torget}, asa().pk) in logged("person_created")

    load(
        person(unit="F2", title="Chef", manages="T1"),
        person("2", to="2026-11-20"),
        person("3"),
        units=(*UNITS[:3], "F2;Fyren;Hotell;OST;Ekenäs"),
    )

    assert logged("person_moved") == [
        ("manages", [], [{"unit": torget}], asa().pk),
        ("team", [{"unit": team}], [], asa().pk),
        ("title", "Kassör", "Chef", asa().pk),
        ("unit", {"unit": torget}, {"unit": fyren}, asa().pk),
    ]
    assert logged("person_ended") == [("employed_to", None, "2026-11-20", second)]
    assert logged("person_reopened") == [("employed_to", "2026-11-01", None, third)]
    assert [row[0] for row in logged("unit_moved")] == ["parent", "place"]


# One file alone


def test_staff_alone_leave_the_units_as_they_are():
    load(person())
    before = list(Unit.objects.order_by("pk").values())

    plan = import_people(
        units=None, staff=Source("s", table(STAFF_HEAD, (person(title="Chef"), person("2", "F2")))), on=TODAY, at=NOON
    )

    assert counts(plan) == {"created": 1, "updated": 1}
    assert list(Unit.objects.order_by("pk").values()) == before
    alone = import_people(units=None, staff=Source("s", table(STAFF_HEAD, (person(unit="X9"),))), on=TODAY, at=NOON)
    assert faults(alone) == [("s", 2, "enhetskod")]


def test_units_alone_leave_everybody_as_they_are():
    load(person())

    plan = import_people(
        units=Source("u", table(UNIT_HEAD, ("T1;Nya Torget;Supermarket;VO;",))),
        staff=None,
        on=TODAY,
        at=NOON,
        is_ending_missing=True,
    )

    assert (counts(plan), plan.rejected) == ({}, ())
    assert asa().unit.name == "Nya Torget"
    assert asa().employed_to is None


# Columns that somebody has named


def test_columns_that_somebody_has_named_go_before_the_heads():
    head = STAFF_HEAD.replace("titel", "yrke").replace("telefon", "titel")
    columns = ("number", "given_name", "family_name", "unit", "team", "title", "email", "", "language", "manages",
               "employed_from", "employed_to")  # fmt: skip

    import_people(
        units=Source("u", table(UNIT_HEAD, UNITS)),
        staff=Source("s", table(head, (person(phone="lapp 4"),)), columns=columns),
        on=TODAY,
        at=NOON,
    )

    assert asa().title == "Kassör"


def test_the_organisations_own_heads_are_known():
    HeadMeaning.objects.create(kind="staff", head=fold_head("Yrke"), column="title")
    HeadMeaning.objects.create(kind="staff", head=fold_head("Telefon"), column="")

    plan = load(person(phone="x"), head=STAFF_HEAD.replace("titel", "YRKE"))

    assert counts(plan) == {"created": 1}
    assert asa().title == "Kassör"


FINNISH = (
    "Henkilönumero;Etunimi;Sukunimi;Yksikkökoodi;Tiimi;Nimike;Sähköposti;Puhelin;Kieli;Esihenkilö yksikössä;"
    "Työsuhde alkaa;Työsuhde päättyy"
)
ENGLISH = (
    "EMPLOYEE NUMBER;first name;Last_Name;unit code;team;title;E-Mail;phone;language;manager of;"
    "employed from;employed to"
)


@pytest.mark.parametrize("head", [FINNISH, ENGLISH])
def test_heads_may_be_finnish_or_english(head):
    assert counts(load(person(team="A", email="a@b.example", manages="T1"), head=head)) == {"created": 1}


def test_steps_are_told_as_they_are_done():
    told: list[tuple[int, int]] = []
    tell: Callable[[int, int], None] = lambda done, total: told.append((done, total))  # noqa: E731

    import_people(
        units=Source("u", table(UNIT_HEAD, UNITS)),
        staff=Source("s", table(STAFF_HEAD, (person(),))),
        on=TODAY,
        at=NOON,
        tell=tell,
    )

    assert told[0] == (0, told[0][1])
    assert told[-1] == (told[0][1], told[0][1])


def test_protection_holds_old_cards_to_the_unit():
    load(person())
    colleague = make_person("Aino Mäkelä", make_unit("Hotell Fyren"))
    give(colleague, to=[asa()], audience=Audience.EVERYONE)

    load(person() + ";ja", head=STAFF_HEAD + ";skyddad")

    assert list(CardAudience.objects.values_list("unit", "audience")) == [(asa().unit_id, Audience.UNITS)]


def test_the_number_of_a_merged_record_is_refused_with_the_one_it_stands_for():
    load(person(), person("004712"))
    stays, ends = Person.objects.get(employee_number="004711"), Person.objects.get(employee_number="004712")
    seen = pair_version((one, stays_of(one.pk)) for one in (stays, ends))
    merge_people(actor=stays, stays=stays, ends=ends, seen=seen, at=NOON)

    plan = load(person(), person("004712"))

    assert [(one.line, one.column) for one in plan.rejected] == [(3, "anställningsnummer")]
    assert "004711" in plan.rejected[0].reason
    assert load(person(), is_ending_missing=True).count(Outcome.ENDED) == 0
