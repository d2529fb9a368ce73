"""What the log of admin actions calls things and their values, in the reader's words."""

from datetime import date

from django.db.models import Choices
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from cards.models import (
    Audience,
    Ceiling,
    GiversBoard,
    GoalKind,
    Language,
    Level,
    ModeratedBy,
    Paper,
    Stage,
    Symbol,
    TextKind,
    UnitKind,
)

Ref = tuple[str, int]  # A row of a table: its model's name and its key.
Names = dict[Ref, str]

KINDS: dict[str, str | Promise] = {
    "person": pgettext_lazy("log", "Person"),
    "unit": pgettext_lazy("log", "Unit"),
    "cardtype": pgettext_lazy("log", "Card type"),
    "card": pgettext_lazy("log", "Card"),
    "reply": pgettext_lazy("log", "Reply"),
    "report": pgettext_lazy("log", "Report"),
    "organisation": pgettext_lazy("log", "The organisation"),
    "organisationtext": pgettext_lazy("log", "Text of a page"),
}

# A field that is not here is called by its name in the code.
FIELDS: dict[str, str | Promise] = {
    "reason": pgettext_lazy("log", "Reason"),
    "name": pgettext_lazy("log", "Name"),
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "employee_number": gettext_lazy("Employee number"),
    "title": pgettext_lazy("work", "Title"),
    "email": gettext_lazy("E-mail"),
    "unit": pgettext_lazy("log", "Unit"),
    "team": pgettext_lazy("log", "Team"),
    "teams": pgettext_lazy("log", "Teams"),
    "parent": gettext_lazy("Belongs under"),
    "managers": gettext_lazy("Managers"),
    "manages": pgettext_lazy("log", "Manages"),
    "employed_from": gettext_lazy("Employed from"),
    "employed_to": gettext_lazy("Employed to"),
    "is_ended": pgettext_lazy("log", "Has left"),
    "from_on": pgettext_lazy("log", "From the day"),
    "other_record": pgettext_lazy("log", "The other record"),
    "is_protected": gettext_lazy("Protected identity"),
    "is_admin": pgettext_lazy("role", "Admin"),
    "is_representative": pgettext_lazy("role", "Representative of the staff"),
    "is_moderator": pgettext_lazy("role", "Moderator"),
    "language": gettext_lazy("Language"),
    "code": pgettext_lazy("unit", "Code"),
    "kind": pgettext_lazy("log", "Kind"),
    "place": pgettext_lazy("town", "Place"),
    "page_name": gettext_lazy("What its people call it"),
    "stage": pgettext_lazy("roll-out", "Stage"),
    "has_givers_board": pgettext_lazy("board", "Those who gave"),
    "givers_board": pgettext_lazy("board", "Those who gave"),
    "has_receivers_board": gettext_lazy("Those who were seen"),
    "target": pgettext_lazy("log", "Goal"),
    "from_month": pgettext_lazy("goal", "From the month"),
    "paper": pgettext_lazy("card type", "Paper"),
    "symbol": pgettext_lazy("card type", "Symbol"),
    "order": pgettext_lazy("log", "Order"),
    "purpose": pgettext_lazy("card type", "When one gives it"),
    "openings": pgettext_lazy("card type", "Openings"),
    "ready_lines": pgettext_lazy("card type", "Ready lines"),
    "is_message_needed": pgettext_lazy("card type", "Needs words"),
    "max_length": pgettext_lazy("card type", "Longest message"),
    "is_draft": pgettext_lazy("card type", "Draft"),
    "starts_on": pgettext_lazy("card type", "Given from"),
    "ends_on": pgettext_lazy("card type", "Given until"),
    "weekdays": gettext_lazy("Weekdays"),
    "kinds": gettext_lazy("Kinds of unit"),
    "units": pgettext_lazy("log", "Units"),
    "is_for_staff": pgettext_lazy("card type", "Given by the staff"),
    "is_for_customers": pgettext_lazy("card type", "Given by customers"),
    "is_on_screens": pgettext_lazy("card type", "Shown on screens"),
    "time_zone": gettext_lazy("Time zone"),
    "languages": gettext_lazy("Languages"),
    "encounters_per_year": gettext_lazy("Encounters a year"),
    "default_audience": gettext_lazy("Who sees a card, unless chosen"),
    "retention_months": gettext_lazy("Months that texts are kept"),
    "moderated_by": gettext_lazy("Who reads reports"),
    "text": pgettext_lazy("log", "Text"),
    "is_hidden": pgettext_lazy("log", "Removed"),
    "units_created": gettext_lazy("Units added"),
    "units_changed": gettext_lazy("Units changed"),
    "teams_created": gettext_lazy("Teams added"),
    "people_created": gettext_lazy("People added"),
    "people_changed": gettext_lazy("People changed"),
    "people_ended": gettext_lazy("Employments ended"),
    "rows": pgettext_lazy("log", "Rows"),
}

CHOICES: dict[str, tuple[type[Choices], ...]] = {
    "kind": (GoalKind, UnitKind, TextKind),
    "kinds": (UnitKind,),
    "stage": (Stage,),
    "givers_board": (GiversBoard,),
    "moderated_by": (ModeratedBy,),
    "default_audience": (Audience,),
    "ceiling": (Ceiling,),
    "language": (Language,),
    "languages": (Language,),
    "level": (Level,),
    "paper": (Paper,),
    "symbol": (Symbol,),
}
DAYS = ("_on", "_from", "_to", "_month")  # How fields end that hold a day.


def field_name(field: str) -> str:
    """Return what a field is called."""
    return str(FIELDS.get(field, field.replace("_", " ")))


def kind_name(kind: str) -> str:
    """Return what a kind of thing is called."""
    return str(KINDS.get(kind, kind))


def ref_of(value: object) -> Ref | None:
    """Return the row that a value stands for, if it stands for one."""
    if isinstance(value, dict) and len(value) == 1:
        ((kind, pk),) = value.items()
        if kind in KINDS and isinstance(pk, int):
            return kind, pk
    return None


def name_of(ref: Ref, names: Names) -> str:
    """Return the name of a row; of one that is gone, or never had one, its kind and key."""
    kind, pk = ref
    if ref in names:
        return names[ref] or _("a former colleague")
    return kind_name(kind) if kind == "organisation" else f"{kind_name(kind)} {pk}"


def value_text(field: str, value: object, names: Names) -> str:
    """Return a value in words."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return pgettext("switch", "yes") if value else pgettext("switch", "no")
    if isinstance(value, list):
        return ", ".join(value_text(field, each, names) for each in value)
    if ref := ref_of(value):
        return name_of(ref, names)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {value_text(field, each, names)}" for key, each in value.items())
    for choices in CHOICES.get(field, ()):
        if value in choices.values:
            return str(choices(value).label)
    return day_text(value) if isinstance(value, str) and field.endswith(DAYS) else str(value)


def day_text(value: str) -> str:
    """Return a day in the reader's habit, and anything else as it is."""
    try:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    except ValueError:
        return value
