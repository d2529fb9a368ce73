"""The two jobs of an import in the browser: compare the files with the organisation, and apply what was seen."""

import json
import time
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone, translation

from cards.actions.importing import carry_out, compare
from cards.actions.importing_plan import Files, Plan, read_files
from cards.actions.importing_preview import Preview, digest_of, preview_plan
from cards.actions.importing_sheets import Source
from cards.actions.importing_warnings import warnings_of
from cards.lib.days import local_day
from cards.models import (
    ImportDraft,
    ImportFile,
    ImportFileKind,
    ImportLine,
    ImportRejection,
    ImportState,
    ImportTrouble,
)
from cards.queries.importing import Known
from cards.queries.organisation import time_zone_of_organisation
from cards.sql import statement

BATCH = 1000
BETWEEN = 0.2  # Seconds, at least, from one word of how far it is to the next.


class Teller:
    """Write how far a job has come, where the page sees it: on a connection of its own, for the job's is in a
    transaction until all is done. Not to be called once that has written to the import itself.
    """

    def __init__(self, draft_id: UUID) -> None:
        self.draft_id = draft_id
        self.percent = 0
        self.told = 0.0

    def __enter__(self) -> Self:
        self.connection = connection.copy()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def between(self, first: int, last: int) -> Callable[[int, int], None]:
        """Return what tells of a part of the work, from one per cent to another."""
        return lambda done, total: self(first + (last - first) * done // max(total, 1))

    def __call__(self, percent: int) -> None:
        if percent == self.percent or time.monotonic() - self.told < BETWEEN:
            return
        self.percent, self.told = percent, time.monotonic()
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE cards_importdraft SET percent = %s, told_at = %s WHERE id = %s",
                [percent, timezone.now(), self.draft_id],
            )


def read_draft(*, draft_id: UUID, at: datetime) -> None:
    """Compare the files of an import with the organisation, and store what they would change.

    An import that is gone, or is not to be read any more, is left alone.
    """
    draft = ImportDraft.objects.select_related("admin").filter(pk=draft_id, state=ImportState.READING).first()
    if draft is None:
        return
    with Teller(draft_id) as tell, translation.override(draft.admin.language):
        files = files_of(draft)
        tell(35)
        on = local_day(at, time_zone_of_organisation())
        plan, known = compare(files, on=on, is_ending_missing=draft.is_ending_missing, is_locked=False)
        tell(65)
        preview = preview_plan(plan, files, known, on=on, language=draft.admin.language)
        tell(80)
        store_preview(draft, plan, preview, files, known)


def apply_draft(*, draft_id: UUID, at: datetime) -> None:
    """Do what somebody has seen that an import does, in one transaction; the files go with it.

    When the organisation has changed since then so that it would do something else, nothing is done, and what it would
    do now is stored to be seen. An import that is gone, or applied, is left alone.
    """
    draft = ImportDraft.objects.select_related("admin").filter(pk=draft_id, state=ImportState.APPLYING).first()
    if draft is None:
        return
    with Teller(draft_id) as tell, translation.override(draft.admin.language):
        files = files_of(draft)
        tell(10)
        apply_files(draft, files, at=at, tell=tell)


@transaction.atomic(durable=True)
def apply_files(draft: ImportDraft, files: Files, *, at: datetime, tell: Teller) -> None:
    """Apply the files of an import, or show what they would do where that is something else than was seen."""
    on = local_day(at, time_zone_of_organisation())
    plan, known = compare(files, on=on, is_ending_missing=draft.is_ending_missing, is_locked=True)
    tell(20)
    if plan.rejected or digest_of(plan) != draft.plan_digest:
        preview = preview_plan(plan, files, known, on=on, language=draft.admin.language)
        store_preview(draft, plan, preview, files, known, trouble=ImportTrouble.CHANGED)
        return
    carry_out(plan, known, actor=draft.admin, on=on, at=at, tell=tell.between(20, 90))
    forget(draft)
    done = ImportDraft.objects.filter(pk=draft.pk, state=ImportState.APPLYING)
    if not done.update(state=ImportState.APPLIED, applied_at=at, warnings=[], percent=100):
        raise LookupError("The import was discarded while it was applied: nothing of it is done.")


def files_of(draft: ImportDraft) -> Files:
    """Read the files of an import, with the columns that somebody has named."""
    sources: dict[str, Source] = {}
    for file in draft.files.all():
        columns = tuple(file.columns) if file.columns is not None else None
        sources[file.kind] = Source(file.name, bytes(file.data), columns=columns)
    return read_files(sources.get(ImportFileKind.UNITS), sources.get(ImportFileKind.STAFF))


@transaction.atomic
def store_preview(
    draft: ImportDraft, plan: Plan, preview: Preview, files: Files, known: Known, *, trouble: str = ""
) -> None:
    """Store what a plan would do, unless the import has been discarded meanwhile."""
    held = ImportDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None:
        return
    forget(held, is_keeping_files=True)
    lines = [
        {
            "kind": kind,
            "order": order,
            "name": line.name,
            "number": line.number,
            "unit": line.unit,
            "changes": [[change.field, change.before, change.after] for change in line.changes],
        }
        for kind, of_kind in preview.lines.items()
        for order, line in enumerate(of_kind, start=1)
    ]
    with connection.cursor() as cursor:  # As models these took longer than all the rest.
        cursor.execute(statement("store_import_lines"), {"draft": held.pk, "lines": json.dumps(lines)})
    ImportRejection.objects.bulk_create(
        (
            ImportRejection(
                draft=held, order=order, file=found.file, line=found.line, column=found.column, reason=found.reason
            )
            for order, found in enumerate(plan.rejected, start=1)
        ),
        batch_size=BATCH,
    )
    warned = warnings_of(plan, files, known, admin=held.admin_id)
    held.state, held.trouble, held.plan_digest, held.percent = ImportState.READY, trouble, preview.digest, 100
    held.counts = {**preview.counts, "rejected": len(plan.rejected)}
    held.warnings = [{"about": each.about, "count": each.count, "of": each.of} for each in warned]
    held.save()


def forget(draft: ImportDraft, *, is_keeping_files: bool = False) -> None:
    """Delete what an import holds about people, inside the caller's transaction."""
    ImportLine.objects.filter(draft=draft).delete()
    ImportRejection.objects.filter(draft=draft).delete()
    if not is_keeping_files:
        ImportFile.objects.filter(draft=draft).delete()
