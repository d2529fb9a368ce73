"""A year of cards between the demo organisation's people: who writes to whom, when, what and for whose eyes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from math import sqrt
from random import Random
from zoneinfo import ZoneInfo

from cards.demo.company import Company, Member, Urn, closeness
from cards.demo.hours import DAYS, Weather, eagerness, moment
from cards.demo.messages import compose, fill_slots
from cards.demo.places import ROOT_PK, SHOPS, CoOp, Place
from cards.demo.roster import Colleague, Stay
from cards.demo.types import DemoType, pick_type
from cards.demo.wording import Wording
from cards.lib.audiences import Audience, Party, Settled, settle
from cards.models import UnitKind

CARDS = 22_000
TO_ALL, TO_SEVERAL, TO_ANOTHER_UNIT = 0.012, 0.07, 0.2
READY_LINES, WORDLESS = 0.12, 0.5
AS_ALWAYS = 0.7  # How often one chooses the audience one chose last.
ENVELOPE_DAYS = 24  # How far back the envelope lies that everybody has waiting.


@dataclass
class Receipt:
    """A recipient of a card, with what became of it since."""

    person: Colleague
    stay: Stay
    opened_at: datetime | None = None
    is_received: bool = True
    unnamed_at: datetime | None = None


@dataclass
class Sketch:
    """A card before it is stored."""

    at: datetime  # Local.
    sender: Colleague
    stay: Stay  # The sender's.
    card_type: DemoType
    chosen: Audience
    receipts: list[Receipt]
    to: tuple[str, str | None] | None  # The code of a whole unit, and the name of its team.
    language: str
    message: str
    ready_line: int | None
    settled: Settled
    pk: int = 0
    listed: frozenset[int] = field(default_factory=frozenset)  # The units that read it now.
    fate: str = ""  # A RecordKind, when something has happened to it.
    fate_at: datetime | None = None


class Year:
    """Writes the cards of a year, day by day."""

    def __init__(self, co_op: CoOp, staff: Sequence[Colleague], *, today: date, zone: ZoneInfo, rng: Random) -> None:
        self.co_op, self.staff, self.today, self.zone, self.rng = co_op, staff, today, zone, rng
        self.first = today - timedelta(days=DAYS)
        self.wording = Wording(rng)
        self.company = Company(co_op, staff)
        self.elsewhere = {code: self._neighbours(place) for code, place in co_op.places.items()}

    def cards(self, count: int, progress: Callable[[int], None]) -> Iterator[Sketch]:
        """Write about so many cards, in order of day."""
        days = [self.first + timedelta(days=number) for number in range(DAYS + 1)]
        slots = [(day, place) for day in days for place in self.co_op.places.values()]
        weather = Weather(self.rng)
        weights = [eagerness(place, day, today=self.today) * weather.over(place, day) for day, place in slots]
        drawn = sorted(self.rng.choices(range(len(slots)), weights=weights, k=count))
        for done, index in enumerate(drawn):
            day, place = slots[index]
            if sketch := self.write(place, day):
                yield sketch
            if done % 100 == 99 or done == count - 1:
                progress(done + 1)

    def write(self, place: Place, day: date) -> Sketch | None:
        """Let somebody of a unit write a card on a day; None when there is nobody to write to."""
        member = self.company.givers(place.code, day).draw(self.rng)
        return self.write_by(*member, day) if member else None

    def write_by(self, sender: Colleague, stay: Stay, day: date) -> Sketch | None:
        """Let somebody write a card on a day; None when there is nobody to write to."""
        place = self.co_op.places[stay.unit]
        at = moment(day, place, is_night=place.night_team in stay.teams, zone=self.zone, rng=self.rng)
        others = len(self.company.members(place.code, day)) - 1
        drawn = self.rng.random()
        if drawn < TO_ALL and others > 2:
            return self.write_to_all(sender, stay, at)
        if drawn < TO_ALL + TO_SEVERAL and others > 4:
            return self.seal(sender, stay, self.pick_several(sender, stay, day), at)
        is_abroad = drawn > 1 - TO_ANOTHER_UNIT and not sender.is_protected
        recipient = None if others and not is_abroad else self.pick_elsewhere(place, day)
        recipient = recipient or self.company.mates(stay, day).draw(self.rng, besides=sender)
        return self.seal(sender, stay, [recipient], at) if recipient else None

    def first_cards(self) -> Iterator[Sketch]:
        """Write the card with which somebody begins, for others to see, of everybody who begins during the year."""
        for colleague in self.staff:
            day = colleague.begins
            stay = colleague.stay_on(day) if day and self.first <= day <= self.today else None
            if day and stay and (sketch := self.write_by(colleague, stay, day)):
                sketch.chosen = max(sketch.chosen, Audience.UNITS)
                sketch.settled = self.settle(sketch)
                sketch.listed = sketch.settled.unit_ids
                yield sketch

    def write_to_all(self, sender: Colleague, stay: Stay, at: datetime) -> Sketch:
        """Write to the whole unit, or to the sender's team if it is large enough."""
        mates = [one for one in self.company.members(stay.unit, at.date()) if one[0] is not sender]
        team = next(iter(stay.teams), None)
        teammates = [one for one in mates if team in one[1].teams]
        if team and len(teammates) > 1 and self.rng.random() < 0.6:
            return self.seal(sender, stay, teammates, at, to=(stay.unit, team))
        return self.seal(sender, stay, mates, at, to=(stay.unit, None))

    def write_envelope(self, recipient: Colleague, *, is_open: Callable[[date], bool]) -> Sketch | None:
        """Write a card that somebody has not opened yet: recent, from a near colleague, in their language.

        On a day that is not open it is between the two alone.
        """
        earliest = max(recipient.today.since, self.today - timedelta(days=ENVELOPE_DAYS))
        day = self.today - timedelta(days=self.rng.randint(1, max((self.today - earliest).days, 1)))
        stay = recipient.stay_on(day)
        if stay is None:
            return None
        place = self.co_op.places[stay.unit]
        mates = [one for one in self.company.members(place.code, day) if one[0] is not recipient]
        near = [one for one in mates if one[0].has_begun(day) and one[0].language == recipient.language] or mates
        writer = Urn.of(near, lambda one: closeness(stay, one)).draw(self.rng) or self.pick_elsewhere(place, day)
        if writer is None:
            return None
        at = moment(day, self.co_op.places[writer[1].unit], is_night=False, zone=self.zone, rng=self.rng)
        chosen = None if is_open(day) else Audience.ONLY_US
        return self.seal(*writer, [(recipient, stay)], at, language=recipient.language, chosen=chosen)

    def seal(
        self,
        sender: Colleague,
        stay: Stay,
        recipients: Sequence[Member],
        at: datetime,
        *,
        to: tuple[str, str | None] | None = None,
        language: str | None = None,
        chosen: Audience | None = None,
    ) -> Sketch:
        """Choose type, language, words and audience of a card, and settle who reads it."""
        giver, taker = self.co_op.places[stay.unit], self.co_op.places[recipients[0][1].unit]
        number = "whole" if to else "many" if len(recipients) > 1 else "one"
        days_here = (at.date() - sender.since).days
        teams = recipients[0][1].teams
        card_type = pick_type(giver, taker, teams, at, days_here=days_here, number=number, rng=self.rng)
        language = language or self.pick_language(sender, recipients[0][0], is_to_all=to is not None)
        is_ready = number == "one" and self.rng.random() < READY_LINES
        message = ""
        if not is_ready and (card_type.is_message_needed or to or self.rng.random() > WORDLESS):
            message = self.words(card_type, language, number, at, sender, recipients, giver, taker)
            is_ready = not message
        ready_line = self.wording.ready_line(card_type, giver.code) if is_ready else None
        sketch = Sketch(
            at=at, sender=sender, stay=stay, card_type=card_type,
            chosen=self.pick_audience(sender) if chosen is None else chosen,
            receipts=[Receipt(*recipient) for recipient in recipients], to=to, language=language,
            message=message, ready_line=ready_line, settled=Settled(Audience.ONLY_US, frozenset()),
        )  # fmt: skip
        sketch.settled = self.settle(sketch)
        sketch.listed = sketch.settled.unit_ids
        return sketch

    def words(
        self, card_type: DemoType, language: str, number: str, at: datetime, sender: Colleague,
        recipients: Sequence[Member], giver: Place, taker: Place,
    ) -> str:  # fmt: skip
        """Write the message; empty when nothing fits."""
        listeners = [colleague for colleague, _stay in recipients]
        core = self.wording.draw(
            slug=card_type.slug, language=language, number=number, at=at, giver=giver, taker=taker, listeners=listeners
        )
        if core is None:
            return ""
        colleague = self.bystander(giver, at.date(), (sender, *listeners))
        slots = fill_slots(
            language=language, at=at, first=listeners[0].given_name, colleague=colleague.given_name, rng=self.rng
        )
        return compose(
            core, language=language, slug=card_type.slug, number=number, at=at, slots=slots,
            longest=card_type.max_length, rng=self.rng,
        )  # fmt: skip

    def settle(self, sketch: Sketch, *, only_named: bool = False) -> Settled:
        """Settle who reads a card; `only_named` leaves out who has taken their name off it."""
        pks = self.co_op.unit_pks
        named = [
            Party(pks[one.stay.unit], one.person.ceiling, one.person.is_protected)
            for one in sketch.receipts
            if not sketch.to and not (only_named and one.unnamed_at)
        ]
        return settle(
            sketch.chosen,
            sender=Party(pks[sketch.stay.unit], sketch.sender.ceiling, sketch.sender.is_protected),
            named=named,
            root_id=ROOT_PK,
            to_unit_id=pks[sketch.to[0]] if sketch.to else None,
        )

    def bystander(self, place: Place, day: date, others: Sequence[Colleague]) -> Colleague:
        """Draw somebody of a unit, besides some, whose name may stand on a card."""
        members = self.company.members(place.code, day)
        for _ in range(20):
            one = self.rng.choice(members)[0]
            if not one.is_protected and one not in others:
                return one
        return self.staff[0]

    def pick_audience(self, sender: Colleague) -> Audience:
        """Draw who is to see a card: mostly those who saw the sender's last."""
        if self.rng.random() < AS_ALWAYS:
            return sender.last_audience
        return self.rng.choices((Audience.UNITS, Audience.EVERYONE, Audience.ONLY_US), weights=(55, 35, 10))[0]

    def pick_several(self, sender: Colleague, stay: Stay, day: date) -> list[Member]:
        """Draw two to four of the unit."""
        mates, count = self.company.mates(stay, day), self.rng.choice((2, 2, 2, 3, 3, 4))
        several: dict[int, Member] = {}
        while len(several) < count and (one := mates.draw(self.rng, besides=sender)):
            several[one[0].pk] = one
        return list(several.values())

    def pick_elsewhere(self, place: Place, day: date) -> Member | None:
        """Draw somebody of another unit: a neighbour, the warehouse, an office."""
        codes, weights = self.elsewhere[place.code]
        code = self.rng.choices(codes, cum_weights=weights)[0]
        return self.company.strangers(code, day).draw(self.rng)

    def pick_language(self, sender: Colleague, recipient: Colleague, *, is_to_all: bool) -> str:
        """Draw the language of a message: mostly the sender's own."""
        if is_to_all or sender.language == recipient.language or self.rng.random() < 0.7:
            return sender.language
        return recipient.language

    def _neighbours(self, place: Place) -> tuple[list[str], list[float]]:
        others = [other for other in self.co_op.places.values() if other.code != place.code]
        return [other.code for other in others], list(accumulate(nearness(place, other) for other in others))


def nearness(place: Place, other: Place) -> float:
    """Return how much the people of two units have to do with each other."""
    if other.kind == UnitKind.AREA:
        return 4 if place.area == other.code else 0.1
    near = 0.2 + 3 * (place.town == other.town) + 1.5 * (place.area == other.area)
    if {place.kind, other.kind} & {UnitKind.WAREHOUSE} and {place.kind, other.kind} & set(SHOPS):
        near += 3
    if other.kind == UnitKind.OFFICE:
        near = 2.5 if place.kind == UnitKind.OFFICE else 1.2
    return near * sqrt(other.people)
