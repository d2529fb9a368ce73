"""What the pages of an import say: the titles of lists, fields and their values, and what is unusual."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from cards.models import ImportLineKind
from cards.queries.admin_log_words import field_name, value_text
from cards.queries.importing_pages import BESIDES, LISTS, OF_UNITS, REJECTED

register = template.Library()

TITLES: Mapping[str, str | Promise] = {
    REJECTED: gettext_lazy("Rows that cannot be used"),
    ImportLineKind.ENDED: pgettext_lazy("people of an import", "Ended"),
    ImportLineKind.CREATED: pgettext_lazy("people of an import", "New"),
    ImportLineKind.RETURNED: pgettext_lazy("people of an import", "Come back"),
    ImportLineKind.MOVED: pgettext_lazy("people of an import", "Moved to another unit"),
    ImportLineKind.UPDATED: pgettext_lazy("people of an import", "Changed"),
    ImportLineKind.UNIT_CREATED: gettext_lazy("New units"),
    ImportLineKind.UNIT_CHANGED: gettext_lazy("Changed units"),
    ImportLineKind.TEAM_CREATED: gettext_lazy("New teams"),
    ImportLineKind.MANAGING: gettext_lazy("Who manages what"),
    ImportLineKind.PROTECTION: gettext_lazy("Protected identity"),
}


@register.filter
def list_title(kind: str) -> str:
    """Return the title of a list of a preview."""
    return str(TITLES[kind])


@register.filter
def counted(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return how many people and units there are of each kind, those that stay as they are last."""
    people = [(kind.value, str(TITLES[kind]), counts.get(kind, 0)) for kind in LISTS if kind not in OF_UNITS + BESIDES]
    units = [(kind.value, str(TITLES[kind]), counts[kind]) for kind in OF_UNITS if counts.get(kind)]
    return [*people, *units, ("", pgettext("people of an import", "As before"), counts.get("unchanged", 0))]


@register.filter
def field_label(field: str) -> str:
    """Return what a field is called."""
    return pgettext("people of an import", "Other teams") if field == "other_teams" else field_name(field)


@register.simple_tag
def field_value(field: str, value: object) -> str:
    """Return the value of a field in words."""
    return value_text(field, value, {})


@register.filter
def warning_text(warned: Mapping[str, object]) -> str:
    """Say what is unusual."""
    count, of = int(str(warned["count"])), int(str(warned["of"]))
    texts = {
        "no_rows": _("The file of the staff has no rows. Is it the right one?"),
        "ended": ngettext(
            "%(count)d of %(of)d people ends: more than a tenth. Is everybody in the file?",
            "%(count)d of %(of)d people end: more than a tenth. Is everybody in the file?",
            count,
        ),
        "renamed": _("%(count)d of %(of)d people get another name. Are the columns of the names the right ones?"),
        "created": _("%(count)d of %(of)d people in the file are new. Are their employee numbers written as before?"),
        "moved": _("%(count)d of %(of)d people move to another unit. Is the column of the unit the right one?"),
        "unprotected": ngettext(
            "%(count)d person’s identity is no longer protected. Do they know?",
            "%(count)d people’s identities are no longer protected. Do they know?",
            count,
        ),
        "yourself": _("Your own employment ends: you would not come in here any more."),
    }
    return texts[str(warned["about"])] % {"count": count, "of": of}
