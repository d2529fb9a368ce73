"""The envelope, the keepsake and the picture, through the browser's eyes."""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cards.actions.keeping import open_card, remove_name
from cards.actions.reactions import give_heart, reply_to_card
from cards.actions.safety import block_person, unblock_person
from cards.actions.taking_back import withdraw_card
from cards.lib.audiences import Audience
from cards.models import Card, CardAudience, CardRecipient, CardRecord, RecordKind, SavedCard
from tests.factories import give, make_card_type, make_person, make_ready_line, make_team

HTMX = {"HX-Request": "true"}
SUB_PAGES = ("hearts", "card_picture", "remove_name", "report_card", "block_sender")
BUTTONS = ("open_card", "save_card", "react", "reply", "remove_name", "report_card", "block_sender")


@pytest.fixture
def as_bo(client, bo):
    client.force_login(bo)
    return client


@pytest.fixture
def got(astrid, bo):
    """Give a card that Bo has opened."""
    return opened(give(astrid, to=[bo], message="Du hann ändå skratta."), bo)


def opened(card, *people):
    for person in people:
        open_card(person=person, card_id=card.pk, at=timezone.now())
    return card


def moderate(card, admin):
    CardRecord.objects.create(card=card, kind=RecordKind.MODERATED, person=admin, at=timezone.now())
    CardAudience.objects.filter(card=card).delete()


def html(response):
    return response.content.decode()


def page(client, card):
    return html(client.get(reverse("card", args=[card.pk])))


def answer(response):
    """Return what somebody could tell two answers apart by; the token against forgery is new in each."""
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, re.sub(rb'"X-CSRFToken": "\w+"', b"", response.content), headers


# --- The envelope ---------------------------------------------------------------------------------------------------


def test_an_unopened_card_is_an_envelope_that_shows_nothing_of_it(as_bo, astrid, bo, maj):
    card = give(astrid, to=[bo], message="Hemligt än.")
    give_heart(person=maj, card=card, at=timezone.now())
    reply_to_card(person=maj, card=card, text="Instämmer.", form_id=uuid4(), at=timezone.now())

    response = as_bo.get(reverse("card", args=[card.pk]))

    assert response.templates[0].name == "reading/envelope.html"
    assert "Astrid" in html(response)
    assert "Torget" in html(response)
    assert "Hemligt" not in html(response)
    assert "Instämmer" not in html(response)
    assert reverse("hearts", args=[card.pk]) not in html(response)


def test_a_card_to_the_whole_unit_says_so_on_the_envelope(as_bo, astrid, bo, maj, torget):
    card = give(astrid, to=torget)

    response = as_bo.get(reverse("card", args=[card.pk]))

    assert response.templates[0].name == "reading/envelope.html"
    assert "Torget" in html(response).partition("<h1")[2].partition("</h1>")[0]


def test_a_sealed_card_answers_on_no_other_address(as_bo, astrid, bo):
    card = give(astrid, to=[bo])

    for name in SUB_PAGES:
        assert as_bo.get(reverse(name, args=[card.pk])).status_code == 404, name
    for name in set(BUTTONS) - {"open_card"}:
        assert as_bo.post(reverse(name, args=[card.pk]), {"value": "on", "text": "Hej"}).status_code == 404, name


def test_opening_breaks_the_seal_and_leads_to_the_card(as_bo, astrid, bo):
    card = give(astrid, to=[bo], message="Nu syns det.")

    response = as_bo.post(reverse("open_card", args=[card.pk]))

    assert (response.status_code, response["Location"]) == (303, reverse("card", args=[card.pk]))
    assert "Nu syns det." in page(as_bo, card)
    assert CardRecipient.objects.get(card=card).opened_at is not None


def test_saving_it_for_the_break_keeps_it_sealed(as_bo, astrid, bo):
    card = give(astrid, to=[bo])

    assert f'href="{reverse("box")}"' in page(as_bo, card)

    assert CardRecipient.objects.get(card=card).opened_at is None


def test_looking_does_not_open_and_opening_needs_a_post(as_bo, astrid, bo):
    card = give(astrid, to=[bo])

    assert as_bo.get(reverse("open_card", args=[card.pk])).status_code == 405

    assert CardRecipient.objects.get(card=card).opened_at is None


# --- Who may read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["card", *SUB_PAGES])
def test_what_i_may_not_see_answers_like_what_does_not_exist(client, astrid, bo, maj, name):
    secret = give(astrid, to=[bo], audience=Audience.ONLY_US)
    client.force_login(maj)

    hidden = client.get(reverse(name, args=[secret.pk]))
    missing = client.get(reverse(name, args=[secret.pk - 1]))
    too_long = client.get(reverse(name, args=[10**40]))

    assert hidden.status_code == 404
    assert answer(hidden) == answer(missing) == answer(too_long)


