"""Moving people between units, ending and reopening their employment: what has been stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cards.actions.changing import CannotChange, ChangedMeanwhile
from cards.actions.employment import arrive, end_employment, move_person, reopen_employment
from cards.actions.tallies import check_tallies, fold_tallies
from cards.models import AdminAction, Membership, Person, TeamMembership, UnitManager
from cards.queries.people import signed_in_person
from cards.queries.stays import stays_of
from tests.actions.test_people import logged
from tests.factories import LONG_AGO, give, make_person, make_team

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


def version(person):
    person = Person.objects.get(pk=person.pk)
    return stays_of(person.pk).version(person)


def move(admin, person, unit, on=TODAY, **fields):
    return move_person(actor=admin, person=person, unit=unit, on=on, at=NOON, **{"seen": version(person), **fields})


def end(admin, person, last_on=TODAY - DAY, **fields):
    return end_employment(actor=admin, person=person, last_on=last_on, at=NOON, **{"seen": version(person), **fields})


def reopen(admin, person, first_on=TODAY, **fields):
    values = {"seen": version(person), **fields}
    return reopen_employment(actor=admin, person=person, first_on=first_on, at=NOON, **values)


def days(person):
    rows = Membership.objects.filter(person=person).order_by("from_on")
    return [(row.unit.name, row.from_on, row.to_on) for row in rows.select_related("unit")]


def test_a_move_keeps_what_has_been(admin, astrid, fyren):
    move(admin, astrid, fyren, on=TODAY - 7 * DAY)

    assert days(astrid) == [("Torget", LONG_AGO, TODAY - 8 * DAY), ("Hotell Fyren", TODAY - 7 * DAY, None)]
    assert Person.objects.get(pk=astrid.pk).unit == fyren
    assert logged("person_moved")["unit"] == ({"unit": astrid.unit_id}, {"unit": fyren.pk})


def test_moving_back_from_the_same_day_undoes_it(admin, astrid, torget, fyren):
    move(admin, astrid, fyren)
    move(admin, astrid, torget)

    assert days(astrid) == [("Torget", LONG_AGO, None)]
    assert Person.objects.get(pk=astrid.pk).unit == torget


def test_a_move_to_come_comes_true_on_its_day(admin, astrid, torget, fyren):
    move(admin, astrid, fyren, on=TODAY + DAY)
    assert Person.objects.get(pk=astrid.pk).unit == torget
    assert arrive(at=NOON) == 0

    assert arrive(at=NOON + DAY) == 1
    assert arrive(at=NOON + DAY) == 0
    assert Person.objects.get(pk=astrid.pk).unit == fyren


def test_a_move_before_a_later_one_is_refused_and_says_which(admin, astrid, torget, fyren, stationen):
    move(admin, astrid, fyren)

    with pytest.raises(CannotChange, match="Hotell Fyren") as refused:
        move(admin, astrid, stationen, on=TODAY - DAY)

    assert refused.value.about == "on"
    assert days(astrid)[-1] == ("Hotell Fyren", TODAY, None)


@pytest.mark.parametrize("on", [LONG_AGO - DAY, TODAY + 9 * DAY, TODAY + timedelta(days=500)])
def test_a_day_outside_the_employment_or_far_ahead_is_refused(admin, torget, fyren, on):
    ends_on = TODAY + timedelta(days=8 if on < TODAY + timedelta(days=100) else 900)
    siv = make_person("Siv Ek", torget, employed_to=ends_on)

    with pytest.raises(CannotChange):
        move(admin, siv, fyren, on=on)

    assert len(days(siv)) == 1


def test_nobody_moves_to_a_team_or_to_where_they_are(admin, astrid, torget):
    for unit in (make_team("Kassan", torget), torget):
        with pytest.raises(CannotChange) as refused:
            move(admin, astrid, unit)
        assert refused.value.about == "unit"

    assert not AdminAction.objects.exists()


def test_the_second_of_two_who_move_somebody_is_told(admin, astrid, fyren, stationen):
    seen = version(astrid)
    move(admin, astrid, fyren)

    for act in (lambda: move(admin, astrid, stationen, seen=seen), lambda: end(admin, astrid, seen=seen)):
        with pytest.raises(ChangedMeanwhile):
            act()

    assert Person.objects.get(pk=astrid.pk).unit == fyren


def test_the_first_team_stays_with_the_old_unit_and_others_go_along(admin, astrid, torget, fyren):
    kassan, fikat = make_team("Kassan", torget), make_team("Fikat", torget, astrid)
    TeamMembership.objects.create(person=astrid, team=kassan, from_on=LONG_AGO, is_first=True)

    move(admin, astrid, fyren)

    teams = {row.team: row.to_on for row in astrid.team_memberships.select_related("team")}
    assert teams == {kassan: TODAY - DAY, fikat: None}


def test_whose_last_day_has_passed_is_out_and_has_no_role_and_nothing_to_manage(admin, torget):
    siv = make_person("Siv Ek", torget, is_admin=True, is_moderator=True)
    UnitManager.objects.create(person=siv, unit=torget)
    make_team("Kassan", torget, siv)

    end(admin, siv)

    siv.refresh_from_db()
    assert (siv.employed_to, siv.is_ended) == (TODAY - DAY, True)
    assert not siv.is_admin
    assert not siv.is_moderator
    assert not siv.managed_units.exists()
    assert days(siv) == [("Torget", LONG_AGO, TODAY - DAY)]
    assert siv.team_memberships.get().to_on == TODAY - DAY
    assert logged("person_ended")["manages"] == ([{"unit": torget.pk}], [])
    assert logged("person_ended")["is_admin"] == (True, False)


def test_a_session_ends_at_the_next_request(client, admin, astrid):
    client.force_login(astrid)
    assert client.get("/mer").status_code == 200

    yesterday = timezone.localdate() - DAY
    end_employment(actor=admin, person=astrid, last_on=yesterday, seen=version(astrid), at=timezone.now())

    assert client.get("/mer").status_code == 302


def test_a_last_day_to_come_takes_nothing_yet(admin, torget, astrid):
    UnitManager.objects.create(person=astrid, unit=torget)

    end(admin, astrid, last_on=TODAY + DAY)

    astrid.refresh_from_db()
    assert not astrid.is_ended
    assert astrid.managed_units.exists()
    assert signed_in_person(astrid.pk, at=NOON)
    assert signed_in_person(astrid.pk, at=NOON + 2 * DAY) is None


def test_a_last_day_can_be_put_later(admin, astrid, torget):
    make_team("Kassan", torget, astrid)
    end(admin, astrid, last_on=TODAY + DAY)

    end(admin, astrid, last_on=TODAY + 5 * DAY)

    assert days(astrid) == [("Torget", LONG_AGO, TODAY + 5 * DAY)]
    assert astrid.team_memberships.get().to_on == TODAY + 5 * DAY


@pytest.mark.parametrize("last_on", [LONG_AGO - DAY, TODAY + timedelta(days=500)])
def test_a_last_day_before_the_first_or_far_ahead_is_refused(admin, astrid, last_on):
    with pytest.raises(CannotChange) as refused:
        end(admin, astrid, last_on=last_on)

    assert refused.value.about == "last_on"
    astrid.refresh_from_db()
    assert astrid.employed_to is None


def test_the_last_admin_does_not_leave(admin, maj):
    end(admin, maj)

    for last_on in (TODAY - DAY, TODAY + 5 * DAY):
        with pytest.raises(CannotChange):
            end(admin, admin, last_on=last_on)

    admin.refresh_from_db()
    assert admin.is_admin


def test_an_admin_who_leaves_earlier_is_no_admin_who_stays(admin, maj):
    end(admin, maj, last_on=TODAY + 3 * DAY)

    with pytest.raises(CannotChange):
        end(admin, admin, last_on=TODAY + 3 * DAY)

    assert end(admin, admin, last_on=TODAY + 2 * DAY).employed_to == TODAY + 2 * DAY


def test_reopened_at_once_it_is_as_if_nobody_had_left(admin, astrid, torget):
    make_team("Kassan", torget, astrid)
    end(admin, astrid, last_on=TODAY - 3 * DAY)

    reopen(admin, astrid, first_on=TODAY - 2 * DAY)

    astrid.refresh_from_db()
    assert (astrid.employed_from, astrid.employed_to, astrid.is_ended) == (LONG_AGO, None, False)
    assert days(astrid) == [("Torget", LONG_AGO, None)]
    assert astrid.team_memberships.get().to_on is None


def test_reopened_after_a_break_it_begins_anew_where_it_ended(admin, astrid):
    end(admin, astrid, last_on=TODAY - 30 * DAY)

    reopen(admin, astrid, first_on=TODAY)

    astrid.refresh_from_db()
    assert (astrid.employed_from, astrid.employed_to) == (TODAY, None)
    assert days(astrid) == [("Torget", LONG_AGO, TODAY - 30 * DAY), ("Torget", TODAY, None)]
    assert logged("person_reopened")["employed_from"] == ("2020-01-01", "2026-11-18")


def test_only_what_ends_is_reopened_and_not_far_ahead(admin, astrid):
    with pytest.raises(CannotChange):
        reopen(admin, astrid)
    end(admin, astrid)
    with pytest.raises(CannotChange):
        reopen(admin, astrid, first_on=TODAY + timedelta(days=500))

    astrid.refresh_from_db()
    assert astrid.is_ended


@pytest.mark.slow
def test_tallies_follow_moves_endings_and_reopenings(admin, astrid, bo, fyren):
    for number in (1, 9, 40):
        give(astrid, to=[bo], at=NOON - number * DAY)
    fold_tallies(at=NOON)

    for act in (
        lambda: move(admin, bo, fyren, on=TODAY - 20 * DAY),
        lambda: end(admin, astrid, last_on=TODAY - 30 * DAY),
        lambda: reopen(admin, astrid),
        lambda: move(admin, astrid, fyren, on=TODAY + 2 * DAY),
    ):
        act()
        assert check_tallies(at=NOON) == []
    arrive(at=NOON + 3 * DAY)
    fold_tallies(at=NOON + 3 * DAY)
    assert check_tallies(at=NOON + 3 * DAY) == []
