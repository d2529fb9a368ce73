from datetime import timedelta

import pytest
from django.utils import timezone

from cards.actions.moderating import CannotModerate, moderate_card, restore_card
from cards.actions.safety import block_person
from cards.actions.tallies import check_tallies, fold_tallies
from cards.lib.audiences import Audience
from cards.models import Card, CardAudience, CardRecipient, Person, UnitTally
from tests.factories import give

pytestmark = pytest.mark.django_db


def rows_of(card):
    got = CardRecipient.objects.filter(card=card).order_by("person")
    return (
        list(CardAudience.objects.filter(card=card).order_by("unit").values_list("unit_id", "audience")),
        list(got.values_list("person_id", "audience", "is_received")),
    )


def test_a_moderated_card_is_read_by_nobody_and_counts_nowhere(astrid, bo, maj):
    card, now = give(astrid, to=[bo]), timezone.now()
    fold_tallies(at=now)

    moderate_card(moderator=maj, card_id=card.pk, reason="Elakt.", at=now)

    fold_tallies(at=now)
    assert not Card.objects.visible_to(bo, card_id=card.pk, at=now).exists()
    assert set(UnitTally.objects.values_list("encounters", flat=True)) == {0}
    assert check_tallies(at=now) == []


def test_a_restored_card_is_as_it_was_with_whoever_had_blocked_its_sender(astrid, bo, maj, aino):
    block_person(blocker=aino, blocked=astrid, at=timezone.now() - timedelta(days=1))
    card, now = give(astrid, to=[bo, aino]), timezone.now()
    before = rows_of(card)
    moderate_card(moderator=maj, card_id=card.pk, reason="Elakt.", at=now)

    restore_card(moderator=maj, card_id=card.pk, reason="Ett misstag.", at=now)

    assert rows_of(card) == before
    assert Card.objects.visible_to(bo, card_id=card.pk, at=now).exists()
    assert check_tallies(at=now) == []


def test_moderating_twice_and_restoring_what_stands_are_refused(astrid, bo, maj):
    card, now = give(astrid, to=[bo]), timezone.now()
    with pytest.raises(CannotModerate):
        restore_card(moderator=maj, card_id=card.pk, reason="", at=now)
    moderate_card(moderator=maj, card_id=card.pk, reason="", at=now)
    with pytest.raises(CannotModerate):
        moderate_card(moderator=maj, card_id=card.pk, reason="", at=now)
    with pytest.raises(CannotModerate):
        moderate_card(moderator=maj, card_id=card.pk + 1, reason="", at=now)


@pytest.mark.parametrize("who", ["sender", "recipient"])
def test_a_restored_card_is_not_shown_wider_than_somebody_protected_since_allows(astrid, aino, torget, fyren, maj, who):
    card, now = give(astrid, to=[aino], audience=Audience.EVERYONE), timezone.now()
    fold_tallies(at=now)
    moderate_card(moderator=maj, card_id=card.pk, reason="Elakt.", at=now)
    person, home = (astrid, torget) if who == "sender" else (aino, fyren)
    Person.objects.filter(pk=person.pk).update(is_protected=True)

    restore_card(moderator=maj, card_id=card.pk, reason="Ett misstag.", at=now)

    assert set(CardAudience.objects.filter(card=card).values_list("unit", flat=True)) <= {home.pk}
    assert check_tallies(at=now) == []
