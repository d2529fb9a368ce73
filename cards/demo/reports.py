"""What a few of the demo's people have reported, and what came of it: so that the queue is not empty."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from cards.actions.deciding import decide
from cards.actions.letters import write_letter
from cards.actions.safety import report_card
from cards.lib.audiences import Audience
from cards.lib.days import local_day
from cards.models import Card, CardRecipient, Language, Outcome, Person, Reply
from cards.queries.moderation import find_matter

MOST = 20  # Looked at, for each thing that is reported.


class Found(NamedTuple):
    """What somebody could report, and who that is."""

    reporter: Person
    card: Card
    reply: Reply | None
    at: datetime  # From then on they have read it.


@cache
def reports_data() -> list[dict[str, Any]]:
    """Return what is reported, the oldest first."""
    data: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "data" / "reports.toml").read_text())["report"]
    return data


def file_reports(*, until: datetime, time_zone: str) -> None:
    """Report a few cards and replies of the last weeks, in Swedish, and decide about the oldest of them."""
    today, taken = local_day(until, time_zone), set[int]()
    for number, one in enumerate(reports_data(), start=1):
        before = until - timedelta(days=one["days"])
        find = replies if one["what"] == "reply" else cards_between_us if one["what"] == "only us" else cards
        found = next((it for it in find(before=before, on=today) if not {it.card.pk, it.reporter.pk} & taken), None)
        if found is None:
            continue
        taken |= {found.card.pk, found.reporter.pk}
        at = found.at + timedelta(minutes=25)
        report_card(reporter=found.reporter, card=found.card, reply=found.reply, reason=one["reason"], at=at)
        if "outcome" in one:
            settle(one, found, at=at + timedelta(hours=16), form_id=UUID(int=number), on=today)


def replies(*, before: datetime, on: date) -> Iterator[Found]:
    """Yield replies that the sender of the card could report, the newest first."""
    rows = Reply.objects.standing().filter(at__lt=before, person__is_admin=False).exclude(card__sender=F("person"))
    rows = rows.filter(card__sender__in=colleagues(on), person__language=Language.SV).select_related("card__sender")
    for reply in rows.order_by("-pk")[:MOST]:
        if reply.card.sender:
            yield Found(reply.card.sender, reply.card, reply, reply.at)


def cards(*, before: datetime, on: date, audience: Audience = Audience.UNITS) -> Iterator[Found]:
    """Yield cards that somebody who got them could report, the newest first."""
    rows = CardRecipient.objects.filter(audience=audience, opened_at__lt=before, is_received=True, is_with_unit=False)
    rows = rows.filter(person__in=colleagues(on), sender__is_admin=False, sender__language=Language.SV)
    rows = rows.exclude(card__message="")
    for got in rows.select_related("card", "person").order_by("-opened_at", "card", "person")[:MOST]:
        if got.opened_at:
            yield Found(got.person, got.card, None, got.opened_at)


def cards_between_us(*, before: datetime, on: date) -> Iterator[Found]:
    """Yield cards that only who got them could report, the newest first."""
    return cards(before=before, on=on, audience=Audience.ONLY_US)


def colleagues(on: date) -> QuerySet[Person]:
    """Return who works here, reads Swedish and decides nothing."""
    return Person.objects.employed(on).filter(language=Language.SV, is_admin=False, is_moderator=False)


def settle(one: dict[str, Any], found: Found, *, at: datetime, form_id: UUID, on: date) -> None:
    """Let an admin decide, and write to who wrote it where there is something to say."""
    which = {"reply_id": found.reply.pk} if found.reply else {"card_id": found.card.pk}
    for admin in Person.objects.employed(on).filter(is_admin=True).order_by("pk"):
        matter = find_matter(admin, **which)
        if matter and matter.may_decide:
            outcome = Outcome(one["outcome"])
            decide(moderator=admin, matter=matter, outcome=outcome, reason=one["why"], after=0, at=at)
            if "letter" in one:
                later = at + timedelta(minutes=4)
                write_letter(moderator=admin, matter=matter, text=one["letter"], form_id=form_id, at=later)
            return
