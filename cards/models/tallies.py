"""Tallies: what cards add up to, in slices of a period; a log of what is not folded into them yet.

All of it is derived from the cards (`./run rebuild_tallies`), so nothing here refers to other tables by foreign key.
A row is narrow on purpose: there are ten for each encounter at first.
"""

from django.db import models

from cards.lib.counting import Counted
from cards.lib.periods import Grain

ALL_TYPES = 0  # Stands where a card type's key does, for encounters of any type.
NOBODYS = 0  # Stands where a unit's key does, for people who belonged to none on the period's last day.


class TallyEntry(models.Model):
    """That a recipient's row of a card counts otherwise than before: appended with the change, taken by the fold."""

    card_id = models.BigIntegerField()
    person_id = models.IntegerField(null=True)  # NULL is the unit or team the card was given to.
    was = models.SmallIntegerField(choices=Counted)
    becomes = models.SmallIntegerField(choices=Counted)

    class Meta:
        verbose_name_plural = "tally entries"
        indexes = [models.Index("card_id", name="tally_entry_by_card")]

    def __str__(self) -> str:
        return f"card {self.card_id} to {self.person_id or 'its unit'}: {self.was} becomes {self.becomes}"


class PersonTally(models.Model):
    """One person's encounters of a period, without "only us".

    The unit is where they belonged on the period's last day; today, while it runs. A person's numbers of one period
    stand in one row a type, and a unit's board is one stretch of the key. What they got before they came, or while they
    were away, is in no number of the unit: it would tell of cards that the unit cannot read.
    """

    pk = models.CompositePrimaryKey("grain", "period", "card_type_id", "unit_id", "person_id")
    grain = models.CharField(max_length=1, choices=Grain)
    period = models.DateField()  # Its first day.
    card_type_id = models.SmallIntegerField()
    unit_id = models.IntegerField()
    person_id = models.IntegerField()
    given = models.IntegerField(default=0)
    received = models.IntegerField(default=0)  # In this unit.
    thanked = models.IntegerField(default=0)  # Different colleagues.
    own_thanked = models.IntegerField(default=0)  # The same, as the sender is told: with those who have blocked them.
    seen_by = models.IntegerField(default=0)  # Different senders, of what was got in this unit.
    firsts = models.SmallIntegerField(default=0)  # 1 when the first card they ever gave lies in the period.

    class Meta:
        verbose_name_plural = "person tallies"

    def __str__(self) -> str:
        return f"{self.person_id} in {self.grain} {self.period}"


class UnitTally(models.Model):
    """A unit's encounters of a period: given by those who belonged to it on the day."""

    pk = models.CompositePrimaryKey("grain", "period", "card_type_id", "unit_id")
    grain = models.CharField(max_length=1, choices=Grain)
    period = models.DateField()
    card_type_id = models.SmallIntegerField()
    unit_id = models.IntegerField()
    encounters = models.IntegerField(default=0)
    open_encounters = models.IntegerField(default=0)  # Without "only us".
    headcount = models.IntegerField(null=True)  # On the period's last day; stands in the row of all types.

    class Meta:
        verbose_name_plural = "unit tallies"

    def __str__(self) -> str:
        return f"unit {self.unit_id} in {self.grain} {self.period}"


class FlowTally(models.Model):
    """Encounters between two units in a quarter, a year and ever, without "only us"."""

    pk = models.CompositePrimaryKey("grain", "period", "card_type_id", "from_unit_id", "to_unit_id")
    grain = models.CharField(max_length=1, choices=Grain)
    period = models.DateField()
    card_type_id = models.SmallIntegerField()
    from_unit_id = models.IntegerField()
    to_unit_id = models.IntegerField()
    encounters = models.IntegerField(default=0)

    class Meta:
        verbose_name_plural = "flow tallies"

    def __str__(self) -> str:
        return f"{self.from_unit_id} to {self.to_unit_id} in {self.grain} {self.period}"


class TallyState(models.Model):
    """How far the tallies know who belongs where: one row."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    settled_on = models.DateField()  # The last local day whose memberships they know.

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="tally_state_is_one_row")]

    def __str__(self) -> str:
        return f"settled on {self.settled_on}"


class Notice(models.Model):
    """That somebody is to be told of a card: written with it, swept by a worker. One row a card."""

    card_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"card {self.card_id}"
