"""Sealing a card."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from cards.actions.safety import block_person
from cards.actions.sending import AlreadySealed, CannotSendCard, FactsChanged
from cards.lib.audiences import Audience, Ceiling
from cards.models import Card, CardAudience, CardRecipient, Person
from tests.factories import LONG_AGO, give, make_person, make_ready_line, make_team, make_unit


def test_a_card_is_stored_with_its_recipients_and_its_readers(astrid, bo, aino):
    card = give(astrid, to=[bo, aino], message="Ni räddade brödhyllan.")

    assert set(CardRecipient.objects.values_list("person_id", flat=True)) == {bo.pk, aino.pk}
    assert set(CardAudience.objects.values_list("unit_id", "audience")) == {
        (astrid.unit_id, Audience.UNITS),
        (aino.unit_id, Audience.UNITS),
    }
    assert Card.objects.get().message == "Ni räddade brödhyllan."
    assert card.sender_unit_id == astrid.unit_id


def test_send_card_to_oneself_is_refused_and_leaves_no_trace(astrid):
    with pytest.raises(CannotSendCard):
        give(astrid, to=[astrid])

    assert not Card.objects.exists()


def test_the_same_form_seals_one_card(astrid, bo):
    form_id = uuid4()

    first, second = give(astrid, to=[bo], form_id=form_id), give(astrid, to=[bo], form_id=form_id)

    assert first.pk == second.pk
    assert CardRecipient.objects.count() == 1


@pytest.mark.parametrize("change", [{"message": "Annat."}, {"to": "aino"}])
def test_the_same_form_with_other_words_or_people_is_offered_as_a_new_card(astrid, bo, aino, change):
    form_id = uuid4()
    first = give(astrid, to=[bo], form_id=form_id)

    with pytest.raises(AlreadySealed) as caught:
        give(
            astrid,
            form_id=form_id,
            to=[aino] if "to" in change else [bo],
            **{k: v for k, v in change.items() if k != "to"},
        )

    assert caught.value.card.pk == first.pk
    assert Card.objects.count() == 1


def test_a_retry_after_the_recipient_left_still_shows_the_first_card(astrid, bo):
    form_id = uuid4()
    first = give(astrid, to=[bo], form_id=form_id)
    bo.employed_to = timezone.localdate() - timedelta(days=1)
    bo.save()

    assert give(astrid, to=[bo], form_id=form_id).pk == first.pk


def test_somebody_who_left_gets_no_card(astrid, torget):
    gone = make_person("Gun Holm", torget, employed_to=timezone.localdate() - timedelta(days=1))

    with pytest.raises(CannotSendCard, match="Gun Holm"):
        give(astrid, to=[gone], at=timezone.now())


def test_a_protected_person_is_reached_only_within_their_unit(astrid, aino, fyren):
    hidden = make_person("Siv Dold", fyren, is_protected=True)

    with pytest.raises(CannotSendCard):
        give(astrid, to=[hidden])

    give(aino, to=[hidden], audience=Audience.EVERYONE)
    assert set(CardAudience.objects.values_list("unit_id", "audience")) == {(fyren.pk, Audience.UNITS)}


def test_a_card_to_a_team_reaches_each_member_but_the_sender(astrid, bo, maj, torget):
    team = make_team("Kassan", torget, astrid, bo, maj)

    give(astrid, to=team)

    assert set(CardRecipient.objects.filter(is_with_unit=True).values_list("person_id", flat=True)) == {bo.pk, maj.pk}


def test_a_unit_of_one_other_is_too_small_for_a_card_to_all(astrid, bo, torget):
    with pytest.raises(CannotSendCard, match="Torget"):
        give(astrid, to=torget)


def test_only_us_is_read_by_nobody_else(astrid, bo):
    give(astrid, to=[bo], audience=Audience.ONLY_US)

    assert not CardAudience.objects.exists()


def test_a_ceiling_wins_over_what_the_sender_chose(astrid, bo):
    bo.ceiling = Ceiling.MY_UNIT
    bo.save()

    give(astrid, to=[bo], audience=Audience.EVERYONE)

    assert set(CardAudience.objects.values_list("unit_id", "audience")) == {(bo.unit_id, Audience.UNITS)}


def test_one_who_has_blocked_the_sender_gets_nothing_and_the_sender_cannot_tell(astrid, bo, aino):
    block_person(blocker=aino, blocked=astrid, at=timezone.now())

    card = give(astrid, to=[bo, aino])

    assert dict(CardRecipient.objects.filter(card=card).values_list("person_id", "is_received")) == {
        bo.pk: True,
        aino.pk: False,
    }
    assert not CardAudience.objects.filter(unit=aino.unit_id).exists()


def test_a_card_reaches_nobody_whom_the_sender_was_not_told_of_because_of_a_block(astrid, bo, aino):
    block_person(blocker=aino, blocked=astrid, at=timezone.now())
    for ceiling in (Ceiling.ONLY_ME, Ceiling.MY_UNIT):
        aino.ceiling = ceiling
        aino.save()

        card = give(astrid, to=[bo, aino], audience=Audience.EVERYONE)

        assert not CardAudience.objects.filter(card=card).exists()
        assert set(CardRecipient.objects.filter(card=card).values_list("audience", flat=True)) == {Audience.ONLY_US}


@pytest.mark.slow
def test_the_sixty_first_card_of_an_hour_is_refused(astrid, torget):
    people = [make_person(f"Person Nr{i}", torget) for i in range(7)]
    for number in range(60):
        give(astrid, to=[people[number % 7]])

    with pytest.raises(CannotSendCard):
        give(astrid, to=[people[0]])

    assert Card.objects.count() == 60


def test_a_protected_sender_gives_whole_units_a_card_within_their_own(astrid, bo, maj, aino, torget, fyren):
    make_person("Leena Aho", fyren)
    astrid.is_protected = True
    astrid.save()
    team = make_team("Kassan", torget, bo, maj)

    with pytest.raises(CannotSendCard):
        give(astrid, to=fyren)

    assert [give(astrid, to=to).to_unit for to in (torget, team)] == [torget, team]


@pytest.mark.parametrize("limit", ["AN_HOUR", "A_DAY_TO_ONE"])
def test_the_second_of_two_taps_gets_the_last_card_before_a_limit_back(astrid, bo, monkeypatch, limit):
    monkeypatch.setattr(f"cards.actions.sending.{limit}", 1)
    form_id = uuid4()
    first = give(astrid, to=[bo], form_id=form_id)

    assert give(astrid, to=[bo], form_id=form_id) == first
    with pytest.raises(CannotSendCard):
        give(astrid, to=[bo])


@pytest.mark.slow
def test_the_eleventh_card_of_a_day_to_one_person_is_refused(astrid, bo, maj):
    noon = timezone.localtime().replace(hour=12, minute=0)
    for number in range(10):
        give(astrid, to=[bo], at=noon + timedelta(minutes=number))

    with pytest.raises(CannotSendCard, match="Bo Sundqvist"):
        give(astrid, to=[bo], at=noon + timedelta(minutes=20))

    assert give(astrid, to=[maj], at=noon + timedelta(minutes=21)).pk


@pytest.mark.parametrize(("message", "about"), [("", "message"), (" \u200b\n", "message"), ("x" * 501, "message")])
def test_words_that_do_not_fit_are_refused(astrid, bo, message, about):
    with pytest.raises(CannotSendCard) as caught:
        give(astrid, to=[bo], message=message)

    assert caught.value.about == about


def test_a_message_counts_code_points_after_nfc(astrid, bo):
    assert give(astrid, to=[bo], message="a\u030a" * 500).message == "å" * 500


def test_hejhopp_needs_no_words(astrid, bo, hejhopp):
    assert give(astrid, to=[bo], card_type=hejhopp, message="").message == ""


def test_a_ready_line_stands_for_the_words(astrid, bo, tack):
    line = make_ready_line(tack, sv="Tack för hjälpen!")

    assert give(astrid, to=[bo], card_type=tack, message="", ready_line=line).ready_line == line


def test_a_retired_type_is_refused(astrid, bo, tack):
    tack.retired_at = timezone.now()
    tack.save()

    with pytest.raises(CannotSendCard) as caught:
        give(astrid, to=[bo], card_type=tack)

    assert caught.value.about == "card_type"


def test_the_chosen_audience_is_remembered_for_the_next_card(astrid, bo):
    give(astrid, to=[bo], audience=Audience.ONLY_US)

    astrid.refresh_from_db()
    assert astrid.last_audience == Audience.ONLY_US


def test_a_refused_card_changes_no_habit(astrid):
    with pytest.raises(CannotSendCard):
        give(astrid, to=[astrid], audience=Audience.ONLY_US)

    astrid.refresh_from_db()
    assert astrid.last_audience == Audience.UNITS


def test_who_is_protected_is_not_told_by_a_refusal(astrid, fyren):
    hidden = make_person("Siv Dold", fyren, is_protected=True, employed_to=timezone.localdate() - timedelta(days=1))

    with pytest.raises(CannotSendCard) as caught:
        give(astrid, to=[hidden])

    assert "Siv" not in str(caught.value)


@pytest.mark.parametrize("level", ["root", "area"])
def test_the_organisation_and_its_areas_get_no_card_together(astrid, bo, level):
    above = astrid.unit.parent if level == "root" else make_unit("Södra området", level=level)
    for name in ("Ada Ek", "Ida Ek"):
        make_person(name, above)

    with pytest.raises(CannotSendCard):
        give(astrid, to=above)


@pytest.mark.parametrize("change", [{"ceiling": Ceiling.ONLY_ME}, {"is_protected": True}, {"employed_to": LONG_AGO}])
def test_what_has_changed_since_the_recipient_was_read_counts(astrid, aino, change):
    read_before = Person.objects.get(pk=aino.pk)
    Person.objects.filter(pk=aino.pk).update(**change)

    with suppress(CannotSendCard):
        give(astrid, to=[read_before], audience=Audience.EVERYONE, at=timezone.now())

    assert not CardAudience.objects.exists()
    assert CardRecipient.objects.exists() == ("ceiling" in change)


def test_who_could_not_be_given_to_a_moment_ago_gets_the_card(astrid, aino):
    read_before = Person.objects.get(pk=aino.pk)
    read_before.employed_to = LONG_AGO

    assert give(astrid, to=[read_before], at=timezone.now()).pk


def test_a_sender_who_has_moved_since_they_were_read_gives_from_where_they_are(astrid, bo, fyren):
    Person.objects.filter(pk=astrid.pk).update(unit=fyren)

    card = give(astrid, to=[bo])

    assert card.sender_unit_id == fyren.pk
    assert set(CardAudience.objects.values_list("unit_id", flat=True)) == {fyren.pk, bo.unit_id}


def test_facts_that_never_hold_still_seal_nothing(astrid, bo, monkeypatch):
    monkeypatch.setattr("cards.actions.sealing.Facts.known", -1)

    with pytest.raises(FactsChanged):
        give(astrid, to=[bo])

    assert not Card.objects.exists()


def test_the_card_returned_is_the_card_stored(astrid, bo, torget, tack):
    make_team("Kassan", torget, astrid)
    for fields in ({"to": [bo]}, {"to": [bo], "message": "", "ready_line": make_ready_line(tack, sv="Tack!")}):
        card = give(astrid, card_type=tack, **fields)
        stored = Card.objects.get(pk=card.pk)

        names = [field.attname for field in Card._meta.concrete_fields]
        assert {name: getattr(card, name) for name in names} == {name: getattr(stored, name) for name in names}
        assert stored.sender_team_id


def test_sealing_a_card_asks_one_query(astrid, bo, tack, django_assert_num_queries):
    astrid.time_zone = "Europe/Helsinki"

    with django_assert_num_queries(1):
        give(astrid, to=[bo], card_type=tack)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_many_at_once_seals_one_card(astrid, bo, tack):
    form_id = uuid4()

    def send(_number: int) -> int:
        try:
            return int(give(astrid, to=[bo], card_type=tack, form_id=form_id).pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        sealed = set(pool.map(send, range(12)))

    assert sealed == set(Card.objects.values_list("pk", flat=True))
    assert CardRecipient.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_limit_holds_for_many_cards_at_once(astrid, bo, tack):
    def send(_number: int) -> bool:
        try:
            give(astrid, to=[bo], card_type=tack, at=timezone.now())
        except CannotSendCard:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(6) as pool:
        sent = list(pool.map(send, range(16)))

    assert sum(sent) == Card.objects.count() == 10
