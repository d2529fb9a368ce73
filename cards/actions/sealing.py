"""Store a card in one statement, if what it was settled by is still so: the last step of sending."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection

from cards.lib.audiences import Audience, Settled
from cards.lib.counting import Counted, counted
from cards.lib.days import day_starts
from cards.lib.ids import id_floor
from cards.models import Card, CardType, Person, ReadyLine, Unit
from cards.sql import statement

ROOT = 0  # Stands for the co-op itself among the readers; the statement knows its key.
HOUR = timedelta(hours=1)
HABIT = """, habit AS (
    UPDATE cards_person SET last_audience = %(chosen)s::smallint FROM card WHERE cards_person.id = %(sender)s::integer
)"""


class Unsealed(NamedTuple):
    """A card that is to be sealed, as its sender wants it."""

    sender: Person
    to: Sequence[Person] | Unit
    people: Sequence[Person]  # Those who get it.
    card_type: CardType
    words: str
    audience: Audience
    form_id: UUID
    at: datetime
    ready_line: ReadyLine | None
    today: date
    time_zone: str

    @property
    def unit_id(self) -> int | None:
        """The unit or team it goes to as such."""
        return self.to.id if isinstance(self.to, Unit) else None

    @property
    def ready_line_id(self) -> int | None:
        """The ready line on it."""
        return self.ready_line.id if self.ready_line else None


class Facts(NamedTuple):
    """What is true of a sender or recipient at the moment of sealing."""

    person_id: int
    unit_id: int
    ceiling: int
    is_protected: bool
    is_employed: bool
    is_let_in: bool  # Their unit is open, or they need not wait for it.
    has_blocked: bool  # The sender.

    @property
    def known(self) -> int:
        """These facts in one number, as send_card.sql compares them with what is so when it stores the card."""
        flags = self.is_protected * 8 + self.is_employed * 4 + self.is_let_in * 2 + self.has_blocked
        return self.unit_id * 64 + self.ceiling * 16 + flags


class Answer(NamedTuple):
    """What came of storing a card: it has a key, or this form had sealed another, or a limit was passed.

    Neither, when the facts it was settled by are no longer so.
    """

    card_id: int | None
    sealed_id: int | None
    this_hour: int
    crowded: list[int]


def facts_at_hand(unsealed: Unsealed) -> dict[int, Facts]:
    """Return the facts as they stood when sender and recipients were read, a moment ago; keyed by person.

    What was not read with them is taken to be as it nearly always is.
    """
    today = unsealed.today
    return {
        person.id: Facts(
            person.id,
            person.unit_id,
            person.ceiling,
            person.is_protected,
            person.is_employed(today),
            is_let_in=True,
            has_blocked=False,
        )
        for person in (unsealed.sender, *unsealed.people)
    }


def gather_facts(unsealed: Unsealed) -> dict[int, Facts]:
    """Return the facts as they stand; keyed by person."""
    ids = [unsealed.sender.pk, *(person.pk for person in unsealed.people)]
    values: dict[str, Any] = {"sender": unsealed.sender.pk, "today": unsealed.today, "people": as_array(ids)}
    with connection.cursor() as cursor:
        cursor.execute(statement("send_facts"), values)
        return {row[0]: Facts(*row) for row in cursor.fetchall()}


def store(
    unsealed: Unsealed, mine: Facts, theirs: Sequence[Facts], *, told: Settled, reached: Settled, most: tuple[int, int]
) -> Answer:
    """Write the sealed card in one statement, which keeps to the limits: at `most` in an hour, and a day to one.

    The sender was told that it is read by `told`; it is read by `reached`.
    """
    at, today = unsealed.at, unsealed.today
    values: dict[str, Any] = {
        **columns(unsealed, mine, theirs, told=told, reached=reached),
        "sender": mine.person_id, "card_type": unsealed.card_type.id, "to_unit": unsealed.unit_id,
        "message": unsealed.words, "ready_line": unsealed.ready_line_id, "form": unsealed.form_id,
        "told": told.audience, "audience": reached.audience, "readers": as_array(reached.unit_ids),
        "at": at, "today": today, "id_floor": id_floor(at), "hour_ago": id_floor(at - HOUR), "an_hour": most[0],
        "day_start": id_floor(day_starts(today, unsealed.time_zone)), "a_day": most[1],
    }  # fmt: skip
    if is_new_habit := unsealed.audience != unsealed.sender.last_audience:
        values["chosen"] = unsealed.audience
    with connection.cursor() as cursor:
        cursor.execute(send_statement(is_new_habit=is_new_habit), values)
        return Answer(*cursor.fetchone())


def columns(
    unsealed: Unsealed, mine: Facts, theirs: Sequence[Facts], *, told: Settled, reached: Settled
) -> dict[str, str]:
    """Return what the statement is told of each recipient, and of the sender, who stands last."""
    seen_by = [audience_for(fact, mine, told=told, reached=reached) for fact in theirs]
    states = [
        counted(audience=seen, is_received=not fact.has_blocked) for fact, seen in zip(theirs, seen_by, strict=True)
    ]
    of_unit = Counted.NOT
    if unsealed.unit_id:  # It counts as one card, to the unit, and for none of its people.
        best = max(states, default=Counted.NOT)
        of_unit, states = best if best > Counted.OWN else Counted.NOT, [Counted.NOT] * len(theirs)
    everybody = (*theirs, mine)
    return {
        "people": as_array([fact.person_id for fact in everybody]),
        "known": as_array([fact.known for fact in everybody]),
        "seen_by": as_array([*seen_by, Audience.ONLY_US]),
        "becomes": as_array([*states, of_unit]),
    }


@cache
def send_statement(*, is_new_habit: bool) -> str:
    """Return the statement that stores a card, and the sender's choice where it is not the last one."""
    return statement("send_card").replace("{habit}", HABIT if is_new_habit else "")


def audience_for(fact: Facts, mine: Facts, *, told: Settled, reached: Settled) -> Audience:
    """Return the audience kept with a recipient."""
    if fact.has_blocked:
        # Where the sender was told that it is read, the sender finds it (queries/feed.py), whoever has blocked whom.
        return told.audience if mine.unit_id in told.unit_ids else Audience.ONLY_US
    # Whose own unit may not read it, because of another's wish, has got it as if between the two alone.
    return reached.audience if reached.reaches(fact.unit_id) else Audience.ONLY_US


def stored_card(card_id: int) -> Card:
    """Return a card that has just been stored; what it holds is read when somebody asks for it."""
    return Card.from_db(DEFAULT_DB_ALIAS, ["id"], [card_id])


def as_array(values: Iterable[int]) -> str:
    """Write numbers as PostgreSQL writes arrays: having a list adapted costs ten times as much."""
    return f"{{{','.join(map(int.__repr__, values))}}}"
