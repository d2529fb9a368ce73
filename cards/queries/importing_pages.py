"""An import on its way through the browser, as its pages show it; each admin finds their own alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from cards.lib.tables import read_table
from cards.models import (
    ImportDraft,
    ImportFile,
    ImportFileKind,
    ImportLine,
    ImportLineKind,
    ImportRejection,
    ImportState,
    Person,
    Unit,
)

FEW = 10  # Lines of each list on the page that shows them all.
A_PAGE = 100
HEARTBEAT = timedelta(seconds=30)  # A worker tells every ten that it lives.
QUIET = timedelta(seconds=20)  # A job that has told nothing for so long may have died.
REJECTED = "rejected"
LISTS = (
    ImportLineKind.CREATED,
    ImportLineKind.RETURNED,
    ImportLineKind.MOVED,
    ImportLineKind.UPDATED,
    ImportLineKind.ENDED,
    ImportLineKind.MANAGING,
    ImportLineKind.PROTECTION,
    ImportLineKind.UNIT_CREATED,
    ImportLineKind.UNIT_CHANGED,
    ImportLineKind.TEAM_CREATED,
)
OF_UNITS = LISTS[-3:]
BESIDES = (ImportLineKind.MANAGING, ImportLineKind.PROTECTION)  # Their people stand in another list, too.


@dataclass(frozen=True)
class DraftPage:
    """An import, and how its job is doing."""

    draft_id: UUID
    state: ImportState
    trouble: str
    at: datetime
    applied_at: datetime | None
    percent: int
    digest: str
    is_ending_missing: bool
    counts: Mapping[str, int]
    warnings: Sequence[Mapping[str, object]]
    files: Sequence[str]  # Their names.
    is_dead: bool  # The job came to nothing.
    is_waiting: bool  # There is nobody to do the job.
    is_quiet: bool  # The job has told nothing for some time.

    @property
    def is_under_way(self) -> bool:
        """Tell whether a job is to do something with it."""
        return self.state in (ImportState.READING, ImportState.APPLYING)

    @property
    def is_applying(self) -> bool:
        """Tell whether that is to apply it."""
        return self.state == ImportState.APPLYING

    @property
    def changes(self) -> int:
        """How many people, units and teams it changes."""
        return sum(self.counts.get(kind, 0) for kind in LISTS if kind not in BESIDES)

    @property
    def rejected(self) -> int:
        """How many rows cannot be used."""
        return self.counts.get(REJECTED, 0)

    @property
    def word(self) -> str:
        """Return what differs when the page of a job has something new to tell."""
        return f"{self.percent}{'d' * self.is_dead}{'w' * self.is_waiting}{'q' * self.is_quiet}"


@dataclass(frozen=True)
class FilePage:
    """A file of an import: its columns' heads, with samples, and what somebody has said they are."""

    kind: ImportFileKind
    name: str
    rows: int
    heads: Sequence[Mapping[str, object]]
    columns: Sequence[str] | None


@dataclass(frozen=True)
class ShownChange:
    """A field, and what it was and will be; of what is new it was nothing."""

    field: str
    before: object
    after: object
    is_new: bool


@dataclass(frozen=True)
class ShownLine:
    """What becomes of somebody or something."""

    order: int
    name: str
    number: str
    unit: str
    changes: Sequence[ShownChange]


@dataclass(frozen=True)
class ShownRejection:
    """A row that cannot be used."""

    order: int
    file: str
    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class ShownList:
    """A list of a preview, or the beginning of one; `more` is the order after which it goes on."""

    kind: str
    count: int
    lines: Sequence[ShownLine] = ()
    rejections: Sequence[ShownRejection] = ()
    more: int | None = None

    @property
    def is_of_units(self) -> bool:
        """Tell whether it is of units and teams, not of people."""
        return self.kind in OF_UNITS


@dataclass(frozen=True)
class RejectedRows:
    """The rows of a file that cannot be used: each its line, the column, the reason and its cells."""

    file: str
    heads: Sequence[str]
    rows: Sequence[tuple[int, str, str, Sequence[str]]]


def draft_page(admin: Person, draft_id: UUID, *, at: datetime) -> DraftPage | None:
    """Return an import of somebody's own, in one query; None when it is another's, or gone."""
    return next(iter(drafts_of(admin, at=at, draft_id=draft_id)), None)


def drafts_of(admin: Person, *, at: datetime, draft_id: UUID | None = None) -> list[DraftPage]:
    """Return somebody's imports, newest first, in one query."""
    found = ImportDraft.objects.filter(admin=admin)
    if draft_id:
        found = found.filter(pk=draft_id)
    names = ImportFile.objects.filter(draft=OuterRef("pk"))
    rows = found.annotate(
        job_status=Subquery(ProcrastinateJob.objects.filter(pk=OuterRef("job")).values("status")),
        has_worker=Exists(ProcrastinateWorker.objects.filter(last_heartbeat__gte=at - HEARTBEAT)),
        staff_name=Subquery(names.filter(kind=ImportFileKind.STAFF).values("name")),
        units_name=Subquery(names.filter(kind=ImportFileKind.UNITS).values("name")),
    )
    return [page_of(row, at) for row in rows.order_by("-at", "pk")]


