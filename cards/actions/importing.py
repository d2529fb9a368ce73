"""Import units and people from what a personnel system exports: read, decide, then do all of it or nothing."""

from datetime import date

from django.db import connection, transaction

from cards.actions.belonging import resettled
from cards.actions.importing_apply import Tell, apply_plan, tell_nobody
from cards.actions.importing_plan import Plan, plan_import, read_files
from cards.actions.importing_sheets import Source
from cards.queries.importing import read_known

IMPORT_LOCK = 4_711_001  # Whoever imports holds this advisory lock; a second import waits, then compares anew.


@transaction.atomic(durable=True)
def import_people(
    *,
    units: Source,
    staff: Source,
    on: date,
    is_ending_missing: bool = False,
    is_dry_run: bool = False,
    tell: Tell = tell_nobody,
) -> Plan:
    """Do what the two files say as of a day, and return what that was.

    With a rejection, or in a dry run, nothing is saved. `is_ending_missing` ends those who are gone from the file.
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
    return plan
