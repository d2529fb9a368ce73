"""Card types and the texts that admins own, a row for each language."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from cards.models.text import Language
from cards.models.units import Unit, UnitKind


class Paper(models.TextChoices):
    """One of twelve dyed papers; each gives its own ink and pigment."""

    HALLON = "hallon", _("Raspberry")
    KORALL = "korall", _("Coral")
    APELSIN = "apelsin", _("Orange")
    SOL = "sol", _("Sun")
    LIND = "lind", _("Linden")
    GRAS = "gras", _("Grass")
    HAV = "hav", _("Sea")
    HIMMEL = "himmel", _("Sky")
    BLAKLOCKA = "blaklocka", _("Bluebell")
    SYREN = "syren", _("Lilac")
    LJUNG = "ljung", _("Heather")
    KANEL = "kanel", _("Cinnamon")


class Symbol(models.TextChoices):
    """One of the sixteen stamps of the built-in sprite."""

    BLOMMA = "blomma", _("Flower")
    SOL = "sol", _("Sun")
    SKIFTNYCKEL = "skiftnyckel", _("Spanner")
    VANTE = "vante", _("Mitten")
    HJARTA = "hjarta", _("Heart")
    KAFFEKOPP = "kaffekopp", _("Coffee cup")
    STJARNA = "stjarna", _("Star")
    FAGEL = "fagel", _("Bird")
    NYCKEL = "nyckel", _("Key")
    FYR = "fyr", _("Lighthouse")
    PARAPLY = "paraply", _("Umbrella")
    KANELBULLE = "kanelbulle", _("Cinnamon bun")
    GRAN = "gran", _("Fir")
    BAT = "bat", _("Boat")
    BI = "bi", _("Bee")
    GLODLAMPA = "glodlampa", _("Light bulb")


MAX_MESSAGE = 500  # Unicode code points after NFC.
WEEKDAYS = range(1, 8)  # Monday is 1, as ISO counts.


class Closed(models.TextChoices):
    """Why somebody cannot give a card of a type today; the first reason there is, as card_type_closed() tells it."""

    DRAFT = "draft"
    RETIRED = "retired"
    STAFF = "staff"  # It is not for the staff to give.
    EARLY = "early"
    LATE = "late"
    WEEKDAY = "weekday"
    UNIT = "unit"


class ClosedBecause(Func):
    """Why the people of a unit cannot give a card of a type on a day; NULL when they can."""

    function = "card_type_closed"
    output_field = models.TextField()

    def __init__(self, card_type: str, *, unit_id: int, on: date) -> None:
        unit = Value(unit_id, output_field=models.IntegerField())
        super().__init__(F(card_type), unit, Value(on, output_field=models.DateField()))


class CardTypeQuerySet(models.QuerySet["CardType"]):
    def active(self) -> Self:
        """Keep the types that are in use: neither drafts nor retired."""
        return self.filter(retired_at__isnull=True, is_draft=False)


class CardType(models.Model):
    """A kind of card: its paper, its symbol, whether it needs words, and when, where and by whom it is given.

    No day, no weekday, no kind and no unit named means that it is given on every day, and everywhere.
    """

    id = models.SmallAutoField(primary_key=True)  # Two bytes: every card repeats it, in its rows and in their indexes.
    slug = models.SlugField(max_length=40, unique=True)
    paper = models.CharField(max_length=12, choices=Paper)
    symbol = models.CharField(max_length=12, choices=Symbol)
    order = models.PositiveSmallIntegerField(default=0)
    is_message_needed = models.BooleanField(default=True)
    max_length = models.PositiveSmallIntegerField(default=MAX_MESSAGE)
    is_draft = models.BooleanField(default=False)  # Nobody can give it yet.
    retired_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    weekdays = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=16, choices=UnitKind), default=list, blank=True)
    units = models.ManyToManyField(Unit, through="CardTypeUnit", related_name="card_types")
    is_for_staff = models.BooleanField(default=True)
    is_for_customers = models.BooleanField(default=False)
    is_on_screens = models.BooleanField(default=True)

    objects = CardTypeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "paper",
                condition=Q(retired_at__isnull=True, is_draft=False),
                name="card_type_paper_once_among_active",
            ),
            models.CheckConstraint(
                condition=Q(max_length__gte=1, max_length__lte=MAX_MESSAGE), name="card_type_max_length_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="card_type_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=list(WEEKDAYS)), name="card_type_weekdays_are_of_a_week"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class CardTypeUnit(models.Model):
    """A unit, or all units below one, to which a type is limited."""

    card_type = models.ForeignKey(CardType, on_delete=models.CASCADE, db_index=False, related_name="limits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("card_type", "unit", name="card_type_unit_once")]

    def __str__(self) -> str:
        return f"{self.card_type_id} in {self.unit_id}"


class CardTypeText(models.Model):
    """A type's words in one language; Swedish always exists and stands in for the others."""

    card_type = models.ForeignKey(CardType, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=Language)
    name = models.CharField(max_length=20)
    purpose = models.CharField(max_length=60)
    openings = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("card_type", "language", name="card_type_text_once_a_language")]

    def __str__(self) -> str:
        return self.name


class ReadyLine(models.Model):
    """A line to send as it is; each reader sees it in their own language. One in use is replaced, never edited."""

    id = models.AutoField(primary_key=True)
    card_type = models.ForeignKey(CardType, on_delete=models.CASCADE, related_name="ready_lines")
    order = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"ready line {self.pk}"


class ReadyLineText(models.Model):
    """A ready line in one language."""

    ready_line = models.ForeignKey(ReadyLine, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=Language)
    text = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint("ready_line", "language", name="ready_line_text_once_a_language")]

    def __str__(self) -> str:
        return self.text


class CardCount(models.Model):
    """How many cards of a type have an id below the highest bound of all types: those sent since are counted anew.

    Only what was sent a moment ago is ever deleted (*undo*), so what is counted once stays so.
    """

    card_type = models.OneToOneField(CardType, on_delete=models.CASCADE, primary_key=True, related_name="+")
    cards = models.PositiveIntegerField()
    below = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.cards} of {self.card_type_id}"
