"""Cards to send while it is measured: by the app's own action, and by the least a program could do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from cards.actions.sending import send_card
from cards.bench.chunks import ACTIVE, END, FAVOURITE_TYPES, SENTENCES, TIME_ZONE, pick
from cards.bench.people import POPULAR, staff
from cards.lib.audiences import Audience
from cards.lib.days import local_day
from cards.lib.ids import id_floor
from cards.models import CardType, Person

STEP = timedelta(seconds=100)  # From one card to the next: nobody comes near a limit.
WRITTEN = ("cards_tallyentry", "cards_notice", "cards_cardaudience", "cards_cardrecipient", "cards_card")

# A card and its recipient, every column: what is left when all rules, limits, readers, tallies and notices are gone.
RAW_CARD = """
    INSERT INTO cards_card (id, at, sent_on, origin, sender_id, sender_unit_id, sender_team_id, card_type_id, audience,
                            to_unit_id, message, ready_line_id, form_id)
    VALUES (%(id_floor)s | (nextval('card_id_sequence') & 4095), %(at)s, %(today)s, 'colleague', %(sender)s,
            %(sender_unit)s, %(sender_team)s, %(card_type)s, %(audience)s, NULL, %(message)s, NULL, %(form)s)
    RETURNING id
"""
RAW_RECIPIENT = """
    INSERT INTO cards_cardrecipient (card_id, person_id, unit_id, team_id, sender_id, card_type_id, audience,
                                     is_with_unit, is_received)
    VALUES (%(card)s, %(person)s, %(unit)s, %(team)s, %(sender)s, %(card_type)s, %(audience)s, false, true)
"""


@dataclass(frozen=True)
class Send:
    """One card to one person."""

    sender: Person
    recipient: Person
    card_type: CardType
    message: str
    form_id: UUID
    at: datetime


class Sends:
    """Make up cards from a seed, each later than the last.

    A `number` of its own keeps them out of the milliseconds of others, `writer` of several out of the others' senders.
    """

    def __init__(self, seed: str, *, number: int, writer: int = 0, writers: int = 1) -> None:
        self.rng = Random(f"sends:{seed}:{number}")  # Not as a chunk is seeded: the forms would be the same.
        self.at = END + timedelta(milliseconds=number)
        self.people = {person.pk: person for person in Person.objects.select_related("unit")}
        for person in self.people.values():
            person.time_zone = TIME_ZONE.key  # As the one who is signed in has it.
        self.card_types = CardType.objects.in_bulk(FAVOURITE_TYPES)
        self.senders = [person for person in ACTIVE if person != POPULAR and person % writers == writer]

    def some(self, count: int, *, to: int | None = None) -> list[Send]:
        """Return cards by as many different senders, to this person or each to some colleague."""
        return [self.one(sender, to) for sender in self.rng.sample(self.senders, count)]

    def one(self, sender: int, to: int | None) -> Send:
        """Return a card of the product's most frequent kind: to a colleague, for the units involved."""
        self.at += STEP
        colleagues = [person for person in staff().members[staff().unit_of[sender]] if person != sender]
        recipient = to or self.rng.choice(colleagues if colleagues and self.rng.random() < 0.75 else self.senders)
        if recipient == sender:
            recipient = POPULAR
        return Send(
            self.people[sender],
            self.people[recipient],
            self.card_types[pick(self.rng, FAVOURITE_TYPES)],
            f"{pick(self.rng, SENTENCES)} {pick(self.rng, SENTENCES)}",
            UUID(int=self.rng.getrandbits(128)),
            self.at,
        )


def send(card: Send) -> None:
    """Send a card as the app does."""
    send_card(
        sender=card.sender,
        to=[card.recipient],
        card_type=card.card_type,
        message=card.message,
        audience=Audience(card.sender.last_audience),
        form_id=card.form_id,
        at=card.at,
    )


def send_raw(raw: psycopg.Connection[Any], card: Send) -> None:
    """Store a card and its recipient in one transaction."""
    with raw.transaction(), raw.cursor() as cursor:
        values = raw_values(card)
        cursor.execute(RAW_CARD, values)
        row = cursor.fetchone()
        cursor.execute(RAW_RECIPIENT, values | {"card": row and row[0]})


def raw_values(card: Send) -> dict[str, Any]:
    """Return what the two rows hold."""
    sender, recipient, team_of = card.sender, card.recipient, staff().team_of
    return {
        "id_floor": id_floor(card.at), "at": card.at, "today": local_day(card.at, TIME_ZONE.key),
        "sender": sender.pk, "sender_unit": sender.unit_id, "sender_team": team_of.get(sender.pk),
        "person": recipient.pk, "unit": recipient.unit_id, "team": team_of.get(recipient.pk),
        "card_type": card.card_type.pk, "audience": sender.last_audience, "message": card.message,
        "form": card.form_id,
    }  # fmt: skip


def remove_sent() -> None:
    """Remove what was sent while it was measured, from the database in use."""
    first = id_floor(END)
    with connection.cursor() as cursor:
        for table in WRITTEN:
            key = "id" if table == "cards_card" else "card_id"
            cursor.execute(f"DELETE FROM {table} WHERE {key} >= %s", [first])
        cursor.execute(f"VACUUM (ANALYZE, INDEX_CLEANUP ON) {', '.join(WRITTEN)}")
