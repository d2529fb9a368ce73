"""The demo organisation's card types, and which one fits a moment."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from random import Random
from typing import Any

from cards.demo.messages import DATA, LANGUAGES
from cards.demo.places import NIGHT_TEAMS, Place
from cards.models import UnitKind

NEW = 120  # Days: so long one remembers who showed the way.
NIGHT_HOURS = range(4, 11)
OPEN_AT_NIGHT = (UnitKind.STATION, UnitKind.HOTEL, UnitKind.WAREHOUSE, UnitKind.HYPERMARKET)
SLUGS = ("tack", "gladje", "fixare", "hejhopp")
MIXES: dict[str, tuple[int, ...]] = {  # Of a hundred cards, in the order of SLUGS.
    UnitKind.AREA: (60, 20, 16, 4),
    UnitKind.OFFICE: (58, 17, 20, 5),
    UnitKind.WAREHOUSE: (50, 14, 28, 8),
    UnitKind.HOTEL: (42, 27, 19, 12),
    UnitKind.RESTAURANT: (40, 31, 15, 14),
    UnitKind.STATION: (43, 17, 19, 21),
    UnitKind.CORNER_SHOP: (49, 23, 13, 15),
}
ANY_MIX = (48, 20, 16, 16)
HEJHOPP_WEEKS, HEJHOPP_MORE = (7, 20, 33, 46), 2.5  # Of the year: four times everybody is reminded to greet.


@dataclass(frozen=True)
class DemoType:
    """A card type of the demo, with its texts by language."""

    pk: int
    slug: str
    paper: str
    symbol: str
    is_message_needed: bool
    max_length: int
    texts: Mapping[str, Mapping[str, Any]]
    kinds: tuple[str, ...] = ()  # Of units, where it is not given everywhere.
    season: tuple[str, ...] = ()  # The first and the last day of a year that it is given on.
    is_draft: bool = False

    @property
    def ready_lines(self) -> int:
        """How many ready lines it has."""
        return len(self.texts["sv"]["ready"])

    def days(self, today: date) -> tuple[date | None, date | None]:
        """Return the first and the last day of its season, this one or the next; none when it is given all year."""
        if not self.season:
            return None, None
        first, last = (date.fromisoformat(f"{today.year}-{day}") for day in self.season)
        return (
            (first, last) if today <= last else (first.replace(year=today.year + 1), last.replace(year=today.year + 1))
        )


def read_types() -> dict[str, DemoType]:
    """Read the card types, in order."""
    files = (DATA / name for name in ("card_types.toml", "coming_types.toml"))
    data = [one for file in files for one in tomllib.loads(file.read_text(encoding="utf-8"))["types"]]
    return {
        one["slug"]: DemoType(
            pk=pk,
            slug=one["slug"],
            paper=one["paper"],
            symbol=one["symbol"],
            is_message_needed=one["is_message_needed"],
            max_length=one["max_length"],
            texts={language: one[language] for language in LANGUAGES if language in one},
            kinds=tuple(one.get("kinds", ())),
            season=tuple(one.get("season", ())),
            is_draft=one.get("is_draft", False),
        )
        for pk, one in enumerate(data, start=1)
    }


TYPES = read_types()


def pick_type(
    giver: Place, taker: Place, teams: Sequence[str], at: datetime, *, days_here: int, number: str, rng: Random
) -> DemoType:
    """Draw the type of a card: for who showed a newcomer the way, for who worked by night, else by custom."""
    is_own = giver.code == taker.code
    if is_own and number == "one" and days_here < NEW and rng.random() < 0.3:
        return TYPES["fyrvaktare"]
    odds = 0.5 if any(team in NIGHT_TEAMS for team in teams) else 0.06
    is_after_night = at.hour in NIGHT_HOURS and taker.kind in OPEN_AT_NIGHT
    if is_own and number == "one" and is_after_night and rng.random() < odds:
        return TYPES["nattuggla"]
    more = HEJHOPP_MORE if at.isocalendar().week in HEJHOPP_WEEKS else 1.0
    weights = [
        weight * (more if slug == "hejhopp" else 1) * (slug != "fixare" or number != "whole")
        for slug, weight in zip(SLUGS, mix(giver.code, giver.kind), strict=True)
    ]
    return TYPES[rng.choices(SLUGS, weights=weights)[0]]


@cache
def mix(code: str, kind: str) -> tuple[float, ...]:
    """Return how often a unit gives each type: as its kind does, and a little in its own way."""
    rng = Random(f"mix {code}")
    return tuple(weight * rng.lognormvariate(0, 0.3) for weight in MIXES.get(kind, ANY_MIX))
