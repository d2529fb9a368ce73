"""What is reported, through the browser's eyes: who sees it, what it costs to look, and what one can do about it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from cards.actions.keeping import open_card, remove_name
from cards.actions.reactions import reply_to_card
from cards.actions.safety import block_person, report_card
from cards.lib.audiences import Audience
from cards.models import (
    AdminAction,
    Card,
    Decision,
    Letter,
    LetterKind,
    ModeratedBy,
    Organisation,
    Outcome,
    Person,
    Reply,
    Report,
)
from tests.factories import give, make_person, make_ready_line

pytestmark = pytest.mark.django_db

QUEUE, DECIDED = "/forvaltning/anmalt", "/forvaltning/anmalt/avgjorda"


def html(response):
    return response.content.decode()


@pytest.fixture
def card(astrid, bo):
    """Give a card between the two that Bo reports."""
    card = give(astrid, to=[bo], message="Bra gjort, för en gångs skull.", audience=Audience.ONLY_US)
    open_card(person=bo, card_id=card.pk, at=now())
    report_card(reporter=bo, card=card, reason="Det är ironiskt menat.", at=now())
    return card


@pytest.fixture
def reply(astrid, bo, aino):
    """Give a card whose reply, by Astrid, Bo reports."""
    card = give(aino, to=[bo], message="Frukosten var klar i tid.")
    reply = reply_to_card(person=astrid, card=card, text="Typiskt dig.", form_id=uuid4(), at=now())
    report_card(reporter=bo, card=card, reply=reply, reason="", at=now())
    return reply


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


def page_of(thing):
    return reverse("reported_reply" if isinstance(thing, Reply) else "reported_card", args=[thing.pk])


def decision(client, thing, outcome, *, reason="Det sårar.", after=None, **more):
    newest = Decision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    values = {"outcome": outcome, "reason": reason, "after": newest if after is None else after}
    return client.post(f"{page_of(thing)}/beslut", values, **more)


def every_address(thing):
    page = page_of(thing)
    return [
        ("get", QUEUE), ("get", DECIDED), ("get", page), ("post", f"{page}/beslut"), ("post", f"{page}/brev"),
        ("post", f"{page}/ta-tillbaka"),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["astrid", "bo", "representative", "moderator"])
def test_nobody_else_finds_anything_there(request, client, card, reply, who):
    client.force_login(request.getfixturevalue(who))

    for thing in (card, reply):
        for method, address in every_address(thing):
            for asked in (method, "post", "get"):
                assert getattr(client, asked)(address).status_code == 404, (asked, address)
    assert not AdminAction.objects.exists()
    assert not Decision.objects.exists()


def test_an_admin_beside_a_group_that_moderates_opens_nothing(as_admin, moderator, card):
    Organisation.objects.update(moderated_by=ModeratedBy.GROUP)

    assert "Astrid" not in html(as_admin.get(QUEUE))
    assert as_admin.get(page_of(card)).status_code == 404
    assert decision(as_admin, card, Outcome.KEPT).status_code == 404


def test_one_of_the_group_decides(client, moderator, card):
    Organisation.objects.update(moderated_by=ModeratedBy.GROUP)
    client.force_login(moderator)

    assert decision(client, card, Outcome.KEPT).status_code == 303

    assert Decision.objects.get().person == moderator


def test_the_queue_tells_who_reported_what_and_why_and_none_of_the_words(as_admin, card, reply):
    page = html(as_admin.get(QUEUE))

    assert "Tack från Astrid Lindqvist" in page or "Tack from Astrid Lindqvist" in page
    assert "Bo Sundqvist" in page
    assert "Det är ironiskt menat." in page
    assert page_of(card) in page
    assert page_of(reply) in page
    for words in ("för en gångs skull", "Typiskt dig", "Frukosten"):
        assert words not in page
    assert not AdminAction.objects.exists()


def test_opening_a_card_between_two_is_logged_before_a_word_is_shown(as_admin, admin, card, monkeypatch):
    page = html(as_admin.get(page_of(card)))
    assert "Bra gjort, för en gångs skull." in page
    assert "Det är ironiskt menat." in page
    logged = AdminAction.objects.get()
    assert (logged.actor, logged.verb, logged.subject_kind, logged.subject_id) == (
        admin, "report_opened", "card", card.pk,
    )  # fmt: skip

    def fail(**_values):
        raise RuntimeError

    monkeypatch.setattr("cards.views.moderation.open_report", fail)
    with pytest.raises(RuntimeError):
        as_admin.get(page_of(card))


@pytest.mark.parametrize(
    "post", [("beslut", {"outcome": "hidden", "reason": "", "after": 0}), ("brev", {"text": "", "form_id": uuid4()})]
)
def test_a_form_that_comes_back_with_the_card_is_an_opening_too(as_admin, card, post):
    address, values = post

    response = as_admin.post(f"{page_of(card)}/{address}", values)

    assert response.status_code == 422
    assert "för en gångs skull" in html(response)
    assert AdminAction.objects.filter(verb="report_opened").count() == 1


def test_a_reported_card_is_the_only_way_to_the_words_of_a_card_between_two(as_admin, card, astrid, bo):
    other = give(astrid, to=[bo], message="Ett annat kort.", audience=Audience.ONLY_US)

    assert as_admin.get(page_of(other)).status_code == 404
    for address in (f"/kort/{card.pk}", f"/kort/{other.pk}", f"/kort/{card.pk}/bild.png", f"/kort/{card.pk}/hjartan"):
        assert as_admin.get(address).status_code == 404, address


def test_a_reported_reply_stands_among_those_before_and_after_it(as_admin, reply, bo):
    for number in range(25):
        reply_to_card(person=bo, card=reply.card, text=f"Svar nummer {number}.", form_id=uuid4(), at=now())
    middle = Reply.objects.get(text="Svar nummer 12.")
    report_card(reporter=Person.objects.get(given_name="Aino"), card=reply.card, reply=middle, reason="", at=now())

    page = html(as_admin.get(page_of(middle)))

    assert "Frukosten var klar i tid." in page
    assert all(f"Svar nummer {number}." in page for number in range(2, 23))
    assert not any(f"Svar nummer {number}." in page for number in (0, 1, 23, 24))
    assert page.count("slip--it") == 1


def test_the_card_is_as_its_readers_see_it(as_admin, astrid, bo, aino, erik):
    line = make_ready_line(give(erik, to=[bo]).card_type, sv="Tack för hjälpen!")
    block_person(blocker=erik, blocked=astrid, at=now())
    siv = make_person("Siv Ek", bo.unit)
    card = give(astrid, to=[bo, aino, erik, siv], ready_line=line, message="Alla tre.", audience=Audience.EVERYONE)
    remove_name(person=aino, card=card, at=now())
    report_card(reporter=siv, card=card, reason="", at=now())

    page = html(as_admin.get(page_of(card)))

    assert "Tack för hjälpen!\nAlla tre." in page
    assert "Bo Sundqvist" in page
    assert "Aino Mäkelä" not in page
    before, _block, after = page.partition('id="sparrar"')
    assert "Erik Söderholm" not in before  # They have blocked the sender, and so are no recipient.
    assert "Erik Söderholm" in after


def test_a_block_of_the_one_who_looks_is_not_told(client, admin, astrid, bo):
    block_person(blocker=astrid, blocked=admin, at=now())
    card = give(astrid, to=[bo, admin])
    report_card(reporter=bo, card=card, reason="", at=now())
    client.force_login(admin)

    assert 'id="sparrar"' not in html(client.get(page_of(card)))


def test_a_removed_card_still_tells_who_it_was_to(as_admin, card):
    decision(as_admin, card, Outcome.HIDDEN)

    page = html(as_admin.get(page_of(card)))

    assert "Bo Sundqvist" in page
    assert "för en gångs skull" in page


def test_letting_it_stay_removing_it_and_bringing_it_back(as_admin, card, astrid, bo):
    assert decision(as_admin, card, Outcome.KEPT, reason="").status_code == 303
    assert QUEUE in html(as_admin.get(DECIDED))
    assert page_of(card) not in html(as_admin.get(QUEUE))

    assert decision(as_admin, card, Outcome.HIDDEN).url == page_of(card)
    assert not Card.objects.visible_to(bo, card_id=card.pk, at=now()).exists()

    assert decision(as_admin, card, Outcome.RESTORED).status_code == 303
    assert Card.objects.visible_to(bo, card_id=card.pk, at=now()).exists()
    page = html(as_admin.get(DECIDED))
    assert page.count(page_of(card)) == 3
    assert "Det sårar." in page


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "hidden", "reason": "", "after": 0},
        {"outcome": "restored", "reason": "Ett misstag.", "after": 0},
        {"outcome": "gone", "reason": "Borta.", "after": 0},
        {"outcome": "", "reason": "Hej.", "after": 0},
        {"outcome": "finns-inte", "reason": "Hej.", "after": 0},
        {"outcome": "kept", "reason": "x" * 501, "after": 0},
        {"outcome": "kept", "reason": "Hej.", "after": "x"},
        {"outcome": "kept", "reason": "Hej.", "after": 2**70},
        {},
    ],
)
def test_what_cannot_be_decided_comes_back_filled_in(as_admin, card, values):
    response = as_admin.post(f"{page_of(card)}/beslut", values)

    assert response.status_code == 422
    assert 'role="alert"' in html(response)
    assert values.get("reason", "") in html(response)
    assert not Decision.objects.exists()


def test_the_second_of_two_reads_what_the_first_did(as_admin, client, card, maj):
    decision(as_admin, card, Outcome.HIDDEN)
    client.force_login(maj)

    response = decision(client, card, Outcome.KEPT, after=0, follow=True)

    assert response.redirect_chain == [(page_of(card), 303)]
    assert "Carola Forsblom" in html(response)
    assert Decision.objects.count() == 1


def test_about_ones_own_one_finds_nothing(client, maj, bo):
    card = give(maj, to=[bo])
    report_card(reporter=bo, card=card, reason="Det sårar.", at=now())
    client.force_login(maj)

    page = html(client.get(QUEUE))
    assert "Det sårar." not in page
    assert "Bo Sundqvist" not in page
    for method, address in every_address(card)[2:]:
        assert getattr(client, method)(address).status_code == 404


def test_whoever_reported_it_sees_it_and_finds_nothing_to_decide_with(client, maj, admin, astrid):
    card = give(astrid, to=[maj])
    report_card(reporter=maj, card=card, reason="", at=now())
    client.force_login(maj)

    assert "/beslut" not in html(client.get(page_of(card)))
    assert decision(client, card, Outcome.KEPT).status_code == 422
    assert not Decision.objects.exists()


def test_a_letter_reaches_the_writer_once_however_often_it_is_posted(as_admin, card, astrid, admin):
    values = {"text": "Hej! Skriv gärna ett nytt.", "form_id": uuid4()}

    for _time in range(2):
        assert as_admin.post(f"{page_of(card)}/brev", values).status_code == 303
    other = as_admin.post(f"{page_of(card)}/brev", values | {"text": "Något annat."})

    letter = Letter.objects.get()
    assert (letter.person, letter.kind, letter.text, letter.written_by) == (
        astrid, LetterKind.WORDS, "Hej! Skriv gärna ett nytt.", admin,
    )  # fmt: skip
    assert other.status_code == 422
    assert "Något annat." in html(other)
    assert str(values["form_id"]) not in html(other)
    assert AdminAction.objects.filter(verb="sender_written_to").count() == 1


@pytest.mark.parametrize("text", ["", " \u200b", "x" * 501])
def test_a_letter_that_cannot_be_sent_comes_back(as_admin, card, text):
    response = as_admin.post(f"{page_of(card)}/brev", {"text": text, "form_id": uuid4()})

    assert response.status_code == 422
    assert not Letter.objects.exists()


def test_a_letter_is_taken_back_until_it_is_read(as_admin, card, reply):
    as_admin.post(f"{page_of(card)}/brev", {"text": "Hej!", "form_id": uuid4()})
    letter = Letter.objects.get().pk
    as_admin.post(f"{page_of(reply)}/ta-tillbaka", {"letter": letter})
    assert Letter.objects.exists()  # It is about something else.

    as_admin.post(f"{page_of(card)}/ta-tillbaka", {"letter": letter})
    assert not Letter.objects.exists()
    assert AdminAction.objects.filter(verb="letter_taken_back").count() == 1

    as_admin.post(f"{page_of(card)}/brev", {"text": "Hej!", "form_id": uuid4()})
    Letter.objects.update(read_at=now())
    assert as_admin.post(f"{page_of(card)}/ta-tillbaka", {"letter": Letter.objects.get().pk}).status_code == 303
    assert Letter.objects.exists()


@pytest.mark.parametrize("letter", ["", "x", "0", str(2**63), "1e9"])
def test_a_letter_that_is_none_is_no_fault(as_admin, card, letter):
    assert as_admin.post(f"{page_of(card)}/ta-tillbaka", {"letter": letter}).status_code == 303


def test_nobody_is_written_to_when_the_writer_is_no_longer_anybody(as_admin, card, astrid):
    Person.objects.filter(pk=astrid.pk).update(erased_at=now())

    response = as_admin.post(f"{page_of(card)}/brev", {"text": "Hej!", "form_id": uuid4()})

    assert response.status_code == 422
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        f"{QUEUE}/kort/0", f"{QUEUE}/kort/{2**53}", f"{QUEUE}/kort/{2**80}", f"{QUEUE}/svar/0", f"{QUEUE}/svar/{2**63}",
        f"{QUEUE}/svar/{2**80}", f"{QUEUE}/kort/x",
    ],
)  # fmt: skip
def test_what_is_no_report_is_not_there(as_admin, address):
    assert as_admin.get(address).status_code == 404


@pytest.mark.parametrize("place", ["x", "-1", str(2**63), str(2**80), "1.5", ""])
def test_a_place_in_the_list_that_makes_no_sense_is_left_out(as_admin, card, place):
    for address in (QUEUE, DECIDED):
        assert as_admin.get(address, {"fran": place}).status_code == 200


def test_who_decides_reads_how_many_wait_and_others_do_not(client, admin, moderator, astrid, card):
    def waits(person):
        client.force_login(person)
        return ['class="waiting"' in html(client.get(address)) for address in ("/mer", "/flode", "/lofte")[:2]]

    assert waits(admin) == [True, True]
    assert waits(moderator) == waits(astrid) == [False, False]


def test_with_nothing_reported_the_queue_says_so(as_admin):
    for address in (QUEUE, DECIDED):
        assert 'class="empty"' in html(as_admin.get(address))


def queries_of(client, addresses):
    counts = []
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    return counts


def test_every_page_asks_as_often_for_twenty_reports_as_for_one(as_admin, astrid, bo, aino, card, reply):
    decision(as_admin, card, Outcome.KEPT)
    addresses = [QUEUE, DECIDED, page_of(card), page_of(reply)]
    few = queries_of(as_admin, addresses)

    for number in range(20, 0, -1):
        other = give(astrid, to=[bo], at=now() - timedelta(days=number * 2))
        report_card(reporter=bo, card=other, reason="", at=now())
        report_card(reporter=make_person(f"Siv {number}", bo.unit), card=card, reason="", at=now())
        report_card(reporter=make_person(f"Ulf {number}", bo.unit), card=reply.card, reply=reply, reason="", at=now())
        decision(as_admin, other, Outcome.HIDDEN)

    assert queries_of(as_admin, addresses) == few
    assert max(few) <= 6


def test_a_report_after_a_decision_puts_it_in_the_queue_again(as_admin, card, aino):
    decision(as_admin, card, Outcome.KEPT)
    Report.objects.create(card=card, reporter=aino, at=now())

    assert page_of(card) in html(as_admin.get(QUEUE))
    assert decision(as_admin, card, Outcome.KEPT).status_code == 303


def test_what_was_decided_about_ones_own_card_is_not_told_beside_a_reply_to_it(client, as_admin, maj, bo, aino):
    card = give(maj, to=[bo, aino])
    reply = reply_to_card(person=bo, card=card, text="Jaså.", form_id=uuid4(), at=now())
    report_card(reporter=aino, card=card, reason="", at=now())
    decision(as_admin, card, Outcome.KEPT, reason="Maj menade väl.")
    as_admin.post(f"{page_of(card)}/brev", {"text": "Hej Maj!", "form_id": uuid4()})
    report_card(reporter=aino, card=card, reply=reply, reason="", at=now())
    assert "Maj menade väl." in html(as_admin.get(page_of(reply)))

    client.force_login(maj)
    page = html(client.get(page_of(reply)))

    assert "Jaså." in page
    assert "Maj menade väl." not in page
    assert "Hej Maj!" not in page


def test_the_log_tells_nobody_of_a_report_about_their_own_words(client, as_admin, maj, bo, aino):
    card = give(maj, to=[bo])
    reply = reply_to_card(person=maj, card=give(bo, to=[aino]), text="Jaså.", form_id=uuid4(), at=now())
    for thing in (card, reply):
        about = {"card": card} if thing is card else {"card": reply.card, "reply": reply}
        report_card(reporter=bo if thing is card else aino, reason="", at=now(), **about)
        decision(as_admin, thing, Outcome.KEPT, reason=f"Vi talade med Bo om {thing.pk}.")
        as_admin.get(page_of(thing))
    addresses = {"get": reverse("admin_log"), "post": reverse("admin_log_csv")}

    seen = {}
    for person in (Person.objects.get(given_name="Carola"), maj):
        client.force_login(person)
        seen[person] = [html(getattr(client, method)(address)) for method, address in addresses.items()]

    carolas, majs = seen.values()
    assert all(page.count("Vi talade med Bo") == 2 for page in carolas)
    assert not any("Vi talade med Bo" in page for page in majs)
    assert not any(str(card.pk) in page for page in majs)
