"""What a card type must be: each problem in words, by the field of the editor that it belongs to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cards.lib.type_limits import LINE, MOST_LINES, MOST_OPENINGS, OPENING, PURPOSE, room_for_name
from cards.models import MAX_MESSAGE, WEEKDAYS, Language, Level, Paper, Symbol, Unit, UnitKind
from cards.queries.type_content import StoredType, TypeContent
from cards.queries.type_neighbours import Neighbour, holders

Problem = tuple[str, str]  # The field, and what is wrong with it.


@dataclass(frozen=True)
class Setting:
    """What a card type is held against."""

    stored: StoredType | None  # What it was, if it is not new.
    others: Sequence[Neighbour]
    cards: int  # Of the type.
    is_draft: bool  # From now on.

    @property
    def is_in_use(self) -> bool:
        """Tell whether it can be given from now on, be it on other days or elsewhere."""
        return not (self.is_draft or self.is_retired)

    @property
    def is_retired(self) -> bool:
        """Tell whether it is given no more."""
        return self.stored is not None and self.stored.is_retired


def problems_of(content: TypeContent, setting: Setting) -> dict[str, str]:
    """Return everything that keeps a card type from being saved so."""
    found: dict[str, str] = {}
    for problems in (word_problems, line_problems, look_problems, giving_problems, unit_problems):
        for about, text in problems(content, setting):
            found.setdefault(about, text)
    return found


def word_problems(content: TypeContent, setting: Setting) -> Iterator[Problem]:
    """Find what is wrong with the names, when one gives it, and the openings."""
    if not content.name:
        yield "name_sv", _("Give the card a name.")
    if not setting.is_draft and not content.of(Language.SV).purpose:
        yield "purpose_sv", _("Say when one gives it.")
    if (namesake := namesake_of(content.name, setting.others)) and not setting.is_retired:
        yield "name_sv", _("There is a card called %(name)s already.") % {"name": namesake.swedish_name}
    for language, words in content.words.items():
        if not words.name and (words.purpose or words.openings):
            yield f"name_{language}", _("Give the name in this language, too.")
        if too_long := over(words.name, room_for_name(language)):
            yield f"name_{language}", too_long
        if too_long := over(words.purpose, PURPOSE):
            yield f"purpose_{language}", too_long
        if len(words.openings) > MOST_OPENINGS:
            yield f"openings_{language}", _("At most %(n)s openings have room.") % {"n": MOST_OPENINGS}
        for number, opening in enumerate(words.openings):
            if too_long := over(opening, OPENING):
                yield f"opening_{language}_{number}", too_long


def line_problems(content: TypeContent, setting: Setting) -> Iterator[Problem]:
    """Find what is wrong with the ready lines."""
    if len(content.lines) > MOST_LINES:
        yield "lines", _("At most %(n)s ready lines have room.") % {"n": MOST_LINES}
    for number, line in enumerate(content.lines):
        if not line.text(Language.SV):
            yield f"line_{number}_sv", _("Write the line in Swedish, too: it stands in where another is missing.")
        for language, text in line.texts.items():
            if too_long := over(text, LINE):
                yield f"line_{number}_{language}", too_long


def look_problems(content: TypeContent, setting: Setting) -> Iterator[Problem]:
    """Find what is wrong with the paper and the symbol."""
    if content.paper not in Paper.values:
        yield "paper", _("Choose a paper.")
    if content.symbol not in Symbol.values:
        yield "symbol", _("Choose a symbol.")
    if setting.stored and setting.cards:
        before = setting.stored.content
        fixed = _("It stays as it is: there are cards that look like this.")
        if content.paper != before.paper:
            yield "paper", fixed
        if content.symbol != before.symbol:
            yield "symbol", fixed
    holder = holders(setting.others).get(content.paper)
    if setting.is_in_use and holder:
        yield "paper", _("%(type)s has this paper. Choose another.") % {"type": holder.name}


def giving_problems(content: TypeContent, setting: Setting) -> Iterator[Problem]:
    """Find what is wrong with who gives it, when, and how much they write."""
    if not 1 <= content.max_length <= MAX_MESSAGE:
        yield "max_length", _("Give a number from 1 to %(most)s.") % {"most": MAX_MESSAGE}
    if setting.is_in_use and not (content.is_for_staff or content.is_for_customers):
        yield "givers", _("Somebody must be able to give the card. To stop it, retire it.")
    if content.starts_on and content.ends_on and content.ends_on < content.starts_on:
        yield "ends_on", _("The last day comes before the first.")
    if not set(content.weekdays) <= set(WEEKDAYS):
        yield "weekdays", _("Choose among the days of the week.")


def unit_problems(content: TypeContent, setting: Setting) -> Iterator[Problem]:
    """Find what is wrong with where it is given."""
    if not set(content.kinds) <= set(UnitKind.values) - {UnitKind.TEAM.value}:
        yield "kinds", _("Choose among the kinds of unit.")
    if content.unit_ids:
        found = Unit.objects.filter(pk__in=content.unit_ids).exclude(level=Level.TEAM).count()
        if found < len(set(content.unit_ids)):
            yield "units", _("A unit you chose is no longer there. Choose again, please.")


def namesake_of(name: str, others: Sequence[Neighbour]) -> Neighbour | None:
    """Return the type that is called the same in Swedish, retired ones aside."""
    same = (other for other in others if other.swedish_name.casefold() == name.casefold() and not other.is_retired)
    return next(same, None) if name else None


def over(text: str, room: int) -> str:
    """Say by how much a text is too long; nothing when it has room."""
    if len(text) <= room:
        return ""
    return ngettext(
        "It is %(over)d character too long. There is room for %(room)d.",
        "It is %(over)d characters too long. There is room for %(room)d.",
        len(text) - room,
    ) % {"over": len(text) - room, "room": room}
