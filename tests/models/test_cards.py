"""Who may open a card."""

import pytest
from django.utils import timezone

from cards.actions.taking_back import withdraw_card
from cards.lib.audiences import Audience
from cards.models import Card, CardAudience, CardRecord, RecordKind
from tests.factories import give, make_organisation, make_person


def may_open(person, card):
    return Card.objects.visible_to(person, card_id=card.pk, at=timezone.now()).exists()


def test_only_us_is_open_to_sender_and_recipient_alone(astrid, bo, maj):
    card = give(astrid, to=[bo], audience=Audience.ONLY_US)

    assert may_open(astrid, card)
    assert may_open(bo, card)
    assert not may_open(maj, card)


def test_units_is_open_to_those_who_are_in_the_units_when_they_read(astrid, bo, maj, erik, stationen):
    card = give(astrid, to=[bo])

    assert may_open(maj, card)
    assert not may_open(erik, card)

    maj.unit = stationen
    maj.save()
    assert not may_open(maj, card)


def test_a_member_of_the_root_unit_does_not_make_everyone_a_reader(astrid, erik):
    boss = make_person("Vera Direktör", make_organisation())

    card = give(boss, to=[astrid])

    assert not may_open(erik, card)


def test_in_the_postbox_the_sender_alone_sees_it(astrid, bo, maj):
    card = give(astrid, to=[bo], audience=Audience.EVERYONE, at=timezone.now())

    assert may_open(astrid, card)
    assert not may_open(bo, card)
    assert not may_open(maj, card)


def test_withdrawn_the_sender_alone_sees_it(astrid, bo, maj):
    card = give(astrid, to=[bo], audience=Audience.EVERYONE)
    withdraw_card(sender=astrid, card_id=card.pk, at=timezone.now())

    assert [may_open(person, card) for person in (astrid, bo, maj)] == [True, False, False]


def test_moderated_nobody_sees_it_until_it_is_restored(astrid, bo, maj):
    card = give(astrid, to=[bo])
    CardRecord.objects.create(card=card, kind=RecordKind.MODERATED, person=maj, at=timezone.now())
    assert not any(may_open(person, card) for person in (astrid, bo, maj))

    CardRecord.objects.create(card=card, kind=RecordKind.RESTORED, person=maj, at=timezone.now())
    assert may_open(astrid, card)


@pytest.mark.parametrize("audience", list(Audience))
def test_a_card_is_listed_exactly_when_it_has_readers(astrid, bo, audience):
    card = give(astrid, to=[bo], audience=audience)

    assert CardAudience.objects.filter(card=card).exists() == (audience != Audience.ONLY_US)
