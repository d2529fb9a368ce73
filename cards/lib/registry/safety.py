"""The registry of what keeps people safe from each other: reports, decisions, letters, blocks, limits."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cards.lib.registry.shapes import Column, Fate, Kept, Owner, Seen, Shelf, Withheld, table
from cards.lib.registry.words import AT, CARD, FORM, KEY, REASON, REPLY

WRITER = pgettext_lazy("whose data", "who wrote what it is about")
READER = pgettext_lazy("whose data", "who got it")
MODERATORS = (Seen.MODERATORS,)
MINE = (Seen.SELF, Seen.MODERATORS)
NONE = (Seen.NOBODY,)

TABLES = (
    table(
        "cards.Report",
        _("Reports"),
        shelf=Shelf.SAFETY,
        why=_("What hurts can be reported, and is read by those who decide."),
        kept=Kept.TEXTS,
        seen_by=MINE,
        fate=Fate.FIGURE,
        columns={
            "id": KEY,
            "card": CARD,
            "reply": REPLY,
            "reporter": Column(_("Who reported it")),
            "reason": REASON,
            "at": AT,
            "decision": Column(pgettext_lazy("data", "Decision"), is_inner=True),
        },
        owners=(
            Owner("reporter", pgettext_lazy("whose data", "who reported it")),
            Owner("card__sender", WRITER, withheld=Withheld.REPORTER),
            Owner("reply__person", WRITER, withheld=Withheld.REPORTER),
        ),
    ),
    table(
        "cards.Decision",
        _("What was decided about reports"),
        shelf=Shelf.SAFETY,
        why=_("So that it is known who decided what and why, and it can be undone."),
        kept=Kept.TEXTS,
        seen_by=MODERATORS,
        fate=Fate.FIGURE,
        columns={
            "id": KEY,
            "card": CARD,
            "reply": REPLY,
            "outcome": Column(_("Outcome")),
            "person": Column(_("Who decided")),
            "reason": REASON,
            "at": AT,
        },
        owners=(
            Owner("person", pgettext_lazy("whose data", "who decided")),
            Owner("card__sender", WRITER, withheld=Withheld.REPORTER),
            Owner("reply__person", WRITER, withheld=Withheld.REPORTER),
        ),
    ),
    table(
        "cards.Letter",
        _("Letters"),
        shelf=Shelf.SAFETY,
        why=_("Those who look after Hjärtkort can write to somebody about a card or a report."),
        kept=Kept.TEXTS,
        seen_by=MINE,
        fate=Fate.DELETED,
        columns={
            "id": KEY,
            "person": Column(_("To whom")),
            "kind": Column(pgettext_lazy("data", "Kind")),
            "card": CARD,
            "reply": REPLY,
            "decision": Column(pgettext_lazy("data", "Decision"), is_inner=True),
            "text": Column(_("What is written"), fate=Fate.BLANKED),
            "written_by": Column(_("Who wrote it"), fate=Fate.FIGURE),
            "at": AT,
            "read_at": Column(_("Read")),
            "form_id": FORM,
        },
        owners=(
            Owner("person", READER, hides=(("written_by", Withheld.NOT_YOURS), ("form_id", Withheld.NOT_YOURS))),
            Owner(
                "written_by",
                pgettext_lazy("whose data", "who wrote it"),
                hides=(("person", Withheld.NOT_YOURS), ("read_at", Withheld.NOT_YOURS)),
            ),
        ),
    ),
    table(
        "cards.Block",
        _("Whom you have blocked"),
        shelf=Shelf.SAFETY,
        why=_("Cards from somebody you have blocked do not reach you."),
        kept=Kept.CHOSEN,
        seen_by=MINE,
        fate=Fate.DELETED,
        columns={"id": KEY, "blocker": Column(_("Who blocks")), "blocked": Column(_("Who is blocked")), "at": AT},
        owners=(
            Owner("blocker", pgettext_lazy("whose data", "who blocks")),
            Owner("blocked", pgettext_lazy("whose data", "who is blocked"), withheld=Withheld.BLOCKER),
        ),
    ),
    table(
        "cards.GuessLimit",
        _("Wrong guesses when somebody signs in"),
        shelf=Shelf.TECHNICAL,
        why=_("So that nobody can guess a password."),
        kept=Kept.DAY,
        seen_by=NONE,
        fate=Fate.KEPT,
        columns={
            "key": Column(_("A digest that names nobody"), withheld=Withheld.NAMELESS),
            "failures": Column(_("How often"), withheld=Withheld.NAMELESS),
            "failed_at": Column(_("When last"), withheld=Withheld.NAMELESS),
            "open_at": Column(_("From when one may try again"), withheld=Withheld.NAMELESS),
        },
    ),
)
