"""The organisation that this installation serves: one row."""

from zoneinfo import available_timezones

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cards.lib.audiences import Audience
from cards.models.text import Language


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless the name is one of the IANA database, such as Europe/Helsinki."""
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone called %(name)s."), params={"name": name})


class GiversBoard(models.TextChoices):
    """Whether units name those who gave to the most colleagues."""

    ON = "on", pgettext_lazy("board", "Shown; everybody can leave it")
    OPT_IN = "opt_in", pgettext_lazy("board", "Shown with those who have joined it")
    OFF = "off", pgettext_lazy("board", "Not shown")


class ModeratedBy(models.TextChoices):
    """Who reads what is reported, and decides."""

    ADMINS = "admins", pgettext_lazy("who moderates", "The admins")
    GROUP = "group", pgettext_lazy("who moderates", "A group that the admins name")


class TextKind(models.TextChoices):
    """A page whose text the organisation writes."""

    WELCOME = "welcome", pgettext_lazy("page", "Welcome")
    HELP = "help", pgettext_lazy("page", "Help")
    PRIVACY = "privacy", pgettext_lazy("page", "Privacy")


def every_language() -> list[str]:
    """Return the languages that are offered until an admin chooses."""
    return list(Language.values)


class Organisation(models.Model):
    """The co-op, or whatever the staff of one workplace call themselves together."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="Europe/Helsinki", validators=[validate_time_zone])
    encounters_per_year = models.PositiveIntegerField(null=True, blank=True)
    givers_board = models.CharField(max_length=6, choices=GiversBoard, default=GiversBoard.ON)
    # A board of receivers makes people help less (decisions.md, *Boards*), so it is off until an admin wants it.
    has_receivers_board = models.BooleanField(default=False)
    languages = ArrayField(models.CharField(max_length=2, choices=Language), default=every_language)
    default_audience = models.SmallIntegerField(choices=Audience, default=Audience.UNITS)
    retention_months = models.PositiveSmallIntegerField(null=True, blank=True, default=24)  # NULL keeps texts for ever.
    moderated_by = models.CharField(max_length=6, choices=ModeratedBy, default=ModeratedBy.ADMINS)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="organisation_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(languages__contains=[Language.SV], languages__contained_by=Language.values),
                name="organisation_speaks_swedish",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationText(models.Model):
    """What a page says in one language, in Markdown; Swedish stands in where one is missing."""

    kind = models.CharField(max_length=8, choices=TextKind)
    language = models.CharField(max_length=2, choices=Language)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("kind", "language", name="organisation_text_once_a_language")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.language}"
