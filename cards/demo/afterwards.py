"""What became of the demo organisation's cards: opened, hearted, answered, kept, taken back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from random import Random
from uuid import UUID

from cards.demo.company import Member
from cards.demo.giving import Receipt, Sketch, Year
from cards.demo.messages import tongue
from cards.demo.places import ROOT_PK
from cards.demo.roster import Colleague
from cards.models import RecordKind

SETTLED = timedelta(days=20)  # Cards older than this may have been taken back or hidden.
WITHDRAWN, HIDDEN, UNNAMED = 0.0015, 0.001, 0.001
NEVER_OPENED = {False: 0.004, True: 0.05}  # By whether the card came with the unit.
HEARTS = 2.2  # On a listed card, on average, before those who left or never opened it are counted out.
REPLIES, KEPT = 0.13, 0.03
UNNAMED_CARD = "unnamed"  # One of several took their name off; no record is written.


@dataclass(frozen=True)
class Answer:
    """A reply under a card."""

    sketch: Sketch
    person: Colleague
    text: str
    at: datetime
    form_id: UUID
    withdrawn_at: datetime | None = None


class Aftermath:
    """What happens to cards until a moment, after which nothing has happened yet."""

    def __init__(self, year: Year, sketches: Sequence[Sketch], *, until: datetime, seed: str) -> None:
        self.year, self.sketches, self.until, self.seed = year, sketches, until, seed
        self.rng = Random(seed)
        self.code_of = {pk: code for code, pk in year.co_op.unit_pks.items()}

    def luck(self, sketch: Sketch, of: str) -> Random:
        """Begin a card's own random numbers: what befell an old card is the same at whatever hour one looks."""
        self.rng.seed(f"{self.seed} {of} {sketch.pk}")
        return self.rng

    def later(self, at: datetime, *, hours: float) -> datetime | None:
        """Draw a moment some hours after another; None when that has not come yet."""
        drawn = at + timedelta(hours=self.rng.lognormvariate(log(hours), 1.2), seconds=70)
        return drawn if drawn < self.until else None

    def open_envelopes(self, waiting: set[tuple[int, int]]) -> None:
        """Open most envelopes; `waiting` are pairs of card and person that stay sealed."""
        for sketch in self.sketches:
            self.luck(sketch, "opened")
            for receipt in sketch.receipts:
                is_waiting = (sketch.pk, receipt.person.pk) in waiting
                if is_waiting or self.rng.random() < NEVER_OPENED[sketch.to is not None]:
                    continue
                opened_at = self.later(sketch.at, hours=3)
                if opened_at and receipt.person.stay_on(opened_at.date()):
                    receipt.opened_at = opened_at

    def meet_fates(self, waiting: set[tuple[int, int]]) -> None:
        """Withdraw a few old cards, hide a few, and take a few names off."""
        named = {sketch_pk for sketch_pk, _person in waiting}
        for sketch in self.sketches:
            if sketch.to or sketch.at > self.until - SETTLED or sketch.pk in named:
                continue
            drawn, first = self.luck(sketch, "fate").random(), sketch.receipts[0]
            is_alone = len(sketch.receipts) == 1
            if is_alone and drawn < WITHDRAWN:
                self.withdraw(sketch)
            elif is_alone and drawn < WITHDRAWN + HIDDEN and first.opened_at:
                sketch.fate, sketch.listed = RecordKind.HIDDEN, frozenset()
                sketch.fate_at = first.unnamed_at = first.opened_at + timedelta(minutes=2)
            elif not is_alone and drawn < UNNAMED * 12 and first.opened_at:
                sketch.fate, first.unnamed_at = UNNAMED_CARD, first.opened_at + timedelta(minutes=3)
                sketch.listed &= self.year.settle(sketch, only_named=True).unit_ids

    def withdraw(self, sketch: Sketch) -> None:
        """Let the sender take a card back before anybody opened it."""
        sketch.fate, sketch.listed = RecordKind.WITHDRAWN, frozenset()
        sketch.fate_at = sketch.at + timedelta(minutes=self.rng.randint(2, 50))
        for receipt in sketch.receipts:
            receipt.opened_at, receipt.is_received = None, False

    def hearts(self) -> Iterator[tuple[Sketch, Colleague, datetime]]:
        """Give hearts: by those who could read the card at the time, once each."""
        for sketch in self.sketches:
            if sketch.fate:
                continue
            self.luck(sketch, "hearts")
            pressed: set[int] = set()
            for _ in range(self.hearts_on(sketch)):
                person, since = self.reader(sketch)
                at = self.later(since, hours=4) if person and since else None
                if person and at and person.pk not in pressed and self.may_read(person, sketch, at):
                    pressed.add(person.pk)
                    yield sketch, person, at

    def hearts_on(self, sketch: Sketch) -> int:
        """Draw how many press the heart of a card: often nobody, now and then a whole unit."""
        if not sketch.listed:
            return int(self.rng.random() < 0.3)
        liked = HEARTS * (2 if sketch.to else 1) * (3 if self.rng.random() < 0.04 else 1)
        return round(self.rng.expovariate(1 / liked))

    def reader(self, sketch: Sketch) -> tuple[Colleague | None, datetime | None]:
        """Draw somebody who can read a card, and since when."""
        receipt = self.rng.choice(sketch.receipts)
        if not sketch.listed or self.rng.random() < 0.3:
            return receipt.person, receipt.opened_at
        units = sorted(sketch.listed - {ROOT_PK})
        everyone = ROOT_PK in sketch.listed and self.rng.random() < 0.15
        day = sketch.at.date()
        code = self.rng.choice(list(self.code_of.values())) if everyone else self.code_of[self.rng.choice(units)]
        found: list[Member] = self.year.company.members(code, day)
        person = self.rng.choice(found)[0] if found else None
        mine = next((one for one in sketch.receipts if one.person is person), None)
        return person, mine.opened_at if mine else sketch.at

    def may_read(self, person: Colleague, sketch: Sketch, at: datetime) -> bool:
        """Tell whether somebody other than the sender could read a card at a moment."""
        stay = person.stay_on(at.date())
        if stay is None or person is sketch.sender:
            return False
        is_party = any(receipt.person is person for receipt in sketch.receipts)
        return is_party or bool(sketch.listed & {ROOT_PK, self.year.co_op.unit_pks[stay.unit]})

    def answers(self) -> Iterator[Answer]:
        """Write replies: mostly by a recipient, some by who saw the card."""
        for sketch in self.sketches:
            if sketch.fate or self.luck(sketch, "replies").random() > REPLIES:
                continue
            person, since = self.reader(sketch) if sketch.listed and self.rng.random() < 0.3 else self.opener(sketch)
            at = self.later(since, hours=2) if person and since else None
            if not person or not at or not self.may_read(person, sketch, at):
                continue
            got = any(receipt.person is person for receipt in sketch.receipts)
            who = "other" if not got else "many" if sketch.to else "own"
            text = self.rng.choice(tongue(person.language).replies[who])
            form_id = UUID(int=self.rng.getrandbits(128), version=4)
            taken_back = self.later(at, hours=0.5) if self.rng.random() < 0.01 else None
            yield Answer(sketch, person, "" if taken_back else text, at, form_id, taken_back)

    def opener(self, sketch: Sketch) -> tuple[Colleague, datetime | None]:
        """Draw a recipient, and when they opened the card."""
        receipt = self.rng.choice(sketch.receipts)
        return receipt.person, receipt.opened_at

    def kept(self) -> Iterator[tuple[Sketch, Receipt, datetime]]:
        """Keep some cards at the front of the box."""
        for sketch in self.sketches:
            self.luck(sketch, "kept")
            for receipt in sketch.receipts:
                if receipt.opened_at and not sketch.fate and self.rng.random() < KEPT:
                    yield sketch, receipt, min(receipt.opened_at + timedelta(minutes=1), self.until)
