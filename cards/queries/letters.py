"""What those who look after Hjärtkort have written to somebody, and what came of what somebody reported."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from cards.models import Card, CardTypeText, Decision, Language, Letter, LetterKind, Person, Reply, Report

PAGE_SIZE = 20
WAITING = "waiting"  # Stands where an outcome will.


class LetterFace(NamedTuple):
    """A letter as its reader sees it."""

    pk: int
    kind: str
    outcome: str | None
    text: str
    at: datetime
    read_at: datetime | None
    card_id: int
    is_about_reply: bool
    type_name: str
    sent_on: date
    is_own_card: bool


class ReportFace(NamedTuple):
    """A report as its reporter sees it: what it was about, what they wrote, and what came of it; never why."""

    pk: int
    is_about_reply: bool
    type_name: str
    sent_on: date
    at: datetime
    reason: str
    outcome: str | None


@dataclass(frozen=True)
class LetterPage:
    """A page of letters, newest first."""

    letters: tuple[LetterFace, ...]
    older_than: int | None

    @property
    def newest_unread(self) -> int | None:
        """The newest letter here that is not read."""
        return next((letter.pk for letter in self.letters if letter.read_at is None), None)


@dataclass(frozen=True)
class ReportPage:
    """A page of one's own reports, newest first."""

    reports: tuple[ReportFace, ...]
    older_than: int | None


@dataclass(frozen=True)
class Said:
    """What a card's page says to its viewer alone: what came of their report, and words to who wrote it."""

    outcome: str | None  # WAITING before it is decided; None when they have not reported it.
    words: tuple[str, ...]


def letters_of(person: Person, *, language: str, older_than: int | None = None) -> LetterPage:
    """Return a page of somebody's letters."""
    rows = Letter.objects.filter(person=person, **({"pk__lt": older_than} if older_than else {}))
    rows = rows.annotate(
        type_name=type_name(language),
        about_reply=has("reply"),
        is_own=Case(When(card__sender=person, then=True), default=False, output_field=BooleanField()),
    )
    fields = ("pk", "kind", "decision__outcome", "text", "at", "read_at", "card_id", "about_reply", "type_name")
    found = list(rows.order_by("-pk").values_list(*fields, "card__sent_on", "is_own")[: PAGE_SIZE + 1])
    letters = tuple(LetterFace._make(row) for row in found[:PAGE_SIZE])
    return LetterPage(letters, letters[-1].pk if len(found) > PAGE_SIZE else None)


def reports_of(person: Person, *, language: str, older_than: int | None = None) -> ReportPage:
    """Return a page of what somebody has reported."""
    rows = Report.objects.filter(reporter=person, **({"pk__lt": older_than} if older_than else {}))
    rows = rows.annotate(type_name=type_name(language), about_reply=has("reply"), outcome=outcome_of_report())
    fields = ("pk", "about_reply", "type_name", "card__sent_on", "at", "reason", "outcome")
    found = list(rows.order_by("-pk").values_list(*fields)[: PAGE_SIZE + 1])
    reports = tuple(ReportFace._make(row) for row in found[:PAGE_SIZE])
    return ReportPage(reports, reports[-1].pk if len(found) > PAGE_SIZE else None)


def outcome_of_report() -> Case:
    """Return the newest decision about what a report is about; WAITING while the report is open."""
    decisions = Decision.objects.filter(card=OuterRef("card_id"))
    about_card = decisions.filter(reply=None).order_by("-pk").values("outcome")[:1]
    about_reply = decisions.filter(reply=OuterRef("reply_id")).order_by("-pk").values("outcome")[:1]
    return Case(
        When(decision=None, then=Value(WAITING)),
        When(reply=None, then=Subquery(about_card)),
        default=Subquery(about_reply),
    )


def type_name(language: str) -> Coalesce:
    """Return the name of the type of the card that a row is about, in a language or else in Swedish."""
    texts = CardTypeText.objects.filter(card_type=OuterRef("card__card_type"))
    return Coalesce(
        Subquery(texts.filter(language=language).values("name")[:1]),
        Subquery(texts.filter(language=Language.SV).values("name")[:1]),
    )


def has(field: str) -> Case:
    """Tell whether a row has something."""
    return Case(When(**{f"{field}__isnull": False}, then=True), default=False, output_field=BooleanField())


def with_said(cards: QuerySet[Card], viewer: Person) -> QuerySet[Card]:
    """Add to cards what their pages say to the viewer alone, for said_of(): no page asks once more for it."""
    mine = Report.objects.filter(card=OuterRef("pk"), reporter=viewer, reply=None).annotate(outcome=outcome_of_report())
    words = Letter.objects.filter(card=OuterRef("pk"), person=viewer, kind=LetterKind.WORDS).order_by("-pk")
    return cards.annotate(
        report_outcome=Subquery(mine.values("outcome")[:1]), words_to_viewer=ArraySubquery(words.values("text"))
    )


def said_of(card: Card) -> Said:
    """Return what with_said() has added to a card."""
    return Said(card.report_outcome, tuple(card.words_to_viewer))  # type: ignore[attr-defined]


def report_outcome(person: Person, *, card: Card, reply: Reply | None) -> str | None:
    """Return what came of somebody's report of a card or a reply; None when they have not reported it."""
    rows = Report.objects.filter(reporter=person, card=card, reply=reply).annotate(outcome=outcome_of_report())
    outcome: str | None = rows.values_list("outcome", flat=True).first()
    return outcome
