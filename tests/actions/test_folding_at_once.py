"""Sending, taking back and folding at the same moment, from several connections."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from cards.actions.taking_back import CannotTakeBack, undo_card, withdraw_card
from cards.actions.tallies import begin_fold, check_tallies, fold_tallies, unsettle
from cards.lib.ids import POSTBOX
from cards.models import Card, TallyEntry, UnitTally
from tests.factories import give, make_card_type, make_person, make_unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
START = timezone.now() - timedelta(days=2)


@pytest.fixture
def people():
    torget = make_unit("Torget")
    make_card_type("tack")
    return [make_person(f"Person {n}", torget) for n in range(6)]


def in_threads(*jobs):
    """Run jobs at the same time, each on a connection of its own, and return what they return."""

    def run(job):
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_nothing_is_lost_or_counted_twice_while_people_send_and_take_back(people):
    def send_and_take_back(number):
        rng = Random(number)
        for step in range(12):
            at = START + timedelta(minutes=step * 7)
            card = give(people[number], to=[rng.choice(people[number + 1 :])], at=at)
            # On the very edge of the postbox, where a fold may just have taken it.
            with suppress(CannotTakeBack):
                match rng.randrange(3):
                    case 0:
                        undo_card(sender=people[number], card_id=card.pk, at=at + POSTBOX - timedelta(milliseconds=1))
                    case 1:
                        withdraw_card(sender=people[number], card_id=card.pk, at=at + timedelta(minutes=3))

    def fold():
        for step in range(30):
            fold_tallies(at=START + timedelta(minutes=step * 4))

    in_threads(*(lambda n=n: send_and_take_back(n) for n in range(3)), fold, fold)

    later = START + timedelta(days=1)
    fold_tallies(at=later)
    assert not TallyEntry.objects.exists()
    assert check_tallies(at=later) == []
    assert UnitTally.objects.filter(grain="a", card_type_id=0, encounters__gt=0).exists()


def test_undo_is_refused_once_the_fold_has_taken_the_card(people):
    card = give(people[0], to=[people[1]], at=START)
    fold_tallies(at=START + POSTBOX + timedelta(seconds=1))

    with pytest.raises(CannotTakeBack):
        undo_card(sender=people[0], card_id=card.pk, at=START + timedelta(seconds=30))

    assert Card.objects.filter(pk=card.pk).exists()
    assert check_tallies(at=START + timedelta(hours=1)) == []


def test_a_move_waits_for_a_fold_that_has_not_seen_it():
    @transaction.atomic
    def move():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
        unsettle(since=date(2026, 11, 18))

    with transaction.atomic():
        begin_fold()
        with pytest.raises(OperationalError):
            in_threads(move)
    in_threads(move)
