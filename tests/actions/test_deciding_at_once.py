"""Two who decide about the same thing at the same moment."""

from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from cards.actions.deciding import DecidedMeanwhile, decide
from cards.actions.safety import report_card
from cards.models import Card, Decision, Outcome
from tests.factories import give, matter_of


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_comes_second_waits_for_the_first_and_is_told(astrid, bo, maj, admin):
    card = give(astrid, to=[bo])
    report_card(reporter=bo, card=card, reason="", at=now())
    seen = {person: matter_of(person, card_id=card.pk) for person in (maj, admin)}
    told: list[str] = []

    def decide_second() -> None:
        try:
            decide(moderator=admin, matter=seen[admin], outcome=Outcome.KEPT, reason="", after=0, at=now())
        except DecidedMeanwhile as error:
            told.append(str(error))
        finally:
            connection.close()

    second = Thread(target=decide_second)
    with transaction.atomic():
        Card.objects.select_for_update().get(pk=card.pk)  # As the first does, who has not ended yet.
        second.start()
        second.join(timeout=0.5)
        assert second.is_alive()
        Decision.objects.create(card=card, outcome=Outcome.KEPT, person=maj, at=now())
    second.join(timeout=10)

    assert "Maj Åberg" in told[0]
    assert Decision.objects.count() == 1
