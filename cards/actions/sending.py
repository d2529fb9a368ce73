"""Seal a card into the postbox: once, whatever the phone or its owner repeats."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cards.actions.audience import leaf_of
from cards.actions.sealing import ROOT, Facts, Unsealed, facts_at_hand, gather_facts, store, stored_card
from cards.lib.audiences import Audience, Settled, settle
from cards.lib.days import local_day
from cards.lib.messages import clean_message, has_no_letters
from cards.models import Card, CardRecipient, CardType, Level, Person, ReadyLine, Stage, Unit
from cards.queries.closed_types import why_type_is_closed
from cards.queries.organisation import time_zone_of_organisation
from cards.queries.people import people_of_unit

MAX_NAMED = 20
ATTEMPTS = 3  # At settling a card whose facts change meanwhile.
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


class FactsChanged(Exception):
    """Something the card was settled by is no longer so: it is to be settled again."""


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
    """Seal a card: store it, its recipients and its readers, in a transaction of its own.

    Sending the same form_id again returns the first card. Raises CannotSendCard when a rule forbids it (oneself, a
    closed type, someone who left, too many), AlreadySealed when the form has sealed a card that reads differently.
    """
    time_zone = vars(sender).get("time_zone") or time_zone_of_organisation()
    today = local_day(at, time_zone)
    people = people_of_unit(to, on=today, besides=sender) if isinstance(to, Unit) else list(dict.fromkeys(to))
    unsealed = Unsealed(
        sender=sender, to=to, people=people, card_type=card_type, words=clean_message(message), audience=audience,
        form_id=form_id, at=at, ready_line=ready_line, today=today, time_zone=time_zone,
    )  # fmt: skip
    # What the caller has just read is nearly always still so, and the statement that stores the card makes sure of it:
    # one round trip instead of three.
    try:
        return seal(unsealed, facts_at_hand(unsealed))
    except (CannotSendCard, FactsChanged):
        return seal_with_care(unsealed)


def seal_with_care(unsealed: Unsealed) -> Card:
    """Seal a card that the facts at hand forbid, or that they no longer fit, by facts asked for anew."""
    for _attempt in range(ATTEMPTS):
        facts = gather_facts(unsealed)
        if sealed := Card.objects.filter(sender=unsealed.sender, form_id=unsealed.form_id).first():
            return sealed_before(sealed, unsealed)
        check_type(unsealed, unit_id=facts[unsealed.sender.pk].unit_id)
        with suppress(FactsChanged):
            return seal(unsealed, facts)
    raise FactsChanged


def seal(unsealed: Unsealed, facts: dict[int, Facts]) -> Card:
    """Seal a card by these facts. Raises FactsChanged when they are not so."""
    mine, to = facts[unsealed.sender.pk], unsealed.to
    theirs = [facts[person.pk] for person in unsealed.people if person.pk in facts]
    check_recipients(to, theirs, mine=mine, named=unsealed.people)
    check_words(unsealed.card_type, unsealed.words, unsealed.ready_line)
    told = settle_audience(unsealed.audience, mine, theirs, to)
    # Somebody who has blocked the sender is no recipient for anyone; nor may it show in who reads the card.
    others = [fact for fact in theirs if not fact.has_blocked]
    reached = told if others == theirs else settle_audience(unsealed.audience, mine, others, to).within(told)
    try:
        answer = store(unsealed, mine, theirs, told=told, reached=reached, most=(AN_HOUR, A_DAY_TO_ONE))
    except IntegrityError as error:  # The type, or a unit, is no longer there.
        raise FactsChanged from error
    if answer.sealed_id:
        return sealed_before(Card.objects.get(pk=answer.sealed_id), unsealed)
    if answer.this_hour >= AN_HOUR or answer.crowded:
        refuse(this_hour=answer.this_hour, crowded=answer.crowded)
    if answer.card_id is None:
        raise FactsChanged
    unsealed.sender.last_audience = unsealed.audience
    return stored_card(answer.card_id)


def sealed_before(card: Card, unsealed: Unsealed) -> Card:
    """Return the card this form sealed, if it says the same to the same; else raise AlreadySealed."""
    if isinstance(unsealed.to, Unit):
        is_to_same = card.to_unit_id == unsealed.to.pk
    else:
        got = CardRecipient.objects.filter(card=card, is_with_unit=False).values_list("person_id", flat=True)
        is_to_same = card.to_unit_id is None and set(got) == {person.pk for person in unsealed.people}
    said = (card.card_type_id, card.message, card.ready_line_id)
    if is_to_same and said == (unsealed.card_type.pk, unsealed.words, unsealed.ready_line_id):
        return card
    raise AlreadySealed(card)


def check_recipients(
    to: Sequence[Person] | Unit, theirs: Sequence[Facts], *, mine: Facts, named: Sequence[Person]
) -> None:
    """Raise CannotSendCard unless this sender may give to these people, or to this unit, today."""
    if isinstance(to, Unit):
        if (to.parent if to.level == Level.TEAM and to.parent else to).stage != Stage.OPEN:
            raise CannotSendCard(_("%(unit)s is not open yet. It can be given cards once it is.") % {"unit": to.name})
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
        if not fact.is_let_in:
            text = _("%(name)s cannot be given cards yet: the unit is not open.")
            raise CannotSendCard(text % {"name": names[fact.person_id]})


def too_many_names() -> str:
    """Say how many names a card has room for."""
    return ngettext(
        "A card has room for %(n)d name. Choose fewer, or the whole unit.",
        "A card has room for %(n)d names. Choose fewer, or the whole unit.",
        MAX_NAMED,
    ) % {"n": MAX_NAMED}


def check_type(unsealed: Unsealed, *, unit_id: int) -> None:
    """Raise CannotSendCard when the people of the sender's unit cannot give the type today, as it is by now."""
    why = why_type_is_closed(
        unit_id=unit_id, on=unsealed.today, language=get_language() or "sv", card_type=unsealed.card_type.pk
    )
    if why:
        raise CannotSendCard(why, about="card_type")


def check_words(card_type: CardType, words: str, ready_line: ReadyLine | None) -> None:
    """Raise CannotSendCard unless the words fit the type."""
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
    named, leaf_id = ([], leaf_of(to)) if isinstance(to, Unit) else (theirs, None)
    return settle(chosen, sender=mine, named=named, root_id=ROOT, to_unit_id=leaf_id)


def refuse(*, this_hour: int, crowded: Sequence[int]) -> None:
    """Raise CannotSendCard with the limit that was passed, kindly."""
    if this_hour >= AN_HOUR:
        raise CannotSendCard(
            _("You have given many cards this hour. The text is kept here; send it a little later."), about="limit"
        )
    names = ", ".join(Person.objects.filter(pk__in=crowded).order_by("pk").values_list("name", flat=True))
    raise CannotSendCard(
        _("%(name)s has had many cards from you today. Save this one for tomorrow.") % {"name": names}, about="limit"
    )
