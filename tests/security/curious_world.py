"""Twelve weeks of a small co-op: who belongs where each day, who gives whom a card, and when somebody looks."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from cards.actions.closing import close_periods
from cards.actions.sending import send_card
from cards.actions.tallies import fold_tallies
from cards.lib.audiences import Audience
from cards.lib.periods import Period
from cards.models import CardType, Level, Membership, Paper, Person, Unit, UnitKind, UnitManager
from tests.factories import LONG_AGO, make_card_type, make_organisation, make_person, make_unit

ZONE = ZoneInfo("Europe/Helsinki")
FIRST, WEEKS = date(2026, 8, 31), 12  # A Monday; two months and a quarter end on the way.
SIZES = {"Kiosken": 6, "Stationen": 12, "Torget": 21, "Hamnen": 34, "Varuhuset": 60}
OFFICE = "Kontoret"
WATCHED = ["Stationen", "Torget", "Hamnen"]  # Whose managers look: a unit of each way to tell a share.
AUDIENCES = {Audience.UNITS: 60, Audience.EVERYONE: 25, Audience.ONLY_US: 15}
FEWEST, MOST = 4, 10  # Cards a day.
TO_MATES, TO_ONE = 0.8, 0.93
FIRST_ID = 70_001  # Of people: numbers that no page holds by chance.

# The day from which somebody is elsewhere: from which unit, and to which.
MOVES = [
    (date(2026, 9, 8), "Torget", ""),
    (date(2026, 9, 16), "", "Stationen"),
    (date(2026, 9, 24), "Hamnen", "Torget"),
    (date(2026, 10, 7), "Torget", "Hamnen"),
    (date(2026, 10, 15), "Stationen", ""),
    (date(2026, 10, 22), "", "Torget"),
    (date(2026, 10, 30), "Kiosken", "Stationen"),
    (date(2026, 11, 4), "Torget", ""),
    (date(2026, 11, 12), "Varuhuset", ""),
    (date(2026, 11, 17), "Hamnen", "Torget"),
]


@dataclass
class Stay:
    """Days that somebody belongs to a unit."""

    unit: str
    from_on: date
    to_on: date | None = None

    def covers(self, on: date) -> bool:
        """Tell whether a day is one of them."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)


@dataclass(frozen=True)
class Look:
    """A moment at which pages are opened."""

    at: datetime
    roles: frozenset[str]  # Who do it.

    @property
    def on(self) -> date:
        """The local day."""
        return self.at.astimezone(ZONE).date()


@dataclass
class World:
    """What is true."""

    units: dict[str, Unit]
    people: dict[int, Person]
    stays: dict[int, list[Stay]]
    watchers: dict[str, Person]  # Managers of some units and of the area, and an admin: they give nothing and stay.
    managed: dict[str, Unit]  # The widest of which each of them can open the dashboard.
    given_at: list[datetime] = field(default_factory=list)  # When each card was given.
    known_members: dict[tuple[str, date], frozenset[tuple[int, str]]] = field(default_factory=dict)

    def unit_of(self, person: int, on: date) -> str | None:
        """Return where somebody belongs on a day."""
        return next((stay.unit for stay in self.stays[person] if stay.covers(on)), None)

    def members(self, unit: str, on: date) -> frozenset[int]:
        """Return who belongs to a unit, or to what is below it, on a day."""
        return frozenset(person for person, _home in self.homes(unit, on))

    def homes(self, unit: str, on: date) -> frozenset[tuple[int, str]]:
        """Return who belongs to a unit, or to what is below it, on a day, and where."""
        if (unit, on) in self.known_members:
            return self.known_members[unit, on]
        names = {self.managed["area"].name: [*SIZES], self.managed["admin"].name: [*SIZES, OFFICE]}.get(unit, [unit])
        found = frozenset((person, home) for person in self.stays if (home := self.unit_of(person, on)) in names)
        return self.known_members.setdefault((unit, on), found)

    def moment(self, period: Period, at: datetime) -> int:
        """Return how many cards had been given when somebody looked, but for those of after a period."""
        end = datetime.combine(period.last_on + timedelta(days=1), time(), ZONE)
        return bisect_left(self.given_at, min(at, end))

    def units_of(self, person: int, from_on: date, to_on: date) -> set[str]:
        """Return everywhere somebody belonged on some days."""
        return {stay.unit for stay in self.stays[person] if stay.from_on <= to_on and (stay.to_on or to_on) >= from_on}

    def home_of(self, role: str) -> str:
        """Return the unit whose cards a watcher reads."""
        return role if role in WATCHED else OFFICE


