"""What an admin types into the editor of a card type: kept as typed, and made into a card type's content."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from cards.forms.choosing import keys
from cards.lib.dates_typed import parse_day
from cards.lib.type_limits import clean_line
from cards.models import MAX_MESSAGE, Language
from cards.queries.type_content import Line, TypeContent, Words

FLAGS = ("is_message_needed", "is_for_staff", "is_for_customers", "is_on_screens")
MOST_READ = 40  # Rows of a kind, and...
LONGEST = 400  # ... characters of one field: past that nobody has typed it.


@dataclass(frozen=True)
class TypedLine:
    """A ready line as typed; `key` is that of the stored line it began as, or one of its own."""

    key: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Typed:
    """Everything in the editor, as typed."""

    words: Mapping[str, Words]
    lines: tuple[TypedLine, ...] = ()
    paper: str = ""
    symbol: str = ""
    max_length: str = str(MAX_MESSAGE)
    starts_on: str = ""
    ends_on: str = ""
    weekdays: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    flags: frozenset[str] = field(default_factory=frozenset)
    seen: str = ""  # The version of the type that the form showed.

    @classmethod
    def of(cls, data: QueryDict) -> Self:
        """Read what was posted."""

        def one(name: str) -> str:
            return data.get(name, "")[:LONGEST]

        def many(name: str) -> tuple[str, ...]:
            return tuple(value[:LONGEST] for value in data.getlist(name)[: 10 * MOST_READ])

        return cls(
            words={
                code: Words(one(f"name_{code}"), one(f"purpose_{code}"), many(f"opening_{code}")[:MOST_READ])
                for code in Language.values
            },
            lines=tuple(
                TypedLine(key, {code: one(f"line_{key}_{code}") for code in Language.values})
                for key in dict.fromkeys(many("line")[:MOST_READ])
                if key.isalnum()
            ),
            paper=one("paper"), symbol=one("symbol"), max_length=one("max_length"), starts_on=one("starts_on"),
            ends_on=one("ends_on"), weekdays=many("weekday"), kinds=many("kind"), units=many("unit"),
            flags=frozenset(name for name in FLAGS if data.get(name)), seen=one("seen"),
        )  # fmt: skip

    @classmethod
    def of_content(cls, content: TypeContent, *, seen: str = "") -> Self:
        """Fill the editor in with what a type is."""
        return cls(
            words={code: content.of(code) for code in Language.values},
            lines=tuple(
                TypedLine(str(line.pk), {code: line.text(code) for code in Language.values}) for line in content.lines
            ),
            paper=content.paper,
            symbol=content.symbol,
            max_length=str(content.max_length),
            starts_on=content.starts_on.isoformat() if content.starts_on else "",
            ends_on=content.ends_on.isoformat() if content.ends_on else "",
            weekdays=tuple(map(str, content.weekdays)),
            kinds=content.kinds,
            units=tuple(map(str, content.unit_ids)),
            flags=frozenset(name for name in FLAGS if getattr(content, name)),
            seen=seen,
        )

    # --- Rows are added and taken away; nothing is saved by it --------------------------------------------------------

    def with_opening(self, code: str) -> Self:
        """Add an empty opening in a language."""
        words = self.words[code]
        return self.with_words(code, replace(words, openings=(*words.openings, "")))

    def without_opening(self, code: str, number: int) -> Self:
        """Take an opening away."""
        words = self.words[code]
        return self.with_words(code, replace(words, openings=words.openings[:number] + words.openings[number + 1 :]))

    def with_words(self, code: str, words: Words) -> Self:
        """Put other words in a language."""
        return replace(self, words={**self.words, code: words})

    def with_line(self) -> Self:
        """Add an empty ready line."""
        taken = {line.key for line in self.lines}
        key = next(key for number in range(MOST_READ + 1) if (key := f"ny{number}") not in taken)
        return replace(self, lines=(*self.lines, TypedLine(key, {})))

    def without_line(self, key: str) -> Self:
        """Take a ready line away."""
        return replace(self, lines=tuple(line for line in self.lines if line.key != key))

    def seeing(self, version: str) -> Self:
        """Know the type as it stands by now."""
        return replace(self, seen=version)

    def tidied(self) -> Self:
        """Leave out empty rows, and what nobody sees of the others: as it would be stored."""
        words = {
            code: Words(clean_line(of.name), clean_line(of.purpose), tuple(filter(None, map(clean_line, of.openings))))
            for code, of in self.words.items()
        }
        lines = (
            TypedLine(line.key, {code: clean_line(text) for code, text in line.texts.items()}) for line in self.lines
        )
        return replace(self, words=words, lines=tuple(line for line in lines if any(line.texts.values())))

    # --- What it comes to ---------------------------------------------------------------------------------------------

    def content(self) -> tuple[TypeContent, dict[str, str]]:
        """Return the type's content, and what makes no sense by its field; the content has nothing in its place."""
        tidy, problems = self.tidied(), dict[str, str]()
        content = TypeContent(
            words={code: of for code, of in tidy.words.items() if of != Words()},
            lines=tuple(
                Line(next(iter(keys([line.key])), None), {code: text for code, text in line.texts.items() if text})
                for line in tidy.lines
            ),
            paper=self.paper,
            symbol=self.symbol,
            max_length=number_of(self.max_length),
            starts_on=day_of(self.starts_on, "starts_on", problems),
            ends_on=day_of(self.ends_on, "ends_on", problems),
            weekdays=weekdays_of(self.weekdays),
            kinds=tuple(sorted(set(self.kinds))),
            unit_ids=tuple(sorted(keys(self.units))),
            **{name: name in self.flags for name in FLAGS},
        )
        return content, problems


def number_of(text: str) -> int:
    """Return the number, or 0, which no type has, for what is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def weekdays_of(texts: tuple[str, ...]) -> tuple[int, ...]:
    """Return the days of the week; all seven are no limit."""
    days = sorted({number_of(text) for text in texts})
    return () if days == list(range(1, 8)) else tuple(days)


def day_of(text: str, about: str, problems: dict[str, str]) -> date | None:
    """Return the day, if any; what is none goes among the problems."""
    if not text.strip():
        return None
    try:
        return parse_day(text)
    except ValueError:
        problems[about] = _("Write the day as 2026-12-01.")
        return None
