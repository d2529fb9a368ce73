"""The organisation that this installation serves: one row."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless the name is one of the IANA database, such as Europe/Helsinki."""
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone called %(name)s."), params={"name": name})


class GiversBoard(models.TextChoices):
    """Whether units name those who gave to the most colleagues."""

    ON = "on", pgettext_lazy("board", "Shown; everybody can leave it")
    OPT_IN = "opt_in", pgettext_lazy("board", "Shown with those who have joined it")
    OFF = "off", pgettext_lazy("board", "Not shown")


class Organisation(models.Model):
    """The co-op, or whatever the staff of one workplace call themselves together."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="Europe/Helsinki", validators=[validate_time_zone])
    encounters_per_year = models.PositiveIntegerField(null=True, blank=True)
    givers_board = models.CharField(max_length=6, choices=GiversBoard, default=GiversBoard.ON)
    # A board of receivers makes people help less (decisions.md, *Boards*), so it is off until an admin wants it.
    has_receivers_board = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="organisation_is_one_row")]

    def __str__(self) -> str:
        return self.name