def make_world() -> World:
    """Make the units, everybody with all their stays, and those who look."""
    area, office = make_unit("Kusten", kind=UnitKind.AREA, level=Level.AREA), make_unit(OFFICE, kind=UnitKind.OFFICE)
    units = {name: make_unit(name, parent=area) for name in SIZES} | {OFFICE: office}
    world = World(units, {}, {}, {}, {})
    for name, size in {**SIZES, OFFICE: 10}.items():
        people = [world.people[come(world, name, LONG_AGO)] for _number in range(size)]
        if name == OFFICE:
            world.watchers |= {"area": people[0], "admin": people[1]}
            world.managed |= {"area": area, "admin": make_organisation()}
        elif name in WATCHED:
            world.watchers[name], world.managed[name] = people[0], units[name]
            UnitManager.objects.create(unit=units[name], person=people[0])
    UnitManager.objects.create(unit=area, person=world.watchers["area"])
    Person.objects.get_queryset().filter(pk=world.watchers["admin"].pk).update(is_admin=True)
    make_card_type("tack")
    make_card_type("hejhopp", paper=Paper.GRAS, symbol="vante")
    plan_moves(world)
    return world


def come(world: World, unit: str, on: date) -> int:
    """Let somebody begin in a unit on a day."""
    pk = FIRST_ID + len(world.people)
    world.people[pk] = make_person(f"Anna Namn{pk}", world.units[unit], id=pk, language="en", employed_from=on)
    world.stays[pk] = [Stay(unit, on)]
    return pk


def plan_moves(world: World) -> None:
    """Write down who will come, go and change units."""
    rng, watching = Random(1), {person.pk for person in world.watchers.values()}
    for on, left, joined in MOVES:
        if not left:
            come(world, joined, on)
            continue
        here = [pk for pk in sorted(world.stays) if world.unit_of(pk, on) == left and pk not in watching]
        pk, last_on = rng.choice(here), on - timedelta(days=1)
        world.stays[pk][-1].to_on = last_on
        Membership.objects.filter(person=pk, to_on=None).update(to_on=last_on)
        if joined:
            world.stays[pk].append(Stay(joined, on))
            Membership.objects.create(person_id=pk, unit=world.units[joined], from_on=on)
        else:
            Person.objects.get_queryset().filter(pk=pk).update(employed_to=last_on)


def play(world: World, rng: Random) -> Iterator[Look]:
    """Live through the weeks; stop for looks on Sunday evenings, and just before and after everybody's move."""
    moves = {on: frozenset({left, joined, "area"} & world.watchers.keys()) for on, left, joined in MOVES}
    for on in (FIRST + timedelta(days=number) for number in range(7 * WEEKS)):
        midnight = datetime.combine(on, time(), ZONE).astimezone(UTC)
        if on in moves:
            yield Look(midnight - timedelta(minutes=2), moves[on])
        begin_day(world, on, at=midnight + timedelta(minutes=1))
        if on in moves:
            yield Look(midnight + timedelta(minutes=2), moves[on])
        give_cards(world, on, rng)
        fold_tallies(at=midnight + timedelta(hours=20))
        if on.weekday() == 6:
            yield Look(midnight + timedelta(hours=21), frozenset(world.watchers))


def begin_day(world: World, on: date, *, at: datetime) -> None:
    """Do what is done at night: people's units are today's, tallies are settled, periods closed, tables analysed."""
    for pk, stays in world.stays.items():
        if any(stay.from_on == on for stay in stays):
            Person.objects.get_queryset().filter(pk=pk).update(unit=world.units[world.unit_of(pk, on) or ""])
            world.people[pk].refresh_from_db()
    fold_tallies(at=at)
    close_periods(at=at)
    if (on - FIRST).days in (0, 1, 7, 28):
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # Within a transaction nothing else does it, and each page would be slow.


def give_cards(world: World, on: date, rng: Random) -> None:
    """Let some of those who are here give cards in the course of a day."""
    watching = {person.pk for person in world.watchers.values()}
    here = sorted(pk for pk in world.stays if world.unit_of(pk, on))
    types = list(CardType.objects.order_by("pk"))
    for number in range(rng.randint(FEWEST, MOST)):
        sender = rng.choice([pk for pk in here if pk not in watching])
        mates = [pk for pk in here if pk != sender and world.unit_of(pk, on) == world.unit_of(sender, on)]
        others = [pk for pk in here if pk != sender and pk not in mates]
        to = rng.sample(mates if rng.random() < TO_MATES else others, 1 if rng.random() < TO_ONE else 3)
        at = datetime.combine(on, time(8), ZONE).astimezone(UTC) + timedelta(minutes=45 * number)
        send_card(
            sender=world.people[sender],
            to=[world.people[pk] for pk in to],
            card_type=rng.choice(types),
            message="Tack för hjälpen.",
            audience=rng.choices(list(AUDIENCES), weights=list(AUDIENCES.values()))[0],
            form_id=UUID(int=rng.getrandbits(128)),
            at=at,
        )
        world.given_at.append(at)
