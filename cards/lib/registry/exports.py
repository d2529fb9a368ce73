"""Which reports there are, and what can be taken out of the app: a test fails on a file that does not stand here."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cards.lib.registry.shapes import Seen, Text


class Export(NamedTuple):
    """A report, or a file that somebody can take along: the name of its address, what it tells, and to whom."""

    name: str
    title: Text
    what: Text
    seen_by: tuple[Seen, ...]
    is_file: bool = False


EXPORTS = (
    Export(
        "dashboard",
        _("How the unit is doing"),
        _("Sums and shares of a unit. No list, count or trend of a named person, and no words of a card."),
        (Seen.MANAGERS, Seen.ADMINS),
    ),
    Export(
        "dashboard_csv",
        pgettext_lazy("export", "How the unit is doing, as a table"),
        _("The same figures for spreadsheets."),
        (Seen.MANAGERS, Seen.ADMINS),
        is_file=True,
    ),
    Export(
        "unit",
        _("The boards"),
        _("The unit’s goal, the units side by side, and those who gave to the most colleagues, who can leave it."),
        (Seen.UNIT,),
    ),
    Export("programme", _("The programme"), _("Sums of the whole organisation."), (Seen.EVERYBODY,)),
    Export(
        "admin_log",
        pgettext_lazy("workshop", "Log"),
        _("What admins and managers have done, with values before and after."),
        (Seen.ADMINS,),
    ),
    Export(
        "admin_log_csv",
        pgettext_lazy("export", "The log, as a table"),
        _("The same for spreadsheets. That somebody took it stands in the log, too."),
        (Seen.ADMINS,),
        is_file=True,
    ),
    Export(
        "reports",
        pgettext_lazy("workshop", "Reported"),
        _("Cards and replies that somebody has reported. Nobody reads others there."),
        (Seen.MODERATORS,),
    ),
    Export(
        "import_rejected",
        pgettext_lazy("export", "Rows that an import cannot use"),
        _("Lines of the personnel system’s file, with the reason, for who uploaded it."),
        (Seen.ADMINS,),
        is_file=True,
    ),
    Export(
        "card_picture",
        pgettext_lazy("export", "A card as a picture"),
        _("One card, for somebody who may read it."),
        (Seen.PARTIES, Seen.READERS),
        is_file=True,
    ),
    Export(
        "my_data_file",
        _("Everything about me"),
        _("What is stored about oneself, to read and for machines."),
        (Seen.SELF,),
        is_file=True,
    ),
    Export(
        "openings",
        _("Who has looked at the unit’s figures"),
        _("Name, role, page and day."),
        (Seen.UNIT,),
    ),
)
