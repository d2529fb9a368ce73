"""The role of web and worker: whole pages and jobs work in it, and the log refuses it everything but another line."""

import os
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from cards.actions.boards import set_boards, switch_unit_board
from cards.actions.database_role import CannotSecure, secure_database
from cards.actions.tallies import check_tallies, rebuild_tallies
from cards.models import AdminAction, GiversBoard, Person
from tests.factories import give
from tests.journeys.pages import addresses, set_stage

# Roles belong to the whole server: each run of the tests makes its own, which is gone when the transaction ends.
ROLE = f"web_{os.getpid()}"
WATCH = "ALTER TABLE cards_adminaction ENABLE ALWAYS TRIGGER admin_action_is_never_emptied"  # conftest.py disables it.


@pytest.fixture
def take_role(db):
    """Let this test's connection be what the web's is, until it ends."""

    def take():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # The owner's rows are checked while the owner is here.
            secure_database(role=ROLE)
            cursor.execute(f"SET LOCAL ROLE {ROLE}")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return take


def refused(statement, match):
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return True


ALTERING = [
    "UPDATE cards_adminaction SET actor_id = NULL",
    "DELETE FROM cards_adminaction",
    "TRUNCATE cards_adminvalue, cards_adminaction",
]


@pytest.mark.parametrize("statement", ALTERING)
def test_the_web_cannot_change_the_log(take_role, torget, maj, statement):
    take_role()
    switch_unit_board(unit=torget, is_on=False, actor=maj, at=timezone.now())

    assert refused(statement, "permission denied")
    assert AdminAction.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE cards_adminaction DISABLE TRIGGER admin_action_is_never_changed",
        "DROP TRIGGER admin_action_is_never_changed ON cards_adminaction",
        "CREATE OR REPLACE FUNCTION refuse_to_change_log() RETURNS trigger LANGUAGE sql AS ''",
        "DROP TABLE cards_person CASCADE",
        "TRUNCATE cards_heart",
        "CREATE TABLE mine (id int)",
        "UPDATE django_migrations SET name = ''",
        "SET session_replication_role = replica",
    ],
)
def test_the_web_owns_nothing(take_role, statement):
    take_role()

    assert refused(statement, "permission denied|must be owner")


@pytest.mark.parametrize("statement", ALTERING)
def test_the_owner_of_the_tables_cannot_change_the_log_either(torget, maj, statement):
    switch_unit_board(unit=torget, is_on=False, actor=maj, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(WATCH)

    assert refused(statement, "append-only")


def test_securing_twice_is_once_and_tables_that_come_later_are_the_webs_too(take_role):
    take_role()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        secure_database(role=ROLE)
        cursor.execute("CREATE TABLE later (id serial, name text)")
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        cursor.execute("INSERT INTO later (name) VALUES ('x') RETURNING id")
        assert cursor.fetchone() == (1,)
    assert refused("TRUNCATE later", "permission denied")


@pytest.mark.slow
def test_every_page_works_in_the_role(take_role, client):
    stage = set_stage()
    take_role()
    client.force_login(stage.person)

    for name, address in addresses(stage).items():
        assert client.get(address).status_code == (404 if name == "missing" else 200), name
    set_boards(givers_board=GiversBoard.OFF, has_receivers_board=False, actor=stage.person, at=timezone.now())


@pytest.mark.slow
def test_every_job_works_in_the_role(take_role, astrid, bo, tack):
    give(astrid, to=[bo], at=timezone.now() - timedelta(days=60))
    take_role()
    give(bo, to=[astrid])

    periodic = {task for (task, _id) in app.periodic_registry.periodic_tasks}
    assert periodic
    for name in periodic:
        app.tasks[name].func(timestamp=0)
    rebuild_tallies(at=timezone.now())
    assert check_tallies(at=timezone.now()) == []
    app.configure_task("fold").defer(timestamp=0)
    Person.objects.get_queryset().select_for_update().get(pk=astrid.pk)


@pytest.mark.parametrize("name", ["", "Web", 'x"; DROP ROLE y', "9a", "a" * 64])
def test_a_strange_name_is_refused(name):
    with pytest.raises(CannotSecure):
        secure_database(role=name)


def test_the_command_tells_how_to_use_the_role_and_why_it_is_refused(take_role, capsys):
    call_command("secure_database", role=ROLE)
    assert f"DATABASE_ROLE={ROLE}" in capsys.readouterr().out

    take_role()  # Who owns nothing can give nothing.
    with translation.override("en"), pytest.raises(CommandError, match="owns the tables"):
        call_command("secure_database", role=ROLE)
