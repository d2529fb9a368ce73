"""Units: a tree of the co-op, its areas, its units and their teams."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cards.models.text import FoldName


class UnitKind(models.TextChoices):
    """What a unit does; figures compare kinds so that the warehouse stands beside the shops."""

    COOP = "coop", _("Co-op")
    AREA = "area", _("Area")
    HYPERMARKET = "hypermarket", _("Hypermarket")
    SUPERMARKET = "supermarket", _("Supermarket")
    CORNER_SHOP = "corner_shop", _("Corner shop")
    STATION = "station", _("Station")
    HOTEL = "hotel", _("Hotel")
    RESTAURANT = "restaurant", _("Restaurant")
    FARM_SHOP = "farm_shop", _("Farm shop")
    WAREHOUSE = "warehouse", _("Warehouse")
    OFFICE = "office", _("Office")
    TEAM = "team", _("Team")
    OTHER = "other", _("Other")


class Level(models.TextChoices):
    """Where a unit stands in the tree; it follows from the position."""

    ROOT = "root", _("Organisation")
    AREA = "area", _("Area")
    UNIT = "unit", _("Unit")
    TEAM = "team", _("Team")


class Stage(models.TextChoices):
    """How far a unit has come with the roll-out."""

    CLOSED = "closed", pgettext_lazy("stage of a unit", "Closed")
    MANAGERS = "managers", pgettext_lazy("stage of a unit", "Open to its managers")
    OPEN = "open", pgettext_lazy("stage of a unit", "Open")


class UnitQuerySet(models.QuerySet["Unit"]):
    def leaves(self) -> Self:
        """Keep the units that boards stand on: leaves of the unit file, not their teams."""
        return self.filter(level=Level.UNIT)

    def opened(self) -> Self:
        """Keep the units that are open to all who belong to them."""
        return self.filter(stage=Stage.OPEN)

    def settle_levels(self) -> None:
        """Write each unit's level as its position says, inside the caller's transaction."""
        has_units = models.Exists(Unit.objects.filter(parent=models.OuterRef("pk"), code__isnull=False))
        level = models.Case(
            models.When(code__isnull=True, then=models.Value(Level.TEAM)),
            models.When(parent__isnull=True, then=models.Value(Level.ROOT)),
            models.When(has_units, then=models.Value(Level.AREA)),
            default=models.Value(Level.UNIT),
            output_field=models.CharField(),
        )
        Unit.objects.annotate(settled=level).exclude(level=models.F("settled")).update(level=level)


class Unit(models.Model):
    """A shop, a station, an office; the co-op or an area above it; or a team within it."""

    id = models.AutoField(primary_key=True)  # Four bytes: every card repeats it, in its rows and in their indexes.
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField(max_length=32, null=True, blank=True, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=UnitKind)
    level = models.CharField(max_length=4, choices=Level)
    place = models.CharField(max_length=80, blank=True)
    page_name = models.CharField(max_length=80, blank=True)
    has_givers_board = models.BooleanField(default=True)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.OPEN)
    search_text = models.GeneratedField(
        expression=FoldName("name"), output_field=models.TextField(), db_persist=True, editable=False
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level=Level.ROOT, parent__isnull=True) | (~Q(level=Level.ROOT) & Q(parent__isnull=False)),
                name="unit_only_the_root_has_no_parent",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.TEAM, code__isnull=True) | (~Q(level=Level.TEAM) & Q(code__isnull=False)),
                name="unit_only_a_team_has_no_code",
            ),
            models.UniqueConstraint("level", condition=Q(level=Level.ROOT), name="unit_one_root"),
            models.UniqueConstraint("parent", "name", condition=Q(level=Level.TEAM), name="unit_team_name_within_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name its own people call their page by."""
        return self.page_name or self.name
