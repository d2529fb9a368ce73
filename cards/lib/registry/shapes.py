"""What the registry says of a table and of each of its fields; plain data, so that pages and jobs can read it."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


class Shelf(Enum):
    """What kind of thing a table holds, in the order of the pages."""

    PEOPLE = pgettext_lazy("data", "Who you are and where you work")
    CARDS = pgettext_lazy("data", "Cards")
    ANSWERS = pgettext_lazy("data", "Hearts, replies and saved cards")
    SAFETY = pgettext_lazy("data", "Safety")
    FIGURES = pgettext_lazy("data", "Figures and boards")
    LOG = pgettext_lazy("data", "Who has done and looked at what")
    IMPORT = pgettext_lazy("data", "Files from the personnel system")
    RULES = pgettext_lazy("data", "What the organisation has chosen: about nobody")
    TECHNICAL = pgettext_lazy("data", "What the app needs to run")


class Kept(Enum):
    """How long something is kept; `{months}` is the organisation's own setting."""

    EMPLOYED = pgettext_lazy("how long", "While you are employed, and then until an admin erases you.")
    CHOSEN = pgettext_lazy("how long", "Until it is changed.")
    TEXTS = pgettext_lazy("how long", "As long as texts are kept.")
    TEXTS_IN_BOX = pgettext_lazy(
        "how long", "As long as texts are kept; after that only in the recipients’ boxes, while they are employed."
    )
    FIGURE = pgettext_lazy(
        "how long", "For good, because the figures of units stand on it; without your name once you are erased."
    )
    YEAR = pgettext_lazy("how long", "Twelve months.")
    LOG = pgettext_lazy("how long", "For good: keys and names of fields, no name of a person.")
    ERASED = pgettext_lazy("how long", "Until the person it is about is erased.")
    DAY = pgettext_lazy("how long", "At most a day.")
    WEEK = pgettext_lazy("how long", "At most a week.")
    VISITS = pgettext_lazy("how long", "90 days after the last visit.")
    ORGANISATION = pgettext_lazy("how long", "As long as the organisation uses the app.")


class Seen(Enum):
    """Who sees something."""

    SELF = pgettext_lazy("who sees it", "you yourself")
    PARTIES = pgettext_lazy("who sees it", "sender and recipients")
    READERS = pgettext_lazy("who sees it", "those who may read the card")
    UNIT = pgettext_lazy("who sees it", "the people of the unit")
    EVERYBODY = pgettext_lazy("who sees it", "everybody who is signed in")
    MANAGERS = pgettext_lazy("who sees it", "managers of the unit, or above it")
    MODERATORS = pgettext_lazy("who sees it", "those who read what is reported")
    REPRESENTATIVES = pgettext_lazy("who sees it", "representatives of the staff")
    ADMINS = pgettext_lazy("who sees it", "admins")
    NOBODY = pgettext_lazy("who sees it", "nobody: only the app reads it")


class Fate(Enum):
    """What erasing a person does to what is theirs."""

    KEPT = pgettext_lazy("erasing", "Stays: it is about nobody.")
    FIGURE = pgettext_lazy("erasing", "Stays as a figure of a former colleague without a name.")
    BLANKED = pgettext_lazy("erasing", "Is emptied.")
    DELETED = pgettext_lazy("erasing", "Is deleted.")
    LAST_RECIPIENT = pgettext_lazy("erasing", "Is emptied once no recipient is left.")


class Withheld(Enum):
    """Why somebody is not told what is stored; everything else is in *Mina uppgifter*."""

    BLOCKER = _("It would tell who has blocked whom.")
    REPORTER = _("It would tell who has reported something.")
    MODERATED = _("Those who read reports have taken it away, from everybody.")
    NOT_YOURS = _("It would tell about another person.")
    NOT_REACHED = _("The card never reached you.")
    KEY = _("Whoever got hold of it could get in as you.")
    NAMELESS = _("It says nothing by which the app could find you.")


@dataclass(frozen=True)
class Field:
    """A column: what it holds, and what differs from its table. What is `inner` stands in the JSON alone."""

    name: str
    what: Text
    fate: Fate
    kept: Kept
    seen_by: tuple[Seen, ...]
    withheld: Withheld | None
    is_inner: bool


@dataclass(frozen=True)
class Owner:
    """Somebody whose data a row is: the path from the row to them, as the ORM spells it; "" is the person's own row.

    `only` names a condition (queries/my_data.py) that a row must meet; `hides` are the fields they are not told.
    """

    path: str
    who: Text
    withheld: Withheld | None = None
    only: str = ""
    hides: tuple[tuple[str, Withheld], ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: its model, what a row is, why it is there, whose it is, and its columns."""

    model: str
    title: Text
    shelf: Shelf
    why: Text
    kept: Kept
    seen_by: tuple[Seen, ...]
    fields: tuple[Field, ...]
    owners: tuple[Owner, ...] = ()

    def field(self, name: str) -> Field:
        """Return the column of this name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def is_personal(self) -> bool:
        """Tell whether the table says anything about somebody."""
        return bool(self.owners)


@dataclass(frozen=True)
class Column:
    """A column as it is written down: what its table says stands in for what is left out."""

    what: Text
    fate: Fate | None = None
    kept: Kept | None = None
    seen_by: tuple[Seen, ...] = ()
    withheld: Withheld | None = None
    is_inner: bool = False


def table(
    model: str,
    title: Text,
    *,
    shelf: Shelf,
    why: Text,
    kept: Kept,
    seen_by: tuple[Seen, ...],
    fate: Fate,
    columns: dict[str, Column],
    owners: tuple[Owner, ...] = (),
) -> Table:
    """Write a table down."""
    fields = tuple(
        Field(
            name=name,
            what=column.what,
            fate=column.fate or fate,
            kept=column.kept or kept,
            seen_by=column.seen_by or seen_by,
            withheld=column.withheld,
            is_inner=column.is_inner,
        )
        for name, column in columns.items()
    )
    return Table(model, title, shelf, why, kept, seen_by, fields, owners)
