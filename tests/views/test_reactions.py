"""Hearts and replies, through the browser's eyes."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cards.actions.reactions import give_heart, reply_to_card
from cards.models import Heart, Reply
from cards.queries.reactions import HEARTS_IN_ROW, HEARTS_LISTED, REPLIES_SHOWN
from tests.factories import give, make_person

HTMX = {"HX-Request": "true"}


@pytest.fixture
def card(astrid, bo):
    """Give a card from Astrid to Bo that their colleague Maj reads."""
    return give(astrid, to=[bo])


@pytest.fixture
def as_maj(client, maj):
    client.force_login(maj)
    return client


def html(response):
    return response.content.decode()


def press(client, card, value="on", *, htmx=False, **data):
    address = reverse("react", args=[card.pk])
    return client.post(address, {"value": value, **data}, headers=HTMX if htmx else {})


def answer(client, card, text="Instämmer!", *, form_id=None, htmx=False):
    data = {"text": text, "form_id": form_id or uuid4()}
    return client.post(reverse("reply", args=[card.pk]), data, headers=HTMX if htmx else {})


# --- Hearts ---------------------------------------------------------------------------------------------------------


def test_a_heart_is_said_outright_so_that_a_double_tap_gives_one(as_maj, card, maj):
    for _time in range(2):
        press(as_maj, card)
    assert Heart.objects.filter(card=card, person=maj).count() == 1

    for _time in range(2):
        press(as_maj, card, "off")
    assert not Heart.objects.exists()


def test_with_htmx_a_heart_answers_its_place_alone(as_maj, card):
    response = press(as_maj, card, htmx=True, next="/flode?visa=mig")

    assert html(response).lstrip().startswith("<form")
    assert 'aria-pressed="true"' in html(response)
    assert 'data-n="1"' in html(response)
    assert 'value="/flode?visa=mig"' in html(response)
    assert response["HX-Trigger"] == "hearts-changed"


def test_without_htmx_a_heart_leads_back_to_where_one_was(as_maj, card):
    response = press(as_maj, card, next="/flode?visa=alla")

    assert (response.status_code, response["Location"]) == (303, f"/flode?visa=alla#hjarta-{card.pk}")


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""])
def test_a_heart_leads_nowhere_else(as_maj, card, address):
    response = press(as_maj, card, next=address)

    assert (response.status_code, response["Location"]) == (303, reverse("card", args=[card.pk]))


def test_a_heart_that_says_nothing_changes_nothing(as_maj, card):
    assert press(as_maj, card, "toggle").status_code == 303

    assert not Heart.objects.exists()


def test_the_sender_sees_the_hearts_and_cannot_give_one(client, astrid, maj, card):
    give_heart(person=maj, card=card, at=timezone.now())
    client.force_login(astrid)

    page = html(client.get(reverse("card", args=[card.pk])))
    response = press(client, card)

    assert f'action="{reverse("react", args=[card.pk])}"' not in page
    assert 'data-n="1"' in page
    assert response.status_code == 303
    assert not Heart.objects.filter(person=astrid).exists()


def test_hearts_are_listed_with_names_and_units(as_maj, card, aino, maj):
    give_heart(person=maj, card=card, at=timezone.now())

    page = html(as_maj.get(reverse("hearts", args=[card.pk])))
    part = html(as_maj.get(reverse("hearts", args=[card.pk]), headers=HTMX))

    assert "Maj Åberg" in page
    assert "<html" in page
    assert "Maj Åberg" in part
    assert part.lstrip().startswith("<section")


def test_namesakes_hearts_are_told_apart(as_maj, card, torget):
    for title in ("Bagare", "Kassör"):
        give_heart(person=make_person("Kaj Berg", torget, title=title), card=card, at=timezone.now())

    names = as_maj.get(reverse("hearts", args=[card.pk])).context["names"]

    assert [(heart.name, heart.place) for heart in names] == [
        ("Kaj Berg", "Torget, Bagare"),
        ("Kaj Berg", "Torget, Kassör"),
    ]


@pytest.mark.slow
def test_no_list_of_hearts_is_endless(as_maj, card, torget):
    people = [make_person(f"Person Nr{number:03}", torget) for number in range(HEARTS_LISTED + 3)]
    Heart.objects.bulk_create(Heart(card=card, person=person, at=timezone.now()) for person in people)

    row = as_maj.get(reverse("card", args=[card.pk]))
    names = as_maj.get(reverse("hearts", args=[card.pk]))

    assert len(row.context["hearts"]) == HEARTS_IN_ROW
    assert f"+{HEARTS_LISTED + 3 - HEARTS_IN_ROW}" in html(row)
    assert len(names.context["names"]) == HEARTS_LISTED
    assert names.context["more"] == 3


# --- Replies --------------------------------------------------------------------------------------------------------


def test_a_reply_is_tucked_under_the_card(as_maj, card):
    response = answer(as_maj, card, "Såg det!")

    assert (response.status_code, response["Location"]) == (303, reverse("card", args=[card.pk]) + "#svar")
    assert "Såg det!" in html(as_maj.get(reverse("card", args=[card.pk])))


def test_with_htmx_the_replies_come_back_with_a_new_form(as_maj, card):
    form_id = uuid4()

    response = answer(as_maj, card, "Såg det!", form_id=form_id, htmx=True)

    assert response.status_code == 200
    assert html(response).lstrip().startswith("<section")
    assert "Såg det!" in html(response)
    assert str(form_id) not in html(response)


def test_the_same_form_twice_is_one_reply(as_maj, card):
    form_id = uuid4()

    for _time in range(2):
        assert answer(as_maj, card, form_id=form_id).status_code == 303

    assert Reply.objects.count() == 1


def test_other_words_in_the_same_form_come_back_as_a_new_reply(as_maj, card):
    form_id = uuid4()
    answer(as_maj, card, "Först.", form_id=form_id)

    response = answer(as_maj, card, "Sedan.", form_id=form_id)

    assert response.status_code == 422
    assert "Sedan." in html(response)
    assert str(form_id) not in html(response)
    assert Reply.objects.get().text == "Först."


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * 281])
@pytest.mark.parametrize("htmx", [True, False])
def test_an_empty_or_too_long_reply_comes_back_filled_in(as_maj, card, text, htmx):
    response = answer(as_maj, card, text, htmx=htmx)

    assert response.status_code == 422
    assert 'aria-invalid="true"' in html(response)
    assert 'role="alert"' in html(response)
    assert ("<html" in html(response)) is not htmx
    assert text.strip() in html(response)
    assert not Reply.objects.exists()


def test_280_characters_fit_however_they_are_written(as_maj, card):
    assert answer(as_maj, card, "e\u0301" * 280).status_code == 303

    assert len(Reply.objects.get().text) == 280


def test_a_form_without_its_id_comes_back(as_maj, card):
    response = as_maj.post(reverse("reply", args=[card.pk]), {"text": "Hej"})

    assert response.status_code == 422
    assert not Reply.objects.exists()


def test_the_writer_takes_a_reply_back_and_its_words_are_gone(as_maj, card, maj):
    answer(as_maj, card, "Ogenomtänkt.")
    reply = Reply.objects.get()

    response = as_maj.post(reverse("withdraw_reply", args=[reply.pk]), headers=HTMX)

    assert response.status_code == 200
    assert "Ogenomtänkt." not in html(response)
    reply.refresh_from_db()
    assert reply.text == ""
    assert reply.withdrawn_at is not None
    section = html(response).partition('id="svar"')[2]
    assert "Maj Åberg" not in section


def test_nobody_else_takes_it_back(client, astrid, maj, card):
    reply = reply_to_card(person=maj, card=card, text="Mitt.", form_id=uuid4(), at=timezone.now())
    client.force_login(astrid)

    others = client.post(reverse("withdraw_reply", args=[reply.pk]))
    missing = client.post(reverse("withdraw_reply", args=[10**40]))

    assert others.status_code == missing.status_code == 404
    assert len(others.content) == len(missing.content)
    reply.refresh_from_db()
    assert reply.text == "Mitt."


def test_many_replies_come_page_by_page(as_maj, card, maj):
    for number in range(REPLIES_SHOWN + 2):
        reply_to_card(person=maj, card=card, text=f"Svar nr {number}.", form_id=uuid4(), at=timezone.now())

    last = as_maj.get(reverse("card", args=[card.pk]))
    first = as_maj.get(f"{reverse('card', args=[card.pk])}?svar_fore={last.context['replies'].older_than}")

    assert "Svar nr 0." not in html(last)
    assert [reply.text for reply in first.context["replies"].shown] == ["Svar nr 0.", "Svar nr 1."]
    assert as_maj.get(f"{reverse('card', args=[card.pk])}?svar_fore=x").status_code == 200
