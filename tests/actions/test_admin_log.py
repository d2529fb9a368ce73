"""What the log of admin actions keeps."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from cards.actions.admin_log import Entry, as_json, log_action, log_actions
from cards.actions.goals import end_goal, set_goal
from cards.models import AdminAction, AdminValue, AdminVerb, GiversBoard, GoalKind
from tests.factories import make_person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 10, tzinfo=UTC)


def values():
    return list(AdminValue.objects.order_by("pk").values_list("field", "before", "after", "person"))


def test_the_action_holds_ids_and_names_of_fields_and_the_values_stand_beside_it(admin, astrid):
    action = log_action(
        actor=admin,
        verb=AdminVerb.PERSON_CHANGED,
        subject=astrid,
        at=NOON,
        changes={"title": ("Kassör", "Kökschef"), "employed_to": (None, date(2026, 12, 31))},
        reason="Hon bad om det.",
    )

    assert AdminAction.objects.values_list("at", "actor", "verb", "subject_kind", "subject_id", "fields").get() == (
        NOON, admin.pk, "person_changed", "person", astrid.pk, ["title", "employed_to", "reason"],
    )  # fmt: skip
    assert action == AdminAction.objects.get()
    assert values() == [
        ("title", "Kassör", "Kökschef", astrid.pk),
        ("employed_to", None, "2026-12-31", astrid.pk),
        ("reason", None, "Hon bad om det.", astrid.pk),
    ]


def test_what_changes_nothing_is_left_out(admin, torget):
    log_action(
        actor=admin,
        verb=AdminVerb.UNIT_CHANGED,
        subject=torget,
        at=NOON,
        changes={"name": ("Torget", "Nya Torget"), "place": ("Vik", "Vik")},
    )

    assert AdminAction.objects.get().fields == ["name"]
    assert values() == [("name", "Torget", "Nya Torget", None)]


def test_where_nothing_changed_nothing_is_logged(admin, torget):
    assert log_action(actor=admin, verb=AdminVerb.UNIT_CHANGED, subject=torget, at=NOON, changes={"a": (1, 1)}) is None

    assert not AdminAction.objects.exists()


def test_what_has_no_values_is_logged_and_the_app_itself_is_nobody():
    log_action(actor=None, verb=AdminVerb.RETENTION_RUN, at=NOON)

    action = AdminAction.objects.get()
    assert (action.actor, action.subject_kind, action.subject_id, action.fields) == (None, "", None, [])


def test_many_are_logged_in_two_statements(admin, torget, django_assert_num_queries):
    people = [make_person(f"Bo Nr {number}", torget) for number in range(5)]
    entries = [Entry(AdminVerb.PERSON_CHANGED, one, {"title": ("", f"Nummer {one.pk}")}) for one in people]

    with django_assert_num_queries(2):
        actions = log_actions(actor=admin, at=NOON, entries=entries)

    assert [action.subject_id for action in actions] == [one.pk for one in people]
    assert values() == [("title", "", f"Nummer {one.pk}", one.pk) for one in people]


def test_a_row_is_kept_by_its_key_alone(astrid, torget):
    assert as_json({"units": [torget], "manager": astrid}) == {
        "units": [{"unit": torget.pk}],
        "manager": {"person": astrid.pk},
    }


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (GiversBoard.OPT_IN, "opt_in"),
        (NOON, "2026-11-22T10:00:00+00:00"),
        (Decimal("1.50"), "1.50"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({"fi", "en"}, ["en", "fi"]),
        ((True, None, 1), [True, None, 1]),
    ],
)
def test_values_become_json(value, kept):
    assert as_json(value) == kept


def test_what_cannot_be_kept_is_refused():
    with pytest.raises(TypeError, match="object"):
        as_json(object())


def test_the_log_says_who_set_a_goal_and_what_was_before(torget, maj):
    for target, month in ((200, date(2026, 11, 1)), (300, date(2026, 12, 1))):
        set_goal(unit=torget, set_by=maj, kind=GoalKind.ENCOUNTERS, target=target, from_month=month, at=NOON)
    end_goal(unit=torget, set_by=maj, at=NOON)

    actions = list(AdminAction.objects.order_by("pk").values_list("verb", "actor", "subject_id"))
    assert actions == [(verb, maj.pk, torget.pk) for verb in ("goal_set", "goal_set", "goal_ended")]
    targets = AdminValue.objects.filter(field="target").order_by("pk").values_list("before", "after")
    assert list(targets) == [(None, 200), (200, 300), (200, None)]
