"""The registry of people: who they are, where they work, what they have chosen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cards.lib.registry.shapes import Column, Fate, Kept, Owner, Seen, Shelf, Withheld, table
from cards.lib.registry.words import AT, FROM_ON, KEY, NAME, PERSON, TEAM, TO_ON, UNIT

ALL, ADMINS = (Seen.EVERYBODY,), (Seen.SELF, Seen.ADMINS)
MINE, NONE = (Seen.SELF,), (Seen.NOBODY,)
YOU = Owner("person", pgettext_lazy("whose data", "the person"))

PERSON_COLUMNS = {
    "id": Column(pgettext_lazy("data", "Key"), fate=Fate.FIGURE, seen_by=NONE, is_inner=True),
    "password": Column(_("Password, scrambled for good"), seen_by=NONE, withheld=Withheld.KEY),
    "employee_number": Column(_("Employee number"), seen_by=ADMINS),
    "given_name": Column(_("Given name")),
    "family_name": Column(_("Family name")),
    "title": Column(pgettext_lazy("of a person", "Title")),
    "email": Column(_("E-mail"), seen_by=ADMINS),
    "unit": Column(pgettext_lazy("data", "Unit"), fate=Fate.FIGURE),
    "employed_from": Column(_("Employed from"), fate=Fate.FIGURE, seen_by=ADMINS),
    "employed_to": Column(_("Employed until"), fate=Fate.FIGURE, seen_by=ADMINS),
    "is_ended": Column(_("Told by the personnel system to have left"), fate=Fate.FIGURE, seen_by=ADMINS, is_inner=True),
    "is_protected": Column(_("Protected identity"), seen_by=ADMINS),
    "is_admin": Column(pgettext_lazy("role", "Admin"), seen_by=ADMINS),
    "is_representative": Column(pgettext_lazy("role", "Representative of the staff"), seen_by=ADMINS),
    "is_moderator": Column(pgettext_lazy("role", "Moderator"), seen_by=ADMINS),
    "erased_at": Column(_("Erased"), fate=Fate.FIGURE, seen_by=(Seen.ADMINS,)),
    "language": Column(_("Language"), kept=Kept.CHOSEN, seen_by=ADMINS),
    "is_language_chosen": Column(_("Language chosen by yourself"), kept=Kept.CHOSEN, seen_by=NONE, is_inner=True),
    "theme": Column(_("Theme"), kept=Kept.CHOSEN, seen_by=MINE),
    "ceiling": Column(_("How far your cards may be shown"), kept=Kept.CHOSEN, seen_by=MINE),
    "last_audience": Column(_("Who was to see the card you gave last"), kept=Kept.CHOSEN, seen_by=MINE),
    "is_on_board": Column(_("Named among those who gave"), kept=Kept.CHOSEN, seen_by=MINE),
    "session_epoch": Column(
        _("How often you have logged out everywhere"), fate=Fate.FIGURE, seen_by=NONE, is_inner=True
    ),
    "name": Column(pgettext_lazy("data", "Name"), is_inner=True),
    "search_text": Column(_("Name and title as one searches for them"), seen_by=NONE, is_inner=True),
}

MERGE_COLUMNS = {
    "id": KEY,
    "person": Column(_("The record that ended")),
    "into": Column(_("The record that stayed")),
    "by": Column(_("Who merged them"), withheld=Withheld.NOT_YOURS),
    "at": AT,
    "moved": Column(_("What moved, by keys"), withheld=Withheld.NOT_YOURS, seen_by=NONE, is_inner=True),
}

TABLES = (
    table(
        "cards.Person",
        _("Person"),
        shelf=Shelf.PEOPLE,
        why=_("So that colleagues find each other, cards reach the right person, and only the staff comes in."),
        kept=Kept.EMPLOYED,
        seen_by=ALL,
        fate=Fate.BLANKED,
        columns=PERSON_COLUMNS,
        owners=(Owner("", YOU.who),),
    ),
    table(
        "cards.Membership",
        _("Where you have worked"),
        shelf=Shelf.PEOPLE,
        why=_("A unit’s figures count those who belonged to it at the time."),
        kept=Kept.FIGURE,
        seen_by=ADMINS,
        fate=Fate.FIGURE,
        columns={"id": KEY, "person": PERSON, "unit": UNIT, "from_on": FROM_ON, "to_on": TO_ON},
        owners=(YOU,),
    ),
    table(
        "cards.TeamMembership",
        _("Your teams"),
        shelf=Shelf.PEOPLE,
        why=_("So that a card can be given to a whole team, and namesakes be told apart."),
        kept=Kept.FIGURE,
        seen_by=ALL,
        fate=Fate.FIGURE,
        columns={
            "id": KEY,
            "person": PERSON,
            "team": TEAM,
            "from_on": FROM_ON,
            "to_on": TO_ON,
            "is_first": Column(_("The team of the personnel system")),
        },
        owners=(YOU,),
    ),
    table(
        "cards.UnitManager",
        _("What you manage"),
        shelf=Shelf.PEOPLE,
        why=_("Managers set goals and see the figures of their units."),
        kept=Kept.CHOSEN,
        seen_by=ADMINS,
        fate=Fate.DELETED,
        columns={"id": KEY, "unit": UNIT, "person": PERSON},
        owners=(YOU,),
    ),
    table(
        "cards.PersonMerge",
        _("Records that were the same person"),
        shelf=Shelf.PEOPLE,
        why=_("Somebody who came twice into the register is made one, and a mistake can be undone."),
        kept=Kept.EMPLOYED,
        seen_by=(Seen.ADMINS,),
        fate=Fate.DELETED,
        columns=MERGE_COLUMNS,
        owners=(
            Owner("person", YOU.who),
            Owner("into", YOU.who),
            Owner("by", pgettext_lazy("whose data", "the admin who did it"), withheld=Withheld.NOT_YOURS),
        ),
    ),
    table(
        "cards.RotationOffer",
        _("Colleagues the app has proposed to you"),
        shelf=Shelf.PEOPLE,
        why=_("So that the proposals go round fairly among the colleagues of a unit."),
        kept=Kept.EMPLOYED,
        seen_by=MINE,
        fate=Fate.DELETED,
        columns={"person": PERSON, "colleague": Column(_("Colleague")), "offered_on": Column(_("Proposed on"))},
        owners=(
            YOU,
            Owner("colleague", pgettext_lazy("whose data", "the colleague"), withheld=Withheld.NOT_YOURS),
        ),
    ),
    table(
        "cards.Unit",
        _("Units and teams"),
        shelf=Shelf.RULES,
        why=_("The organisation’s own tree."),
        kept=Kept.ORGANISATION,
        seen_by=ALL,
        fate=Fate.KEPT,
        columns={
            "id": KEY,
            "parent": Column(_("The unit above")),
            "code": Column(pgettext_lazy("unit", "Code")),
            "name": NAME,
            "kind": Column(pgettext_lazy("data", "Kind")),
            "level": Column(_("Level"), is_inner=True),
            "place": Column(pgettext_lazy("town", "Place")),
            "page_name": Column(_("What its people call it")),
            "has_givers_board": Column(_("Whether it names those who gave")),
            "stage": Column(pgettext_lazy("roll-out", "Stage")),
            "search_text": Column(_("Name as one searches for it"), is_inner=True),
        },
    ),
)
