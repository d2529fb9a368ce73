"""Import units and people from what a personnel system exports: read, decide, then do all of it or nothing."""

from datetime import date, datetime

from django.db import connection, transaction

from cards.actions.belonging import resettled
from cards.actions.importing_apply import Tell, apply_plan, tell_nobody
from cards.actions.importing_log import log_import
from cards.actions.importing_plan import Files, Plan, plan_import, read_files
from cards.actions.importing_sheets import Source
from cards.models import Person
from cards.queries.importing import Known, own_heads, read_known

IMPORT_LOCK = 4_711_001  # Whoever imports holds this advisory lock; a second import waits, then compares anew.


@transaction.atomic(durable=True)
def import_people(
    *,
    units: Source | None,
    staff: Source | None,
    on: date,
    at: datetime,
    actor: Person | None = None,
    is_ending_missing: bool = False,
    is_dry_run: bool = False,
    tell: Tell = tell_nobody,
) -> Plan:
    """Do what the files say as of a day, and return what that was; without a units file the units stay as they are.

    With a rejection, or in a dry run, nothing is saved. `is_ending_missing` ends those who are gone from the staff
    file. Nobody as actor is whoever runs the command.
    """
    files = read_files(units, staff, own_heads())
    is_saving = not (is_dry_run or files.unit_sheet.rejections() or files.staff_sheet.rejections())
    plan, known = compare(files, on=on, is_ending_missing=is_ending_missing, is_locked=is_saving)
    if is_saving and not plan.rejected:
        carry_out(plan, known, actor=actor, on=on, at=at, tell=tell)
    return plan


def compare(files: Files, *, on: date, is_ending_missing: bool, is_locked: bool) -> tuple[Plan, Known]:
    """Return what the files would do to the organisation as it stands.

    Locked, inside the caller's transaction: nobody else imports, or changes units or people, until that ends.
    """
    if is_locked:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    known = read_known(codes=files.codes, root=files.root, is_locked=is_locked)
    return plan_import(files, known, on=on, is_ending_missing=is_ending_missing), known


def carry_out(plan: Plan, known: Known, *, actor: Person | None, on: date, at: datetime, tell: Tell) -> None:
    """Write a plan without rejections, and log it, inside the caller's transaction; what it compared must be locked."""
    with resettled():
        written = apply_plan(plan, known, tell)
    log_import(plan, known, written, actor=actor, on=on, at=at)
