"""Adding people by hand, and correcting what is noted of them."""

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from cards.actions.changing import CannotChange, ChangedMeanwhile
from cards.actions.importing import IMPORT_LOCK
from cards.actions.people import Details, change_details, create_person
from cards.actions.tallies import check_tallies, fold_tallies
from cards.models import AdminAction, AdminValue, Membership, Person, TeamMembership
from tests.factories import LONG_AGO, give, make_person, make_team

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


def details(**fields):
    values = {
        "employee_number": "990001", "given_name": "Siv", "family_name": "Holm", "title": "Kassör",
        "email": "siv@example.org", "language": "sv", "employed_from": TODAY, **fields,
    }  # fmt: skip
    return Details(**values)


def create(admin, unit, **fields):
    return create_person(actor=admin, details=details(**fields), unit=unit, at=NOON)


def change(admin, person, *, seen=None, **fields):
    person = Person.objects.get(pk=person.pk)
    standing = Details.of(person)
    wanted = Details(**{**vars(standing), **fields})
    return change_details(actor=admin, person=person, details=wanted, seen=seen or standing.version, at=NOON)


def logged(verb):
    """Return what the newest action of a kind changed."""
    action = AdminAction.objects.filter(verb=verb).latest("pk")
    return {value.field: (value.before, value.after) for value in AdminValue.objects.filter(action=action)}


def test_a_new_person_belongs_to_a_unit_from_the_first_day_and_cannot_sign_in_yet(admin, torget):
    person = create(admin, torget)

    membership = Membership.objects.get(person=person)
    assert (membership.unit, membership.from_on, membership.to_on) == (torget, TODAY, None)
    assert (person.name, person.unit, person.has_usable_password()) == ("Siv Holm", torget, False)
    assert logged("person_created")["employee_number"] == (None, "990001")
    assert logged("person_created")["unit"] == (None, {"unit": torget.pk})


@pytest.mark.parametrize(
    ("fields", "about"),
    [({"employee_number": "AB12"}, "employee_number"), ({"email": "ASTRID@example.org"}, "email")],
)
def test_a_number_or_an_address_that_somebody_has_is_refused_in_any_case_of_letters(admin, torget, fields, about):
    taken = make_person("Astrid Berg", torget, employee_number="ab12", email="astrid@Example.org")
    count = Person.objects.count()

    with pytest.raises(CannotChange, match="Astrid Berg") as refused:
        create(admin, torget, **fields)
    with pytest.raises(CannotChange, match="Astrid Berg"):
        change(admin, make_person("Siv Ek", torget), **fields)
    change(admin, taken, **fields)

    assert refused.value.about == about
    assert Person.objects.count() == count + 1


def test_nobody_is_added_to_a_team(admin, torget):
    with pytest.raises(CannotChange):
        create(admin, make_team("Kassan", torget))

    assert not Person.objects.filter(given_name="Siv").exists()


def test_what_is_corrected_is_logged_with_before_and_after(admin, astrid):
    change(admin, astrid, title="Kökschef", family_name="Lind")

    astrid.refresh_from_db()
    assert (astrid.name, astrid.title) == ("Astrid Lind", "Kökschef")
    assert logged("person_changed") == {"title": ("Kassör", "Kökschef"), "family_name": ("Lindqvist", "Lind")}


def test_nothing_changed_is_nothing_logged(admin, astrid):
    change(admin, astrid)

    assert not AdminAction.objects.exists()


def test_the_second_of_two_who_change_the_same_is_told(admin, astrid):
    seen = Details.of(astrid).version
    change(admin, astrid, title="Kökschef")

    with pytest.raises(ChangedMeanwhile):
        change(admin, astrid, seen=seen, title="Diskare")

    astrid.refresh_from_db()
    assert astrid.title == "Kökschef"


def test_a_language_that_somebody_chose_stays(admin, astrid):
    Person.objects.filter(pk=astrid.pk).update(language="fi", is_language_chosen=True)

    change(admin, astrid, language="nb", title="Kökschef")

    astrid.refresh_from_db()
    assert (astrid.language, astrid.title) == ("fi", "Kökschef")


def test_nothing_is_changed_beside_an_import(admin, astrid, torget):
    known = connection.get_connection_params()
    with psycopg.connect(**{key: known[key] for key in ("dbname", "host", "user", "port") if key in known}) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [IMPORT_LOCK])

        with pytest.raises(CannotChange, match="import"):
            change(admin, astrid, title="Kökschef")
        with pytest.raises(CannotChange, match="import"):
            create(admin, torget)


def test_an_erased_person_is_not_changed(admin, astrid):
    Person.objects.filter(pk=astrid.pk).update(erased_at=NOON)

    with pytest.raises(CannotChange):
        change(admin, astrid, title="Kökschef")


def test_another_first_day_moves_unit_and_teams_along(admin, torget):
    siv = create(admin, torget)
    kassan, other = make_team("Kassan", torget), make_team("Fikat", torget)
    TeamMembership.objects.create(person=siv, team=kassan, from_on=TODAY, is_first=True)
    TeamMembership.objects.create(person=siv, team=other, from_on=TODAY + DAY)

    change(admin, siv, employed_from=TODAY + 3 * DAY)
    assert Membership.objects.get(person=siv).from_on == TODAY + 3 * DAY
    assert {row.from_on for row in siv.team_memberships.all()} == {TODAY + 3 * DAY}

    change(admin, siv, employed_from=TODAY - 9 * DAY)
    assert Membership.objects.get(person=siv).from_on == TODAY - 9 * DAY
    assert {row.from_on for row in siv.team_memberships.all()} == {TODAY - 9 * DAY}


def test_a_first_day_after_the_last_or_in_an_earlier_unit_is_refused(admin, torget, fyren):
    siv = make_person("Siv Ek", torget, employed_to=TODAY)
    with pytest.raises(CannotChange) as refused:
        change(admin, siv, employed_from=TODAY + DAY)
    assert refused.value.about == "employed_from"

    Membership.objects.filter(person=siv).update(to_on=TODAY - DAY)
    Membership.objects.create(person=siv, unit=fyren, from_on=TODAY, to_on=TODAY)
    with pytest.raises(CannotChange, match="Torget"):
        change(admin, siv, employed_from=TODAY)
    assert Membership.objects.get(person=siv, unit=torget).from_on == LONG_AGO


@pytest.mark.slow
def test_tallies_follow_another_first_day(admin, astrid, bo):
    give(astrid, to=[bo], at=NOON - 20 * DAY)
    fold_tallies(at=NOON)

    change(admin, bo, employed_from=TODAY - 2 * DAY)

    assert check_tallies(at=NOON + DAY) == []
