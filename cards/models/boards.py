"""Boards: a unit's goal for its months, and periods as they stood when they were closed."""

from django.db import models
from django.utils.translation import pgettext_lazy

from cards.lib.periods import Grain
from cards.models.people import Person
from cards.models.units import Unit


class Closing(models.Model):
    """A period that has ended, as its boards stood a day later: withdrawals since then change tallies, not its page."""

    grain = models.CharField(max_length=1, choices=Grain)
    period = models.DateField()
    closed_at = models.DateTimeField()
    languages = models.JSONField(null=True)  # Of a month: encounters by the language their givers read then.

    class Meta:
        constraints = [models.UniqueConstraint("grain", "period", name="closing_once")]

    def __str__(self) -> str:
        return f"{self.grain} {self.period}"


class ClosedUnit(models.Model):
    """A unit's figures in a closed period, as they were shown."""

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, db_index=False, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+")
    card_type_id = models.SmallIntegerField()
    headcount = models.IntegerField()
    encounters = models.IntegerField()  # As shown: with "only us" in units of ten or more.
    share = models.SmallIntegerField(null=True)  # Percent seen, as shown; NULL where it is not shown.
    share_word = models.SmallIntegerField(null=True)  # In words, where no percent may be shown (cards/lib/shares.py).
    place = models.SmallIntegerField(null=True)  # Within its size band, the top three only.
    goal_kind = models.CharField(max_length=10, blank=True)
    goal_target = models.IntegerField(null=True)
    goal_reached = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("closing", "card_type_id", "unit", name="closed_unit_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} in closing {self.closing_id}"


class ClosedGiver(models.Model):
    """Somebody named on a unit's page of a closed period: one of those who gave, or who gave their first card."""

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, db_index=False, related_name="givers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+")
    card_type_id = models.SmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place = models.SmallIntegerField(null=True)  # NULL where only the first card is told.
    colleagues = models.IntegerField()
    encounters = models.IntegerField()
    is_first_time = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("closing", "unit", "card_type_id", "person", name="closed_giver_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in closing {self.closing_id}"


class GoalKind(models.TextChoices):
    """What a unit counts its month by."""

    ENCOUNTERS = "encounters", pgettext_lazy("goal", "Encounters")
    SHARE = "share", pgettext_lazy("goal", "Share of us seen")


class Goal(models.Model):
    """What a unit wants of a month, from one month on until the next goal."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_index=False, related_name="goals")
    from_month = models.DateField()  # Its first day.
    kind = models.CharField(max_length=10, choices=GoalKind)
    target = models.PositiveIntegerField(null=True)  # Encounters, or percent; NULL ends having a goal.
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "from_month", name="goal_once_a_month")]

    def __str__(self) -> str:
        return f"{self.target} {self.kind} for {self.unit_id} from {self.from_month}"
