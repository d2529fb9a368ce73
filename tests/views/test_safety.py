"""Reporting and blocking, through the browser's eyes."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cards.actions.keeping import open_card
from cards.actions.reactions import reply_to_card, withdraw_reply
from cards.models import Block, Report
from tests.factories import give


@pytest.fixture
def got(astrid, bo):
    """Give a card that Bo has opened."""
    card = give(astrid, to=[bo])
    open_card(person=bo, card_id=card.pk, at=timezone.now())
    return card


@pytest.fixture
def as_bo(client, bo):
    client.force_login(bo)
    return client


def html(response):
    return response.content.decode()


def test_a_report_is_a_record_and_a_receipt(as_bo, got, bo):
    address = reverse("report_card", args=[got.pk])
    assert as_bo.get(address).status_code == 200
    assert not Report.objects.exists()

    response = as_bo.post(address, {"reason": "Det var menat att såra."}, follow=True)

    report = Report.objects.get()
    assert (report.card, report.reply, report.reporter, report.reason) == (got, None, bo, "Det var menat att såra.")
    assert response.redirect_chain == [(reverse("card", args=[got.pk]), 303)]
    assert 'role="status"' in html(response)


def test_a_report_needs_no_reason(as_bo, got):
    assert as_bo.post(reverse("report_card", args=[got.pk]), {"reason": ""}).status_code == 303

    assert Report.objects.get().reason == ""


def test_a_second_report_says_that_there_is_one(as_bo, got):
    address = reverse("report_card", args=[got.pk])
    as_bo.post(address, {"reason": "Ett."})

    form = as_bo.get(address)
    again = as_bo.post(address, {"reason": "Två."}, follow=True)

    assert "<textarea" not in html(form)
    assert again.status_code == 200
    assert 'class="note"' in html(again)
    assert Report.objects.get().reason == "Ett."


def test_too_many_words_come_back_filled_in(as_bo, got):
    response = as_bo.post(reverse("report_card", args=[got.pk]), {"reason": "x" * 501})

    assert response.status_code == 422
    assert "x" * 501 in html(response)
    assert not Report.objects.exists()


def test_nobody_reports_their_own_card_or_reply(client, astrid, got):
    reply = reply_to_card(person=astrid, card=got, text="Mitt.", form_id=uuid4(), at=timezone.now())
    client.force_login(astrid)

    assert client.post(reverse("report_card", args=[got.pk]), {"reason": ""}).status_code == 404
    assert client.post(reverse("report_reply", args=[reply.pk]), {"reason": ""}).status_code == 404
    assert not Report.objects.exists()


def test_a_reply_is_reported_by_itself(as_bo, astrid, got, bo):
    reply = reply_to_card(person=astrid, card=got, text="Fult sagt.", form_id=uuid4(), at=timezone.now())
    address = reverse("report_reply", args=[reply.pk])
    assert address in html(as_bo.get(reverse("card", args=[got.pk])))
    assert "Fult sagt." in html(as_bo.get(address))

    as_bo.post(address, {"reason": ""})

    assert Report.objects.get().reply == reply
    assert address not in html(as_bo.get(reverse("card", args=[got.pk])))


def test_a_reply_out_of_sight_or_taken_back_is_not_there_to_report(client, astrid, bo, erik, got):
    reply = reply_to_card(person=bo, card=got, text="Hos oss.", form_id=uuid4(), at=timezone.now())
    address = reverse("report_reply", args=[reply.pk])
    missing = reverse("report_reply", args=[reply.pk + 1])

    client.force_login(erik)
    assert client.get(address).status_code == client.get(missing).status_code == 404
    assert len(client.get(address).content) == len(client.get(missing).content)
    withdraw_reply(person=bo, reply=reply, at=timezone.now())
    client.force_login(astrid)
    assert client.get(address).status_code == 404


def test_a_block_is_explained_first_and_never_told(as_bo, client, got, astrid, bo):
    address = reverse("block_sender", args=[got.pk])
    assert "Astrid Lindqvist" in html(as_bo.get(address))
    assert not Block.objects.exists()

    for _time in range(2):
        assert as_bo.post(address).status_code == 303

    assert Block.objects.get().blocked == astrid
    client.force_login(astrid)
    before = html(client.get(reverse("card", args=[got.pk])))
    assert "Bo Sundqvist" in before


def test_only_who_got_the_card_blocks_its_sender(client, astrid, maj, got):
    for reader in (maj, astrid):
        client.force_login(reader)
        assert client.post(reverse("block_sender", args=[got.pk])).status_code == 404

    assert not Block.objects.exists()
