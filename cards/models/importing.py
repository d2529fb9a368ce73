"""An import on its way through the browser: what was uploaded, what it would do, and how far it has come.

All of it is personal data on a visit: it goes when the import is applied or thrown away, and at the latest after a day.
"""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from cards.models.people import Person


class ImportState(models.TextChoices):
    """How far an import has come."""

    COLUMNS = "columns"  # Somebody is to say what the columns are.
    READING = "reading"  # A job compares the files with the organisation.
    READY = "ready"  # What would change is there to be seen.
    APPLYING = "applying"  # A job does it.
    APPLIED = "applied"


class ImportTrouble(models.TextChoices):
    """What somebody should know besides, until they go on."""

    CHANGED = "changed"  # The organisation is another than at the last comparison; nothing was applied.


class ImportFileKind(models.TextChoices):
    """Which of the two files."""

    UNITS = "units"
    STAFF = "staff"


class ImportLineKind(models.TextChoices):
    """What becomes of somebody or something; a person may stand in the last two lists besides."""

    ENDED = "ended"
    CREATED = "created"
    RETURNED = "returned"
    MOVED = "moved"
    UPDATED = "updated"
    UNIT_CREATED = "unit_created"
    UNIT_CHANGED = "unit_changed"
    TEAM_CREATED = "team_created"
    MANAGING = "managing"
    PROTECTION = "protection"


class ImportDraft(models.Model):
    """One import, its admin's alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    admin = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    is_ending_missing = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.COLUMNS)
    trouble = models.CharField(max_length=8, choices=ImportTrouble, blank=True)
    job = models.BigIntegerField(null=True)  # No foreign key: procrastinate removes what is over.
    percent = models.PositiveSmallIntegerField(default=0)  # Of the job; written while it runs.
    told_at = models.DateTimeField(null=True)  # When the job last told how far it is.
    plan_digest = models.CharField(max_length=64, blank=True)  # Of what was shown: nothing else is ever applied.
    counts = models.JSONField(default=dict)  # How many lines of each kind.
    warnings = models.JSONField(default=list)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.APPLIED, applied_at__isnull=False)
                | (~Q(state=ImportState.APPLIED) & Q(applied_at__isnull=True)),
                name="import_draft_is_applied_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} by {self.admin_id}"


class ImportFile(models.Model):
    """A file of an import, as it was uploaded, and what its columns are taken for."""

    draft = models.ForeignKey(ImportDraft, on_delete=models.CASCADE, db_index=False, related_name="files")
    kind = models.CharField(max_length=5, choices=ImportFileKind)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    rows = models.PositiveIntegerField()
    heads = models.JSONField()  # Of each column its head, and a few cells as samples.
    columns = models.JSONField(null=True)  # What each column is, once somebody has said so.

    class Meta:
        constraints = [models.UniqueConstraint("draft", "kind", name="import_file_once_a_kind")]

    def __str__(self) -> str:
        return self.name


class ImportLine(models.Model):
    """What would become of a person, a unit or a team."""

    draft = models.ForeignKey(ImportDraft, on_delete=models.CASCADE, db_index=False, related_name="lines")
    kind = models.CharField(max_length=12, choices=ImportLineKind)
    order = models.PositiveIntegerField()  # Within the kind, from 1.
    name = models.TextField()
    number = models.TextField()  # The employee number, or a unit's code.
    unit = models.TextField()  # The name of the unit it is in.
    changes = models.JSONField()  # Of each field that differs its name, what it was and what it will be.

    class Meta:
        constraints = [models.UniqueConstraint("draft", "kind", "order", name="import_line_once_in_order")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class ImportRejection(models.Model):
    """A row that cannot be used, and why."""

    draft = models.ForeignKey(ImportDraft, on_delete=models.CASCADE, db_index=False, related_name="rejections")
    order = models.PositiveIntegerField()  # From 1.
    file = models.CharField(max_length=200)
    line = models.PositiveIntegerField()
    column = models.TextField()
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("draft", "order", name="import_rejection_once_in_order")]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class HeadMeaning(models.Model):
    """What an organisation's own files mean by a head, where that is another column than the table of heads says."""

    kind = models.CharField(max_length=5, choices=ImportFileKind)
    head = models.CharField(max_length=200)  # As cards/lib/column_heads.py folds it.
    column = models.CharField(max_length=16, blank=True)  # Nothing: such a column is left out.

    class Meta:
        constraints = [models.UniqueConstraint("kind", "head", name="head_meaning_once")]

    def __str__(self) -> str:
        return f"{self.head} is {self.column or 'left out'}"
