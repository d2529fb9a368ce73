"""Import units and people from what a personnel system exports: read, decide, then do all of it or nothing."""

from datetime import date, datetime

from django.db import connection, transaction

from cards.actions.admin_log import log_action
from cards.actions.belonging import resettled
from cards.actions.importing_apply import Tell, apply_plan, tell_nobody
from cards.actions.importing_plan import Outcome, Plan, plan_import, read_files
from cards.actions.importing_sheets import Source
from cards.models import AdminVerb, Person
from cards.queries.importing import read_known

IMPORT_LOCK = 4_711_001  # Whoever imports holds this advisory lock; a second import waits, then compares anew.


@transaction.atomic(durable=True)
def import_people(
    *,
    units: Source,
    staff: Source,
    on: date,
    at: datetime,
    actor: Person | None = None,
    is_ending_missing: bool = False,
    is_dry_run: bool = False,
    tell: Tell = tell_nobody,
) -> Plan:
    """Do what the two files say as of a day, and return what that was.

    With a rejection, or in a dry run, nothing is saved. `is_ending_missing` ends those who are gone from the file.
    Nobody as actor is whoever runs the command.
    """
    files = read_files(units, staff)
    is_saving = not (is_dry_run or files.unit_sheet.rejections() or files.staff_sheet.rejections())
    if is_saving:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    known = read_known(codes=files.codes, root=files.root, is_locked=is_saving)
    plan = plan_import(files, known, on=on, is_ending_missing=is_ending_missing)
    if is_saving and not plan.rejected:
        with resettled():
            apply_plan(plan, known, tell)
        log_action(actor=actor, verb=AdminVerb.IMPORT_APPLIED, at=at, changes=counted(plan))
    return plan


def counted(plan: Plan) -> dict[str, tuple[int, int]]:
    """Return how much an import has changed, as the log has it."""
    counts = {
        "units_created": sum(map(len, plan.units.created)),
        "units_changed": len(plan.units.changed),
        "teams_created": len(plan.teams),
        "people_created": plan.count(Outcome.CREATED),
        "people_changed": plan.count(Outcome.UPDATED),
        "people_ended": plan.count(Outcome.ENDED),
    }
    return {name: (0, count) for name, count in counts.items()}