@pytest.mark.parametrize("name", BUTTONS)
def test_pressing_what_i_may_not_see_answers_like_what_does_not_exist(client, astrid, bo, maj, name):
    secret = give(astrid, to=[bo], audience=Audience.ONLY_US)
    client.force_login(maj)
    data = {"value": "on", "text": "Jag såg det.", "form_id": uuid4(), "reason": "nyfiken"}

    hidden = client.post(reverse(name, args=[secret.pk]), data)
    missing = client.post(reverse(name, args=[secret.pk - 1]), data)
    too_long = client.post(reverse(name, args=[10**40]), data)

    assert hidden.status_code == 404
    assert answer(hidden) == answer(missing) == answer(too_long)
    assert not secret.hearts.exists()
    assert not secret.replies.exists()
    assert not secret.reports.exists()
    assert not SavedCard.objects.exists()


def test_an_administrator_cannot_read_what_is_only_for_two(client, astrid, bo, maj):
    secret = give(astrid, to=[bo], audience=Audience.ONLY_US)
    client.force_login(maj)

    assert maj.is_admin
    assert client.get(reverse("card", args=[secret.pk])).status_code == 404


def test_another_unit_reads_what_is_for_everyone_only(client, astrid, bo, erik):
    client.force_login(erik)

    assert client.get(reverse("card", args=[give(astrid, to=[bo]).pk])).status_code == 404
    assert client.get(reverse("card", args=[give(astrid, to=[bo], audience=Audience.EVERYONE).pk])).status_code == 200


def test_in_the_postbox_only_the_sender_reads_it(client, astrid, bo):
    card = give(astrid, to=[bo], at=timezone.now(), message="Strax.")

    client.force_login(bo)
    assert client.get(reverse("card", args=[card.pk])).status_code == 404
    client.force_login(astrid)
    assert "Strax." in page(client, card)
    assert reverse("undo", args=[card.pk]) in page(client, card)
    for name in ("react", "reply"):
        assert client.post(reverse(name, args=[card.pk]), {"value": "on", "text": "Hej"}).status_code == 404


def test_a_blocked_senders_card_is_nowhere_for_the_blocker_and_as_sent_for_the_sender(client, astrid, bo):
    block_person(blocker=bo, blocked=astrid, at=timezone.now())
    card = give(astrid, to=[bo], message="Hej igen.")

    client.force_login(bo)
    assert client.get(reverse("card", args=[card.pk])).status_code == 404
    client.force_login(astrid)
    assert "Hej igen." in page(client, card)
    assert "Bo Sundqvist" in page(client, card)


@pytest.mark.parametrize("audience", list(Audience))
def test_a_block_does_not_show_in_who_is_said_to_see_the_card(client, astrid, bo, aino, audience):
    client.force_login(astrid)
    seen_by = re.compile('<p class="seenby">.*</p>')
    for recipients in ([aino], [bo, aino]):
        before = seen_by.findall(page(client, give(astrid, to=recipients, audience=audience)))
        block_person(blocker=aino, blocked=astrid, at=timezone.now())

        after = seen_by.findall(page(client, give(astrid, to=recipients, audience=audience)))

        assert after == before != []
        unblock_person(blocker=aino, blocked_id=astrid.pk)


def test_a_withdrawn_card_is_its_senders_alone_who_is_told(client, astrid, bo, maj):
    card = give(astrid, to=[bo], message="Fel person.")
    withdraw_card(sender=astrid, card_id=card.pk, at=timezone.now())

    for reader in (bo, maj):
        client.force_login(reader)
        assert client.get(reverse("card", args=[card.pk])).status_code == 404
    client.force_login(astrid)
    assert 'class="note"' in page(client, card)
    assert "<summary" not in page(client, card)
    assert reverse("reply", args=[card.pk]) not in page(client, card)
    for name in ("react", "reply"):
        data = {"value": "on", "text": "Hej", "form_id": uuid4()}
        assert client.post(reverse(name, args=[card.pk]), data).status_code == 404


def test_a_moderated_cards_sender_is_told_and_reads_nothing(client, astrid, bo, maj):
    card = opened(give(astrid, to=[bo], message="Elaka ord."), bo)
    moderate(card, maj)

    for reader in (bo, maj):
        client.force_login(reader)
        assert client.get(reverse("card", args=[card.pk])).status_code == 404
    client.force_login(astrid)
    response = client.get(reverse("card", args=[card.pk]))
    assert response.templates[0].name == "reading/moderated.html"
    assert "Elaka ord." not in html(response)
    for name in SUB_PAGES:
        assert client.get(reverse(name, args=[card.pk])).status_code == 404, name


