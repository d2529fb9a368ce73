"""The sections of the workshop in the order of its list: what each is for, and who sees it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Section(NamedTuple):
    """A page of the workshop: the name of its address, its title, what it is for in one sentence, and its icon."""

    name: str
    title: str | Promise
    sentence: str | Promise
    icon: str
    roles: tuple[str, ...] = ("is_admin",)  # Any of these, as a Reader has them.


SECTIONS = (
    Section("card_types", _("Card types"), _("The cards one gives: their names, papers, words and days."), "edit"),
    Section(
        "people",
        pgettext_lazy("workshop", "Staff"),
        _("Who works here, where, in which role; several records of one person."),
        "people",
    ),
    Section(
        "units",
        pgettext_lazy("workshop", "Units"),
        _("The tree of units and teams, who manages them, and who is let in while units open one by one."),
        "unit",
    ),
    Section(
        "reports",
        pgettext_lazy("workshop", "Reported"),
        _("What colleagues have found hurtful, and what came of it."),
        "flag",
        ("may_moderate", "matters"),
    ),
    Section(
        "importing",
        pgettext_lazy("workshop", "Import"),
        _("Units and staff from the personnel system’s files; you see first what would change."),
        "download",
    ),
    Section("boards", _("The boards"), _("Who is named on the units’ pages."), "board"),
    Section("admin_log", pgettext_lazy("workshop", "Log"), _("Who did what here, when, and what was before."), "clock"),
    Section(
        "representative",
        _("What is kept"),
        _("Which data is kept and why, how long, who sees it, and who has opened managers’ pages."),
        "lock",
        ("is_representative", "is_admin"),
    ),
)


def sections_for(reader: object) -> list[Section]:
    """Return the sections that somebody sees, in order; a stranger sees none."""
    return [section for section in SECTIONS if any(getattr(reader, role, False) for role in section.roles)]
