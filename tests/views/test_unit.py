"""The unit's page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.lib.audiences import Audience
from cards.models import Level, UnitKind
from tests.factories import give, make_person, make_team, make_unit


def page_for(client, person):
    client.force_login(person)
    return client.get("/enheten")


def test_the_page_wears_the_units_own_name(client, astrid, torget):
    torget.page_name = "Vårt Torget"
    torget.save()

    assert "<h1>Vårt Torget</h1>" in page_for(client, astrid).content.decode()


def test_it_counts_those_who_work_here_today(client, astrid, bo, maj, aino, torget):
    make_person("Gun Holm", torget, employed_to="2021-01-01")

    assert page_for(client, astrid).context["page"].unit.people == 3


@pytest.mark.parametrize(("others", "is_offered"), [(0, False), (1, False), (2, True)])
def test_a_card_to_all_is_offered_when_there_are_two_others(client, astrid, torget, others, is_offered):
    for number in range(others):
        make_person(f"Person Nr{number}", torget)

    assert (f"/ge?enhet={torget.pk}" in page_for(client, astrid).content.decode()) is is_offered


def test_a_card_to_a_whole_area_is_not_offered(client, torget):
    area = make_unit("Östra", kind=UnitKind.AREA, level=Level.AREA)
    managers = [make_person(f"Chef Nr{number}", area) for number in range(4)]

    page = page_for(client, managers[0])

    assert page.context["page"].unit.people == 4
    assert "/ge?enhet=" not in page.content.decode()


def test_my_teams_are_there_and_only_mine(client, astrid, bo, maj, torget):
    mine, _theirs = make_team("Kassan", torget, astrid, bo, maj), make_team("Mejeriet", torget, bo, maj)

    page = page_for(client, astrid)

    assert [(team.pk, team.people) for team in page.context["page"].teams] == [(mine.pk, 3)]
    assert f"/ge?enhet={mine.pk}" in page.content.decode()


def test_the_newest_cards_are_those_the_feed_shows_me(client, astrid, bo, maj, aino, erik):
    shown = [give(astrid, to=[bo]) for _number in range(7)]
    give(bo, to=[maj], audience=Audience.ONLY_US)
    give(aino, to=[erik], audience=Audience.EVERYONE)

    cards = page_for(client, astrid).context["page"].cards

    assert [card.pk for card in cards] == [card.pk for card in reversed(shown[1:])]


def test_a_card_in_the_postbox_is_not_here_yet(client, astrid, bo):
    give(astrid, to=[bo], at=timezone.now())

    assert page_for(client, astrid).context["page"].cards == ()


def test_the_page_takes_as_many_queries_for_one_card_and_team_as_for_many(client, astrid, bo, maj, torget):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/enheten")
        return len(captured)

    client.force_login(astrid)
    give(astrid, to=[bo])
    make_team("Kassan", torget, astrid, bo, maj)
    one = queries()
    for number in range(5):
        give(astrid, to=[maj])
        make_team(f"Lag {number}", torget, astrid, bo, maj)

    assert queries() == one
