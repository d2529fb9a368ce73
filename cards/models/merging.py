"""That two records were one person: what was moved from one to the other, so that they can be taken apart again."""

from django.db import models
from django.db.models import F, Q

from cards.models.people import Person


class PersonMerge(models.Model):
    """The end of a record that was merged into another. Taking the two apart deletes the row; the log keeps both.

    `moved` holds keys, days, switches and perhaps an address, no name and no words: erasing either deletes the row.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="merge")  # Whose record ended.
    into = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merged_records")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("into")), name="person_merge_into_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} merged into {self.into_id}"
