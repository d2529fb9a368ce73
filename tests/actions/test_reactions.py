"""Hearts and replies."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cards.actions.reactions import (
    REPLIES_AN_HOUR,
    CannotGiveHeart,
    CannotReply,
    give_heart,
    reply_to_card,
    take_heart,
    withdraw_reply,
)
from cards.models import MAX_REPLY, Heart, Reply
from tests.factories import give

NOW = timezone.now()


def answer(person, card, text="Såg det!", form_id=None):
    return reply_to_card(person=person, card=card, text=text, form_id=form_id or uuid4(), at=NOW)


def test_a_person_has_one_heart_on_a_card_or_none(astrid, bo, maj):
    card = give(astrid, to=[bo])

    for _time in range(2):
        give_heart(person=bo, card=card, at=NOW)
        give_heart(person=maj, card=card, at=NOW)
    assert Heart.objects.count() == 2

    for _time in range(2):
        take_heart(person=bo, card=card)
    assert Heart.objects.get().person == maj


def test_nobody_hearts_their_own_card(astrid, bo):
    card = give(astrid, to=[bo])

    with pytest.raises(CannotGiveHeart):
        give_heart(person=astrid, card=card, at=NOW)

    assert not Heart.objects.exists()


def test_a_reply_is_kept_clean(astrid, bo):
    card = give(astrid, to=[bo])

    reply = answer(bo, card, "  Tack\u202e själv!\x00\r\n ")

    assert reply.text == "Tack själv!"


def test_a_retry_gives_the_first_reply(astrid, bo):
    card, form_id = give(astrid, to=[bo]), uuid4()

    first = answer(bo, card, "Hej!", form_id)

    assert answer(bo, card, "Hej! ", form_id) == first
    assert Reply.objects.count() == 1


def test_other_words_or_another_card_are_not_swallowed_by_a_used_form(astrid, bo):
    card, other, form_id = give(astrid, to=[bo]), give(astrid, to=[bo]), uuid4()
    answer(bo, card, "Hej!", form_id)

    for words, to in (("Hej då!", card), ("Hej!", other)):
        with pytest.raises(CannotReply):
            answer(bo, to, words, form_id)

    assert Reply.objects.count() == 1


def test_two_people_may_have_the_same_form_id(astrid, bo, maj):
    card, form_id = give(astrid, to=[bo]), uuid4()

    assert answer(bo, card, form_id=form_id) != answer(maj, card, form_id=form_id)


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200d", "x" * (MAX_REPLY + 1)])
def test_a_slip_with_nothing_or_too_much_on_it_is_refused(astrid, bo, text):
    card = give(astrid, to=[bo])

    with pytest.raises(CannotReply):
        answer(bo, card, text)

    assert not Reply.objects.exists()


def test_a_slip_holds_280_signs_of_any_kind(astrid, bo):
    assert len(answer(bo, give(astrid, to=[bo]), "🎉" * MAX_REPLY).text) == MAX_REPLY


def test_a_reply_taken_back_has_no_words_left(astrid, bo, maj):
    reply = answer(bo, give(astrid, to=[bo]))

    withdraw_reply(person=maj, reply=reply, at=NOW)
    assert Reply.objects.get().text

    withdraw_reply(person=bo, reply=reply, at=NOW)
    assert Reply.objects.filter(text="", withdrawn_at=NOW).exists()


@pytest.mark.slow
def test_the_sixty_first_reply_of_an_hour_is_refused(astrid, bo, maj):
    card, now = give(astrid, to=[bo]), timezone.now()
    for number in range(REPLIES_AN_HOUR):
        reply_to_card(person=maj, card=card, text=f"Svar {number}", form_id=uuid4(), at=now)

    with pytest.raises(CannotReply):
        reply_to_card(person=maj, card=card, text="Ett till", form_id=uuid4(), at=now)

    later = now + timedelta(hours=1, seconds=1)
    assert reply_to_card(person=maj, card=card, text="Ett till", form_id=uuid4(), at=later).text == "Ett till"
