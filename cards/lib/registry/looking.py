"""The registry of who did what, and of who looked at whose figures."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cards.lib.registry.shapes import Column, Fate, Kept, Owner, Seen, Shelf, Withheld, table
from cards.lib.registry.words import AT, KEY, UNIT

DOER = pgettext_lazy("whose data", "who did it")
SUBJECT = pgettext_lazy("whose data", "whom it is about")
ADMINS = (Seen.SELF, Seen.ADMINS)

TABLES = (
    table(
        "cards.AdminAction",
        _("Log of admin actions"),
        shelf=Shelf.LOG,
        why=_("What admins and managers do can be followed afterwards; nobody can change the log."),
        kept=Kept.LOG,
        seen_by=ADMINS,
        fate=Fate.FIGURE,
        columns={
            "id": KEY,
            "at": AT,
            "actor": Column(_("Who did it")),
            "verb": Column(_("What was done")),
            "subject_kind": Column(_("To what"), is_inner=True),
            "subject_id": Column(_("To which, by key"), is_inner=True),
            "fields": Column(_("Which fields")),
        },
        owners=(
            Owner("actor", DOER),
            Owner("subject_id", SUBJECT, only="about_person", hides=(("actor", Withheld.NOT_YOURS),)),
        ),
    ),
    table(
        "cards.AdminValue",
        _("Values in the log: before and after"),
        shelf=Shelf.LOG,
        why=_("So that a mistake can be seen, and put right."),
        kept=Kept.ERASED,
        seen_by=ADMINS,
        fate=Fate.DELETED,
        columns={
            "id": KEY,
            "action": Column(_("What was done")),
            "person": Column(_("Whom it is about")),
            "field": Column(_("What of it")),
            "before": Column(pgettext_lazy("log", "Before")),
            "after": Column(pgettext_lazy("log", "After")),
        },
        owners=(
            Owner("person", SUBJECT, only="not_moderation"),
            Owner("action__actor", DOER, withheld=Withheld.NOT_YOURS),
        ),
    ),
    table(
        "cards.PageOpening",
        _("Who has opened managers’ pages"),
        shelf=Shelf.LOG,
        why=_("The people of a unit can see who looks at its figures."),
        kept=Kept.YEAR,
        seen_by=(Seen.UNIT, Seen.REPRESENTATIVES, Seen.ADMINS),
        fate=Fate.DELETED,
        columns={
            "id": KEY,
            "at": AT,
            "opened_on": Column(pgettext_lazy("data", "Day")),
            "person": Column(_("Who opened it")),
            "unit": UNIT,
            "page": Column(pgettext_lazy("data", "Page")),
        },
        owners=(
            Owner("person", pgettext_lazy("whose data", "who opened it")),
            Owner("unit__people", pgettext_lazy("whose data", "the people of the unit"), only="of_my_unit"),
        ),
    ),
)
