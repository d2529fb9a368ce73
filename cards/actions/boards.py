"""Who is named on boards: each for themselves, a manager for the unit, an admin for the organisation."""

from datetime import datetime

from django.db import transaction

from cards.actions.admin_log import log_action
from cards.models import AdminVerb, GiversBoard, Organisation, Person, Unit


@transaction.atomic(durable=True)
def choose_board(*, person: Person, is_on: bool) -> None:
    """Join the boards of one's unit, or leave them; one's cards count for the unit either way."""
    Person.objects.get_queryset().filter(pk=person.pk).update(is_on_board=is_on)


@transaction.atomic(durable=True)
def switch_unit_board(*, unit: Unit, is_on: bool, actor: Person, at: datetime) -> None:
    """Let a unit name those who gave, or nobody."""
    was_on = Unit.objects.select_for_update().values_list("has_givers_board", flat=True).get(pk=unit.pk)
    Unit.objects.filter(pk=unit.pk).update(has_givers_board=is_on)
    changes = {"has_givers_board": (was_on, is_on)}
    log_action(actor=actor, verb=AdminVerb.UNIT_BOARD_SWITCHED, subject=unit, at=at, changes=changes)


@transaction.atomic(durable=True)
def set_boards(*, givers_board: GiversBoard, has_receivers_board: bool, actor: Person, at: datetime) -> None:
    """Say for all units whether those who gave are named, and those who got cards."""
    before = Organisation.objects.select_for_update().get()
    Organisation.objects.update(givers_board=givers_board, has_receivers_board=has_receivers_board)
    changes = {
        "givers_board": (before.givers_board, givers_board),
        "has_receivers_board": (before.has_receivers_board, has_receivers_board),
    }
    log_action(actor=actor, verb=AdminVerb.BOARDS_CHANGED, subject=before, at=at, changes=changes)
