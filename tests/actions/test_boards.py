"""Joining and leaving boards, and switching them."""

import pytest

from cards.actions.boards import choose_board, set_boards, switch_unit_board
from cards.models import GiversBoard, Organisation

pytestmark = pytest.mark.django_db


def test_one_leaves_and_returns_for_oneself_alone(astrid, bo):
    choose_board(person=astrid, is_on=False)
    astrid.refresh_from_db()
    bo.refresh_from_db()
    assert (astrid.is_on_board, bo.is_on_board) == (False, None)

    choose_board(person=astrid, is_on=True)
    astrid.refresh_from_db()
    assert astrid.is_on_board is True


def test_a_unit_is_switched_alone(torget, fyren):
    switch_unit_board(unit=torget, is_on=False)
    torget.refresh_from_db()
    fyren.refresh_from_db()

    assert (torget.has_givers_board, fyren.has_givers_board) == (False, True)


def test_the_organisation_has_both_switches(torget):
    set_boards(givers_board=GiversBoard.OPT_IN, has_receivers_board=True)

    assert Organisation.objects.values_list("givers_board", "has_receivers_board").get() == ("opt_in", True)
