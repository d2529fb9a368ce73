"""Who has opened managers' pages: for the people of a unit, and for representatives of the staff."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, TextChoices
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from cards.models import PageOpening, Person, Unit, UnitManager

PAGE_SIZE = 50
PAGES: dict[str, Promise] = {
    "dashboard": gettext_lazy("How the unit is doing"),
    "dashboard_part": pgettext_lazy("page", "How the unit is doing, one part"),
    "dashboard_csv": pgettext_lazy("page", "How the unit is doing, as a table to take along"),
    "goal": pgettext_lazy("page", "The unit’s goal"),
}
ABOVE = """
    WITH RECURSIVE above AS (
        SELECT id, parent_id FROM cards_unit WHERE id = %s
        UNION ALL
        SELECT unit.id, unit.parent_id FROM above JOIN cards_unit AS unit ON unit.id = above.parent_id
    ) SELECT id FROM above
"""


class OpenerRole(TextChoices):
    """As what somebody may open such pages, today."""

    MANAGER = "manager", pgettext_lazy("role", "Manager of the unit")
    ABOVE = "above", pgettext_lazy("role", "Manager of what is above it")
    ADMIN = "admin", pgettext_lazy("role", "Admin")
    FORMER = "former", pgettext_lazy("role", "No role any more")


@dataclass(frozen=True)
class Opening:
    """That somebody opened a page on a day."""

    pk: int
    opened_on: date
    name: str
    role: OpenerRole
    page: str
    unit: str


@dataclass(frozen=True)
class OpeningPage:
    """Openings, newest first, and the key from which the next page goes on."""

    openings: tuple[Opening, ...]
    older_than: int | None


def openings_of_unit(viewer: Person, *, older_than: int | None = None) -> OpeningPage:
    """Return a page of who opened pages about the viewer's unit, or about what is above it, which show it, too."""
    return page_of(about_unit(viewer), viewer=viewer, older_than=older_than)


def openings_of_all(viewer: Person, *, older_than: int | None = None) -> OpeningPage:
    """Return a page of who opened pages about any unit."""
    return page_of(PageOpening.objects.all(), viewer=viewer, older_than=older_than)


def about_unit(viewer: Person) -> QuerySet[PageOpening]:
    """Return the openings of pages that show the viewer's unit."""
    return PageOpening.objects.filter(unit__in=RawSQL(ABOVE, [viewer.unit_id]))  # noqa: S611


def page_of(openings: QuerySet[PageOpening], *, viewer: Person, older_than: int | None) -> OpeningPage:
    """Shape a page, in one query."""
    if older_than:
        openings = openings.filter(pk__lt=older_than)
    managed = UnitManager.objects.filter(person=OuterRef("person"))
    rows = openings.annotate(is_manager=Exists(managed.filter(unit=OuterRef("unit"))), manages=Exists(managed))
    fields = ("pk", "opened_on", "page", "unit__name", "is_manager", "manages", "person__is_admin")
    of_person = ("person__name", "person__is_protected", "person__unit_id")
    found = list(rows.order_by("-pk").values_list(*fields, *of_person)[: PAGE_SIZE + 1])
    shown = tuple(
        Opening(
            pk=pk,
            opened_on=opened_on,
            name=name_shown(name, is_hidden=is_protected and unit_id != viewer.unit_id),
            role=role_of(is_manager=is_manager, manages=manages, is_admin=is_admin),
            page=page_name(page),
            unit=unit,
        )
        for pk, opened_on, page, unit, is_manager, manages, is_admin, name, is_protected, unit_id in found[:PAGE_SIZE]
    )
    return OpeningPage(shown, shown[-1].pk if len(found) > PAGE_SIZE else None)


def name_shown(name: str, *, is_hidden: bool) -> str:
    """Return a name as others may read it: not of somebody protected who works elsewhere, nor of who is erased."""
    if is_hidden:
        return pgettext("whose name is not told", "a colleague")
    return name or _("a former colleague")


def role_of(*, is_manager: bool, manages: bool, is_admin: bool) -> OpenerRole:
    """Return as what somebody may open the pages of a unit."""
    if is_manager:
        return OpenerRole.MANAGER
    if is_admin:
        return OpenerRole.ADMIN
    return OpenerRole.ABOVE if manages else OpenerRole.FORMER


def page_name(page: str) -> str:
    """Return what a page is called; one of a later version by the name of its address."""
    return str(PAGES.get(page, page))


def with_noted(units: QuerySet[Unit], *, viewer: Person, page: str, on: date) -> QuerySet[Unit]:
    """Add to units whether it is written down already that the viewer opened this page today, as `is_noted`."""
    noted = PageOpening.objects.filter(unit=OuterRef("pk"), person=viewer, page=page, opened_on=on)
    return units.annotate(is_noted=Exists(noted))
