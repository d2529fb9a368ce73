"""The feed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cards.actions.keeping import open_card, remove_name
from cards.actions.safety import block_person
from cards.actions.taking_back import withdraw_card
from cards.lib.audiences import Audience
from cards.models import Card
from cards.queries.feed import PAGE_SIZE, Scope, Selection, count_new, feed_page
from tests.factories import give, make_card_type, make_person

EVERYONE = Selection(Scope.EVERYONE)


def texts(viewer, selection=EVERYONE, **options):
    page = feed_page(selection, viewer=viewer, language="sv", at=timezone.now(), **options)
    return [card.text for card in page.cards]


@pytest.fixture
def cards(astrid, bo, aino, erik):
    """One card of each audience from Torget to Hotell Fyren, and one within Hotell Fyren."""
    give(astrid, to=[aino], message="only us", audience=Audience.ONLY_US)
    give(astrid, to=[aino], message="units", audience=Audience.UNITS)
    give(astrid, to=[aino], message="everyone", audience=Audience.EVERYONE)
    for card in Card.objects.all():
        open_card(person=aino, card_id=card.pk, at=timezone.now())


def test_everybody_reads_what_is_for_everyone(cards, erik):
    assert texts(erik) == ["everyone"]


def test_the_units_involved_read_what_is_for_them(cards, bo):
    assert texts(bo) == ["everyone", "units"]
    assert texts(bo, Selection(Scope.UNIT)) == ["everyone", "units"]


def test_another_unit_shows_what_it_shares_with_everyone(cards, erik, fyren, stationen):
    assert texts(erik, Selection(Scope.EVERYONE, unit=fyren)) == ["everyone"]
    assert texts(erik, Selection(Scope.EVERYONE, unit=stationen)) == []


def test_to_me_holds_every_card_i_got(cards, aino, bo):
    assert texts(aino, Selection(Scope.ME)) == ["everyone", "units", "only us"]
    assert texts(bo, Selection(Scope.ME)) == []


def test_between_us_holds_what_we_gave_each_other(cards, astrid, aino, bo):
    give(aino, to=[astrid], message="back")
    give(bo, to=[aino], message="from bo")

    assert texts(astrid, Selection(person=aino)) == ["back", "everyone", "units", "only us"]


def test_a_card_in_the_postbox_is_in_no_list(astrid, bo, maj):
    give(astrid, to=[bo], audience=Audience.EVERYONE, at=timezone.now())

    assert texts(maj) == []
    assert texts(bo, Selection(Scope.ME)) == []
    assert count_new(EVERYONE, viewer=maj, at=timezone.now(), since=0) == 0


def test_only_one_type(cards, astrid, bo):
    fixare = make_card_type("fixare", paper="himmel")
    give(astrid, to=[bo], card_type=fixare, message="fixed")

    assert texts(bo, Selection(Scope.UNIT, card_type=fixare)) == ["fixed"]


def test_a_withdrawn_card_is_in_no_list_but_the_senders(astrid, bo, maj):
    card = give(astrid, to=[bo], message="sorry")
    withdraw_card(sender=astrid, card_id=card.pk, at=timezone.now())

    assert texts(maj) == texts(bo, Selection(Scope.ME)) == []
    assert [
        card.is_withdrawn
        for card in feed_page(Selection(person=bo), viewer=astrid, language="sv", at=timezone.now()).cards
    ] == [True]


def test_one_who_has_blocked_sees_nothing_and_is_named_to_the_sender_alone(astrid, bo, aino, maj):
    block_person(blocker=bo, blocked=astrid, at=timezone.now())
    give(astrid, to=[bo, maj], message="hello")

    assert texts(bo, Selection(Scope.ME)) == texts(bo, Selection(person=astrid)) == []
    named = {
        viewer: [
            name.name
            for name in feed_page(Selection(Scope.UNIT), viewer=viewer, language="sv", at=timezone.now()).cards[0].named
        ]
        for viewer in (astrid, maj)
    }
    assert named == {astrid: ["Bo Sundqvist", "Maj Åberg"], maj: ["Maj Åberg"]}


def test_who_has_taken_their_name_off_is_one_more_to_others(astrid, bo, maj, torget):
    gun = make_person("Gun Holm", torget)
    card = give(astrid, to=[bo, maj])
    remove_name(person=bo, card=card, at=timezone.now())

    def seen_by(viewer):
        face = feed_page(Selection(Scope.UNIT), viewer=viewer, language="sv", at=timezone.now()).cards[0]
        return [name.given_name for name in face.named], face.unnamed

    assert seen_by(gun) == (["Maj"], 1)
    assert seen_by(astrid) == seen_by(bo) == (["Bo", "Maj"], 0)


def test_an_unopened_card_of_mine_shows_no_words_in_the_feed(astrid, bo):
    give(astrid, to=[bo], audience=Audience.EVERYONE)

    assert [card.is_sealed for card in feed_page(EVERYONE, viewer=bo, language="sv", at=timezone.now()).cards] == [True]


def test_pages_follow_each_other_without_gap_or_repeat(astrid, torget):
    people = [make_person(f"Person Nr{number}", torget) for number in range(5)]
    start = timezone.now() - timedelta(days=9)
    for number in range(PAGE_SIZE + 5):
        give(astrid, to=[people[number % 5]], message=str(number), at=start + timedelta(hours=number))

    first = feed_page(Selection(), viewer=people[0], language="sv", at=timezone.now())
    second = feed_page(Selection(), viewer=people[0], language="sv", at=timezone.now(), older_than=first.older_than)

    assert [card.text for card in (*first.cards, *second.cards)] == [
        str(number) for number in reversed(range(PAGE_SIZE + 5))
    ]
    assert second.older_than is None


def test_new_cards_are_counted_from_what_was_newest(astrid, bo, maj):
    give(astrid, to=[bo], message="before")
    page = feed_page(Selection(), viewer=maj, language="sv", at=timezone.now())

    later = timezone.now() + timedelta(minutes=2)
    give(bo, to=[astrid], message="after", at=timezone.now())

    assert count_new(Selection(), viewer=maj, at=later, since=page.newest) == 1


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("rows", [1, 15])
def test_as_many_queries_for_many_cards_as_for_one(astrid, bo, scope, rows, django_assert_num_queries):
    for number in reversed(range(rows)):
        give(astrid, to=[bo], audience=Audience.EVERYONE, at=timezone.now() - timedelta(days=number, minutes=5))

    with django_assert_num_queries(2):
        feed_page(Selection(scope), viewer=bo, language="sv", at=timezone.now())


@pytest.mark.parametrize("audience", [Audience.UNITS, Audience.EVERYONE])
def test_a_block_does_not_show_in_the_feed_of_the_one_who_is_blocked(astrid, bo, maj, aino, audience, fyren):
    block_person(blocker=aino, blocked=astrid, at=timezone.now())
    give(astrid, to=[aino], message="to aino", audience=audience)

    assert texts(astrid, Selection(Scope.UNIT)) == texts(astrid) == ["to aino"]
    shared = ["to aino"] if audience == Audience.EVERYONE else []
    assert texts(astrid, Selection(Scope.EVERYONE, unit=fyren)) == shared
    assert [texts(one) for one in (bo, maj, aino)] == [[], [], []]


def test_a_card_withdrawn_from_a_blocker_leaves_the_feed_as_any_other(astrid, aino):
    block_person(blocker=aino, blocked=astrid, at=timezone.now())
    card = give(astrid, to=[aino])

    withdraw_card(sender=astrid, card_id=card.pk, at=timezone.now())

    assert texts(astrid, Selection(Scope.UNIT)) == texts(astrid) == []


def test_two_blockers_of_one_card_list_it_once(astrid, bo, aino):
    for blocker in (bo, aino):
        block_person(blocker=blocker, blocked=astrid, at=timezone.now())
    give(astrid, to=[bo, aino], message="both")

    assert texts(astrid, Selection(Scope.UNIT)) == texts(astrid) == ["both"]
