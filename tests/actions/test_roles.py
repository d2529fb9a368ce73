"""Roles, managers, teams and protected identity: given and taken by admins, and never the last admin's."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from cards.actions.changing import CannotChange, ChangedMeanwhile
from cards.actions.roles import add_manager, remove_manager, roles_version, set_protection, set_roles
from cards.actions.teams import set_teams
from cards.lib.audiences import Audience
from cards.models import AdminAction, CardAudience, Person, TeamMembership, UnitManager
from cards.queries.stays import stays_of
from tests.actions.test_people import logged
from tests.factories import LONG_AGO, give, make_person, make_team

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


def change(admin, person, *, seen=None, **roles):
    standing = Person.objects.get(pk=person.pk)
    wanted = {name: getattr(standing, name) for name in ("is_admin", "is_representative", "is_moderator")} | roles
    return set_roles(actor=admin, person=person, seen=seen or roles_version(standing), at=NOON, **wanted)


def test_roles_are_given_and_taken_and_logged(admin, astrid):
    change(admin, astrid, is_moderator=True, is_representative=True)
    change(admin, astrid, is_representative=False)

    astrid.refresh_from_db()
    assert (astrid.is_admin, astrid.is_moderator, astrid.is_representative) == (False, True, False)
    assert logged("roles_changed") == {"is_representative": (True, False)}


def test_the_last_admin_stays_one(admin, astrid):
    make_person("Ex Admin", astrid.unit, is_admin=True, employed_to=TODAY - DAY)

    with pytest.raises(CannotChange) as refused:
        change(admin, admin, is_admin=False)

    assert refused.value.about == "is_admin"
    admin.refresh_from_db()
    assert admin.is_admin


def test_an_admin_may_stop_being_one_when_another_is_left(admin, maj):
    change(admin, admin, is_admin=False)

    assert not Person.objects.get(pk=admin.pk).is_admin


def test_who_has_left_gets_no_role(admin, torget):
    siv = make_person("Siv Ek", torget, employed_to=TODAY - DAY)

    for act in (lambda: change(admin, siv, is_moderator=True), lambda: manage(admin, siv, torget)):
        with pytest.raises(CannotChange):
            act()

    assert not AdminAction.objects.exists()


def test_the_second_of_two_who_change_roles_is_told(admin, astrid):
    seen = roles_version(astrid)
    change(admin, astrid, is_moderator=True)

    with pytest.raises(ChangedMeanwhile):
        change(admin, astrid, seen=seen, is_representative=True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_admins_who_take_the_role_from_each_other_at_once_leave_one(admin, maj):
    begin, refusals = threading.Barrier(2), []

    def take(actor, person):
        begin.wait()
        try:
            change(actor, person, is_admin=False)
        except CannotChange:
            refusals.append(person)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=pair) for pair in ((admin, maj), (maj, admin))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refusals) == 1
    assert Person.objects.get_queryset().filter(is_admin=True).count() == 1


# Managers


def manage(admin, person, unit):
    add_manager(actor=admin, person=person, unit=unit, at=NOON)


def test_a_manager_is_added_once_and_removed(admin, astrid, torget):
    manage(admin, astrid, torget)
    manage(admin, astrid, torget)
    assert UnitManager.objects.get().person == astrid
    assert logged("managers_changed")["managers"] == ([], [{"person": astrid.pk}])
    assert AdminAction.objects.count() == 1

    remove_manager(actor=admin, person=astrid, unit=torget, at=NOON)
    remove_manager(actor=admin, person=astrid, unit=torget, at=NOON)

    assert not UnitManager.objects.exists()
    assert AdminAction.objects.count() == 2


def test_a_team_has_no_manager_of_its_own(admin, astrid, torget):
    with pytest.raises(CannotChange):
        manage(admin, astrid, make_team("Kassan", torget))


# Protected identity


def test_protection_narrows_the_cards_that_are_and_taking_it_away_widens_none(admin, astrid, aino, torget, fyren):
    got = give(aino, to=[astrid], audience=Audience.EVERYONE)
    given = give(astrid, to=[aino], audience=Audience.EVERYONE)

    set_protection(actor=admin, person=astrid, is_protected=True, at=NOON)

    assert Person.objects.get(pk=astrid.pk).is_protected
    assert set(CardAudience.objects.filter(card=got).values_list("unit", flat=True)) == {torget.pk}
    assert set(CardAudience.objects.filter(card=given).values_list("unit", flat=True)) == {torget.pk}
    assert logged("person_changed") == {"is_protected": (False, True)}

    set_protection(actor=admin, person=astrid, is_protected=False, at=NOON)

    assert not Person.objects.get(pk=astrid.pk).is_protected
    assert set(CardAudience.objects.filter(card=got).values_list("unit", flat=True)) == {torget.pk}


# Teams


def team_up(admin, person, first=None, *others, seen=None, at=NOON):
    person = Person.objects.get(pk=person.pk)
    seen = seen or stays_of(person.pk).version(person)
    return set_teams(actor=admin, person=person, first=first, others=others, seen=seen, at=at)


def teams(person):
    rows = TeamMembership.objects.filter(person=person).order_by("from_on", "team__name", "pk")
    return [(row.team.name, row.is_first, row.from_on, row.to_on) for row in rows.select_related("team")]


def test_teams_change_from_today_on(admin, astrid, torget):
    kassan, mejeriet = make_team("Kassan", torget), make_team("Mejeriet", torget)
    fikat = make_team("Fikat", torget, astrid)
    TeamMembership.objects.create(person=astrid, team=kassan, from_on=LONG_AGO, is_first=True)

    team_up(admin, astrid, mejeriet, fikat, kassan)

    assert teams(astrid) == [
        ("Fikat", False, LONG_AGO, None),
        ("Kassan", True, LONG_AGO, TODAY - DAY),
        ("Kassan", False, TODAY, None),
        ("Mejeriet", True, TODAY, None),
    ]
    assert logged("person_changed")["team"] == ({"unit": kassan.pk}, {"unit": mejeriet.pk})

    team_up(admin, astrid, kassan)

    assert [row for row in teams(astrid) if row[3] is None] == [("Kassan", True, LONG_AGO, None)]


def test_a_second_team_that_becomes_the_first_is_no_longer_second(admin, astrid, torget):
    fikat = make_team("Fikat", torget, astrid)

    team_up(admin, astrid, fikat, fikat)

    assert teams(astrid) == [("Fikat", False, LONG_AGO, TODAY - DAY), ("Fikat", True, TODAY, None)]


def test_teams_of_somebody_to_come_begin_with_them_and_end_with_them(admin, torget):
    kassan, fikat = make_team("Kassan", torget), make_team("Fikat", torget)
    siv = make_person("Siv Ek", torget, employed_from=TODAY + DAY, employed_to=TODAY + 9 * DAY)

    team_up(admin, siv, kassan, fikat)

    assert {row[2:] for row in teams(siv)} == {(TODAY + DAY, TODAY + 9 * DAY)}


def test_a_first_team_of_another_unit_and_a_unit_for_a_team_are_refused(admin, astrid, torget, fyren):
    with pytest.raises(CannotChange) as refused:
        team_up(admin, astrid, make_team("Frukosten", fyren))
    assert refused.value.about == "first"
    with pytest.raises(CannotChange) as refused:
        team_up(admin, astrid, None, torget)
    assert refused.value.about == "others"
    with pytest.raises(ChangedMeanwhile):
        team_up(admin, astrid, None, seen="old")
    with pytest.raises(CannotChange):
        team_up(admin, make_person("Siv Ek", torget, employed_to=TODAY - DAY))

    assert not AdminAction.objects.exists()
