"""The log of what admins and managers did: it only grows; values about persons stand in a table beside it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

from cards.models.people import Person


class AdminVerb(models.TextChoices):
    """What was done."""

    PERSON_CREATED = "person_created", pgettext_lazy("log", "Added a person")
    PERSON_CHANGED = "person_changed", pgettext_lazy("log", "Changed a person")
    PERSON_MOVED = "person_moved", pgettext_lazy("log", "Moved a person to another unit")
    PERSON_ENDED = "person_ended", pgettext_lazy("log", "Ended an employment")
    PERSON_REOPENED = "person_reopened", pgettext_lazy("log", "Reopened an employment")
    PEOPLE_MERGED = "people_merged", pgettext_lazy("log", "Merged two records of one person")
    PEOPLE_PARTED = "people_parted", pgettext_lazy("log", "Took two merged records apart")
    PERSON_ERASED = "person_erased", pgettext_lazy("log", "Erased a person")
    DATA_FETCHED = "data_fetched", pgettext_lazy("log", "Fetched all data about a person")
    ROLES_CHANGED = "roles_changed", pgettext_lazy("log", "Changed a person’s roles")
    UNIT_CREATED = "unit_created", pgettext_lazy("log", "Added a unit")
    UNIT_CHANGED = "unit_changed", pgettext_lazy("log", "Changed a unit")
    UNIT_MOVED = "unit_moved", pgettext_lazy("log", "Moved a unit in the tree")
    UNIT_DELETED = "unit_deleted", pgettext_lazy("log", "Deleted a unit")
    STAGE_CHANGED = "stage_changed", pgettext_lazy("log", "Opened or closed a unit")
    MANAGERS_CHANGED = "managers_changed", pgettext_lazy("log", "Changed who manages a unit")
    IMPORT_APPLIED = "import_applied", pgettext_lazy("log", "Applied an import")
    TYPE_CREATED = "type_created", pgettext_lazy("log", "Made a card type")
    TYPE_CHANGED = "type_changed", pgettext_lazy("log", "Changed a card type")
    TYPE_RETIRED = "type_retired", pgettext_lazy("log", "Retired a card type")
    TYPE_RESTORED = "type_restored", pgettext_lazy("log", "Brought a card type back")
    TYPE_DELETED = "type_deleted", pgettext_lazy("log", "Deleted a card type")
    TYPES_ORDERED = "types_ordered", pgettext_lazy("log", "Changed the order of the card types")
    CARD_HIDDEN = "card_hidden", pgettext_lazy("log", "Hid a card")
    CARD_RESTORED = "card_restored", pgettext_lazy("log", "Restored a card")
    CARD_KEPT = "card_kept", pgettext_lazy("log", "Let a reported card stay")
    REPLY_HIDDEN = "reply_hidden", pgettext_lazy("log", "Hid a reply")
    REPLY_RESTORED = "reply_restored", pgettext_lazy("log", "Restored a reply")
    REPLY_KEPT = "reply_kept", pgettext_lazy("log", "Let a reported reply stay")
    REPORT_OPENED = "report_opened", pgettext_lazy("log", "Opened a reported card")
    REPORT_DECIDED = "report_decided", pgettext_lazy("log", "Decided a report")
    SENDER_WRITTEN_TO = "sender_written_to", pgettext_lazy("log", "Wrote to a sender")
    LETTER_TAKEN_BACK = "letter_taken_back", pgettext_lazy("log", "Took a letter to a sender back")
    ORGANISATION_CHANGED = "organisation_changed", pgettext_lazy("log", "Changed the organisation’s settings")
    TEXT_CHANGED = "text_changed", pgettext_lazy("log", "Changed a page’s text")
    BOARDS_CHANGED = "boards_changed", pgettext_lazy("log", "Changed the boards")
    UNIT_BOARD_SWITCHED = "unit_board_switched", pgettext_lazy("log", "Switched a unit’s board")
    GOAL_SET = "goal_set", pgettext_lazy("log", "Set a unit’s goal")
    GOAL_ENDED = "goal_ended", pgettext_lazy("log", "Ended a unit’s goal")
    LOG_EXPORTED = "log_exported", pgettext_lazy("log", "Exported the log")
    RETENTION_RUN = "retention_run", pgettext_lazy("log", "Cleared away texts past their time")
    SET_UP = "set_up", pgettext_lazy("log", "Set the app up")


class AdminAction(models.Model):
    """That somebody did something: ids and names of fields, nothing else.

    A trigger refuses to change a row or take one away, whoever asks; so nothing here may ever need erasing.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # NULL is the app itself.
    verb = models.CharField(max_length=32)  # An AdminVerb; a new one needs no migration.
    subject_kind = models.CharField(max_length=32, blank=True)  # The model's name, such as "unit".
    subject_id = models.BigIntegerField(null=True)  # No foreign key: the log outlives what it is about.
    fields = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        indexes = [
            models.Index("subject_kind", "subject_id", name="admin_action_by_subject"),
            models.Index("at", name="admin_action_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor_id}"


class AdminValue(models.Model):
    """What a field was before an action, and after it. Erasing a person deletes the values about them."""

    action = models.ForeignKey(AdminAction, on_delete=models.PROTECT, related_name="values")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")  # Whom it is about.
    field = models.CharField(max_length=64)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.field} of action {self.action_id}"
