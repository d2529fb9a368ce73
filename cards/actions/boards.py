"""Who is named on boards: each for themselves, a manager for the unit, an admin for the organisation."""

from django.db import transaction

from cards.models import GiversBoard, Organisation, Person, Unit


@transaction.atomic(durable=True)
def choose_board(*, person: Person, is_on: bool) -> None:
    """Join the boards of one's unit, or leave them; one's cards count for the unit either way."""
    Person.objects.get_queryset().filter(pk=person.pk).update(is_on_board=is_on)


@transaction.atomic(durable=True)
def switch_unit_board(*, unit: Unit, is_on: bool) -> None:
    """Let a unit name those who gave, or nobody."""
    Unit.objects.filter(pk=unit.pk).update(has_givers_board=is_on)


@transaction.atomic(durable=True)
def set_boards(*, givers_board: GiversBoard, has_receivers_board: bool) -> None:
    """Say for all units whether those who gave are named, and those who got cards."""
    Organisation.objects.update(givers_board=givers_board, has_receivers_board=has_receivers_board)
