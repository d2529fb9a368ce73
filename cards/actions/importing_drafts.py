"""An import on its way through the browser: take the files, learn what their columns are, let a job do the rest.

Nothing here changes the organisation; what does is in importing_jobs.py, and runs beside the web: thousands of rows
would keep a web process from answering others, and one statement of theirs may take longer than the web allows.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from cards.actions.importing_glance import Glance
from cards.lib.column_heads import STAFF_HEADS, UNIT_HEADS, Accepted, fold_head, guess_columns
from cards.models import HeadMeaning, ImportDraft, ImportFile, ImportFileKind, ImportState, Person

MOST_DRAFTS = 5  # Of one admin at a time.
KEPT = timedelta(days=1)
UNDER_WAY = (ImportState.READING, ImportState.APPLYING)
HEADS: Mapping[str, Accepted] = {ImportFileKind.UNITS: UNIT_HEADS, ImportFileKind.STAFF: STAFF_HEADS}
LONGEST_HEAD = 200


class CannotImport(Exception):
    """The import is not where this can be done; the message is fit to show."""


class PlanHasChanged(CannotImport):
    """What was to be applied is no longer what would be."""


@transaction.atomic(durable=True)
def keep_files(
    *,
    admin: Person,
    files: Mapping[ImportFileKind, Glance],
    is_ending_missing: bool,
    at: datetime,
    draft_id: UUID | None = None,
) -> ImportDraft:
    """Store uploaded files, as a new import or in place of those an import has; return the import.

    Raises CannotImport when there are too many imports already.
    """
    unfinished = ImportDraft.objects.select_for_update().filter(admin=admin, state=ImportState.COLUMNS)
    draft = unfinished.filter(pk=draft_id).first() if draft_id else None
    if draft is None:
        open_ones = ImportDraft.objects.filter(admin=admin).exclude(state=ImportState.APPLIED)
        if open_ones.count() >= MOST_DRAFTS:
            raise CannotImport(_("You have several imports under way. Finish or discard one of them first."))
        draft = ImportDraft(admin=admin, at=at)
    draft.is_ending_missing = is_ending_missing
    draft.save()
    ImportFile.objects.filter(draft=draft, kind__in=files).delete()
    ImportFile.objects.bulk_create(
        ImportFile(draft=draft, kind=kind, name=file.name, data=file.data, rows=file.rows, heads=list(file.heads))
        for kind, file in files.items()
    )
    return draft


@transaction.atomic(durable=True)
def name_columns(
    *,
    admin: Person,
    draft_id: UUID,
    columns: Mapping[ImportFileKind, Sequence[str]],
    is_ending_missing: bool,
    at: datetime,
) -> None:
    """Say what the columns of the files are, remember it for the next time, and let a job compare the files.

    Raises CannotImport while a job works on the import.
    """
    draft = idle_draft(admin, draft_id)
    for file in draft.files.defer("data"):
        if file.kind in columns:
            file.columns = list(columns[ImportFileKind(file.kind)])
            file.save(update_fields=["columns"])
            remember_heads(file)
    draft.is_ending_missing = is_ending_missing
    begin(draft, ImportState.READING, at=at)


@transaction.atomic(durable=True)
def compare_again(*, admin: Person, draft_id: UUID, at: datetime) -> None:
    """Let a job compare the files anew: after one that came to nothing, or because time has passed.

    Raises CannotImport while a job works on the import.
    """
    draft = idle_draft(admin, draft_id)
    if draft.state == ImportState.COLUMNS:
        raise CannotImport(_("First say what the columns are."))
    begin(draft, ImportState.READING, at=at)


@transaction.atomic(durable=True)
def ask_to_apply(*, admin: Person, draft_id: UUID, digest: str, ticked: Sequence[str], at: datetime) -> None:
    """Let a job apply what was seen; asked for twice it is done once.

    Raises PlanHasChanged when the digest is of another plan than the import holds, CannotImport when rows are rejected,
    or when something unusual is not ticked.
    """
    draft = locked_draft(admin, draft_id)
    if draft.state in (ImportState.APPLYING, ImportState.APPLIED):
        return
    if draft.state != ImportState.READY or draft.plan_digest != digest:
        raise PlanHasChanged(_("What would change is no longer what you saw. Look it through once more."))
    if draft.counts["rejected"]:
        raise CannotImport(_("Rows that cannot be used have to be corrected first."))
    if {warned["about"] for warned in draft.warnings}.difference(ticked):
        raise CannotImport(_("Tick what is unusual, once you have looked at it."))
    begin(draft, ImportState.APPLYING, at=at)


@transaction.atomic(durable=True)
def discard_draft(*, admin: Person, draft_id: UUID) -> None:
    """Throw an import away, its files with it. Raises CannotImport while it is being applied."""
    draft = locked_draft(admin, draft_id)
    if draft.state == ImportState.APPLYING and is_alive(draft):
        raise CannotImport(_("The import is being applied, and cannot be stopped."))
    draft.delete()


@transaction.atomic(durable=True)
def drop_old_drafts(*, at: datetime) -> int:
    """Delete the imports that were begun more than a day ago; return how many."""
    old = ImportDraft.objects.filter(at__lt=at - KEPT)
    count = old.count()
    old.delete()
    return count


def locked_draft(admin: Person, draft_id: UUID) -> ImportDraft:
    """Return an import that nobody else touches until the transaction ends. Raises CannotImport when it is gone."""
    draft = ImportDraft.objects.select_for_update().filter(pk=draft_id, admin=admin).first()
    if draft is None:
        raise CannotImport(_("This import has been discarded."))
    return draft


def idle_draft(admin: Person, draft_id: UUID) -> ImportDraft:
    """Return a locked import that no job works on. Raises CannotImport while one does, and when it is applied."""
    draft = locked_draft(admin, draft_id)
    if draft.state == ImportState.APPLIED:
        raise CannotImport(_("This import is done."))
    if draft.state in UNDER_WAY and is_alive(draft):
        raise CannotImport(_("The import is being worked on. Wait until that is done."))
    return draft


def is_alive(draft: ImportDraft) -> bool:
    """Tell whether the job of an import waits or works."""
    return ProcrastinateJob.objects.filter(pk=draft.job, status__in=("todo", "doing")).exists()


def begin(draft: ImportDraft, state: ImportState, *, at: datetime) -> None:
    """Let a job read or apply an import, inside the caller's transaction."""
    name = "apply_import" if state == ImportState.APPLYING else "read_import"
    # The lock: a job that is taken up again and a new one of the same import never run at once.
    job = app.configure_task(name, lock=f"import {draft.pk}").defer(draft=str(draft.pk))
    draft.state, draft.trouble, draft.job, draft.percent, draft.told_at = state, "", job, 0, at
    draft.save()


def remember_heads(file: ImportFile) -> None:
    """Remember the heads that mean another column than the table of heads says, inside the caller's transaction."""
    heads = [fold_head(column["head"]) for column in file.heads]
    meanings = zip(heads, file.columns or [], guess_columns(heads, HEADS[file.kind]), strict=True)
    once = [meaning for meaning in meanings if heads.count(meaning[0]) == 1 and 0 < len(meaning[0]) <= LONGEST_HEAD]
    HeadMeaning.objects.filter(kind=file.kind, head__in=[head for head, _column, _usual in once]).delete()
    HeadMeaning.objects.bulk_create(
        HeadMeaning(kind=file.kind, head=head, column=column) for head, column, usual in once if column != usual
    )
