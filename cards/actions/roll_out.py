"""Open units one by one, to their managers first or to all, and close them again."""

from datetime import datetime

from django.db import transaction

from cards.actions.admin_log import Entry, log_actions
from cards.actions.changing import check_seen
from cards.actions.people import local_day_of
from cards.actions.units import lock_tree
from cards.models import AdminVerb, Person, Stage, Unit
from cards.queries.unit_tree import unit_tree


@transaction.atomic(durable=True)
def set_stage(
    *, actor: Person, unit: Unit, stage: Stage, is_for_all_below: bool, seen: str, at: datetime
) -> list[Unit]:
    """Let a unit, or it and every unit below it, be closed, open to managers, or open; return those that changed.

    Whoever is no longer let in is out at the next request; admins always are let in. Raises ChangedMeanwhile when a
    stage is another than the form showed.
    """
    lock_tree(unit.pk)
    branch = unit_tree(on=local_day_of(at), language="sv").by_id[unit.pk]
    check_seen(seen, branch.stages_version)
    chosen = branch.with_units_below if is_for_all_below else [branch]
    changed = list(Unit.objects.filter(pk__in=[one.pk for one in chosen]).exclude(stage=stage).order_by("pk"))
    entries = [Entry(AdminVerb.STAGE_CHANGED, one, {"stage": (Stage(one.stage), stage)}) for one in changed]
    Unit.objects.filter(pk__in=[one.pk for one in changed]).update(stage=stage)
    log_actions(actor=actor, at=at, entries=entries)
    return changed
