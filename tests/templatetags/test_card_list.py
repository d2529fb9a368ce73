"""Cards in a list are drawn once and kept: never stale, and never somebody else's."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cards.actions.keeping import open_card, remove_name
from cards.actions.reactions import give_heart, reply_to_card, take_heart, withdraw_reply
from cards.lib.audiences import Audience
from cards.models import CardTypeText, Organisation, Person, Unit
from cards.templatetags import card_list
from tests.factories import give, make_person, make_ready_line

ALL = f"{reverse('feed')}?visa=alla"


def page(viewer, address=ALL):
    client = Client()
    client.force_login(viewer)
    return client.get(address).content.decode()


@pytest.fixture
def card(astrid, aino):
    """From Astrid to Aino, opened, for everyone to read."""
    card = give(astrid, to=[aino], message="Du tog hela leveransen.", audience=Audience.EVERYONE)
    open_card(person=aino, card_id=card.pk, at=timezone.now())
    return card


def test_a_card_is_drawn_once_for_all_who_see_the_same(card, bo, maj, monkeypatch):
    first = page(bo)
    monkeypatch.setattr(card_list, "face", None)  # Nothing can be drawn any more.

    for viewer in (bo, maj):
        assert "Du tog hela leveransen." in page(viewer)
    assert "Du tog hela leveransen." in first


@pytest.mark.parametrize("who", ["sender", "recipient"])
def test_a_renamed_person_is_called_by_the_new_name_at_once(card, bo, astrid, aino, who):
    person = {"sender": astrid, "recipient": aino}[who]
    assert person.name in page(bo) if person.name else page(bo)

    Person.objects.filter(pk=person.pk).update(given_name="Britta", family_name="Nyman")

    assert "Britta Nyman" in page(bo)
    assert f"{person.given_name} {person.family_name}" not in page(bo)


def test_a_renamed_type_and_unit_show_at_once(card, bo):
    page(bo)

    CardTypeText.objects.filter(language="sv").update(name="Stort tack")
    Unit.objects.filter(name="Hotell Fyren").update(name="Fyrens hotell")

    assert "Stort tack" in page(bo)
    assert "Fyrens hotell" in page(bo)
    assert "Hotell Fyren" not in page(bo)


def test_a_name_that_is_taken_off_is_gone_for_others_and_there_for_the_two(astrid, bo, maj, aino):
    card = give(astrid, to=[bo, aino], audience=Audience.EVERYONE)
    for person in (bo, aino):
        open_card(person=person, card_id=card.pk, at=timezone.now())
    assert "Aino Mäkelä" in page(maj)

    remove_name(person=aino, card=card, at=timezone.now())

    assert "Aino Mäkelä" not in page(maj)
    assert "Aino Mäkelä" in page(astrid)


def test_a_reply_that_is_withdrawn_is_gone_at_once(card, bo, maj):
    reply = reply_to_card(person=maj, card=card, text="Såg det!", form_id=uuid4(), at=timezone.now())
    assert "Såg det!" in page(bo)

    withdraw_reply(person=maj, reply=reply, at=timezone.now())

    assert "Såg det!" not in page(bo)


def test_each_party_and_each_onlooker_reads_their_own_card(card, astrid, bo, aino):
    Person.objects.update(language="sv")

    def parties(viewer):
        return page(viewer).partition('class="card__to">')[2].partition("</article>")[0]

    assert "<b>Aino Mäkelä</b>" in parties(bo)
    assert "<b>Astrid Lindqvist</b>" in parties(bo)
    assert "<b>dig</b>" in parties(aino)
    assert "<b>Astrid Lindqvist</b>" in parties(aino)
    assert "<b>Aino Mäkelä</b>" in parties(astrid)
    assert "<b>dig</b>" in parties(astrid)
    assert "heartform" in parties(bo)
    assert "heartform" not in parties(astrid)


def test_an_envelope_is_sealed_for_its_recipient_alone(astrid, bo, maj):
    card = give(astrid, to=[bo], message="Inte än.", audience=Audience.EVERYONE)

    assert "Inte än." in page(maj)
    assert "Inte än." not in page(bo)

    open_card(person=bo, card_id=card.pk, at=timezone.now())
    assert "Inte än." in page(bo)


def test_whoever_works_in_another_unit_is_told_the_unit(card, bo, aino, erik):
    assert "Hotell Fyren" in page(bo).partition('class="card__to">')[2].partition("</p>")[0]

    Person.objects.filter(pk=bo.pk).update(unit=aino.unit)

    assert "Hotell Fyren" not in page(bo).partition('class="card__to">')[2].partition("</p>")[0]


def test_a_protected_colleagues_reply_is_signed_in_their_unit_alone_in_either_order(card, bo, erik, torget):
    gunhild = make_person("Gunhild Dold", torget, is_protected=True)
    reply_to_card(person=gunhild, card=card, text="Bra!", form_id=uuid4(), at=timezone.now())

    assert ["Gunhild" in page(viewer) for viewer in (bo, erik, bo, erik)] == [True, False, True, False]


def test_a_reader_of_another_language_reads_their_own(astrid, bo, maj, tack):
    line = make_ready_line(tack, sv="Tack för hjälpen!", fi="Kiitos avusta!")
    give(astrid, to=[bo], ready_line=line, message="")
    Person.objects.filter(pk=maj.pk).update(language="fi")
    erja = make_person("Erja Berg", maj.unit)

    assert "Kiitos avusta!" in page(maj)
    assert "Tack (fi)" in page(maj)
    assert "Tack för hjälpen!" in page(erja)


def test_the_day_is_told_anew_each_day(card, bo, monkeypatch):
    assert "i dag" in page(bo)

    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    assert "i går" in page(bo)


def test_the_time_is_that_of_the_organisations_clock(card, bo):
    page(bo)

    Organisation.objects.update(time_zone="Pacific/Kiritimati")

    assert f"{card.at.astimezone(ZoneInfo('Pacific/Kiritimati')):%H.%M}" in page(bo)


def test_hearts_are_counted_and_mine_is_pressed(card, bo, maj):
    def heart(viewer):
        html = page(viewer)
        return 'aria-pressed="true"' in html, html.partition('data-n="')[2].partition('"')[0]

    assert (heart(bo), heart(maj)) == ((False, "0"), (False, "0"))

    give_heart(person=bo, card=card, at=timezone.now())
    assert (heart(bo), heart(maj)) == ((True, "1"), (False, "1"))

    take_heart(person=bo, card=card)
    assert (heart(bo), heart(maj)) == ((False, "0"), (False, "0"))


def test_a_heart_given_without_scripts_leads_back_to_the_page_it_was_on(card, bo):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bo)
    for address in (ALL, f"{reverse('feed')}?visa=alla&typ=tack"):
        html = client.get(address).content.decode()
        form = html.partition('<form class="heartform"')[2].partition("</form>")[0]
        fields = dict(zip(form.split('name="')[1:], form.split('value="')[1:], strict=False))
        values = {name.partition('"')[0]: value.partition('"')[0] for name, value in fields.items()}

        response = client.post(
            reverse("react", args=[card.pk]), {**values, "next": values["next"].replace("&amp;", "&")}
        )

        assert response.status_code == 303
        assert response["Location"].startswith(address)