# --- The keepsake ---------------------------------------------------------------------------------------------------


def test_a_kept_card_shows_its_words_names_unit_and_day(as_bo, got):
    shown = page(as_bo, got)

    assert "Du hann ändå skratta." in shown
    assert "Astrid Lindqvist" in shown
    assert "Bo Sundqvist" in shown
    assert "Torget" in shown
    assert str(got.sent_on.year) in shown
    assert reverse("card_picture", args=[got.pk]) in shown
    assert f"{reverse('give')}?till={got.sender_id}" in shown


def test_what_is_written_is_text(as_bo, astrid, bo):
    card = opened(give(astrid, to=[bo], message="<script>alert(1)</script>"), bo)
    reply_to_card(person=astrid, card=card, text="<img src=x>", form_id=uuid4(), at=timezone.now())

    shown = page(as_bo, card)

    assert "&lt;script&gt;alert(1)" in shown
    assert "&lt;img src=x&gt;" in shown
    assert "<img src=x>" not in shown


def test_a_ready_line_stands_in_the_readers_language(client, astrid, aino):
    card_type = make_card_type()
    line = make_ready_line(card_type, sv="Tack för hjälpen!", fi="Kiitos avusta!")
    card = opened(give(astrid, to=[aino], card_type=card_type, ready_line=line, message="Verkligen."), aino)
    client.force_login(aino)

    shown = page(client, card)

    assert "Kiitos avusta!\nVerkligen." in shown


def test_erased_words_are_said_to_be_gone(as_bo, got):
    Card.objects.filter(pk=got.pk).update(message=None)

    shown = page(as_bo, got)

    assert "Du hann" not in shown
    assert 'class="card__msg soft"' in shown


def test_a_former_colleagues_card_stays_readable(as_bo, got):
    Card.objects.filter(pk=got.pk).update(sender=None)

    response = as_bo.get(reverse("card", args=[got.pk]))

    assert "Du hann ändå skratta." in html(response)
    assert reverse("block_sender", args=[got.pk]) not in html(response)
    assert as_bo.get(reverse("card_picture", args=[got.pk])).status_code == 200


def test_a_card_leads_to_all_between_the_two(client, astrid, bo, aino):
    card = opened(give(astrid, to=[bo]), bo)
    for person, other in ((astrid, bo), (bo, astrid)):
        client.force_login(person)
        assert f"{reverse('feed')}?med={other.pk}" in page(client, card)

    several = opened(give(astrid, to=[bo, aino]), bo)
    client.force_login(astrid)
    assert "?med=" not in page(client, several)


def test_namesakes_are_told_apart(client, astrid, bo, torget):
    make_person("Bo Sundqvist", torget, title="Kassör")
    card = opened(give(astrid, to=[bo]), bo)
    client.force_login(bo)

    assert "Mejeri" in page(client, card)


def test_namesakes_of_one_title_are_told_apart_by_team(client, astrid, bo, torget):
    make_person("Bo Sundqvist", torget, title="Mejeri")
    make_person("Astrid Lindqvist", torget, title="Kassör")
    make_team("Kvällslaget", torget, bo)
    make_team("Kassan", torget, astrid)
    card = opened(give(astrid, to=[bo]), bo)
    client.force_login(bo)

    assert "(Kvällslaget, Mejeri)" in page(client, card)
    assert "Kassan, Kassör, " in page(client, card)


def test_a_removed_name_is_read_by_its_owner_and_the_sender_only(client, astrid, bo, maj, torget):
    kaj = make_person("Kaj Berg", torget)
    card = opened(give(astrid, to=[bo, maj]), bo, maj)
    remove_name(person=bo, card=card, at=timezone.now())

    for reader, reads in ((bo, True), (astrid, True), (maj, False), (kaj, False)):
        client.force_login(reader)
        assert ("Bo Sundqvist" in page(client, card).partition("</main>")[0]) == reads, reader


@pytest.mark.parametrize("audience", Audience)
def test_sender_and_recipient_are_told_who_sees_the_card(client, astrid, bo, maj, audience):
    card = opened(give(astrid, to=[bo], audience=audience), bo)
    told = set()

    for person in (astrid, bo):
        client.force_login(person)
        told.add(page(client, card).partition('class="seenby">')[2].partition("</p>")[0])

    assert len(told) == 1
    assert told != {""}
    client.force_login(maj)
    assert "seenby" not in html(client.get(reverse("card", args=[card.pk])))


