"""Whatever happens to cards and people, and whenever it is folded, every number is what a slow recount says."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from cards.actions.audience import hide_old_cards, narrow_old_cards
from cards.actions.belonging import resettled
from cards.actions.keeping import remove_name
from cards.actions.moderating import CannotModerate, moderate_card, restore_card
from cards.actions.safety import block_person, unblock_person
from cards.actions.sending import CannotSendCard
from cards.actions.taking_back import CannotTakeBack, undo_card, withdraw_card
from cards.actions.tallies import check_tallies, fold_tallies, rebuild_tallies
from cards.lib.audiences import Audience, Ceiling
from cards.lib.days import local_day
from cards.lib.periods import Grain, Period
from cards.models import (
    Card,
    CardRecipient,
    CardRecord,
    Membership,
    Person,
    PersonTally,
)
from cards.queries.tallies import flow_counts, person_counts, unit_counts
from tests.factories import give, make_card_type, make_person, make_team, make_unit
from tests.recounting import ZONE, recount

pytestmark = pytest.mark.django_db(transaction=True)
# Both changes of the clock in Helsinki, the turn of a year into ISO week 53, and an ordinary day.
MOMENTS = [
    datetime(2026, 3, 29, 21, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 22, 30, tzinfo=UTC),
    datetime(2027, 1, 2, 22, 30, tzinfo=UTC),
    datetime(2026, 11, 18, 12, tzinfo=UTC),
]


class Workplace:
    """Three units, a team and two types, in which anything may happen, mostly to the same few people."""

    def __init__(self, rng, now):
        self.rng, self.now = rng, now
        self.units = [make_unit(name) for name in ("Torget", "Fyren", "Lagret")]
        self.people = [make_person(f"Person {n}", self.units[n % 3]) for n in range(9)]
        self.team = make_team("Kassan", self.units[0], self.people[0], self.people[3], self.people[6])
        self.types = [make_card_type("tack"), make_card_type("hejhopp", paper="gras", symbol="vante")]
        give(self.people[7], to=[self.people[8]], at=now - timedelta(hours=61))  # Heads are counted from here on.
        self.fold()

    def happen(self):
        """Let something happen, or nothing where it may not."""
        self.now += timedelta(seconds=self.rng.choice((1, 20, 70, 3000)))
        chances = {
            self.send: 12,
            self.send_to_group: 3,
            self.undo: 1,
            self.withdraw: 3,
            self.hide: 2,
            self.narrow: 1,
            self.protect: 0.3,
            self.moderate: 2,
            self.restore: 1,
            self.block: 1,
            self.move: 2,
            self.leave: 0.4,
            self.fold: 2,
        }
        self.rng.choices(list(chances), weights=chances.values())[0]()

    def move_about(self):
        """Let few people give, take back and move between two units, often on the same day."""
        self.now += timedelta(seconds=self.rng.choice((20, 70, 3000)))
        chances = {self.send_here: 5, self.withdraw: 3, self.move_here: 3, self.fold: 2}
        self.rng.choices(list(chances), weights=chances.values())[0]()

    def send_here(self):
        sender, other = self.rng.sample(self.people[:3], 2)
        back = timedelta(hours=self.rng.choice((0, 0, 1, 30)))
        give(sender, to=[other], at=self.now - back, card_type=self.rng.choice(self.types))

    def move_here(self):
        self.move_to(self.people[self.rng.choice((0, 0, 1))], self.rng.choice(self.units[:2]))

    def some(self, number):
        """Return different people: of the first three, one in each unit at first, or of all."""
        few = self.rng.random() < 0.7 and number <= 3
        return self.rng.sample(self.people[:3] if few else self.people, number)

    def send(self):
        sender, *others = self.some(self.rng.choice((2, 2, 2, 3, 4)))
        self.give(sender, others)

    def send_to_group(self):
        self.give(self.some(1)[0], self.rng.choice([self.units[0], self.units[0], *self.units, self.team]))

    def give(self, sender, to):
        sender.refresh_from_db()
        Person.objects.filter(pk=self.some(1)[0].pk).update(ceiling=self.rng.choice(Ceiling.values))
        back = timedelta(hours=self.rng.choice((0, 0, 0, 0, 1, 30, 60)))
        audience = self.rng.choice((Audience.ONLY_US, Audience.UNITS, Audience.UNITS, Audience.EVERYONE))
        values = {"card_type": self.rng.choice(self.types), "audience": audience}
        with suppress(CannotSendCard):  # Somebody has left, or the unit is too small.
            give(sender, to=to, at=self.now - back, **values)

    def any_card(self):
        cards = list(Card.objects.order_by("pk"))
        return self.rng.choice(cards) if cards else None

    def undo(self):
        card = Card.objects.order_by("-at").first()
        if card and card.sender:
            try:
                undo_card(sender=card.sender, card_id=card.pk, at=self.now)
            except CannotTakeBack:
                assert Card.objects.filter(pk=card.pk).exists()

    def withdraw(self):
        if card := self.any_card():
            with suppress(CannotTakeBack):
                withdraw_card(sender=card.sender, card_id=card.pk, at=self.now)

    def hide(self):
        rows = list(CardRecipient.objects.filter(is_received=True, is_with_unit=False).order_by("card_id", "person_id"))
        if rows:
            row = self.rng.choice(rows)
            remove_name(person=row.person, card=row.card, at=self.now)

    def narrow(self):
        narrow_old_cards(person=self.some(1)[0], ceiling=self.rng.choice(Ceiling.values))

    def protect(self):
        with transaction.atomic():
            hide_old_cards([self.some(1)[0].pk])

    def moderate(self):
        if card := self.any_card():
            with suppress(CannotModerate), transaction.atomic():
                moderate_card(moderator=self.people[0], card_id=card.pk, reason="Elakt.", at=self.now)

    def restore(self):
        moderated = CardRecord.objects.filter(kind="moderated").order_by("pk").last()
        if moderated:
            with suppress(CannotModerate), transaction.atomic():
                restore_card(moderator=self.people[0], card_id=moderated.card_id, reason="Ett misstag.", at=self.now)

    def block(self):
        blocker, blocked = self.some(2)
        if self.rng.random() < 0.7:
            block_person(blocker=blocker, blocked=blocked, at=self.now)
        else:
            unblock_person(blocker=blocker, blocked_id=blocked.pk)

    def move(self):
        self.move_to(self.some(1)[0], self.rng.choice(self.units))

    def move_to(self, person, unit):
        on = local_day(self.now, ZONE) - timedelta(days=self.rng.choice((0, 0, 1, 9)))
        with resettled():
            Membership.objects.filter(person=person, from_on__gte=on).delete()
            Membership.objects.filter(person=person).exclude(to_on__lt=on).update(to_on=on - timedelta(days=1))
            Membership.objects.create(person=person, unit=unit, from_on=on)
            Person.objects.filter(pk=person.pk).update(unit=unit)

    def leave(self):
        person = self.some(1)[0]
        ends = local_day(self.now, ZONE) + timedelta(days=self.rng.choice((-2, 0, 1)))
        with resettled():
            Person.objects.filter(pk=person.pk).update(employed_to=self.rng.choice((None, ends)))

    def fold(self):
        fold_tallies(at=self.now)


def numbers(period, at, units, card_type_id):
    """Return what the pages would be told, in the shape of the recount."""
    counts = unit_counts(
        [period], at=at, time_zone=ZONE, unit_ids=units, card_type_ids=[card_type_id] if card_type_id else None
    )
    people = {
        (unit, one.person_id): (one.given, one.received, one.thanked, one.own_thanked, one.seen_by, one.is_first_time)
        for unit in units
        for one in person_counts(period, unit_id=unit, at=at, time_zone=ZONE, card_type_id=card_type_id)
    }
    by_unit = {
        unit: (one.headcount, one.seen, one.givers, one.encounters, one.open_encounters)
        for (_period, unit, kind), one in counts.items()
        if kind == (card_type_id or 0)
    }
    return people, by_unit


def without_nothing(numbers):
    return {key: value for key, value in numbers.items() if any(value[1:] if len(value) == 5 else value)}


def tallies():
    return set(PersonTally.objects.exclude(given=0, received=0, own_thanked=0, seen_by=0).values_list())


def compare(place, grain, card_type_id):
    period = Period.containing(grain, local_day(place.now, ZONE) - timedelta(days=place.rng.choice((0, 0, 3))))
    units = [unit.pk for unit in place.units]

    people, by_unit = numbers(period, place.now, units, card_type_id)

    slow_people, slow_units, slow_flow = recount(period, place.now, card_type_id)
    assert people == slow_people
    assert without_nothing(by_unit) == without_nothing(slow_units)
    if not card_type_id:
        assert {unit: by_unit[unit][0] for unit in by_unit} == {unit: slow_units.get(unit, (0,))[0] for unit in by_unit}
    if grain in (Grain.QUARTER, Grain.YEAR, Grain.ALL):
        assert flow_counts(period, at=place.now, card_type_id=card_type_id) == slow_flow


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_numbers_are_exact_whatever_happens(seed):
    rng = Random(seed)
    place = Workplace(rng, MOMENTS[seed % len(MOMENTS)])

    for _step in range(45):
        place.happen()
        if rng.random() < 0.25:
            compare(place, rng.choice(list(Grain)), rng.choice([None, place.types[0].pk]))

    assert check_tallies(at=place.now) == []
    fold_tallies(at=place.now + timedelta(minutes=2))
    assert check_tallies(at=place.now + timedelta(days=1)) == []
    before = tallies()
    rebuild_tallies(at=place.now + timedelta(minutes=2))
    assert tallies() == before


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_numbers_are_exact_while_few_people_move_about(seed):
    rng = Random(seed)
    place = Workplace(rng, MOMENTS[3])

    for _step in range(32):
        place.move_about()
        compare(place, Grain.MONTH, None)

    assert check_tallies(at=place.now) == []
    fold_tallies(at=place.now + timedelta(minutes=2))
    assert check_tallies(at=place.now + timedelta(days=1)) == []
