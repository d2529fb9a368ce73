"""Joining and leaving boards, and switching them."""

from datetime import UTC, datetime

import pytest

from cards.actions.boards import choose_board, set_boards, switch_unit_board
from cards.models import AdminAction, AdminValue, GiversBoard, Organisation

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)


def test_one_leaves_and_returns_for_oneself_alone(astrid, bo):
    choose_board(person=astrid, is_on=False)
    astrid.refresh_from_db()
    bo.refresh_from_db()
    assert (astrid.is_on_board, bo.is_on_board) == (False, None)

    choose_board(person=astrid, is_on=True)
    astrid.refresh_from_db()
    assert astrid.is_on_board is True


def test_a_unit_is_switched_alone(torget, fyren, maj):
    switch_unit_board(unit=torget, is_on=False, actor=maj, at=NOON)
    torget.refresh_from_db()
    fyren.refresh_from_db()

    assert (torget.has_givers_board, fyren.has_givers_board) == (False, True)
    assert logged() == [("unit_board_switched", "unit", torget.pk, "has_givers_board", True, False)]


def test_the_organisation_has_both_switches_and_the_log_says_who_turned_them(admin):
    set_boards(givers_board=GiversBoard.OPT_IN, has_receivers_board=True, actor=admin, at=NOON)

    assert Organisation.objects.values_list("givers_board", "has_receivers_board").get() == ("opt_in", True)
    assert logged() == [
        ("boards_changed", "organisation", 1, "givers_board", "on", "opt_in"),
        ("boards_changed", "organisation", 1, "has_receivers_board", False, True),
    ]
    assert AdminAction.objects.get().actor == admin


def logged():
    fields = ("action__verb", "action__subject_kind", "action__subject_id", "field", "before", "after")
    return list(AdminValue.objects.order_by("pk").values_list(*fields))
