"""The log of admin actions only grows, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cards.models import AdminAction, AdminVerb

TRUNCATE = "TRUNCATE cards_adminvalue, cards_adminaction"
# Tests that commit empty every table after them, so that conftest.py has switched this trigger off.
WATCH = (
    "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE cards_adminaction ENABLE ALWAYS TRIGGER admin_action_is_never_emptied"
)


@pytest.fixture
def logged(maj):
    action = AdminAction.objects.create(at=timezone.now(), actor=maj, verb=AdminVerb.BOARDS_CHANGED)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # Else rows of this transaction stand in the way.
        cursor.execute(WATCH)
    return action


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cards_adminaction SET actor_id = NULL",
        "DELETE FROM cards_adminaction",
        pytest.param(TRUNCATE, id="truncate"),
        pytest.param("SET LOCAL session_replication_role = replica; DELETE FROM cards_adminaction", id="replaying"),
    ],
)
def test_the_log_refuses_even_its_owner(logged, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AdminAction.objects.get().actor_id == logged.actor_id
