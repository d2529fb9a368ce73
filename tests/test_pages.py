"""What holds for every page: as few queries for much as for little."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.actions.keeping import open_card, save_card
from cards.actions.reactions import give_heart, reply_to_card
from cards.lib.audiences import Audience
from tests.factories import give, make_person
from tests.journeys.pages import Stage, addresses, set_stage

AT_MOST = 6  # Queries of a page, the session and the person included.


def queries_of(client: Client, stage: Stage) -> dict[str, list[str]]:
    """Return the queries of each page."""
    queries = {}
    for name, address in addresses(stage).items():
        client.get(address)  # What is asked once a day or once a process is not counted.
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        queries[name] = [query["sql"] for query in captured]
    return queries


@pytest.mark.slow
def test_pages_ask_as_often_for_a_hundred_cards_as_for_one(db: None, client: Client) -> None:
    stage = set_stage()
    client.force_login(stage.person)
    few = queries_of(client, stage)

    helpers = [make_person(f"Person Nr{number}", stage.person.unit) for number in range(10)]
    now = timezone.now()
    for number in range(100):
        card = give(
            helpers[number % 10], to=[stage.person], audience=Audience.EVERYONE, at=now - timedelta(hours=number + 1)
        )
        if number % 2:
            open_card(person=stage.person, card_id=card.pk, at=now)
            save_card(person=stage.person, card=card, at=now)
    for helper in helpers:
        give_heart(person=helper, card=stage.opened, at=now)
        reply_to_card(person=helper, card=stage.opened, text="Ja!", form_id=uuid4(), at=now)
        give(stage.person, to=[helper])
    many = queries_of(client, stage)

    assert {name: len(asked) for name, asked in many.items()} == {name: len(asked) for name, asked in few.items()}
    assert {name: len(asked) for name, asked in many.items() if len(asked) > AT_MOST} == {}
