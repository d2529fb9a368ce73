"""Card types and the texts that admins own, a row for each language."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cards.models.text import Language


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


class CardTypeQuerySet(models.QuerySet["CardType"]):
    def active(self) -> Self:
        """Keep the types one can give today."""
        return self.filter(retired_at__isnull=True)


class CardType(models.Model):
    """A kind of card: its paper, its symbol and whether it needs words."""

    id = models.SmallAutoField(primary_key=True)  # Two bytes: every card repeats it, in its rows and in their indexes.
    slug = models.SlugField(max_length=40, unique=True)
    paper = models.CharField(max_length=12, choices=Paper)
    symbol = models.CharField(max_length=12, choices=Symbol)
    order = models.PositiveSmallIntegerField(default=0)
    is_message_needed = models.BooleanField(default=True)
    max_length = models.PositiveSmallIntegerField(default=MAX_MESSAGE)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CardTypeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "paper", condition=Q(retired_at__isnull=True), name="card_type_paper_once_among_active"
            ),
            models.CheckConstraint(
                condition=Q(max_length__gte=1, max_length__lte=MAX_MESSAGE), name="card_type_max_length_in_bounds"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


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
