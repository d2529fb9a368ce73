"""Hearts and replies of one card, with names; frozen so that a template starts no query."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from cards.models import Heart, Person, Reply, Report
from cards.queries.letters import outcome_of_report

HEARTS_IN_ROW = 12  # As many as stand under the card; the rest is a number.
HEARTS_LISTED = 100
REPLIES_SHOWN = 50


@dataclass(frozen=True)
class HeartOf:
    """Whose heart it is; `place` is the unit, among namesakes there with the title."""

    name: str
    place: str


@dataclass(frozen=True)
class ReplyFace:
    """A slip as one viewer sees it; withdrawn, it has neither words nor a name."""

    pk: int
    name: str
    told_apart_by: str
    text: str
    at: datetime
    is_mine: bool
    is_withdrawn: bool
    is_hidden: bool  # The viewer's own, removed by those who moderate; of others it is not there.
    report: str | None  # What came of the viewer's report, as queries/letters.py says it; None without one.


@dataclass(frozen=True)
class Replies:
    """The last replies to a card, oldest first; `older_than` is the id to go on backwards from, None at the first."""

    shown: tuple[ReplyFace, ...]
    older_than: int | None


def hearts_of(card_id: int, *, viewer: Person, limit: int) -> tuple[HeartOf, ...]:
    """Return who gave a card their heart, the first giver first; protected people only within their own unit."""
    hearts = Heart.objects.filter(Q(person__is_protected=False) | Q(person__unit=viewer.unit_id), card=card_id)
    rows = hearts.select_related("person__unit").order_by("at", "person_id")
    people = [heart.person for heart in rows[:limit]]
    namesakes = Counter((person.name, person.unit_id) for person in people)
    return tuple(
        HeartOf(person.name, place_of(person, is_namesake=namesakes[person.name, person.unit_id] > 1))
        for person in people
    )


def place_of(person: Person, *, is_namesake: bool) -> str:
    """Return where somebody works, and as what if that tells them from a namesake."""
    return f"{person.unit.name}, {person.title}" if is_namesake and person.title else person.unit.name


def replies_to(card_id: int, *, viewer: Person, older_than: int | None = None) -> Replies:
    """Return the last replies to a card, or the last before one."""
    reported = Report.objects.filter(reporter=viewer, card=card_id, reply=OuterRef("pk"))
    outcome = Subquery(reported.annotate(outcome=outcome_of_report()).values("outcome")[:1])
    rows = Reply.objects.filter(Q(hidden_at=None) | Q(person=viewer), card=card_id).annotate(report=outcome)
    rows = rows.select_related("person__unit").order_by("-id")
    if older_than is not None:
        rows = rows.filter(pk__lt=older_than)
    found = list(rows[: REPLIES_SHOWN + 1])
    shown = found[:REPLIES_SHOWN][::-1]
    apart = told_apart((reply.person for reply in shown), viewer)
    faces = tuple(
        reply_face(reply, viewer, apart[reply.person_id], report=reply.report)  # type: ignore[attr-defined]
        for reply in shown
    )
    return Replies(faces, shown[0].pk if len(found) > REPLIES_SHOWN else None)


def reply_face(reply: Reply, viewer: Person, told_apart_by: str, *, report: str | None) -> ReplyFace:
    """Shape one reply; a protected person's is a colleague's to those outside their unit."""
    is_withdrawn = reply.withdrawn_at is not None
    is_nameless = reply.person.is_protected and reply.person.unit_id != viewer.unit_id
    name = _("A colleague") if is_nameless else reply.person.name
    return ReplyFace(
        pk=reply.pk,
        name="" if is_withdrawn else name,
        told_apart_by="" if is_withdrawn or is_nameless else told_apart_by,
        text="" if reply.hidden_at else reply.text,
        at=reply.at,
        is_mine=reply.person_id == viewer.pk,
        is_withdrawn=is_withdrawn,
        is_hidden=reply.hidden_at is not None,
        report=report,
    )


def told_apart(people: Iterable[Person], viewer: Person) -> dict[int, str]:
    """Return what tells these people apart: another unit than the viewer's, and among namesakes the title."""
    by_id = {person.pk: person for person in people}
    namesakes = Counter((person.name, person.unit_id) for person in by_id.values())
    apart = {}
    for person in by_id.values():
        unit = person.unit.name if person.unit_id != viewer.unit_id else ""
        title = person.title if namesakes[person.name, person.unit_id] > 1 else ""
        apart[person.pk] = ", ".join(part for part in (unit, title) if part)
    return apart