def test_back_leads_to_the_list_one_came_from(as_bo, got):
    from_feed = as_bo.get(reverse("card", args=[got.pk]), headers={"Referer": "http://testserver/flode?visa=mig"})
    from_afar = as_bo.get(reverse("card", args=[got.pk]), headers={"Referer": "http://evil.example/flode"})

    assert 'href="/flode?visa=mig"' in html(from_feed)
    assert from_afar.context["back_url"] == reverse("box")


def test_as_many_queries_for_one_heart_as_for_many(as_bo, got, torget, bo):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert as_bo.get(reverse("card", args=[got.pk])).status_code == 200
        return len(captured)

    one = count()
    for number in range(30):
        person = make_person(f"Person Nr{number}", torget)
        give_heart(person=person, card=got, at=timezone.now())
        reply_to_card(person=person, card=got, text=f"Svar {number}", form_id=uuid4(), at=timezone.now())

    assert count() == one <= 8


# --- Keeping --------------------------------------------------------------------------------------------------------


def test_saving_is_said_outright_so_that_twice_is_once(as_bo, got, bo):
    for _time in range(2):
        assert as_bo.post(reverse("save_card", args=[got.pk]), {"value": "on"}).status_code == 303
    assert SavedCard.objects.filter(person=bo, card=got).count() == 1

    for _time in range(2):
        as_bo.post(reverse("save_card", args=[got.pk]), {"value": "off"})
    assert not SavedCard.objects.exists()


def test_saving_with_htmx_answers_the_button_alone(as_bo, got):
    response = as_bo.post(reverse("save_card", args=[got.pk]), {"value": "on"}, headers=HTMX)

    assert html(response).lstrip().startswith("<form")
    assert 'value="off"' in html(response)


def test_taking_ones_name_off_is_asked_first(as_bo, astrid, bo, maj):
    card = opened(give(astrid, to=[bo, maj]), bo)
    address = reverse("remove_name", args=[card.pk])

    assert as_bo.get(address).status_code == 200
    assert CardRecipient.objects.get(card=card, person=bo).unnamed_at is None
    assert as_bo.post(address).status_code == 303
    assert CardRecipient.objects.get(card=card, person=bo).unnamed_at is not None
    assert as_bo.get(address).status_code == 303


def test_an_only_recipient_hides_the_card(client, astrid, bo, maj):
    card = opened(give(astrid, to=[bo]), bo)
    client.force_login(bo)

    client.post(reverse("remove_name", args=[card.pk]))

    assert "Du tog hela" in page(client, card)
    client.force_login(astrid)
    assert "Bo Sundqvist" in page(client, card)
    client.force_login(maj)
    assert client.get(reverse("card", args=[card.pk])).status_code == 404


def test_nobody_takes_off_a_name_that_is_not_there(client, astrid, bo, maj, torget):
    unit_card = opened(give(astrid, to=torget), bo)
    client.force_login(bo)
    assert client.get(reverse("remove_name", args=[unit_card.pk])).status_code == 303
    assert client.post(reverse("remove_name", args=[unit_card.pk])).status_code == 303
    assert not CardRecipient.objects.filter(unnamed_at__isnull=False).exists()

    others = give(astrid, to=[maj])
    assert client.post(reverse("remove_name", args=[others.pk])).status_code == 404


def test_the_sender_is_offered_to_take_an_unopened_card_back(client, astrid, bo):
    card = give(astrid, to=[bo])
    client.force_login(astrid)
    assert reverse("sealed", args=[card.pk]) in page(client, card)

    opened(card, bo)

    assert reverse("sealed", args=[card.pk]) not in page(client, card)


# --- The picture ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_picture_is_a_png_to_download_and_never_cached(as_bo, got):
    response = as_bo.get(reverse("card_picture", args=[got.pk]))

    image = Image.open(BytesIO(response.content))
    assert (image.format, image.width) == ("PNG", 1080)
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert "Astrid Lindqvist" in unquote(response["Content-Disposition"])
    assert "no-store" in response["Cache-Control"]


@pytest.mark.slow
def test_a_card_to_a_team_has_a_picture_in_finnish_too(client, astrid, bo, maj, aino, torget):
    card = give(astrid, to=make_team("Kassan", torget, astrid, bo, maj), audience=Audience.EVERYONE)
    client.force_login(aino)

    assert client.get(reverse("card_picture", args=[card.pk])).status_code == 200


def test_an_older_card_says_its_day_on_the_envelope(as_bo, astrid, bo):
    card = give(astrid, to=[bo], at=timezone.now() - timedelta(days=40))

    assert str(card.sent_on.year) in page(as_bo, card).partition("<h1")[2]