def page_of(row: ImportDraft, at: datetime) -> DraftPage:
    """Return a row as a page shows it."""
    job_status: str | None = row.job_status  # type: ignore[attr-defined]
    has_worker: bool = row.has_worker  # type: ignore[attr-defined]
    is_under_way = row.state in (ImportState.READING, ImportState.APPLYING)
    names: tuple[str | None, ...] = (row.staff_name, row.units_name)  # type: ignore[attr-defined]
    return DraftPage(
        draft_id=row.pk,
        state=ImportState(row.state),
        trouble=row.trouble,
        at=row.at,
        applied_at=row.applied_at,
        percent=row.percent,
        digest=row.plan_digest,
        is_ending_missing=row.is_ending_missing,
        counts=row.counts,
        warnings=row.warnings,
        files=[name for name in names if name],
        is_dead=is_under_way and job_status not in ("todo", "doing"),
        is_waiting=is_under_way and job_status == "todo" and not has_worker,
        is_quiet=job_status == "doing" and row.told_at is not None and row.told_at < at - QUIET,
    )


def files_of_draft(draft_id: UUID) -> list[FilePage]:
    """Return the files of an import, the staff first, without their bytes."""
    files = ImportFile.objects.filter(draft=draft_id).defer("data").order_by("kind")
    return [FilePage(ImportFileKind(each.kind), each.name, each.rows, each.heads, each.columns) for each in files]


def beginnings(draft: DraftPage) -> list[ShownList]:
    """Return the beginning of each list that has lines, what is wrong first, in two queries."""
    rank = Window(RowNumber(), partition_by=F("kind"), order_by="order")
    rows = ImportLine.objects.filter(draft=draft.draft_id).annotate(rank=rank).filter(rank__lte=FEW)
    lines: dict[str, list[ShownLine]] = {kind.value: [] for kind in LISTS}
    for row in rows.order_by("kind", "order"):
        lines[row.kind].append(line_of(row))
    lists = [
        ShownList(kind, draft.counts.get(kind, 0), lines=of_kind, more=FEW if draft.counts.get(kind, 0) > FEW else None)
        for kind, of_kind in lines.items()
        if of_kind
    ]
    if draft.rejected:
        lists.insert(0, rejections_of(draft, after=0, most=FEW))
    return lists


def whole_list(draft: DraftPage, kind: str, *, after: int) -> ShownList:
    """Return a page of one list, beginning after an order, in one query."""
    if kind == REJECTED:
        return rejections_of(draft, after=after, most=A_PAGE)
    found = ImportLine.objects.filter(draft=draft.draft_id, kind=kind, order__gt=after).order_by("order")
    lines = [line_of(row) for row in found[:A_PAGE]]
    count = draft.counts.get(kind, 0)
    return ShownList(kind, count, lines=lines, more=lines[-1].order if lines and lines[-1].order < count else None)


def rejections_of(draft: DraftPage, *, after: int, most: int) -> ShownList:
    """Return rows that cannot be used, beginning after an order."""
    found = ImportRejection.objects.filter(draft=draft.draft_id, order__gt=after).order_by("order")[:most]
    rows = [ShownRejection(row.order, row.file, row.line, row.column, row.reason) for row in found]
    more = rows[-1].order if rows and rows[-1].order < draft.rejected else None
    return ShownList(REJECTED, draft.rejected, rejections=rows, more=more)


def rejected_rows(draft_id: UUID) -> list[RejectedRows]:
    """Return the rows of each file that cannot be used, with their cells as they stand in the file."""
    found = list(ImportRejection.objects.filter(draft=draft_id).order_by("order"))
    rejected: list[RejectedRows] = []
    for file in ImportFile.objects.filter(draft=draft_id).order_by("-kind"):
        of_file = [(each.line, each.column, each.reason) for each in found if each.file == file.name]
        if of_file:
            table = read_table(bytes(file.data))
            cells = {row.line: row.cells for row in table.rows}
            rows = tuple((line, column, reason, cells.get(line, ())) for line, column, reason in of_file)
            rejected.append(RejectedRows(file.name, table.heads, rows))
    return rejected


def line_of(row: ImportLine) -> ShownLine:
    """Return a line as it is shown."""
    is_new = row.kind in (ImportLineKind.CREATED, ImportLineKind.UNIT_CREATED)
    changes = [ShownChange(field, before, after, is_new) for field, before, after in row.changes]
    return ShownLine(row.order, row.name, row.number, row.unit, changes)


def has_units() -> bool:
    """Tell whether there is any unit besides the root, so that staff alone can be imported."""
    return Unit.objects.filter(code__isnull=False, parent__isnull=False).exists()
