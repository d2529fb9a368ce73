"""Retire card types and bring them back, put them in order, and delete those that nobody ever gave."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cards.actions.admin_log import log_action
from cards.actions.card_type_rules import namesake_of
from cards.actions.card_type_writing import hold_types, last_place
from cards.actions.card_types import lock_type
from cards.models import AdminVerb, CardType, Person
from cards.queries.card_counts import card_counts
from cards.queries.type_neighbours import holders, neighbours


class CannotChangeType(Exception):
    """A rule forbids it; the message is fit to show."""


@transaction.atomic(durable=True)
def retire_type(*, actor: Person, type_id: int, at: datetime) -> None:
    """Let nobody give a type any more; its cards stay as they are. Raises CannotChangeType for a draft."""
    hold_types()
    card_type, stored = lock_type(type_id)
    if stored.is_draft:
        raise CannotChangeType(_("This card is a draft: nobody gives it yet."))
    if stored.is_retired:
        return
    card_type.retired_at = at
    card_type.save(update_fields=["retired_at"])
    log_action(actor=actor, verb=AdminVerb.TYPE_RETIRED, subject=card_type, at=at)


@transaction.atomic(durable=True)
def restore_type(*, actor: Person, type_id: int, at: datetime) -> None:
    """Let a retired type be given again; it comes last. Raises CannotChangeType when its paper or name is another's."""
    hold_types()
    card_type, stored = lock_type(type_id)
    if not stored.is_retired:
        return
    others = neighbours(besides=type_id, language=get_language() or "sv")
    if holder := holders(others).get(stored.content.paper):
        text = _("%(type)s has the same paper. Retire that one first; paper and symbol stay with the cards given.")
        raise CannotChangeType(text % {"type": holder.name})
    if namesake_of(stored.content.name, others):
        text = _("There is another card called %(name)s. Give one of them another name first.")
        raise CannotChangeType(text % {"name": stored.content.name})
    card_type.retired_at, card_type.order = None, last_place()
    card_type.save(update_fields=["retired_at", "order"])
    log_action(actor=actor, verb=AdminVerb.TYPE_RESTORED, subject=card_type, at=at)


@transaction.atomic(durable=True)
def delete_type(*, actor: Person, type_id: int, at: datetime) -> None:
    """Delete a type that no card is of. Raises CannotChangeType, with how many there are, for another."""
    hold_types()
    card_type, stored = lock_type(type_id)
    if cards := card_counts()[type_id]:
        raise CannotChangeType(
            ngettext(
                "%(n)s card has been given, so it cannot be deleted. Retire it instead.",
                "%(n)s cards have been given, so it cannot be deleted. Retire it instead.",
                cards,
            )
            % {"n": cards}
        )
    changes = {name: (value, None) for name, value in stored.content.told().items() if value not in (None, [], {}, ())}
    log_action(actor=actor, verb=AdminVerb.TYPE_DELETED, subject=card_type, at=at, changes=changes)
    with connection.cursor() as cursor:
        # The database makes sure by itself that no card is of it: without an index, for this alone, it reads them all.
        cursor.execute("SET LOCAL statement_timeout = '60s'")
    card_type.delete()


@transaction.atomic(durable=True)
def move_type(*, actor: Person, type_id: int, is_up: bool, at: datetime) -> None:
    """Let a type change places with the one before it, or after it; the first and the last stay where they are."""
    hold_types()
    lock_type(type_id)
    before = list(CardType.objects.active().order_by("order", "pk"))
    after = list(before)
    place = next((place for place, one in enumerate(after) if one.pk == type_id), None)
    other = None if place is None else place - 1 if is_up else place + 1
    if place is None or other is None or not 0 <= other < len(after):
        return
    after[place], after[other] = after[other], after[place]
    for order, one in enumerate(after, start=1):
        one.order = order
    CardType.objects.bulk_update(after, ["order"])
    log_action(
        actor=actor, verb=AdminVerb.TYPES_ORDERED, at=at, subject=after[other], changes={"order": (before, after)}
    )
