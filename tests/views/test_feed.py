"""The feed, through the browser's eyes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cards.actions.keeping import open_card
from cards.actions.reactions import give_heart, reply_to_card
from cards.actions.taking_back import withdraw_card
from cards.lib.audiences import Audience
from cards.models import Person
from cards.queries.feed import PAGE_SIZE, Selection, feed_page
from tests.factories import give, make_person

HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_maj(client, maj):
    client.force_login(maj)
    return client


def html(response):
    return response.content.decode()


def test_strangers_are_led_to_the_log_in_page(client, db):
    response = client.get(reverse("feed"))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


def test_the_feed_shows_my_units_cards(as_maj, astrid, bo, erik, aino):
    give(astrid, to=[bo], message="Hos oss.")
    give(erik, to=[aino], message="Hos dem.")

    page = html(as_maj.get(reverse("feed")))

    assert "Hos oss." in page
    assert "Hos dem." not in page


@pytest.mark.parametrize(
    "query",
    ["visa=nonsens", "typ=finns-inte", "enhet=999999", "med=999999", "fore=-1", "fore=9999999999999999999999", "fore=x",
     "manad=2026-99", "q=hej&manad=0001-02", "enhet=%00", "typ=%00", "q=%00", "visa=%F0%9F%92%A9", "med=1e9",
     "sedan=x"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_the_feed(as_maj, query):
    assert as_maj.get(f"{reverse('feed')}?{query}").status_code == 200


def test_a_card_taken_back_says_so_between_the_two(as_maj, maj, erik):
    card = give(maj, to=[erik], message="Fel person.")
    with_erik = f"{reverse('feed')}?med={erik.pk}"
    assert "Fel person." in html(as_maj.get(with_erik))

    withdraw_card(sender=maj, card_id=card.pk, at=timezone.now())

    assert "Du tog tillbaka kortet." in html(as_maj.get(with_erik))
    assert "Fel person." not in html(as_maj.get(with_erik))


@pytest.mark.parametrize("hidden", [{"is_protected": True}, {"employed_to": "2021-01-01"}])
def test_whom_i_may_not_find_has_no_page_with_me_until_we_have_written(as_maj, maj, erik, hidden):
    with_erik = f"{reverse('feed')}?med={erik.pk}"
    assert "Erik" in html(as_maj.get(with_erik))
    Person.objects.filter(pk=erik.pk).update(**hidden)

    assert "Erik" not in html(as_maj.get(with_erik))

    Person.objects.filter(pk=erik.pk).update(is_protected=False, employed_to=None)
    give(maj, to=[erik])
    Person.objects.filter(pk=erik.pk).update(**hidden)
    assert "Erik" in html(as_maj.get(with_erik))


def test_what_is_written_is_shown_as_text(as_maj, astrid, bo):
    give(astrid, to=[bo], message="<script>alert(1)</script> & <b>fet</b>")

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;fet&lt;/b&gt;" in html(as_maj.get(reverse("feed")))


def test_an_unopened_card_of_mine_is_an_envelope(as_maj, astrid, maj):
    give(astrid, to=[maj], message="Hemligt än.", audience=Audience.EVERYONE)

    page = html(as_maj.get(reverse("feed")))

    assert "Hemligt än." not in page
    assert 'class="letter"' in page


def test_htmx_gets_the_part_and_everybody_else_the_page(as_maj, astrid, bo):
    give(astrid, to=[bo])

    part, page = as_maj.get(reverse("feed"), headers=HTMX), as_maj.get(reverse("feed"))

    assert "<html" not in html(part)
    assert html(part).strip().startswith('<div class="stack" id="feed">')
    assert "<html" in html(page)
    assert "HX-Request" in page["Vary"]


def test_a_part_brings_the_title_of_its_page(as_maj):
    address = f"{reverse('feed')}?visa=mig"

    for response in (as_maj.get(address, headers=HTMX), as_maj.get(address)):
        title = " ".join(html(response).partition("<title>")[2].partition("</title>")[0].split())
        assert title == "Till mig – Hjärtkort"
        assert html(response).count("<title>") == 1


def test_older_cards_follow_by_a_plain_link_and_by_htmx(as_maj, astrid, torget):
    people = [make_person(f"Person Nr{number}", torget) for number in range(3)]
    start = timezone.now() - timedelta(days=5)
    for number in range(PAGE_SIZE + 1):
        give(astrid, to=[people[number % 3]], message=f"Kort {number}.", at=start + timedelta(hours=3 * number))
    first = feed_page(Selection(), viewer=people[0], language="sv", at=timezone.now())

    assert f"fore={first.older_than}" in html(as_maj.get(reverse("feed")))
    part = html(as_maj.get(f"{reverse('feed')}?fore={first.older_than}", headers=HTMX))
    assert "Kort 0." in part
    assert "<h1" not in part
    assert "feedmore" not in part


def test_going_back_in_history_to_an_older_page_gives_the_whole_of_it(as_maj, astrid, bo):
    card = give(astrid, to=[bo], message="Längre ner.")
    restoring = HTMX | {"HX-History-Restore-Request": "true"}

    page = html(as_maj.get(f"{reverse('feed')}?fore={card.pk + 1}", headers=restoring))

    assert "<html" in page
    assert "Längre ner." in page


def test_a_unit_is_chosen_among_all_units(as_maj, maj, astrid, erik, aino):
    give(erik, to=[aino], message="Från Stationen.", audience=Audience.EVERYONE)
    give(astrid, to=[maj], message="Till Maj.", audience=Audience.ONLY_US)

    def page(scope):
        return html(as_maj.get(f"{reverse('feed')}?visa={scope}&enhet={erik.unit_id}"))

    for scope in ("alla", "enhet"):
        assert "Från Stationen." in page(scope)
        assert 'id="chip-alla" aria-current="true"' in page(scope)
    assert "<h1>Till mig" in page("mig")
    assert "Från Stationen." not in page("mig")


def test_a_poll_with_nothing_new_is_empty(as_maj, astrid, bo):
    give(astrid, to=[bo])
    newest = feed_page(Selection(), viewer=bo, language="sv", at=timezone.now()).newest

    assert as_maj.get(f"{reverse('feed_new')}?sedan={newest}").status_code == 204
    assert as_maj.get(reverse("feed_new")).status_code == 204


def test_a_poll_counts_what_has_come(as_maj, astrid, bo):
    before = feed_page(Selection(), viewer=bo, language="sv", at=timezone.now() - timedelta(hours=1)).newest
    give(astrid, to=[bo])
    give(bo, to=[astrid])

    response = as_maj.get(f"{reverse('feed_new')}?sedan={before}")

    assert response.status_code == 200
    assert ">2 " in html(response)


def test_search_finds_words_and_says_when_there_are_none(as_maj, astrid, bo):
    give(astrid, to=[bo], message="Du tog mjölken.")

    assert "Du tog mjölken." in html(as_maj.get(f"{reverse('feed')}?q=mjölk"))
    assert "Du tog mjölken." not in html(as_maj.get(f"{reverse('feed')}?q=bröd"))
    assert as_maj.get(f"{reverse('feed')}?q=").status_code == 200


def test_pages_about_people_are_kept_by_nobody(as_maj):
    assert as_maj.get(reverse("feed"))["Cache-Control"] == "no-store"


def test_an_envelope_with_my_name_lies_first_in_my_units_feed_until_it_is_opened(as_maj, astrid, maj):
    card = give(astrid, to=[maj], message="Hemligt än.", audience=Audience.ONLY_US)
    to_card = reverse("card", args=[card.pk])

    assert to_card in html(as_maj.get(reverse("feed")))
    assert to_card not in html(as_maj.get(f"{reverse('feed')}?visa=alla"))

    open_card(person=maj, card_id=card.pk, at=timezone.now())
    assert to_card not in html(as_maj.get(reverse("feed")))


def test_a_protected_colleagues_reply_is_signed_within_their_unit_alone(client, astrid, bo, torget, aino):
    gunhild = make_person("Gunhild Dold", torget, is_protected=True)
    card = give(astrid, to=[bo], audience=Audience.EVERYONE)
    reply_to_card(person=gunhild, card=card, text="Bra!", form_id=uuid4(), at=timezone.now())
    give_heart(person=gunhild, card=card, at=timezone.now())

    def names_her(viewer, address):
        client.force_login(viewer)
        return "Gunhild" in html(client.get(address))

    for address in (f"{reverse('feed')}?visa=alla", reverse("card", args=[card.pk]), reverse("hearts", args=[card.pk])):
        assert names_her(astrid, address)
        assert not names_her(aino, address)
