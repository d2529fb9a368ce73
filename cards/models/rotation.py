"""The fair rotation: whom the app has offered to whom."""

from django.db import models
from django.db.models import F, Q

from cards.models.people import Person


class RotationOffer(models.Model):
    """The last day on which a colleague was offered to somebody as one they had not written to for long."""

    pk = models.CompositePrimaryKey("person_id", "colleague_id")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    colleague = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    offered_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("colleague")), name="rotation_offers_somebody_else")
        ]

    def __str__(self) -> str:
        return f"{self.colleague_id} offered to {self.person_id}"
