"""What has been reported, for those who are asked about it: the queue, what was decided, and how one matter stands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from cards.models import AdminVerb, Card, Outcome, Person, Reply
from cards.sql import statement

PAGE_SIZE = 25
REPORTS_SHOWN = 3  # Of one card in the queue; its page has them all.
OPEN = "report.decision_id IS NULL"
THIS_CARD = "report.card_id = %(card)s::bigint AND report.reply_id IS NULL"
THIS_REPLY = "report.reply_id = %(reply)s::bigint"
ABOUT_REPORTS = (
    AdminVerb.REPORT_OPENED, AdminVerb.REPORT_DECIDED, AdminVerb.CARD_KEPT, AdminVerb.CARD_HIDDEN,
    AdminVerb.CARD_RESTORED, AdminVerb.REPLY_KEPT, AdminVerb.REPLY_HIDDEN, AdminVerb.REPLY_RESTORED,
    AdminVerb.SENDER_WRITTEN_TO, AdminVerb.LETTER_TAKEN_BACK,
)  # fmt: skip
OF_DECISION = "report.card_id = decision.card_id AND report.reply_id IS NOT DISTINCT FROM decision.reply_id"


@dataclass(frozen=True)
class Latest:
    """The newest decision: it holds."""

    outcome: Outcome
    at: datetime
    decided_by: str


@dataclass(frozen=True)
class Matter:
    """A card that has been reported, or a reply to one, as it stands before somebody who is asked about it."""

    card_id: int
    reply_id: int | None
    writer_id: int | None
    is_open: bool  # Reported, and not decided since.
    is_hidden: bool
    is_gone: bool  # Taken back by who wrote it, or erased: nobody reads it anyway.
    is_reporter: bool  # The one who is asked has reported it, and leaves it to another.
    may_decide: bool
    is_anybody_free: bool
    decision_id: int  # The newest; 0 before there is one.
    latest: Latest | None

    @property
    def choices(self) -> tuple[Outcome, ...]:
        """What can be decided: of what is open everything that fits, else what undoes the newest decision."""
        if self.is_hidden:
            return (Outcome.HIDDEN, Outcome.RESTORED) if self.is_open else (Outcome.RESTORED,)
        if self.is_gone:
            return (Outcome.GONE,) if self.is_open else ()
        return (Outcome.KEPT, Outcome.HIDDEN) if self.is_open else (Outcome.HIDDEN,)


@dataclass(frozen=True)
class Said:
    """One report: by whom, where they work, when, and what they wrote."""

    name: str
    unit: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Waiting:
    """A card or a reply in the queue; nothing of what is written on it."""

    card_id: int
    reply_id: int | None
    first_id: int
    may_decide: bool
    is_anybody_free: bool
    type_name: str
    paper: str
    symbol: str
    sent_on: date
    writer_name: str
    writer_unit: str
    count: int
    reports: tuple[Said, ...]

    @property
    def more(self) -> int:
        """How many reports the queue does not show."""
        return self.count - len(self.reports)


@dataclass(frozen=True)
class Queue:
    """A page of the queue, oldest first; `newer_than` is where the next page begins."""

    waiting: tuple[Waiting, ...]
    newer_than: int | None
    count: int
    about_me: int  # About one's own words, with nobody else there to decide.


class Decided(NamedTuple):
    """Something that was decided, and about what, as sql/reports_decided.sql tells it."""

    decision_id: int
    card_id: int
    reply_id: int | None
    outcome: str
    at: datetime
    reason: str
    decided_by: str
    type_name: str
    paper: str
    symbol: str
    sent_on: date
    writer_name: str | None
    writer_unit: str | None


@dataclass(frozen=True)
class DecidedPage:
    """A page of what was decided, newest first; `older_than` is where the next page begins."""

    decided: tuple[Decided, ...]
    older_than: int | None


def rows_of(name: str, narrowed: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return what a statement about matters finds, where these are narrowed so."""
    sql = statement(name, matters=statement("matters", narrowed=narrowed))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def find_matter(viewer: Person, *, card_id: int = 0, reply_id: int | None = None) -> Matter | None:
    """Return what has been reported, by its reply or else by its card; None for who is not asked about it."""
    rows = rows_of(
        "matter", THIS_REPLY if reply_id else THIS_CARD, {"viewer": viewer.pk, "card": card_id, "reply": reply_id}
    )
    if not rows:
        return None
    card, reply, _first, is_open, writer, _asked, is_free, is_anybody_free, *rest = rows[0]
    is_reporter, is_hidden, is_gone, decision_id, outcome, at, name = rest
    return Matter(
        card_id=card,
        reply_id=reply,
        writer_id=writer,
        is_open=is_open,
        is_hidden=is_hidden,
        is_gone=is_gone,
        is_reporter=is_reporter,
        may_decide=is_free,
        is_anybody_free=is_anybody_free,
        decision_id=decision_id,
        latest=Latest(Outcome(outcome), at, name) if outcome else None,
    )


def queue_before(viewer: Person, *, language: str, newer_than: int = 0) -> Queue:
    """Return a page of what waits for a decision, oldest first, for somebody who is asked."""
    ((count, about_me),) = rows_of("reports_count", OPEN, {"viewer": viewer.pk})
    values = {
        "viewer": viewer.pk,
        "language": language,
        "after": newer_than,
        "shown": REPORTS_SHOWN,
        "limit": PAGE_SIZE + 1,
    }
    found = [waiting(row) for row in rows_of("reports_waiting", OPEN, values)]
    shown = tuple(found[:PAGE_SIZE])
    return Queue(shown, shown[-1].first_id if len(found) > PAGE_SIZE else None, count, about_me)


def waiting(row: Sequence[Any]) -> Waiting:
    """Shape a row of the queue."""
    *which, may_decide, is_anybody_free, type_name, paper, symbol, sent_on, writer, unit, count, reports = row
    card_id, reply_id, first_id = which
    return Waiting(
        card_id=card_id,
        reply_id=reply_id,
        first_id=first_id,
        may_decide=may_decide,
        is_anybody_free=is_anybody_free,
        type_name=type_name,
        paper=paper,
        symbol=symbol,
        sent_on=sent_on,
        writer_name=writer or "",
        writer_unit=unit or "",
        count=count,
        reports=tuple(said(entry) for entry in json.loads(reports)),
    )


def said(entry: Sequence[Any]) -> Said:
    """Shape one report."""
    name, unit, at, reason, *_more = entry
    return Said(name, unit, datetime.fromisoformat(at), reason)


def decided_before(viewer: Person, *, language: str, older_than: int) -> DecidedPage:
    """Return a page of what was decided, newest first, for somebody who is asked about it."""
    values = {"viewer": viewer.pk, "language": language, "before": older_than, "limit": PAGE_SIZE + 1}
    found = [Decided._make(row) for row in rows_of("reports_decided", OF_DECISION, values)]
    shown = tuple(found[:PAGE_SIZE])
    return DecidedPage(shown, shown[-1].decision_id if len(found) > PAGE_SIZE else None)


def logged_about_own_words(writer: Person) -> Q:
    """Return what keeps the actions in the log that are about a report of what somebody wrote themselves."""
    cards = Card.objects.filter(sender=writer, reports__isnull=False)
    replies = Reply.objects.filter(person=writer, reports__isnull=False)
    own = Q(subject_kind="card", subject_id__in=cards.values("pk"))
    own |= Q(subject_kind="reply", subject_id__in=replies.values("pk"))
    return own & Q(verb__in=ABOUT_REPORTS)
