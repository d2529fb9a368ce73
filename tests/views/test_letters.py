"""Letters from those who look after Hjärtkort, and what came of one's own reports, as their readers see them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from cards.actions.deciding import decide
from cards.actions.keeping import open_card
from cards.actions.letters import read_letters, write_letter
from cards.actions.reactions import reply_to_card
from cards.actions.safety import report_card
from cards.models import Letter, Outcome, Person
from cards.queries import letters as queries
from cards.queries.reactions import replies_to
from tests.factories import give, matter_of

pytestmark = pytest.mark.django_db

NOTE = ' <a href="/brev">'  # Within a sentence; the menu's stands in a list.


def html(response):
    return response.content.decode()


@pytest.fixture
def card(astrid, bo):
    """Give a card that Bo opens and reports."""
    card = give(astrid, to=[bo], message="Bra gjort, för en gångs skull.")
    open_card(person=bo, card_id=card.pk, at=now())
    report_card(reporter=bo, card=card, reason="Det är ironiskt menat.", at=now())
    return card


@pytest.fixture
def reply(astrid, bo):
    """Give a card whose reply, by Astrid, Bo reports."""
    card = give(bo, to=[astrid], message="Tack för i går.")
    open_card(person=astrid, card_id=card.pk, at=now())
    reply = reply_to_card(person=astrid, card=card, text="Typiskt dig.", form_id=uuid4(), at=now())
    report_card(reporter=bo, card=card, reply=reply, reason="", at=now())
    return reply


def decided(person, thing, outcome, *, is_reply=False):
    matter = matter_of(person, **({"reply_id": thing.pk} if is_reply else {"card_id": thing.pk}))
    return decide(
        moderator=person,
        matter=matter,
        outcome=outcome,
        reason="Hemligt skäl.",
        after=matter.decision_id,
        at=now(),
    )


def written(person, card, text="Skriv gärna ett nytt."):
    matter = matter_of(person, card_id=card.pk)
    return write_letter(moderator=person, matter=matter, text=text, form_id=uuid4(), at=now())


def seen(client, person, address):
    client.force_login(person)
    return html(client.get(address))


@pytest.mark.parametrize("address", ["/flode", "/ladan", "/mer"])
def test_a_letter_waits_where_one_comes_next_until_it_is_read(client, admin, card, astrid, bo, address):
    written(admin, card)
    assert NOTE in seen(client, astrid, address)
    assert NOTE not in seen(client, bo, address)

    client.force_login(astrid)
    client.get("/brev")
    assert NOTE in html(client.get(address))  # Looking at the list is not yet reading.
    assert client.post("/brev/lasta", {"letter": Letter.objects.get().pk}).status_code == 303

    assert NOTE not in html(client.get(address))


def test_the_writer_reads_the_words_and_no_name_of_who_wrote_or_reported(client, admin, card, astrid):
    written(admin, card)
    decided(admin, card, Outcome.HIDDEN)

    for address in ("/brev", f"/kort/{card.pk}"):
        page = seen(client, astrid, address)
        assert "Skriv gärna ett nytt." in page
        for secret in ("Carola", "Bo Sundqvist", "ironiskt menat", "Hemligt skäl"):
            assert secret not in page, (address, secret)


def test_the_words_stand_on_a_card_that_stays_for_its_sender_alone(client, admin, card, astrid, bo):
    written(admin, card)
    decided(admin, card, Outcome.KEPT)

    assert "Skriv gärna ett nytt." in seen(client, astrid, f"/kort/{card.pk}")
    assert "Skriv gärna ett nytt." not in seen(client, bo, f"/kort/{card.pk}")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.KEPT, "It has been read, and it stays"),
        (Outcome.HIDDEN, "It has been read, and it is removed"),
    ],
)
def test_the_reporter_learns_what_came_of_it_and_not_why(client, admin, card, aino, outcome, words):
    Person.objects.update(language="en")
    decided(admin, card, outcome)
    bo = Person.objects.get(given_name="Bo")

    for address in ("/brev", "/brev/anmalningar"):
        page = seen(client, bo, address)
        assert words in page
        assert "Hemligt skäl" not in page
        assert "Astrid" not in page
    assert words not in seen(client, aino, "/brev")


def test_the_reporter_reads_on_the_card_that_it_waits_and_then_that_it_stays(client, admin, card, bo, astrid):
    Person.objects.update(language="en")
    waiting, stays = "Somebody will read it.", "It has been read, and it stays."
    address, again = f"/kort/{card.pk}", reverse("report_card", args=[card.pk])
    assert waiting in seen(client, bo, address)
    assert waiting in seen(client, bo, again)

    decided(admin, card, Outcome.KEPT)

    assert stays in seen(client, bo, address)
    assert stays in seen(client, bo, again)
    assert "reported" not in seen(client, astrid, address)


def test_a_report_that_waits_says_so_among_ones_own_alone(client, card, bo, astrid, aino):
    Person.objects.update(language="en")

    page, *others = [seen(client, person, "/brev/anmalningar") for person in (bo, astrid, aino)]

    assert "Somebody will read it." in page
    assert "Det är ironiskt menat." in page
    assert not any("Det är ironiskt menat." in other for other in others)


def test_a_removed_reply_is_gone_for_all_and_its_writer_is_told(client, admin, reply, astrid, bo, maj):
    Person.objects.update(language="en")
    decided(admin, reply, Outcome.HIDDEN, is_reply=True)
    address = f"/kort/{reply.card_id}"

    for person in (bo, maj):
        page = seen(client, person, address)
        assert "Typiskt dig." not in page
        assert "removed your reply" not in page
        assert "Typiskt dig." not in seen(client, person, "/flode")
    page = seen(client, astrid, address)
    assert "removed your reply" in page
    assert "Typiskt dig." not in page
    assert [slip.text for slip in replies_to(reply.card_id, viewer=astrid).shown] == [""]
    assert "Your reply is removed" in seen(client, astrid, "/brev")


def test_a_reply_that_is_back_is_there_again_and_its_writer_is_told(client, admin, reply, astrid, bo):
    Person.objects.update(language="en")
    decided(admin, reply, Outcome.HIDDEN, is_reply=True)
    decided(admin, reply, Outcome.RESTORED, is_reply=True)

    assert "Typiskt dig." in seen(client, bo, f"/kort/{reply.card_id}")
    assert "Your reply is back" in seen(client, astrid, "/brev")
    assert Letter.objects.filter(person=astrid).count() == 1  # What was not read yet makes way.


def test_a_removed_reply_is_not_there_to_report(client, admin, reply, maj):
    decided(admin, reply, Outcome.HIDDEN, is_reply=True)
    client.force_login(maj)

    assert client.get(reverse("report_reply", args=[reply.pk])).status_code == 404


def test_the_fixed_words_follow_the_reader(client, admin, card, astrid, bo):
    decided(admin, card, Outcome.HIDDEN)
    Person.objects.filter(pk=astrid.pk).update(language="fi")

    assert 'lang="fi"' in seen(client, astrid, "/brev")
    assert "Tack (fi)" in seen(client, astrid, "/brev")
    assert "Tack (fi)" not in seen(client, bo, "/brev")


def test_nobody_reads_or_puts_away_somebody_elses_letter(client, admin, card, astrid, bo):
    letter = written(admin, card)
    client.force_login(bo)

    assert "Skriv gärna ett nytt." not in html(client.get("/brev"))
    client.post("/brev/lasta", {"letter": letter.pk})

    assert Letter.objects.get().read_at is None


def test_letters_that_came_later_are_not_put_away(admin, card, astrid):
    first, second = written(admin, card, "Ett."), written(admin, card, "Två.")

    read_letters(person=astrid, until=first.pk, at=now())

    assert list(Letter.objects.filter(read_at=None)) == [second]


@pytest.mark.parametrize("letter", ["", "x", "-1", str(2**80)])
def test_reading_what_is_no_letter_is_no_fault(client, astrid, letter):
    client.force_login(astrid)

    assert client.post("/brev/lasta", {"letter": letter}).status_code == 303


@pytest.mark.parametrize("address", ["/brev", "/brev/anmalningar"])
def test_with_nothing_to_tell_the_page_says_so(client, astrid, address):
    assert 'class="empty"' in seen(client, astrid, address)


@pytest.mark.parametrize("address", ["/brev", "/brev/anmalningar"])
def test_the_list_goes_on_where_a_page_ends_and_asks_no_more_for_many(client, admin, astrid, bo, address, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    client.force_login(bo)

    def one_more(days):
        card = give(astrid, to=[bo], at=now() - timedelta(days=days))
        report_card(reporter=bo, card=card, reason=f"Skäl {days}.", at=now())
        decided(admin, card, Outcome.KEPT)

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    one_more(9)
    few = asked()
    for days in (7, 5):
        one_more(days)

    assert asked() == few <= 6
    rest = html(client.get(address)).split("?fran=")[1].split('"')[0]
    last = html(client.get(address, {"fran": rest}))
    assert "?fran=" not in last
    assert last.count('class="slip') == 1


def test_the_card_asks_no_more_for_what_is_said_on_it(client, admin, card, astrid):
    client.force_login(astrid)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/kort/{card.pk}")
        return len(captured)

    asked()
    before = asked()
    written(admin, card)

    assert asked() == before <= 6


def test_what_a_former_colleague_wrote_is_decided_as_well(client, admin, card, astrid):
    Person.objects.filter(pk=astrid.pk).update(erased_at=now(), given_name="", family_name="")

    decided(admin, card, Outcome.HIDDEN)

    client.force_login(admin)
    assert client.get(reverse("reported_card", args=[card.pk])).status_code == 200
    assert client.get("/forvaltning/anmalt/avgjorda").status_code == 200
