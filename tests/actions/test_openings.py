"""Who opens a manager's page is written down, once a day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.actions.openings import note_opening
from cards.models import PageOpening, UnitManager

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture
def chief(bo, torget):
    UnitManager.objects.create(unit=torget, person=bo)
    return bo


def note(person, unit, *, at=NOON, page="dashboard"):
    note_opening(person=person, unit_id=unit.pk, page=page, at=at, time_zone="Europe/Helsinki")


def test_an_opening_is_one_row_a_day_and_one_statement(chief, torget):
    note(chief, torget)
    with CaptureQueriesContext(connection) as captured:
        note(chief, torget, at=NOON + timedelta(hours=3))
    note(chief, torget, at=NOON + timedelta(days=1))

    assert len([query for query in captured if "INSERT" in query["sql"]]) == 1
    assert PageOpening.objects.count() == 2
    assert set(PageOpening.objects.values_list("person_id", "unit_id")) == {(chief.pk, torget.pk)}


def test_the_day_is_the_organisations_own(chief, torget):
    note(chief, torget, at=datetime(2026, 11, 18, 22, 30, tzinfo=UTC))

    assert str(PageOpening.objects.get().opened_on) == "2026-11-19"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/enhet/{unit}", "dashboard"),
        ("/enhet/{unit}/del/andel", "dashboard_part"),
        ("/enhet/{unit}.csv", "dashboard_csv"),
        ("/enhet/{unit}/mal", "goal"),
    ],
)
def test_opening_a_managers_page_is_written_down(client, chief, torget, address, page):
    client.force_login(chief)
    client.get(address.format(unit=torget.pk))
    client.get(address.format(unit=torget.pk), headers={"HX-Request": "true"})

    assert list(PageOpening.objects.values_list("unit_id", "person_id", "page")) == [(torget.pk, chief.pk, page)]
    assert PageOpening.objects.get().opened_on == timezone.localdate()


def test_what_one_may_not_open_is_not_written_down(client, astrid, torget):
    client.force_login(astrid)

    assert client.get(f"/enhet/{torget.pk}").status_code == 404
    assert client.get(f"/enhet/{torget.pk}/mal").status_code == 404
    assert not PageOpening.objects.exists()


def test_the_second_look_of_a_day_asks_nothing_more(client, chief, torget):
    client.force_login(chief)
    client.get(f"/enhet/{torget.pk}")

    with CaptureQueriesContext(connection) as captured:
        client.get(f"/enhet/{torget.pk}")

    assert not [query for query in captured if "INSERT" in query["sql"]]
