"""Who works in the demo organisation: names, languages, dates, teams, and how readily they write to each other."""

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from cards.demo.messages import DATA
from cards.demo.places import ROOT, CoOp, Place
from cards.lib.audiences import Audience, Ceiling
from cards.models import Language, Theme, UnitKind

LEAVERS = 0.07  # Of a unit's people, over the year.
MOVERS = 0.04
SILENT = 0.22  # Never give a card.
HARDLY_SEEN, HARDLY = 0.14, 0.12  # So many work few hours, and get that much fewer cards.
ADMINS = ("ITS", "MAR")  # Besides the one of the cast, one of each.
MANAGERS = ("unit_manager", "area_manager", "admin")  # Roles of the cast.
ASCII = {"ø": "o", "æ": "ae", "ß": "ss"}


@dataclass(frozen=True)
class Stay:
    """A time in a unit and in its teams; `until` is the last day, None while it lasts."""

    unit: str
    teams: tuple[str, ...]
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Tell whether the day lies within."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(eq=False)
class Colleague:
    """Somebody who works here, or did during the year."""

    given_name: str
    family_name: str
    language: Language
    stays: tuple[Stay, ...]
    title: str = ""
    number: str = ""
    email: str | None = None
    role: str = ""
    manages: tuple[str, ...] = ()
    is_admin: bool = False
    is_protected: bool = False
    is_language_chosen: bool = False
    ceiling: Ceiling = Ceiling.EVERYONE
    last_audience: Audience = Audience.UNITS
    theme: Theme = Theme.SYSTEM
    gives: float = 0.0  # How readily they give cards beside others of their unit.
    begins: date | None = None  # The day on which they give their first card; None when they always have.
    shines: float = 1.0  # How readily others give to them.
    is_on_board: bool | None = None
    pk: int = 0
    heard: set[str] = field(default_factory=set)  # What others have written to them, so as not to say it again.

    @property
    def since(self) -> date:
        """The first day."""
        return self.stays[0].since

    @property
    def until(self) -> date | None:
        """The last day, None while the employment lasts."""
        return self.stays[-1].until

    @property
    def today(self) -> Stay:
        """The present stay, or the last one."""
        return self.stays[-1]

    def has_begun(self, day: date) -> bool:
        """Tell whether this person gives cards, and did by then."""
        return self.gives > 0 and (self.begins is None or self.begins <= day)

    def stay_on(self, day: date) -> Stay | None:
        """Return where this person belonged on a day."""
        return next((stay for stay in self.stays if stay.covers(day)), None)


@cache
def people_data() -> dict[str, Any]:
    """Read names and cast."""
    return tomllib.loads((DATA / "people.toml").read_text(encoding="utf-8"))


def employ(co_op: CoOp, *, today: date, rng: Random) -> list[Colleague]:
    """Return everybody, in order of employment: the cast, and as many others as every unit has room for."""
    staff = list(cast_of(co_op, today=today, rng=rng))
    for place in (*co_op.areas, *co_op.units):
        here = [colleague for colleague in staff if colleague.today.unit == place.code]
        new = [somebody(place, today=today, rng=rng) for _ in range(place.people - len(here))]
        if not any(colleague.manages for colleague in here):
            promote(new[0], place, today=today, rng=rng)
        staff += new
        staff += [leaver(place, today=today, rng=rng) for _ in range(int(place.people * LEAVERS + rng.random()))]
    for colleague in rng.sample([one for one in staff if may_have_moved(one, today)], k=round(len(staff) * MOVERS)):
        move(colleague, co_op, today=today, rng=rng)
    for code in ADMINS:
        next(one for one in staff if one.today.unit == code and one.until is None).is_admin = True
    staff.sort(key=lambda one: (one.since, one.family_name, one.given_name))
    number(staff, rng)
    for pk, colleague in enumerate(staff, start=1):
        colleague.pk = pk
    write_addresses(staff, co_op)
    return staff


def cast_of(co_op: CoOp, *, today: date, rng: Random) -> Iterator[Colleague]:
    """Return the people whom the log-in page and the tests know by number."""
    for one in people_data()["cast"]:
        since = today - timedelta(days=one["days"]) if "days" in one else date(one["since"], 3, 1)
        place = co_op.places[one["unit"]]
        teams = (one["team"],) if one.get("team") in place.teams else ()
        colleague = Colleague(
            given_name=one["given"],
            family_name=one["family"],
            language=Language(one["language"]),
            stays=(Stay(place.code, teams, since, None),),
            title=one["title"],
            number=one["number"],
            role=one.get("role", "extra"),
            gives=0.0 if "days" in one else 2.0,
            shines=0.0 if "days" in one else 1.5,
            is_language_chosen=True,
        )
        if colleague.role in MANAGERS:
            colleague.manages = (place.code,)
            colleague.is_admin = one.get("role") == "admin"
        yield colleague


def somebody(place: Place, *, today: date, rng: Random) -> Colleague:
    """Invent somebody who works in a unit today."""
    speaks = pick_language(place, rng)
    given, family = pick_name(speaks, rng)
    return Colleague(
        given_name=given,
        family_name=family,
        language=speaks,
        stays=(Stay(place.code, pick_teams(place, rng), pick_first_day(today, rng), None),),
        title=rng.choice((place.titles or {})["fi" if speaks == Language.FI else "sv"]),
        is_protected=rng.random() < 0.006,
        is_language_chosen=rng.random() < 0.3,
        ceiling=rng.choices(
            (Ceiling.EVERYONE, Ceiling.UNITS, Ceiling.MY_UNIT, Ceiling.ONLY_ME), weights=(180, 10, 7, 3)
        )[0],
        last_audience=rng.choices((Audience.UNITS, Audience.EVERYONE, Audience.ONLY_US), weights=(55, 35, 10))[0],
        theme=rng.choices((Theme.SYSTEM, Theme.DARK, Theme.LIGHT), weights=(85, 10, 5))[0],
        gives=0.0 if rng.random() < SILENT else rng.lognormvariate(0, 0.8),
        shines=rng.lognormvariate(0, 0.45) * (HARDLY if rng.random() < HARDLY_SEEN else 1),
    )


