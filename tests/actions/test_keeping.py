"""What a recipient does with a card."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cards.actions.keeping import CannotHide, open_card, remove_name, save_card, unsave_card
from cards.actions.taking_back import withdraw_card
from cards.lib.audiences import Audience
from cards.models import CardAudience, CardRecipient, CardRecord, RecordKind, SavedCard
from tests.factories import give

NOW = timezone.now()
LATER = NOW + timedelta(hours=1)


def row(card, person):
    return CardRecipient.objects.get(card=card, person=person)


def test_opening_breaks_ones_own_seal_once(astrid, bo, maj):
    card = give(astrid, to=[bo, maj])

    open_card(person=bo, card_id=card.pk, at=NOW)
    open_card(person=bo, card_id=card.pk, at=LATER)

    assert row(card, bo).opened_at == NOW
    assert row(card, maj).opened_at is None


def test_a_card_that_was_taken_back_does_not_open(astrid, bo):
    card = give(astrid, to=[bo])
    withdraw_card(sender=astrid, card_id=card.pk, at=NOW)

    open_card(person=bo, card_id=card.pk, at=LATER)

    assert row(card, bo).opened_at is None


def test_opening_somebody_elses_envelope_changes_nothing(astrid, bo, maj):
    card = give(astrid, to=[bo])

    open_card(person=maj, card_id=card.pk, at=NOW)

    assert row(card, bo).opened_at is None


def test_saving_twice_is_saving_once(astrid, bo, maj):
    card = give(astrid, to=[bo])

    save_card(person=bo, card=card, at=NOW)
    save_card(person=bo, card=card, at=LATER)
    save_card(person=maj, card=card, at=NOW)
    assert SavedCard.objects.get(person=bo).at == NOW

    unsave_card(person=bo, card=card)
    unsave_card(person=bo, card=card)
    assert SavedCard.objects.get().person == maj


def test_a_removed_name_counts_as_only_us_for_that_pair_alone(astrid, bo, maj):
    card = give(astrid, to=[bo, maj])

    remove_name(person=bo, card=card, at=NOW)
    remove_name(person=bo, card=card, at=LATER)

    assert (row(card, bo).unnamed_at, row(card, bo).audience) == (NOW, Audience.ONLY_US)
    assert (row(card, maj).unnamed_at, row(card, maj).audience) == (None, Audience.UNITS)
    assert CardAudience.objects.filter(card=card).exists()
    assert not CardRecord.objects.exists()


def test_a_removed_name_takes_its_unit_off_the_list(astrid, bo, aino, torget):
    card = give(astrid, to=[bo, aino])

    remove_name(person=aino, card=card, at=NOW)

    assert [listed.unit for listed in CardAudience.objects.filter(card=card)] == [torget]


def test_the_last_name_taken_off_hides_the_card(astrid, bo, maj):
    card = give(astrid, to=[bo, maj], audience=Audience.EVERYONE)

    remove_name(person=bo, card=card, at=NOW)
    remove_name(person=maj, card=card, at=LATER)

    record = CardRecord.objects.get()
    assert (record.kind, record.person) == (RecordKind.HIDDEN, maj)
    assert not CardAudience.objects.filter(card=card).exists()
    assert {got.audience for got in CardRecipient.objects.filter(card=card)} == {Audience.ONLY_US}


def test_a_card_to_the_whole_unit_names_nobody_to_hide(astrid, bo, maj, torget):
    card = give(astrid, to=torget)

    with pytest.raises(CannotHide):
        remove_name(person=bo, card=card, at=NOW)

    assert row(card, bo).unnamed_at is None
    assert CardAudience.objects.filter(card=card).exists()


def test_who_did_not_get_the_card_hides_nothing(astrid, bo, maj):
    card = give(astrid, to=[bo])

    for person in (maj, astrid):
        with pytest.raises(CannotHide):
            remove_name(person=person, card=card, at=NOW)

    assert CardAudience.objects.filter(card=card).exists()
