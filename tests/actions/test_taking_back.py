"""A card is taken back: within its minute as if it had never been, later until somebody has opened it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from cards.actions.keeping import open_card
from cards.actions.taking_back import CannotTakeBack, Draft, undo_card, withdraw_card
from cards.lib.audiences import Audience
from cards.models import Card, CardAudience, CardRecipient, CardRecord, RecordKind
from tests.factories import give

NOW = timezone.now()


def test_undone_within_its_minute_a_card_is_gone_and_its_words_come_back(astrid, bo, maj):
    card = give(astrid, to=[bo, maj], at=NOW, message="Fel ord.", audience=Audience.EVERYONE)
    form_id, slug = card.form_id, card.card_type.slug

    draft = undo_card(sender=astrid, card_id=card.pk, at=NOW + timedelta(seconds=59))

    assert draft == Draft(form_id, slug, tuple(sorted((bo.pk, maj.pk))), None, "Fel ord.", None, Audience.EVERYONE)
    assert not Card.objects.exists()
    assert not CardRecipient.objects.exists()
    assert not CardAudience.objects.exists()


def test_undoing_a_card_to_the_unit_gives_the_unit_back(astrid, bo, maj, torget):
    card = give(astrid, to=torget, at=NOW)

    draft = undo_card(sender=astrid, card_id=card.pk, at=NOW)

    assert (draft.unit_id, draft.person_ids) == (torget.pk, ())


def test_after_its_minute_a_card_cannot_be_undone(astrid, bo):
    card = give(astrid, to=[bo], at=NOW)

    with pytest.raises(CannotTakeBack):
        undo_card(sender=astrid, card_id=card.pk, at=NOW + timedelta(seconds=61))

    assert Card.objects.exists()


def test_nobody_undoes_anothers_card_or_one_twice(astrid, bo):
    card = give(astrid, to=[bo], at=NOW)

    with pytest.raises(CannotTakeBack):
        undo_card(sender=bo, card_id=card.pk, at=NOW)
    undo_card(sender=astrid, card_id=card.pk, at=NOW)
    with pytest.raises(CannotTakeBack):
        undo_card(sender=astrid, card_id=card.pk, at=NOW)


def test_a_withdrawn_card_reaches_nobody_and_leaves_a_record(astrid, bo, maj):
    card = give(astrid, to=[bo, maj], audience=Audience.EVERYONE)

    withdraw_card(sender=astrid, card_id=card.pk, at=NOW)
    withdraw_card(sender=astrid, card_id=card.pk, at=NOW)

    assert CardRecord.objects.get().kind == RecordKind.WITHDRAWN
    assert not CardAudience.objects.exists()
    assert not CardRecipient.objects.filter(is_received=True).exists()
    assert [Card.objects.visible_to(p, card_id=card.pk, at=NOW).exists() for p in (astrid, bo, maj)] == [1, 0, 0]


def test_an_opened_card_stays(astrid, bo, maj):
    card = give(astrid, to=[bo, maj])
    open_card(person=maj, card_id=card.pk, at=NOW)

    with pytest.raises(CannotTakeBack):
        withdraw_card(sender=astrid, card_id=card.pk, at=NOW)

    assert CardAudience.objects.exists()
    assert CardRecipient.objects.filter(is_received=True).count() == 2


def test_nobody_withdraws_anothers_card(astrid, bo):
    card = give(astrid, to=[bo])

    with pytest.raises(CannotTakeBack):
        withdraw_card(sender=bo, card_id=card.pk, at=NOW)

    assert not CardRecord.objects.exists()


def test_a_moderated_card_is_not_there_to_withdraw(astrid, bo, maj):
    card = give(astrid, to=[bo])
    CardRecord.objects.create(card=card, kind=RecordKind.MODERATED, person=maj, at=NOW)

    with pytest.raises(CannotTakeBack):
        withdraw_card(sender=astrid, card_id=card.pk, at=NOW)

    assert CardRecord.objects.get().kind == RecordKind.MODERATED


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_opened_and_withdrawn_at_the_same_moment_a_card_is_one_of_the_two(astrid, bo):
    def withdraw(card):
        try:
            withdraw_card(sender=astrid, card_id=card.pk, at=NOW)
        except CannotTakeBack:
            pass
        finally:
            connections.close_all()

    def open_(card):
        try:
            open_card(person=bo, card_id=card.pk, at=NOW)
        finally:
            connections.close_all()

    cards = [give(astrid, to=[bo], at=NOW - timedelta(days=12 - number)) for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        for number, card in enumerate(cards):
            both = (withdraw, open_) if number % 2 else (open_, withdraw)
            for done in [pool.submit(act, card) for act in both]:
                done.result()

    for card in cards:
        is_withdrawn = CardRecord.objects.filter(card=card).exists()
        assert is_withdrawn != CardRecipient.objects.filter(card=card, opened_at__isnull=False).exists()
        assert is_withdrawn != CardRecipient.objects.filter(card=card, is_received=True).exists()