def promote(colleague: Colleague, place: Place, *, today: date, rng: Random) -> None:
    """Make somebody the manager of a unit."""
    stay = colleague.today
    since = min(stay.since, today - timedelta(days=rng.randint(400, 4000)))
    colleague.stays = (Stay(stay.unit, (), since, None),)
    colleague.title = (place.manager_titles or {})["fi" if colleague.language == Language.FI else "sv"]
    colleague.manages = (place.code, ROOT) if place.code == "LED" else (place.code,)
    colleague.gives = max(colleague.gives, 1.5)
    colleague.is_protected = False


def leaver(place: Place, *, today: date, rng: Random) -> Colleague:
    """Invent somebody who left during the year; half of them came for the summer."""
    colleague = somebody(place, today=today, rng=rng)
    summer = today.year if today.month > 8 else today.year - 1
    if rng.random() < 0.5:
        since, until = date(summer, 6, rng.randint(1, 10)), date(summer, 8, rng.randint(10, 31))
    else:
        until = today - timedelta(days=rng.randint(3, 330))
        since = until - timedelta(days=rng.randint(200, 6000))
    colleague.stays = (Stay(place.code, colleague.today.teams, since, until),)
    return colleague


def may_have_moved(colleague: Colleague, today: date) -> bool:
    """Tell whether somebody has been here long enough to have come from another unit."""
    is_plain = not colleague.manages and not colleague.role and not colleague.is_protected
    return is_plain and colleague.until is None and colleague.since < today - timedelta(days=400)


def move(colleague: Colleague, co_op: CoOp, *, today: date, rng: Random) -> None:
    """Let somebody have come from another unit, of the same kind if there is one, during the year."""
    stay = colleague.today
    kind = co_op.places[stay.unit].kind
    others = [place for place in co_op.units if place.code != stay.unit]
    old = rng.choice([place for place in others if place.kind == kind] or others)
    moved = today - timedelta(days=rng.randint(20, 330))
    colleague.stays = (
        Stay(old.code, pick_teams(old, rng), stay.since, moved - timedelta(days=1)),
        Stay(stay.unit, stay.teams, moved, None),
    )


def pick_language(place: Place, rng: Random) -> Language:
    """Draw a language: a few Norwegians and newly arrived everywhere, the rest as the place has it."""
    drawn = rng.random()
    if drawn < 0.03:
        return Language.NB
    if drawn < (0.07 if place.kind in (UnitKind.HOTEL, UnitKind.RESTAURANT) else 0.05):
        return Language.EN
    return Language.FI if rng.random() < place.finnish * 0.93 else Language.SV


def pick_name(language: Language, rng: Random) -> tuple[str, str]:
    """Draw a given and a family name: mostly of one's language, some of both, some from far away."""
    names = people_data()["names"]
    drawn = rng.random()
    if language == Language.EN or drawn < 0.08:
        origin = rng.choice(names["other"])
        return rng.choice(origin["given"]), rng.choice(origin["family"])
    neighbour = {Language.SV: "fi", Language.FI: "sv"}.get(language, "nb")
    family = neighbour if drawn < 0.15 else language
    return rng.choice(names[language]["given"]), rng.choice(names[family]["family"])


def pick_teams(place: Place, rng: Random) -> tuple[str, ...]:
    """Draw a team, and now and then a second one."""
    if not place.teams:
        return ()
    return tuple(rng.sample(place.teams, k=2 if rng.random() < 0.08 else 1))


def pick_first_day(today: date, rng: Random) -> date:
    """Draw a first day: some new this month, some this year, most long ago."""
    drawn = rng.random()
    if drawn < 0.01:
        return today - timedelta(days=rng.randint(5, 30))
    if drawn < 0.11:
        return today - timedelta(days=rng.randint(31, 364))
    return today - timedelta(days=365 + int(rng.betavariate(1, 2.2) * 13000))


def number(staff: list[Colleague], rng: Random) -> None:
    """Give everybody an employee number, the longest here the lowest, as text with leading zeros."""
    taken = {colleague.number for colleague in staff}
    free = [text for text in (f"{n:06}" for n in range(101, 9990)) if text not in taken]
    without = [colleague for colleague in staff if not colleague.number]
    for colleague, text in zip(without, sorted(rng.sample(free, k=len(without))), strict=True):
        colleague.number = text


def write_addresses(staff: list[Colleague], co_op: CoOp) -> None:
    """Give managers and offices an e-mail address; nobody else has one."""
    taken: set[str] = set()
    for colleague in staff:
        if colleague.manages or co_op.places[colleague.today.unit].kind == UnitKind.OFFICE:
            plain = plain_letters(f"{colleague.given_name}.{colleague.family_name}")
            address = f"{plain}@havsbandet.example"
            if address in taken:
                address = f"{plain}.{colleague.number.lstrip('0')}@havsbandet.example"
            taken.add(address)
            colleague.email = address


def plain_letters(name: str) -> str:
    """Write a name as the part of an address before the @."""
    folded = "".join(ASCII.get(letter, letter) for letter in name.lower().replace(" ", ""))
    return unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
