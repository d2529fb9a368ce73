"""What one may not see answers, on every address, exactly like what does not exist; an unopened envelope is silent."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cards.actions.audience import change_ceiling, narrow_old_cards, settle_again
from cards.actions.keeping import open_card, remove_name
from cards.actions.reactions import give_heart, reply_to_card
from cards.actions.safety import block_person
from cards.actions.taking_back import withdraw_card
from cards.lib.audiences import Audience, Ceiling
from cards.models import CardRecord, Person, RecordKind
from cards.urls import urlpatterns
from tests.factories import give, make_person

SECRET = "Hemligheten är blåbärssylt."
OF_CARDS = [pattern.name for pattern in urlpatterns if "card_id" in str(pattern.pattern)]


def hide(card, bo):
    open_card(person=bo, card_id=card.pk, at=timezone.now())
    remove_name(person=bo, card=card, at=timezone.now())


def moderate(card, bo):
    CardRecord.objects.create(card=card, kind=RecordKind.MODERATED, person=bo, at=timezone.now())
    card.recipients.update(is_received=False)
    settle_again(card)


def narrow(card, bo):
    change_ceiling(person=bo, ceiling=Ceiling.ONLY_ME)
    narrow_old_cards(person=bo, ceiling=Ceiling.ONLY_ME)


STATES: dict[str, tuple[dict[str, Any], Any]] = {
    "only us": ({"audience": Audience.ONLY_US}, None),
    "in the postbox": ({"in_postbox": True}, None),
    "withdrawn": ({}, lambda card, bo: withdraw_card(sender=card.sender, card_id=card.pk, at=timezone.now())),
    "hidden": ({}, hide),
    "moderated": ({}, moderate),
    "narrowed": ({}, narrow),
}


@pytest.fixture(params=STATES)
def unseen(request, astrid, bo):
    """Give a card that Maj, who works beside them, may not see."""
    fields, happening = STATES[request.param]
    fields = {"audience": Audience.EVERYONE, "message": SECRET, **fields}
    at = timezone.now() - timedelta(seconds=1 if fields.pop("in_postbox", False) else 300)
    card = give(astrid, to=[bo], at=at, **fields)
    if happening:
        happening(card, bo)
    return card


def answer(response):
    """Return what one can tell an answer by; a token differs each time."""
    body = re.sub(rb'(X-CSRFToken": "|csrfmiddlewaretoken" value=")\w+', b"", response.content)
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, body, headers


def test_every_address_of_an_unseen_card_answers_like_one_that_never_was(client, maj, unseen):
    client.force_login(maj)
    client.get(reverse("more"))
    form = {"value": "on", "text": "Hej!", "form_id": "00000000-0000-4000-8000-000000000000", "reason": "x"}
    assert len(OF_CARDS) > 10

    for name in OF_CARDS:
        for ask, headers in (
            (client.get, {}),
            (client.post, {}),
            (client.get, {"hx-request": "true"}),
        ):
            data = form if ask == client.post else None
            seen = ask(reverse(name, args=[unseen.pk]), data, headers=headers)
            never = ask(reverse(name, args=[unseen.pk + 1]), data, headers=headers)
            assert answer(seen) == answer(never), (name, ask)
            assert seen.status_code in (404, 405)


def test_an_unseen_card_is_in_no_list_no_search_and_no_count(client, maj, astrid, unseen):
    client.force_login(maj)
    lists = [
        "?visa=enhet",
        "?visa=alla",
        "?visa=mig",
        f"?med={astrid.pk}",
        f"?visa=alla&enhet={astrid.unit_id}",
        "?typ=tack",
    ]

    for query in lists:
        page = client.get(reverse("feed") + query).content.decode()
        assert SECRET not in page
        assert str(unseen.pk) not in page
        assert "Inga kort sedan i går" in page
        assert client.get(f"{reverse('feed_new')}{query}&sedan=1").status_code == 204
    for name in ("feed", "box"):
        assert str(unseen.pk) not in client.get(f"{reverse(name)}?q=hemligheten").content.decode()
    dashboard = reverse("dashboard", args=[astrid.unit_id])
    for address in (*map(reverse, ("unit", "box", "programme")), dashboard, dashboard + ".csv"):
        assert str(unseen.pk) not in client.get(address).content.decode()


def test_an_unopened_envelope_keeps_its_words_on_every_address(client, astrid, bo, maj):
    card = give(astrid, to=[bo], audience=Audience.EVERYONE, message=SECRET)
    reply_to_card(person=maj, card=card, text=SECRET, form_id=card.form_id, at=timezone.now())
    give_heart(person=maj, card=card, at=timezone.now())
    client.force_login(bo)
    addresses = [reverse(name, args=[card.pk]) for name in OF_CARDS if name != "open_card"]
    lists = ["?visa=enhet", "?visa=alla", "?visa=mig", f"?med={astrid.pk}", "?q=hemligheten"]
    addresses += [reverse("feed") + query for query in lists]
    addresses += [reverse(name) for name in ("box", "unit", "more")] + [reverse("box") + "?q=hemligheten"]

    for address in addresses:
        for ask in (client.get, client.post):
            response = ask(address, {"value": "on", "text": "x"} if ask == client.post else None)
            assert SECRET.encode() not in response.content, address
            assert response["Content-Type"] != "image/png", address
    assert not bo.saved_cards.exists()


def test_who_has_blocked_the_sender_shows_in_nothing_that_the_sender_takes_out_of_the_postbox(client, astrid, bo, aino):
    client.force_login(astrid)
    drafts = []
    for _blocked in range(2):
        card = give(astrid, to=[aino], audience=Audience.EVERYONE, at=timezone.now())
        client.post(reverse("undo", args=[card.pk]))
        drafts.append(client.session["draft"]["initial"])
        block_person(blocker=aino, blocked=astrid, at=timezone.now())

    assert drafts[0] == drafts[1]


def test_a_card_to_a_whole_unit_does_not_tell_who_is_in_it(client, astrid, fyren, aino):
    for name in ("Ett Namn", "Två Namn"):
        make_person(name, fyren)
    give(astrid, to=fyren)
    Person.objects.filter(pk=aino.pk).update(is_protected=True)
    client.force_login(astrid)

    page = client.get(f"{reverse('feed')}?med={aino.pk}").content.decode()

    assert "Aino" not in page
