"""A reported card whole: the one way in which words that were not meant for them reach those who moderate.

Only views/moderation.py asks, after it has logged who opens it.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from cards.lib.audiences import Audience
from cards.lib.messages import lettering
from cards.models import Outcome, Person, Reply
from cards.queries.moderation import Matter
from cards.sql import statement

REPLIES_SHOWN = 50  # Of a card.
REPLIES_BESIDE = 10  # Before a reported reply, and after it.


@dataclass(frozen=True)
class Report:
    """One report: by whom, where they work, when, what they wrote, and whether it waits for a decision."""

    name: str
    unit: str
    at: datetime
    reason: str
    is_open: bool


@dataclass(frozen=True)
class Past:
    """A decision about the card, or about one of its replies."""

    outcome: Outcome
    reply_id: int | None
    decided_by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Written:
    """Words that were written to somebody about the card, or about one of its replies."""

    letter_id: int
    reply_id: int | None
    written_by: str
    at: datetime
    text: str
    is_read: bool


@dataclass(frozen=True)
class Blocked:
    """That one of those who have to do with the card wants no cards from another of them."""

    blocker: str
    blocked: str
    at: datetime


@dataclass(frozen=True)
class Slip:
    """A reply; `is_it` is the reported one."""

    pk: int
    name: str
    unit: str
    text: str
    at: datetime
    is_withdrawn: bool
    is_hidden: bool
    is_it: bool


class PrintedCard(NamedTuple):
    """What is printed on a card, as sql/reported.sql tells it. `message` is None when it is erased."""

    at: datetime
    sent_on: date
    message: str | None
    audience: int  # As the sender was told.
    type_name: str
    paper: str
    symbol: str
    ready_line: str | None
    sender: str | None
    sender_unit: str | None
    sent_from: str | None
    to_unit: str | None
    is_withdrawn: bool
    is_moderated: bool
    has_readers: bool  # Others than the sender and the recipients.

    @property
    def seen_by(self) -> Audience:
        """Who was to see it, in words."""
        return Audience(self.audience)

    @property
    def text(self) -> str:
        """The words on the card: the ready line, then what the sender wrote."""
        return "\n".join(part for part in (self.ready_line, self.message) if part)

    @property
    def lettering(self) -> str:
        """The size of the lettering: s, m or l."""
        return lettering(self.text)


@dataclass(frozen=True)
class ReportedCard:
    """A card as its readers see or saw it, with all that has been said about it."""

    printed: PrintedCard
    named: tuple[tuple[str, str], ...]  # Name and unit.
    unnamed: int
    reports: tuple[Report, ...]
    decisions: tuple[Past, ...]
    letters: tuple[Written, ...]
    blocks: tuple[Blocked, ...]
    replies: tuple[Slip, ...]
    has_more_replies: bool

    @property
    def writer(self) -> str:
        """Who wrote what was reported; empty when it is nobody's any more."""
        reply = next((slip for slip in self.replies if slip.is_it), None)
        return reply.name if reply else self.printed.sender or ""


def reported_card(matter: Matter, *, viewer: Person, language: str) -> ReportedCard:
    """Return the card of a matter that the viewer is asked about, with the replies around a reported one."""
    values = {"card": matter.card_id, "reply": matter.reply_id, "viewer": viewer.pk, "language": language}
    with connection.cursor() as cursor:
        cursor.execute(statement("reported"), values)
        (row,) = cursor.fetchall()
    *printed, named, unnamed, reports, decisions, letters, blocks = row
    slips = replies_of(matter)
    return ReportedCard(
        printed=PrintedCard._make(printed),
        named=tuple((name, unit) for name, unit in entries(named)),
        unnamed=unnamed,
        reports=tuple(
            Report(name, unit, moment(at), reason, is_open) for name, unit, at, reason, is_open in entries(reports)
        ),
        decisions=tuple(
            Past(Outcome(outcome), reply_id, name, moment(at), reason)
            for outcome, reply_id, name, at, reason in entries(decisions)
        ),
        letters=tuple(
            Written(pk, reply_id, name or "", moment(at), text, read_at is not None)
            for pk, reply_id, name, at, text, read_at in entries(letters)
        ),
        blocks=tuple(Blocked(blocker, blocked, moment(at)) for blocker, blocked, at in entries(blocks)),
        replies=slips[-REPLIES_SHOWN:],
        has_more_replies=matter.reply_id is None and len(slips) > REPLIES_SHOWN,
    )


def replies_of(matter: Matter) -> tuple[Slip, ...]:
    """Return the replies that stand around the reported one, or the last ones of a card, oldest first."""
    rows = Reply.objects.filter(card=matter.card_id)
    if matter.reply_id:
        before = rows.filter(pk__lte=matter.reply_id).order_by("-pk")[: REPLIES_BESIDE + 1]
        found = before.union(rows.filter(pk__gt=matter.reply_id).order_by("pk")[:REPLIES_BESIDE])
    else:
        found = rows.order_by("-pk")[: REPLIES_SHOWN + 1]
    fields = ("pk", "person__name", "person__unit__name", "text", "at", "withdrawn_at", "hidden_at")
    return tuple(
        Slip(pk, name, unit, text, at, withdrawn_at is not None, hidden_at is not None, pk == matter.reply_id)
        for pk, name, unit, text, at, withdrawn_at, hidden_at in sorted(found.values_list(*fields))
    )


def entries(text: str | None) -> list[list[Any]]:
    """Return the rows of a JSON array; none for NULL."""
    found: list[list[Any]] = json.loads(text or "[]")
    return found


def moment(text: str) -> datetime:
    """Return a time that stands in JSON."""
    return datetime.fromisoformat(text)
