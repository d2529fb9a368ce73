"""Seal a card into the postbox: once, whatever the phone or its owner repeats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cards.actions.audience import leaf_of
from cards.lib.audiences import Audience, Ceiling, Party, Settled, settle
from cards.lib.counting import Counted, counted
from cards.lib.days import day_starts, local_day
from cards.lib.ids import id_floor
from cards.lib.messages import clean_message, has_no_letters
from cards.models import Card, CardRecipient, CardType, Level, Person, ReadyLine, Unit
from cards.queries.organisation import time_zone_of_organisation
from cards.queries.people import people_of_unit
from cards.sql import statement

MAX_NAMED = 20
AN_HOUR, A_DAY_TO_ONE = 60, 10  # Cards: past that it is somebody's joke, or a script.


class CannotSendCard(Exception):
    """The card breaks a rule; the message is fit to show the sender, `about` is the field of the form it concerns."""

    def __init__(self, message: str, *, about: str = "to") -> None:
        super().__init__(message)
        self.about = about


class AlreadySealed(Exception):
    """This form has sealed another card already; `card` is that one."""

    def __init__(self, card: Card) -> None:
        super().__init__(_("You have already sent this card. Send the new words as a card of their own?"))
        self.card = card


@dataclass(frozen=True)
class Facts:
    """What is true of a sender or recipient at the moment of sealing."""

    person_id: int
    unit_id: int
    ceiling: int
    is_protected: bool
    is_employed: bool
    team_id: int | None
    has_blocked: bool
    sealed_id: int | None
    root_id: int

    @property
    def party(self) -> Party:
        """These facts, as the rule of audiences asks for them."""
        return Party(unit_id=self.unit_id, ceiling=Ceiling(self.ceiling), is_protected=self.is_protected)


@transaction.atomic(durable=True)
def send_card(
    *,
    sender: Person,
    to: Sequence[Person] | Unit,
    card_type: CardType,
    message: str,
    audience: Audience,
    form_id: UUID,
    at: datetime,
    ready_line: ReadyLine | None = None,
) -> Card:
    """Seal a card: store it, its recipients and its readers.

    Sending the same form_id again returns the first card. Raises CannotSendCard when a rule forbids it (oneself, a
    closed type, someone who left, too many), AlreadySealed when the form has sealed a card that reads differently.
    """
    time_zone = time_zone_of_organisation()
    today = local_day(at, time_zone)
    people = people_of_unit(to, on=today, besides=sender) if isinstance(to, Unit) else list(dict.fromkeys(to))
    facts = gather_facts(sender, people, form_id, today)
    mine = facts[sender.pk]
    words = clean_message(message)
    if mine.sealed_id:
        return sealed_before(mine.sealed_id, to=to, card_type=card_type, words=words, ready_line=ready_line)
    check_recipients(to, [facts[person.pk] for person in people if person.pk in facts], mine=mine, named=people)
    check_words(card_type, words, ready_line)
    theirs = [facts[person.pk] for person in people if person != sender]
    told = settle_audience(audience, mine, theirs, to)
    # Somebody who has blocked the sender is no recipient for anyone; nor may it show in who reads the card.
    reached = settle_audience(audience, mine, [fact for fact in theirs if not fact.has_blocked], to).within(told)
    card = Card(
        at=at, sent_on=today, sender=sender, sender_unit_id=mine.unit_id, sender_team_id=mine.team_id,
        card_type=card_type, audience=told.audience, to_unit=to if isinstance(to, Unit) else None,
        message=words, ready_line=ready_line, form_id=form_id,
    )  # fmt: skip
    remember_audience(sender, audience)
    # Where the sender was told that it is read, the sender finds it (queries/feed.py), whoever has blocked whom.
    as_told = told.audience if mine.unit_id in told.unit_ids else Audience.ONLY_US
    day_start = id_floor(day_starts(today, time_zone))
    return store(card, theirs, reached, as_told=as_told, day_start=day_start) or sealed_before(
        Card.objects.values_list("pk", flat=True).get(sender=sender, form_id=form_id),  # By the same form, just now.
        to=to, card_type=card_type, words=words, ready_line=ready_line,
    )  # fmt: skip


def remember_audience(sender: Person, audience: Audience) -> None:
    """Keep the choice for the sender's next card, inside the caller's transaction."""
    if sender.last_audience != audience:
        Person.objects.get_queryset().filter(pk=sender.pk).update(last_audience=audience)
        sender.last_audience = audience


def gather_facts(sender: Person, people: Sequence[Person], form_id: UUID, today: date) -> dict[int, Facts]:
    """Lock the sender's sending and read the facts, inside the caller's transaction; keyed by person."""
    ids = [sender.pk, *(person.pk for person in people)]
    with connection.cursor() as cursor:
        cursor.execute(statement("send_facts"), {"sender": sender.pk, "today": today, "form": form_id, "people": ids})
        return {row[0]: Facts(*row) for row in cursor.fetchall()}


def sealed_before(
    card_id: int, *, to: Sequence[Person] | Unit, card_type: CardType, words: str, ready_line: ReadyLine | None
) -> Card:
    """Return the card this form sealed, if it says the same to the same; else raise AlreadySealed."""
    card = Card.objects.get(pk=card_id)
    if isinstance(to, Unit):
        is_to_same = card.to_unit_id == to.pk
    else:
        got = CardRecipient.objects.filter(card=card, is_with_unit=False).values_list("person_id", flat=True)
        is_to_same = card.to_unit_id is None and set(got) == {person.pk for person in to}
    said = (card.card_type_id, card.message, card.ready_line_id)
    if is_to_same and said == (card_type.pk, words, ready_line.pk if ready_line else None):
        return card
    raise AlreadySealed(card)


def check_recipients(
    to: Sequence[Person] | Unit, theirs: Sequence[Facts], *, mine: Facts, named: Sequence[Person]
) -> None:
    """Raise CannotSendCard unless this sender may give to these people, or to this unit, today."""
    if isinstance(to, Unit):
        if len(theirs) < 2 or to.level not in (Level.UNIT, Level.TEAM):
            raise CannotSendCard(_("%(unit)s has too few people for a card to all of them.") % {"unit": to.name})
        if mine.is_protected and {fact.unit_id for fact in theirs} != {mine.unit_id}:
            raise CannotSendCard(_("You can give cards within your own unit."))
        return
    if not theirs:
        raise CannotSendCard(_("Choose who gets the card."))
    if len(theirs) > MAX_NAMED:
        raise CannotSendCard(too_many_names())
    if any(fact.person_id == mine.person_id for fact in theirs):
        raise CannotSendCard(_("You cannot give yourself a card. Somebody else is glad of it."))
    names = {person.pk: person.name for person in named}
    for fact in theirs:
        if (fact.is_protected or mine.is_protected) and fact.unit_id != mine.unit_id:
            # No name: whoever tries numbers in the address must not learn who is protected.
            raise CannotSendCard(_("Somebody you chose cannot be given cards."))
        if not fact.is_employed:
            raise CannotSendCard(_("%(name)s can no longer be given cards.") % {"name": names[fact.person_id]})


def too_many_names() -> str:
    """Say how many names a card has room for."""
    return ngettext(
        "A card has room for %(n)d name. Choose fewer, or the whole unit.",
        "A card has room for %(n)d names. Choose fewer, or the whole unit.",
        MAX_NAMED,
    ) % {"n": MAX_NAMED}


def check_words(card_type: CardType, words: str, ready_line: ReadyLine | None) -> None:
    """Raise CannotSendCard unless the type can be given today, and the words fit it."""
    if card_type.retired_at is not None:
        raise CannotSendCard(_("This kind of card is no longer given. Choose another."), about="card_type")
    if ready_line and (ready_line.card_type_id != card_type.pk or ready_line.retired_at is not None):
        raise CannotSendCard(_("That ready line is gone. Choose another, or write your own."), about="ready_line")
    if len(words) > card_type.max_length:
        raise CannotSendCard(
            ngettext(
                "The text is %(over)d character too long. The card has room for %(room)d.",
                "The text is %(over)d characters too long. The card has room for %(room)d.",
                len(words) - card_type.max_length,
            )
            % {"over": len(words) - card_type.max_length, "room": card_type.max_length},
            about="message",
        )
    if card_type.is_message_needed and ready_line is None and has_no_letters(words):
        raise CannotSendCard(_("Write a few words first."), about="message")


def settle_audience(chosen: Audience, mine: Facts, theirs: Sequence[Facts], to: Sequence[Person] | Unit) -> Settled:
    """Return whom a card reaches that names these people, or nobody when it is to a unit."""
    named, leaf_id = ([], leaf_of(to)) if isinstance(to, Unit) else ([fact.party for fact in theirs], None)
    return settle(chosen, sender=mine.party, named=named, root_id=mine.root_id, to_unit_id=leaf_id)


def store(card: Card, theirs: Sequence[Facts], reached: Settled, *, as_told: Audience, day_start: int) -> Card | None:
    """Write the sealed card in one statement; None when the form has just sealed one.

    `as_told` is the audience kept for those who have blocked the sender, `day_start` the lowest id of the day. Raises
    CannotSendCard past a limit.
    """
    named = [] if card.to_unit_id else [fact.person_id for fact in theirs]
    # Whose own unit may not read it, because of another's wish, has got it as if between the two alone.
    seen_by = [
        as_told if fact.has_blocked else reached.audience if reached.reaches(fact.unit_id) else Audience.ONLY_US
        for fact in theirs
    ]
    entries = entries_of(card, theirs, seen_by)
    values: dict[str, Any] = {
        "sender": card.sender_id, "sender_unit": card.sender_unit_id, "sender_team": card.sender_team_id,
        "card_type": card.card_type_id, "told": card.audience, "audience": reached.audience, "to_unit": card.to_unit_id,
        "message": card.message, "ready_line": card.ready_line_id, "form": card.form_id,
        "at": card.at, "today": card.sent_on, "named": named, "an_hour": AN_HOUR, "a_day": A_DAY_TO_ONE,
        "hour_ago": id_floor(card.at - timedelta(hours=1)),
        "day_start": day_start,
        "is_with_unit": card.to_unit_id is not None,
        "people": [fact.person_id for fact in theirs], "units": [fact.unit_id for fact in theirs],
        "teams": [fact.team_id for fact in theirs], "received": [not fact.has_blocked for fact in theirs],
        "seen_by": seen_by,
        "readers": sorted(reached.unit_ids),
        "targets": [target for target, _state in entries], "counted": [state for _target, state in entries],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement("send_card"), values)
        card_id, sent_this_hour, crowded = cursor.fetchone()
    if sent_this_hour >= AN_HOUR or crowded:
        refuse(sent_this_hour=sent_this_hour, crowded=crowded)
    card.pk = card_id
    return card if card_id else None


def entries_of(card: Card, theirs: Sequence[Facts], seen_by: Sequence[Audience]) -> list[tuple[int | None, Counted]]:
    """Return what a new card counts for: its named recipients, or None for the unit it goes to."""
    states = [
        counted(audience=seen, is_received=not fact.has_blocked) for fact, seen in zip(theirs, seen_by, strict=True)
    ]
    if card.to_unit_id:
        best = max(states, default=Counted.NOT)
        return [(None, best)] if best > Counted.OWN else []
    return [(fact.person_id, state) for fact, state in zip(theirs, states, strict=True) if state > Counted.NOT]


def refuse(*, sent_this_hour: int, crowded: Sequence[int]) -> None:
    """Raise CannotSendCard with the limit that was passed, kindly."""
    if sent_this_hour >= AN_HOUR:
        raise CannotSendCard(
            _("You have given many cards this hour. The text is kept here; send it a little later."), about="limit"
        )
    names = ", ".join(Person.objects.filter(pk__in=crowded).order_by("pk").values_list("name", flat=True))
    raise CannotSendCard(
        _("%(name)s has had many cards from you today. Save this one for tomorrow.") % {"name": names}, about="limit"
    )
