"""The page where a unit's goal is set: for its manager, a manager above and admins."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.lib.periods import Grain, Period
from cards.models import Goal, Level, Unit, UnitKind, UnitManager
from tests.factories import make_person, make_unit


@pytest.fixture
def address(torget):
    return f"/enhet/{torget.pk}/mal"


@pytest.fixture
def boss(torget, bo):
    UnitManager.objects.create(unit=torget, person=bo)
    return bo


def form(**fields):
    month = Period.containing(Grain.MONTH, timezone.localdate())
    return {"kind": "encounters", "encounters": "200", "from_month": month.first_on.isoformat(), **fields}


def test_only_managers_of_the_unit_and_above_it_and_admins_find_the_page(client, address, torget, boss, astrid, maj):
    area = make_unit("Norra", kind=UnitKind.AREA, level=Level.AREA)
    Unit.objects.filter(pk=torget.pk).update(parent=area)
    above, of_another, nobody = make_person("Gun Holm", area), make_person("Eva Ek", area), astrid
    UnitManager.objects.create(unit=area, person=above)
    UnitManager.objects.create(unit=make_unit("Kontoret"), person=of_another)

    for person, status in ((boss, 200), (above, 200), (maj, 200), (of_another, 404), (nobody, 404)):
        client.force_login(person)
        assert client.get(address).status_code == status, person
        assert client.post(address, form()).status_code == (303 if status == 200 else 404), person
        assert client.post(f"{address}/avsluta").status_code == (303 if status == 200 else 404), person


def test_a_goal_is_set_and_ended(client, address, torget, boss):
    client.force_login(boss)

    response = client.post(address, form(), follow=True)

    assert response.context["page"].goal.target == 200
    assert Goal.objects.get().set_by == boss
    assert client.post(f"{address}/avsluta", follow=True).context["page"].goal is None


@pytest.mark.parametrize(
    "fields",
    [{"encounters": ""}, {"encounters": "0"}, {"encounters": "x"}, {"encounters": "9" * 40}, {"kind": "x"},
     {"kind": "share", "share": "80"}, {"from_month": "2020-01-01"}, {"from_month": ""}],
)  # fmt: skip
def test_what_makes_no_sense_comes_back_with_the_form(client, address, boss, fields):
    client.force_login(boss)

    response = client.post(address, form(**fields))

    assert response.status_code == 422
    assert not Goal.objects.exists()


def test_a_big_unit_may_count_its_share(client, address, torget, boss):
    for number in range(20):
        make_person(f"Person Nr{number}", torget)
    client.force_login(boss)

    client.post(address, form(kind="share", share="85", encounters=""))

    assert (Goal.objects.get().kind, Goal.objects.get().target) == ("share", 85)
    assert client.post(address, form(kind="share", share="87")).status_code == 422


def test_a_goal_for_the_next_month_says_so_once_and_not_that_it_stands_now(client, address, boss):
    boss.language = "en"
    boss.save()
    client.force_login(boss)
    later = Period.containing(Grain.MONTH, timezone.localdate()).last_on + timedelta(days=1)
    name = f"{later:%B}" if later.month > 1 else f"{later:%B %Y}"

    for number in (150, 200):
        page = client.post(address, form(from_month=later.isoformat(), encounters=str(number)), follow=True)
        text = page.content.decode()
        assert f"It holds from {name} on." in text
        assert "The unit has no goal this month." in text
        assert text.count(f"From {name} on it is {number} encounters a month.") == 1
        assert f'value="{number}"' in text
    page = client.post(address, form(encounters="200"), follow=True).content.decode()
    assert "It holds from" not in page
    assert f"From {name} on it is" not in page


def test_only_a_unit_that_can_name_people_is_asked_whether_to(client, address, torget, boss):
    client.force_login(boss)
    switch = f'action="/enhet/{torget.pk}/de-som-gav"'

    assert switch not in client.get(address).content.decode()
    for number in range(11):
        make_person(f"Person Nr{number}", torget)
    assert switch in client.get(address).content.decode()


def test_the_root_an_area_and_a_unit_that_never_was_have_no_page(client, torget, maj):
    client.force_login(maj)

    for pk in (torget.parent_id, 0, 2**31, 2**63, 10**40):
        assert client.get(f"/enhet/{pk}/mal").status_code == 404


def test_the_page_takes_at_most_six_queries(client, address, boss):
    client.force_login(boss)
    client.get(address)  # The first look of a day is written down, with one statement more.

    with CaptureQueriesContext(connection) as captured:
        client.get(address)

    assert len(captured) <= 6
