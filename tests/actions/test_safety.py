"""Reports and blocks."""

from uuid import uuid4

import pytest
from django.utils import timezone

from cards.actions.reactions import reply_to_card
from cards.actions.safety import AlreadyReported, CannotReport, block_person, report_card, unblock_person
from cards.models import Block, CardRecipient, Report
from tests.factories import give

NOW = timezone.now()


def test_a_card_and_a_reply_to_it_are_reported_apart_and_once_each(astrid, bo, maj):
    card = give(astrid, to=[bo])
    reply = reply_to_card(person=maj, card=card, text="Fult sagt.", form_id=uuid4(), at=NOW)

    for about in (None, reply):
        report_card(reporter=bo, card=card, reply=about, reason=" Det sårar.\x00 ", at=NOW)
        with pytest.raises(AlreadyReported):
            report_card(reporter=bo, card=card, reply=about, reason="Igen.", at=NOW)

    assert list(Report.objects.values_list("reply", "reason").order_by("pk")) == [
        (None, "Det sårar."),
        (reply.pk, "Det sårar."),
    ]


def test_several_people_report_the_same_card(astrid, bo, maj):
    card = give(astrid, to=[bo])

    for person in (bo, maj):
        report_card(reporter=person, card=card, reason="", at=NOW)

    assert Report.objects.count() == 2


def test_nobody_reports_their_own(astrid, bo):
    card = give(astrid, to=[bo])
    reply = reply_to_card(person=bo, card=card, text="Mitt.", form_id=uuid4(), at=NOW)

    with pytest.raises(CannotReport):
        report_card(reporter=astrid, card=card, reason="", at=NOW)
    with pytest.raises(CannotReport):
        report_card(reporter=bo, card=card, reply=reply, reason="", at=NOW)

    assert not Report.objects.exists()


def test_a_blocked_senders_cards_do_not_arrive_until_unblocked(astrid, bo):
    for _time in range(2):
        block_person(blocker=bo, blocked=astrid, at=NOW)
    assert Block.objects.count() == 1
    assert not CardRecipient.objects.get(card=give(astrid, to=[bo])).is_received

    for _time in range(2):
        unblock_person(blocker=bo, blocked_id=astrid.pk)

    assert CardRecipient.objects.get(card=give(astrid, to=[bo])).is_received


def test_nobody_blocks_themselves(bo):
    block_person(blocker=bo, blocked=bo, at=NOW)

    assert not Block.objects.exists()
