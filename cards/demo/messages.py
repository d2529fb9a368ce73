"""What the demo organisation's people write: the data of data/messages, when it fits, and how it is put together.

A message is a hand-written core, sometimes with a head before or a tail after it, and slots that need no inflection.
Words that begin with # before a text say when it fits; MARKS lists them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).with_name("data")
LANGUAGES = ("sv", "fi", "nb", "en")
MARKS = {
    "many": "to several people",
    "whole": "to a whole unit or team",
    "both": "to one person as well as to several",
    "+": "may take a tail",
    "big": "where there are several tills",
    "open": "where customers come in",
    "home": "among those who work side by side",
    "books": "of an office that keeps the books",
    "pay": "of an office that pays wages",
    "it": "of an office that mends screens",
    "signs": "of an office that prints signs",
    "christmas": "in December",
    "winter": "with snow and dark",
    "spring": "in April or May",
    "summer": "in June, July or August",
    "autumn": "from September on",
    "friday": "on a Friday",
    "morning": "about this morning, while it lasts",
    "evening": "about this evening",
    "night": "about the night that just was",
}
PRESUPPOSED = frozenset(
    {"big", "open", "home", "books", "pay", "it", "signs"}
)  # Of the unit, as cards/demo/places.py tells.
MONTHS = {"winter": (12, 1, 2, 3), "spring": (4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "christmas": (12,)}
HOURS = {"morning": range(7, 16), "evening": range(18, 24), "night": range(4, 11)}
ANY_MONTH, ANY_HOUR = frozenset(range(1, 13)), frozenset(range(24))
LONG_ENOUGH_FOR_A_HEAD = 62  # Code points: a one-liner stands alone.
HEADS, TAILS = 0.12, 0.5  # How often a message that may take one has one.


@dataclass(frozen=True)
class Words:
    """A text and when it fits."""

    text: str
    marks: frozenset[str]
    months: frozenset[int] = ANY_MONTH
    hours: frozenset[int] = ANY_HOUR

    @classmethod
    def read(cls, line: str) -> "Words":
        """Part a line of the data into its marks and its text."""
        marks = []
        while line.startswith("#"):
            mark, line = line[1:].split(" ", maxsplit=1)
            marks.append(mark)
        return cls(
            text=line,
            marks=frozenset(marks),
            months=ANY_MONTH.intersection(*(MONTHS[mark] for mark in marks if mark in MONTHS)),
            hours=ANY_HOUR.intersection(*(HOURS[mark] for mark in marks if mark in HOURS)),
        )

    def suits(self, number: str) -> bool:
        """Tell whether it can be said to "one", to "many" or to the "whole" unit."""
        if number == "one":
            return not self.marks & {"many", "whole"}
        if number == "many":
            return bool(self.marks & {"many", "both"})
        return bool(self.marks & {"whole", "many", "both"})

    def fits(self, at: datetime) -> bool:
        """Tell whether it can be written at this local moment."""
        if at.hour not in self.hours or at.month not in self.months:
            return False
        if "friday" in self.marks and at.weekday() != 4:
            return False
        return "christmas" not in self.marks or 5 <= at.day <= 28


@dataclass(frozen=True)
class Tongue:
    """All that is written in one language."""

    cores: Mapping[str, Mapping[str, tuple[Words, ...]]]  # By card type, then by kind of place.
    tails: Mapping[str, tuple[Words, ...]]  # By card type.
    heads: tuple[str, ...]
    replies: Mapping[str, tuple[str, ...]]  # By who answers: "own", "other", "many".
    sought: tuple[str, ...]  # What customers look for, in the case that the sentence takes.
    yesterday: str
    weekdays: tuple[str, ...]  # On Monday … on Sunday.

    def day_before(self, at: datetime, days: int) -> str:
        """Say a day of the past week, seen from a local moment."""
        return self.yesterday if days == 1 else self.weekdays[(at.weekday() - days) % 7]


@cache
def tongue(language: str) -> Tongue:
    """Read what is written in a language."""
    data = tomllib.loads((DATA / "messages" / f"{language}.toml").read_text(encoding="utf-8"))
    slots = data.pop("slots")
    tails, heads, replies = data.pop("tails"), data.pop("heads"), data.pop("replies")
    return Tongue(
        cores={
            slug: {place: tuple(map(Words.read, lines)) for place, lines in places.items()}
            for slug, places in data.items()
        },
        tails={slug: tuple(map(Words.read, lines)) for slug, lines in tails.items()},
        heads=tuple(heads["one"]),
        replies={who: tuple(lines) for who, lines in replies.items()},
        sought=tuple(slots["sought"]),
        yesterday=slots["yesterday"],
        weekdays=tuple(slots["weekdays"]),
    )


def compose(
    core: Words,
    *,
    language: str,
    slug: str,
    number: str,
    at: datetime,
    slots: Mapping[str, str],
    longest: int,
    rng: Random,
) -> str:
    """Put a message together: its core with the slots filled, and a head or a tail where there is room."""
    words = tongue(language)
    text = core.text.format_map(slots)
    tails = [tail.text for tail in words.tails.get(slug, ()) if tail.fits(at) and tail.suits(number)]
    if "+" in core.marks and tails and rng.random() < TAILS:
        tail = rng.choice(tails)
        text = f"{text} {tail}" if len(text) + 1 + len(tail) <= longest else text
    if number == "one" and len(text) >= LONG_ENOUGH_FOR_A_HEAD and rng.random() < HEADS:
        head = rng.choice(words.heads).format_map(slots)
        text = f"{head} {text}" if len(head) + 1 + len(text) <= longest else text
    return text


def fill_slots(*, language: str, at: datetime, first: str, colleague: str, rng: Random) -> dict[str, str]:
    """Fill every slot a message may have: names in the nominative, numbers, days as whole phrases."""
    minutes = max(at.hour * 60 + at.minute - rng.randrange(20, 240, 5), 5)
    return {
        "first": first,
        "colleague": colleague,
        "day": tongue(language).day_before(at, rng.randint(1, 4)),
        "time": f"{minutes // 60}.{minutes % 60 // 5 * 5:02}",
        "count": str(rng.randint(12, 48)),
        "room": str(rng.randint(1, 4) * 100 + rng.randint(1, 28)),
        "table": str(rng.randint(3, 24)),
        "aisle": str(rng.randint(2, 31)),
        "pump": str(rng.randint(2, 6)),
        "sought": rng.choice(tongue(language).sought),
    }
