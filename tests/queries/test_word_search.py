"""Search by word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cards.actions.keeping import open_card
from cards.actions.safety import block_person
from cards.lib.audiences import Audience
from cards.models import Card, CardRecord, RecordKind
from cards.queries.word_search import Where, find_cards
from tests.factories import give


def found(text, where, viewer, **options):
    result = find_cards(text, where, viewer=viewer, language="sv", at=timezone.now(), **options)
    return [card.text for card in result.cards]


@pytest.fixture(autouse=True)
def _local_days(astrid, bo, maj, erik):
    for person in (astrid, bo, maj, erik):
        person.time_zone = "Europe/Helsinki"


@pytest.mark.parametrize("typed", ["mjölkleveransen", "MJOLK", "själv mjölk", "mjölk&!:*'", "tog du"])
def test_whole_words_and_beginnings_are_found(astrid, bo, maj, typed):
    give(astrid, to=[bo], message="Du tog hela mjölkleveransen själv.")

    assert found(typed, Where.UNIT, maj) == ["Du tog hela mjölkleveransen själv."]


@pytest.mark.parametrize("typed", ["leveransen", "mjölk brödet", "&!", "'"])
def test_other_words_are_not_found(astrid, bo, maj, typed):
    give(astrid, to=[bo], message="Du tog hela mjölkleveransen själv.")

    assert found(typed, Where.UNIT, maj) == []


def test_what_i_may_not_see_is_not_found(astrid, bo, maj, erik):
    give(astrid, to=[bo], message="hemlig", audience=Audience.ONLY_US)
    give(astrid, to=[bo], message="hemlig för oss")

    assert found("hemlig", Where.UNIT, maj) == ["hemlig för oss"]
    assert found("hemlig", Where.UNIT, erik) == found("hemlig", Where.BOX, erik) == []


def test_a_card_in_the_postbox_is_not_found(astrid, bo, maj):
    give(astrid, to=[bo], message="hemlig", at=timezone.now())

    assert found("hemlig", Where.UNIT, maj) == []


def test_a_moderated_card_is_found_by_nobody_until_it_is_restored(astrid, bo, maj):
    card = give(astrid, to=[bo], message="hemlig")
    open_card(person=bo, card_id=card.pk, at=timezone.now())
    CardRecord.objects.create(card=card, kind=RecordKind.MODERATED, person=maj, at=timezone.now())
    card.recipients.update(is_received=False)
    card.audience_rows.all().delete()

    assert found("hemlig", Where.BOX, bo) == found("hemlig", Where.BOX, astrid) == []
    assert found("hemlig", Where.UNIT, maj) == []

    CardRecord.objects.create(card=card, kind=RecordKind.RESTORED, person=maj, at=timezone.now())
    card.recipients.update(is_received=True)
    assert found("hemlig", Where.BOX, bo) == found("hemlig", Where.BOX, astrid) == ["hemlig"]


def test_an_unopened_envelope_is_not_found_by_its_words(astrid, bo):
    give(astrid, to=[bo], message="hemlig")
    assert found("hemlig", Where.BOX, bo) == found("hemlig", Where.UNIT, bo) == []

    open_card(person=bo, card_id=Card.objects.get().pk, at=timezone.now())
    assert found("hemlig", Where.BOX, bo) == ["hemlig"]


def test_three_months_at_a_time(astrid, bo, maj):
    give(astrid, to=[bo], message="mjölk nu")
    give(astrid, to=[bo], message="mjölk då", at=timezone.now() - timedelta(days=140))

    first = find_cards("mjölk", Where.UNIT, viewer=maj, language="sv", at=timezone.now())

    assert [card.text for card in first.cards] == ["mjölk nu"]
    assert first.older_month
    assert found("mjölk", Where.UNIT, maj, until=first.older_month) == ["mjölk då"]


def test_a_block_does_not_show_in_what_the_blocked_one_finds(astrid, bo, maj):
    block_person(blocker=bo, blocked=astrid, at=timezone.now())
    give(astrid, to=[bo], message="hemlig")

    assert found("hemlig", Where.UNIT, astrid) == ["hemlig"]
    assert found("hemlig", Where.UNIT, maj) == []
