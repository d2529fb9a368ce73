"""The registry of figures: what cards add up to, closed periods, goals."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cards.lib.registry.shapes import Column, Fate, Kept, Owner, Seen, Shelf, Table, Text, Withheld, table
from cards.lib.registry.words import AT, CARD, ENCOUNTERS, KEY, KIND, LENGTH, PERIOD, PERSON, TYPE, UNIT

YOU = Owner("person", pgettext_lazy("whose data", "the person"))
YOUR_KEY = Owner("person_id", YOU.who)
# What one gave to somebody who has blocked one counts in `own_thanked` alone: the difference would tell.
WITH_BLOCKERS = tuple((name, Withheld.BLOCKER) for name in ("given", "thanked", "firsts"))
SUMS = (Seen.UNIT, Seen.MANAGERS)
WHY = _("So that the boards and figures of a unit can be shown at once, without counting every card.")


def about_nobody(model: str, title: Text, columns: dict[str, Column]) -> Table:
    """Write down a table of sums."""
    return table(
        model,
        title,
        shelf=Shelf.FIGURES,
        why=WHY,
        kept=Kept.FIGURE,
        seen_by=SUMS,
        fate=Fate.KEPT,
        columns=columns,
    )


TABLES = (
    table(
        "cards.PersonTally",
        _("Your encounters, period by period"),
        shelf=Shelf.FIGURES,
        why=WHY,
        kept=Kept.FIGURE,
        seen_by=(Seen.SELF,),
        fate=Fate.FIGURE,
        columns={
            "grain": LENGTH,
            "period": PERIOD,
            "card_type_id": TYPE,
            "unit_id": UNIT,
            "person_id": PERSON,
            "given": Column(_("Encounters you gave")),
            "received": Column(_("Encounters you got in this unit")),
            "thanked": Column(_("Different colleagues you gave to")),
            "own_thanked": Column(_("The same, as you are told")),
            "seen_by": Column(_("Different colleagues you got from")),
            "firsts": Column(_("Whether your first card lies here")),
        },
        owners=(Owner(YOUR_KEY.path, YOU.who, only="where_i_was", hides=WITH_BLOCKERS),),
    ),
    table(
        "cards.TallyEntry",
        _("Cards that are not counted in yet"),
        shelf=Shelf.FIGURES,
        why=WHY,
        kept=Kept.DAY,
        seen_by=(Seen.NOBODY,),
        fate=Fate.FIGURE,
        columns={
            "id": KEY,
            "card_id": CARD,
            "person_id": PERSON,
            "was": Column(_("Counted before as")),
            "becomes": Column(_("Counts as")),
        },
        owners=(Owner("person_id", YOU.who, only="received_tally"),),
    ),
    table(
        "cards.ClosedGiver",
        _("Your name on a board of a period that has ended"),
        shelf=Shelf.FIGURES,
        why=_("A board of a period that has ended shows what it showed then."),
        kept=Kept.FIGURE,
        seen_by=(Seen.UNIT,),
        fate=Fate.FIGURE,
        columns={
            "id": KEY,
            "closing": Column(pgettext_lazy("data", "Period")),
            "unit": UNIT,
            "card_type_id": TYPE,
            "person": PERSON,
            "place": Column(_("Place on the board")),
            "colleagues": Column(_("Different colleagues you gave to")),
            "encounters": ENCOUNTERS,
            "is_first_time": Column(_("Your first card")),
        },
        owners=(YOU,),
    ),
    table(
        "cards.Goal",
        _("Goals you have set for a unit"),
        shelf=Shelf.FIGURES,
        why=_("A unit can have a goal for its months."),
        kept=Kept.ORGANISATION,
        seen_by=(Seen.UNIT, Seen.EVERYBODY),
        fate=Fate.FIGURE,
        columns={
            "id": KEY,
            "unit": UNIT,
            "from_month": Column(pgettext_lazy("goal", "From the month")),
            "kind": KIND,
            "target": Column(pgettext_lazy("data", "Goal")),
            "set_by": Column(_("Who set it"), seen_by=(Seen.ADMINS,)),
            "at": AT,
        },
        owners=(Owner("set_by", pgettext_lazy("whose data", "who set it")),),
    ),
    about_nobody(
        "cards.UnitTally",
        _("Encounters of the units"),
        {
            "grain": LENGTH,
            "period": PERIOD,
            "card_type_id": TYPE,
            "unit_id": UNIT,
            "encounters": ENCOUNTERS,
            "open_encounters": Column(_("Encounters without those of “only us”")),
            "headcount": Column(_("How many belong to it")),
        },
    ),
    about_nobody(
        "cards.FlowTally",
        _("Encounters between units"),
        {
            "grain": LENGTH,
            "period": PERIOD,
            "card_type_id": TYPE,
            "from_unit_id": Column(_("From the unit")),
            "to_unit_id": Column(_("To the unit")),
            "encounters": ENCOUNTERS,
        },
    ),
    about_nobody(
        "cards.Closing",
        _("Periods that have ended"),
        {
            "id": KEY,
            "grain": LENGTH,
            "period": PERIOD,
            "closed_at": Column(_("Closed")),
            "languages": Column(_("Encounters by language, for the whole organisation")),
        },
    ),
    about_nobody(
        "cards.ClosedUnit",
        _("A unit’s figures in a period that has ended"),
        {
            "id": KEY,
            "closing": Column(pgettext_lazy("data", "Period")),
            "unit": UNIT,
            "card_type_id": TYPE,
            "headcount": Column(_("How many belong to it")),
            "encounters": ENCOUNTERS,
            "share": Column(_("Share of its people seen, in steps")),
            "share_word": Column(_("The same in words")),
            "place": Column(_("Place on the board")),
            "goal_kind": KIND,
            "goal_target": Column(pgettext_lazy("data", "Goal")),
            "goal_reached": Column(_("How far it came")),
        },
    ),
    about_nobody(
        "cards.TallyState",
        _("How far is counted"),
        {"id": KEY, "settled_on": Column(pgettext_lazy("data", "Day"))},
    ),
    about_nobody(
        "cards.CardCount",
        _("How many cards of each type there are"),
        {
            "card_type": TYPE,
            "cards": Column(_("Number of cards")),
            "below": Column(pgettext_lazy("data", "Counted up to"), is_inner=True),
        },
    ),
)
