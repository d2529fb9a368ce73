"""What keeps it known who has looked: each opening of a manager's page."""

from django.db import models

from cards.models.people import Person
from cards.models.units import Unit


class PageOpening(models.Model):
    """That somebody opened a manager's page about a unit, once a day; its people may see it for twelve months."""

    at = models.DateTimeField()
    opened_on = models.DateField()  # The organisation's local day of then.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="page_openings")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_index=False, related_name="page_openings")
    page = models.CharField(max_length=40)  # The name of its address.

    class Meta:
        constraints = [models.UniqueConstraint("unit", "person", "page", "opened_on", name="page_opening_once_a_day")]
        indexes = [models.Index(fields=["unit", "-at"], name="page_opening_by_unit")]

    def __str__(self) -> str:
        return f"{self.person_id} opened {self.page} of {self.unit_id}"
