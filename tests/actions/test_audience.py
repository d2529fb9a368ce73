"""Whom a card reaches after something has happened to it: never more people than before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.actions.audience import change_ceiling, hide_old_cards, narrow_old_cards, settle_again
from cards.actions.keeping import remove_name
from cards.actions.safety import block_person
from cards.actions.taking_back import withdraw_card
from cards.actions.tallies import check_tallies, fold_tallies
from cards.lib.audiences import Audience, Ceiling
from cards.models import CardAudience, CardRecipient, CardRecord, PersonTally, RecordKind
from tests.factories import give, make_organisation, make_team

NOW = timezone.now()


def readers(card):
    return {(row.unit.name, Audience(row.audience)) for row in CardAudience.objects.filter(card=card)}


def pairs(card):
    return dict(CardRecipient.objects.filter(card=card).values_list("person__given_name", "audience"))


@pytest.mark.parametrize("audience", Audience)
def test_settling_an_untouched_card_again_changes_nothing(astrid, bo, aino, audience):
    for to in ([bo], [bo, aino]):
        card = give(astrid, to=to, audience=audience)
        before = (readers(card), pairs(card))

        settle_again(card)

        assert (readers(card), pairs(card)) == before


def test_a_card_to_a_unit_or_team_keeps_its_readers(astrid, bo, maj, torget):
    for to in (torget, make_team("Kassan", torget, astrid, bo, maj)):
        card = give(astrid, to=to)
        before = (readers(card), pairs(card))

        settle_again(card)

        assert (readers(card), pairs(card)) == before != (set(), {})


def test_a_name_taken_off_takes_its_unit_off_but_not_the_others(astrid, bo, aino, torget):
    card = give(astrid, to=[bo, aino], audience=Audience.EVERYONE)

    remove_name(person=aino, card=card, at=NOW)

    root = make_organisation().name
    assert readers(card) == {("Torget", Audience.EVERYONE), (root, Audience.EVERYONE)}
    assert pairs(card) == {"Bo": Audience.EVERYONE, "Aino": Audience.ONLY_US}


def test_no_reader_comes_in_when_a_narrow_recipient_goes_out(astrid, bo, aino):
    change_ceiling(person=aino, ceiling=Ceiling.MY_UNIT)
    card = give(astrid, to=[bo, aino], audience=Audience.EVERYONE)
    assert readers(card) == {("Hotell Fyren", Audience.UNITS)}

    aino.refresh_from_db()
    remove_name(person=aino, card=card, at=NOW)

    assert readers(card) == set()
    assert pairs(card) == {"Bo": Audience.ONLY_US, "Aino": Audience.ONLY_US}


def test_a_moderated_card_gets_no_reader_back(astrid, bo, maj):
    card = give(astrid, to=[bo, maj])
    CardRecord.objects.create(card=card, kind=RecordKind.MODERATED, person=maj, at=NOW)

    settle_again(card)

    assert readers(card) == set()


@pytest.mark.parametrize(
    ("ceiling", "left"),
    [
        (Ceiling.EVERYONE, {"Torget", "Hotell Fyren", "Handelslaget"}),
        (Ceiling.UNITS, {"Torget", "Hotell Fyren"}),
        (Ceiling.MY_UNIT, {"Hotell Fyren"}),
        (Ceiling.ONLY_ME, set()),
    ],
)
def test_old_cards_are_narrowed_to_a_new_ceiling(astrid, aino, ceiling, left):
    card = give(astrid, to=[aino], audience=Audience.EVERYONE)
    change_ceiling(person=aino, ceiling=ceiling)
    assert {name for name, _audience in readers(card)} == {"Torget", "Hotell Fyren", "Handelslaget"}

    narrowed = narrow_old_cards(person=aino, ceiling=ceiling)

    assert narrowed == (ceiling != Ceiling.EVERYONE)
    assert {name for name, _audience in readers(card)} == left
    widest = {Ceiling.EVERYONE: Audience.EVERYONE, Ceiling.ONLY_ME: Audience.ONLY_US}.get(ceiling, Audience.UNITS)
    assert pairs(card) == {"Aino": widest}
    assert narrow_old_cards(person=aino, ceiling=ceiling) == 0


def test_narrowing_leaves_alone_what_is_not_mine_alone_or_already_narrower(astrid, bo, aino, torget):
    others = give(astrid, to=[bo], audience=Audience.EVERYONE)
    given = give(aino, to=[bo], audience=Audience.EVERYONE)
    secret = give(astrid, to=[aino], audience=Audience.ONLY_US)
    before = [(readers(card), pairs(card)) for card in (others, given, secret)]

    assert narrow_old_cards(person=aino, ceiling=Ceiling.ONLY_ME) == 0

    assert [(readers(card), pairs(card)) for card in (others, given, secret)] == before


def test_narrowing_never_lists_a_card_again(astrid, bo, aino):
    withdrawn = give(astrid, to=[aino], audience=Audience.EVERYONE)
    withdraw_card(sender=astrid, card_id=withdrawn.pk, at=NOW)
    hidden = give(astrid, to=[aino], audience=Audience.EVERYONE)
    remove_name(person=aino, card=hidden, at=NOW)
    block_person(blocker=aino, blocked=bo, at=NOW)
    blocked = give(bo, to=[aino], audience=Audience.EVERYONE)

    for ceiling in Ceiling:
        assert narrow_old_cards(person=aino, ceiling=ceiling) == 0

    assert [readers(card) for card in (withdrawn, hidden, blocked)] == [set(), set(), set()]


def test_narrowing_holds_the_cards_first_so_that_none_is_withdrawn_meanwhile(astrid, aino):
    give(astrid, to=[aino])

    with CaptureQueriesContext(connection) as captured:
        narrow_old_cards(person=aino, ceiling=Ceiling.MY_UNIT)

    asked = [query["sql"] for query in captured]
    held = next(number for number, sql in enumerate(asked) if "FOR UPDATE" in sql and '"cards_card"' in sql)
    read = next(number for number, sql in enumerate(asked) if 'FROM "cards_cardaudience"' in sql)
    assert held < read


def test_whoever_is_protected_is_read_of_in_their_own_unit_alone(astrid, bo, aino, torget):
    got = give(astrid, to=[bo, aino], audience=Audience.EVERYONE)
    given = give(aino, to=[astrid], audience=Audience.EVERYONE)

    hide_old_cards([aino.pk])

    assert {row.card_id: (row.unit_id, row.audience) for row in CardAudience.objects.all()} == {
        got.pk: (aino.unit_id, Audience.UNITS),
        given.pk: (aino.unit_id, Audience.UNITS),
    }


def test_two_protected_people_of_two_units_leave_nobody_to_read(astrid, aino):
    give(astrid, to=[aino], audience=Audience.EVERYONE)

    hide_old_cards([astrid.pk, aino.pk])

    assert not CardAudience.objects.exists()


def test_what_fewer_people_read_counts_as_only_us(astrid, bo, aino):
    give(astrid, to=[aino, bo], audience=Audience.EVERYONE)
    give(aino, to=[bo], audience=Audience.EVERYONE)
    fold_tallies(at=NOW)

    narrow_old_cards(person=aino, ceiling=Ceiling.ONLY_ME)
    hide_old_cards([aino.pk])  # What she has given is read in her own unit alone, which is not Bo's.

    assert fold_tallies(at=NOW) == 3
    assert check_tallies(at=NOW) == []
    assert not PersonTally.objects.exclude(given=0, received=0, thanked=0, seen_by=0).exists()
