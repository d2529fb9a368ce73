"""The organisation that this installation serves: one row."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless the name is one of the IANA database, such as Europe/Helsinki."""
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone called %(name)s."), params={"name": name})


class Organisation(models.Model):
    """The co-op, or whatever the staff of one workplace call themselves together."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="Europe/Helsinki", validators=[validate_time_zone])
    encounters_per_year = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="organisation_is_one_row")]

    def __str__(self) -> str:
        return self.name
