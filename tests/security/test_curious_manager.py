"""The curious manager: twelve weeks of looking at every figure there is, and nobody's cards to be told from them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

import pytest
from django.utils import timezone

from cards.lib.periods import Grain
from cards.models import CardRecipient
from cards.queries import between_units, dashboard
from cards.queries.dashboard_frame import DashboardFrame
from tests.security.curious_manager import Reasoning, Slice, Sum, Unknown
from tests.security.curious_reading import BESIDE, OWN, Reader, Told, exact_share, no_word
from tests.security.curious_world import FIRST, ZONE, Look, World, make_world, play

Received = tuple[int, datetime]  # Somebody on a card, and when it was given.


@dataclass(frozen=True)
class Outcome:
    """What somebody claims: of whom, and of which period, that a card was given to them which one cannot read."""

    claimed: frozenset[Unknown]
    true: frozenset[Unknown]
    has_contradiction: bool
    places: frozenset[tuple[str, Grain]]  # Where shares of which length were read.
    unread: Mapping[str, int]  # Encounters of each month that the reader does not know of.


@dataclass
class Watch:
    """What somebody has collected."""

    world: World
    role: str
    reasoning: Reasoning = field(default_factory=Reasoning)
    places: set[tuple[str, Grain]] = field(default_factory=set)

    def keep(self, told: Told, look: Look) -> None:
        """Keep what a page said, with who belonged to the unit: everybody knows that."""
        people = self.world.homes(told.unit, told.period.reference_day(look.on))
        if told.share is not None and told.period.last_on >= FIRST:
            moment = self.world.moment(told.period, look.at)
            self.reasoning.sums[Sum(told.unit, told.period, moment, people, *told.counts(len(people)))] = None
            self.places.add((told.place, told.period.grain))

    def outcome(self, names: dict[Received, bool], received: set[Received], sums: Mapping[str, int]) -> Outcome:
        """Return what follows from all that, and from the names on the cards they can read."""
        slices, reasoning = self.reasoning.slices, self.reasoning
        reasoning.connect()
        for one in self.placed((key for key, is_open in names.items() if is_open), slices):
            reasoning.settle(one, value=True)
        for period, moment in slices:
            for person in self.world.stays:
                one = (person, self.world.home_of(self.role), period, moment)
                if one not in reasoning.known:
                    reasoning.settle(one, value=False)  # Whatever people of one's own unit get there can be read.
        reasoning.conclude()
        seen = {one for one, value in reasoning.known.items() if value}
        read_in = Counter(f"{at.astimezone(ZONE):%B}" for _person, at in names)
        return Outcome(
            claimed=frozenset(seen - set(self.placed(names, slices))),
            true=frozenset(self.placed(received - names.keys(), slices)),
            has_contradiction=reasoning.has_contradiction,
            places=frozenset(self.places),
            unread={month: encounters - read_in[month] for month, encounters in sums.items()},
        )

    def placed(self, cards: Iterable[Received], slices: Iterable[Slice]) -> Iterator[Unknown]:
        """Yield cards as the slices that they lie in."""
        known = [(person, at.astimezone(ZONE).date(), bisect_left(self.world.given_at, at)) for person, at in cards]
        placed = [(person, self.world.unit_of(person, on) or "", on, number) for person, on, number in known]
        for period, moment in slices:
            for person, home, on, number in placed:
                if number < moment and period.first_on <= on <= period.last_on:
                    yield person, home, period, moment


PLAYED: dict[tuple[str, bool], Outcome] = {}  # By role, and whether shares were told without the rounding.
pytestmark = pytest.mark.slow


@pytest.fixture
def outcomes(db, monkeypatch):
    """Play the twelve weeks, once for all tests."""
    if not PLAYED:
        world = make_world()
        readers = {role: Reader(world, role) for role in world.watchers}
        watches = {(role, False): Watch(world, role) for role in readers} | {("area", True): Watch(world, "area")}
        for look in play(world, Random(1)):
            monkeypatch.setattr(timezone, "now", lambda look=look: look.at)
            for role in look.roles:
                open_pages(readers[role], watches, look)
        received = set(CardRecipient.objects.filter(is_received=True).values_list("person_id", "card__at"))
        for (role, is_exact), watch in watches.items():
            reader = readers[role]
            PLAYED[role, is_exact] = watch.outcome(reader.names(look.at), received, reader.months())
    return PLAYED


def open_pages(reader, watches, look):
    """Keep what pages tell as they are; of the area's table also what it would tell without lib/shares.py."""
    for told in reader.look(look):
        watches[reader.role, False].keep(told, look)
    if reader.role == "area":
        with pytest.MonkeyPatch.context() as patch:
            for module in (between_units, dashboard):
                patch.setattr(module, "shown_share", exact_share)
                patch.setattr(module, "share_word", no_word)
            patch.setattr(DashboardFrame, "tells_share", lambda *_whatever: True)
            for told in reader.exact_look(look):
                watches["area", True].keep(told, look)


def people_of(claims):
    return {person for person, _home, _period, _moment in claims}


@pytest.mark.parametrize("role", ["Stationen", "Torget", "Hamnen", "area", "admin"])
def test_of_nobody_can_it_be_told_that_they_got_a_card_which_one_cannot_read(outcomes, role):
    assert people_of(outcomes[role, False].claimed) == set()


def test_of_nobody_can_it_be_told_that_they_got_none(outcomes):
    # Shares leave out what only two saw, and every month has cards that might have gone to anybody.
    assert all(set(outcome.unread) > {"September", "October", "November"} for outcome in outcomes.values())
    assert min(unread for outcome in outcomes.values() for unread in list(outcome.unread.values())[-3:]) > 50


def test_without_the_rounding_it_can_be_told_of_many(outcomes):
    assert len(people_of(outcomes["area", True].claimed)) > 10


def test_whatever_is_claimed_is_true(outcomes):
    for outcome in outcomes.values():
        assert outcome.claimed <= outcome.true
        assert not outcome.has_contradiction


def test_shares_are_read_wherever_they_are_told(outcomes):
    def lengths(role, place):
        return {grain for where, grain in outcomes[role, False].places if where == place}

    ended = {Grain.WEEK, Grain.MONTH, Grain.QUARTER}
    assert lengths("Torget", OWN) == set(Grain)
    assert lengths("area", "table") >= ended
    for role in ("Stationen", "Torget", "Hamnen", "area", "admin"):
        assert lengths(role, BESIDE) >= ended
        assert Grain.WEEK in lengths(role, "table")
