"""Reports, decisions and letters of every kind, for the pages that show them."""

from datetime import datetime
from uuid import uuid4

from cards.actions.deciding import decide
from cards.actions.keeping import open_card
from cards.actions.letters import write_letter
from cards.actions.reactions import reply_to_card
from cards.actions.safety import block_person, report_card
from cards.lib.audiences import Audience
from cards.models import Card, Outcome, Person, Reply
from cards.queries.moderation import Matter, find_matter
from tests.factories import give, make_person

WHY = "Det låter snällt, men alla i kassan vet att det är ironiskt menat. Personalrestaurangföreståndaren också. " * 2


def set_reports_stage(me: Person, bo: Person, aino: Person, *, at: datetime) -> tuple[Card, Reply]:
    """Report what others wrote, decide about some of it, and write to somebody; return what waits for a decision."""
    other = make_person("Ritva Kannisto-Ahvenainen", aino.unit, is_admin=True)
    card = give(bo, to=[aino, other], message="Bra gjort, för en gångs skull. " * 9, audience=Audience.ONLY_US)
    block_person(blocker=aino, blocked=bo, at=at)
    reply = reply_to_card(person=bo, card=card, text="Typiskt er i receptionen.", form_id=uuid4(), at=at)
    for part in (None, reply):
        report_card(reporter=aino, card=card, reply=part, reason=WHY, at=at)
    mine = give(me, to=[aino], message="Äntligen!")
    report_card(reporter=aino, card=mine, reason=WHY, at=at)
    settle(other, mine, Outcome.KEPT, at=at)
    write_letter(
        moderator=other, matter=asked(other, mine), text="Det kan läsas på två sätt. " * 9, form_id=uuid4(), at=at
    )
    theirs, waiting = give(bo, to=[me], message="Jaså, du är här."), give(bo, to=[me], message="Tack, antar jag.")
    for one in (theirs, waiting):
        open_card(person=me, card_id=one.pk, at=at)
        report_card(reporter=me, card=one, reason=WHY, at=at)
    settle(other, theirs, Outcome.HIDDEN, at=at)
    return card, reply


def asked(person: Person, card: Card) -> Matter:
    """Return a matter as it stands before somebody."""
    matter = find_matter(person, card_id=card.pk)
    assert matter is not None
    return matter


def settle(person: Person, card: Card, outcome: Outcome, *, at: datetime) -> None:
    """Decide about a card."""
    decide(moderator=person, matter=asked(person, card), outcome=outcome, reason=WHY, after=0, at=at)
