"""The editor of a card type as its page draws it: every field with its value, its room and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from cards.forms.card_types import Typed
from cards.lib.type_limits import LINE, MOST_LINES, MOST_OPENINGS, OPENING, PURPOSE, room_for_name
from cards.models import Language, Paper, Symbol, UnitKind
from cards.queries.closed_types import days_of_week
from cards.queries.type_choices import TypeChoices, UnitChoice
from cards.queries.type_neighbours import Neighbour, holders


@dataclass(frozen=True)
class Box:
    """A field: what it is posted as, and the key by which problems name it."""

    name: str
    key: str
    value: str
    label: str
    room: int
    problem: str = ""
    source: str = ""  # What it translates.


@dataclass(frozen=True)
class LanguageBlock:
    """A type's words in one language."""

    code: str
    label: str
    name: Box
    purpose: Box
    openings: tuple[Box, ...]
    problem: str  # With the openings together.
    lines: tuple[Box, ...]  # The ready lines, in the order of the Swedish.
    can_add: bool

    @property
    def adds(self) -> str:
        """What the button says that adds an opening."""
        return f"add-opening:{self.code}"

    @property
    def is_open(self) -> bool:
        """Tell whether something below the name is wrong."""
        return bool(self.problem or any(box.problem for box in (self.purpose, *self.openings, *self.lines)))


@dataclass(frozen=True)
class Pick:
    """One answer of several; `holder` is the type whose paper it is."""

    value: str
    label: str
    is_chosen: bool
    holder: str = ""

    @property
    def is_locked(self) -> bool:
        """Tell whether it cannot be chosen; what is chosen already stays, to be seen."""
        return bool(self.holder) and not self.is_chosen


@dataclass(frozen=True)
class UnitPick:
    """A unit to limit a type to."""

    unit: UnitChoice
    is_chosen: bool


@dataclass(frozen=True)
class Boxes:
    """Everything on the page of the editor."""

    typed: Typed
    problems: Mapping[str, str]
    swedish: LanguageBlock
    offered: tuple[LanguageBlock, ...]
    others: tuple[LanguageBlock, ...]
    line_keys: tuple[str, ...]
    can_add_line: bool
    papers: tuple[Pick, ...]
    symbols: tuple[Pick, ...]
    weekdays: tuple[Pick, ...]
    kinds: tuple[Pick, ...]
    units: tuple[UnitPick, ...]

    @property
    def foreign(self) -> tuple[LanguageBlock, ...]:
        """The other languages, those that are offered first."""
        return self.offered + self.others

    @property
    def languages(self) -> tuple[LanguageBlock, ...]:
        """Every language, Swedish first."""
        return (self.swedish, *self.foreign)

    @property
    def is_limited(self) -> bool:
        """Tell whether it is given on some days or in some units only, or what says so is wrong."""
        typed = self.typed
        limits = (typed.starts_on, typed.ends_on, 0 < len(typed.weekdays) < 7, typed.kinds, typed.units)
        return any(limits) or not self.problems.keys().isdisjoint(
            {"starts_on", "ends_on", "weekdays", "kinds", "units"}
        )

    @property
    def lines(self) -> list[tuple[str, Box]]:
        """The ready lines in Swedish, with their keys."""
        return list(zip(self.line_keys, self.swedish.lines, strict=True))

    @property
    def taken(self) -> int:
        """How many papers belong to other types."""
        return sum(1 for paper in self.papers if paper.holder)

    @property
    def chosen_units(self) -> int:
        """How many units the type is limited to."""
        return sum(1 for pick in self.units if pick.is_chosen)


def boxes(
    typed: Typed, *, choices: TypeChoices, others: Sequence[Neighbour], problems: Mapping[str, str] | None = None
) -> Boxes:
    """Lay out the editor as it is filled in."""
    problems = problems or {}
    foreign = [code for code in Language.values if code != Language.SV]
    blocks = {code: language_block(code, typed, problems) for code in Language.values}
    held = {paper: other.name for paper, other in holders(others).items()}
    return Boxes(
        typed=typed,
        problems=problems,
        swedish=blocks[Language.SV],
        offered=tuple(blocks[code] for code in foreign if code in choices.languages),
        others=tuple(blocks[code] for code in foreign if code not in choices.languages),
        line_keys=tuple(line.key for line in typed.lines),
        can_add_line=len(typed.lines) < MOST_LINES,
        papers=tuple(
            Pick(value, str(label), typed.paper == value, held.get(value, "")) for value, label in Paper.choices
        ),
        symbols=tuple(Pick(value, str(label), typed.symbol == value) for value, label in Symbol.choices),
        weekdays=tuple(
            Pick(str(day), days_of_week([day]), str(day) in typed.weekdays or not typed.weekdays) for day in range(1, 8)
        ),
        kinds=tuple(
            Pick(kind, str(UnitKind(kind).label), kind in typed.kinds)
            for kind in UnitKind.values
            if kind in choices.kinds or kind in typed.kinds
        ),
        units=tuple(UnitPick(unit, str(unit.pk) in typed.units) for unit in choices.units),
    )


def language_block(code: str, typed: Typed, problems: Mapping[str, str]) -> LanguageBlock:
    """Lay out the words of one language."""
    words, when = typed.words[code], pgettext("card type", "When does one give it?")

    def box(name: str, key: str, value: str, label: str, room: int, source: str = "") -> Box:
        return Box(name, key, value, label, room, problems.get(key, ""), source)

    return LanguageBlock(
        code=code,
        label=get_language_info(code)["name_local"].capitalize(),
        name=box(f"name_{code}", f"name_{code}", words.name, _("The name of the card"), room_for_name(code)),
        purpose=box(f"purpose_{code}", f"purpose_{code}", words.purpose, when, PURPOSE),
        openings=tuple(
            box(f"opening_{code}", f"opening_{code}_{at}", text, _("Opening %(n)s") % {"n": at + 1}, OPENING)
            for at, text in enumerate(words.openings)
        ),
        problem=problems.get(f"openings_{code}", ""),
        lines=tuple(
            box(
                f"line_{line.key}_{code}", f"line_{at}_{code}", line.texts.get(code, ""),
                _("Ready line %(n)s") % {"n": at + 1}, LINE, line.texts.get(Language.SV, ""),
            )
            for at, line in enumerate(typed.lines)
        ),
        can_add=len(words.openings) < MOST_OPENINGS,
    )  # fmt: skip
