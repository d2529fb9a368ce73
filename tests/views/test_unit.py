"""The unit's page: its board, the periods one can go to, and whom one can give to together."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.actions.closing import close_periods
from cards.actions.goals import set_goal
from cards.actions.tallies import fold_tallies
from cards.lib.audiences import Audience
from cards.models import GoalKind, Level, Organisation, Person, Unit, UnitKind, UnitManager
from tests.factories import give, make_person, make_team, make_unit

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    """Let it be a Wednesday in the middle of a month."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def page_for(client, person, address="/enheten", **headers):
    client.force_login(person)
    return client.get(address, headers=headers)


def text_for(client, person, address="/enheten", **headers):
    return page_for(client, person, address, **headers).content.decode()


@pytest.fixture
def crowd(torget, astrid):
    return [astrid, *(make_person(f"Person Nr{number:02}", torget) for number in range(19))]


def test_the_page_wears_the_units_own_name(client, astrid, torget):
    torget.page_name = "Vårt Torget"
    torget.save()

    assert "<h1>Vårt Torget</h1>" in text_for(client, astrid)


@pytest.mark.parametrize(("others", "is_offered"), [(0, False), (1, False), (2, True)])
def test_a_card_to_all_is_offered_when_there_are_two_others(client, astrid, torget, others, is_offered):
    for number in range(others):
        make_person(f"Person Nr{number}", torget)
    make_person("Gun Holm", torget, employed_to="2021-01-01")

    assert (f"/ge?enhet={torget.pk}" in text_for(client, astrid)) is is_offered


def test_a_card_to_a_whole_area_is_not_offered(client, torget):
    area = make_unit("Östra", kind=UnitKind.AREA, level=Level.AREA)
    managers = [make_person(f"Chef Nr{number}", area) for number in range(4)]

    assert "/ge?enhet=" not in text_for(client, managers[0])


def test_my_teams_are_there_and_only_mine(client, astrid, bo, maj, torget):
    mine, theirs = make_team("Kassan", torget, astrid, bo, maj), make_team("Mejeriet", torget, bo, maj)

    page = text_for(client, astrid)

    assert f"/ge?enhet={mine.pk}" in page
    assert f"/ge?enhet={theirs.pk}" not in page


def test_those_who_gave_stand_there_by_name_and_oneself_as_you(client, crowd):
    give(crowd[1], to=[crowd[0], crowd[2]])
    give(crowd[0], to=[crowd[2]])

    page = text_for(client, crowd[0])

    assert "Person Nr00" in page
    assert "Astrid Lindqvist</b><span class" not in page.split('id="board"')[1]


def test_namesakes_are_told_apart_where_those_who_were_seen_are_named(client, crowd, torget):
    Organisation.objects.update(has_receivers_board=True)
    for title in ("Kassör", "Mejeri"):
        give(crowd[1], to=[make_person("Anna Berg", torget, title=title)])

    seen = text_for(client, crowd[0]).split('class="warm"')[1]

    assert "Mejeri, " in seen.replace("\u00ad", "")


def test_nobody_reads_names_of_another_unit(client, crowd, aino):
    give(crowd[1], to=[crowd[0]], audience=Audience.EVERYONE)

    for address in ("/enheten", "/enheten/2026", "/enheten/alla", "/enheten/2026-11?typ=tack"):
        assert "Person Nr00" not in text_for(client, aino, address)


def test_the_names_of_a_unit_are_the_same_for_its_manager_and_an_admin(client, crowd):
    give(crowd[1], to=[crowd[0]])
    UnitManager.objects.create(unit=crowd[0].unit, person=crowd[2])
    admin = make_person("Maj Åberg", crowd[0].unit, is_admin=True)

    def names(person):
        return [one.name for one in page_for(client, person).context["board"].within.givers]

    assert names(crowd[5]) == names(crowd[2]) == names(admin) == ["Person Nr00"]


@pytest.mark.parametrize(
    "slug",
    ["2026-12", "2027", "2026-v48", "2009-12", "2026-13", "2026-v54", "2025-v53", "x", "2026-11-18", "2026-k5", "0000",
     "9999-12", "٢٠٢٦-11", "2026-11 ", "ALLA", "%00", "2026-V47"],
)  # fmt: skip
def test_what_is_no_period_or_lies_ahead_is_not_there(client, astrid, slug):
    assert page_for(client, astrid, f"/enheten/{slug}").status_code == 404


@pytest.mark.parametrize("slug", ["2026-11", "2026-v47", "2026-v46", "2026-k4", "2026", "alla", "2010-01"])
def test_every_period_there_has_been_has_a_page(client, astrid, slug):
    assert page_for(client, astrid, f"/enheten/{slug}").status_code == 200


@pytest.mark.parametrize("query", ["typ=", "typ=%00", "typ='", "lag=x", "lag=-1", "lag=99999999999", "lag=7", "q=1"])
def test_what_makes_no_sense_in_the_address_is_left_out(client, astrid, bo, query):
    give(astrid, to=[bo])

    assert page_for(client, astrid, f"/enheten?{query}").context["board"].total == 1


def test_a_part_is_the_same_board(client, crowd):
    give(crowd[1], to=[crowd[0]])

    page = text_for(client, crowd[0])
    part = text_for(client, crowd[0], **{"hx-request": "true"})

    assert part.lstrip().startswith('<div class="stack gap-5" id="board">')
    assert part[part.index("<h1>") : part.index("onboard")] in page  # A form's token is another each time.


def test_a_closed_month_has_its_own_page_with_its_name(client, monkeypatch, crowd, torget):
    give(crowd[1], to=[crowd[0]], at=NOON)
    later = datetime(2026, 12, 4, 10, tzinfo=UTC)
    fold_tallies(at=later)
    close_periods(at=later)
    monkeypatch.setattr(timezone, "now", lambda: later)

    running = page_for(client, crowd[0])
    closed = page_for(client, crowd[0], "/enheten/2026-11")

    assert "/enheten/2026-11" in running.content.decode()
    assert "November" in closed.content.decode().split("<h1>")[1].split("</h1>")[0]
    assert "Person Nr00" in closed.content.decode()
    assert [one.name for one in running.context["board"].within.givers] == []


def test_an_administrator_of_the_unit_is_led_to_its_goal_and_others_are_not(client, crowd, torget):
    UnitManager.objects.create(unit=torget, person=crowd[2])
    address = f"/enhet/{torget.pk}/mal"

    assert address in text_for(client, crowd[2])
    assert address not in text_for(client, crowd[1])


@pytest.mark.parametrize("slug", ["2026-10", "2026-v46", "2026-k3", "2025"])
def test_no_first_card_is_promised_of_days_that_are_over(client, astrid, slug):
    assert "Första kortet syns här." in text_for(client, astrid)
    assert "Första kortet syns här." not in text_for(client, astrid, f"/enheten/{slug}")


def test_a_share_is_promised_of_longer_periods_only_where_they_have_one(client, torget, fyren):
    three, six = (
        [make_person(f"{unit.name} Nr{n}", unit) for n in range(count)] for unit, count in ((torget, 3), (fyren, 6))
    )
    promise = "Den visas för kvartal, år"

    def shown_to(person, address):
        return text_for(client, person, address).split('class="coupon"')[1].split("</section>")[0]

    assert promise in shown_to(six[0], "/enheten")
    assert promise not in text_for(client, six[0], "/enheten/2026-k4")
    for address in ("/enheten", "/enheten/2026-k4", "/enheten/alla"):
        assert promise not in shown_to(three[0], address)
    assert promise not in text_for(client, three[0], "/enheten/alla")


def test_while_a_month_runs_units_stand_with_their_goals_and_say_when_shares_are_told(client, crowd, fyren):
    crowd[0].language = "en"
    crowd[0].save()
    for number in range(12):
        make_person(f"Hotell Nr{number}", fyren)
    month = date(2026, 11, 1)
    set_goal(unit=fyren, set_by=crowd[0], kind=GoalKind.ENCOUNTERS, target=5, from_month=month, at=NOON)
    receptionist, porter = Person.objects.get_queryset().filter(unit=fyren).order_by("pk")[:2]
    give(receptionist, to=[porter])

    month, week, ever = (text_for(client, crowd[0], f"/enheten{slug}") for slug in ("", "/2026-v47", "/alla"))

    assert '<span class="vh">20% of its goal</span>' in month
    assert "Until November has ended, a unit’s share is told to its own people alone" in month
    assert "of its goal" not in week
    assert "Until week 47 has ended" in week
    assert "A share of all time is told to the unit’s own people alone" in ever


PLACES = "the first of each size get their places"
TOO_FEW = "There are too few units of this size for places"
UNTOLD = "So there are no places among units of this size."


def test_places_are_promised_only_where_they_can_come_and_what_has_none_says_why(client, crowd):
    crowd[0].language = "en"
    crowd[0].save()
    give(crowd[1], to=[crowd[0]])

    def said(slug):
        page = text_for(client, crowd[0], f"/enheten/{slug}")
        return [PLACES in page, page.count(TOO_FEW), page.count(UNTOLD)]

    assert said("2026-11") == [False, 1, 0]
    for number in range(2):
        unit = make_unit(f"Enhet {number}")
        for one in range(20):
            make_person(f"Granne Nr{one}", unit)
    assert said("2026-11") == [True, 0, 0]
    assert said("alla") == said("2026-10") == [False, 0, 0]
    for size in (4, 10, 10):
        unit = make_unit(f"Liten {size}")
        for one in range(size):
            make_person(f"Granne Nr{one}", unit)
    assert said("2026-11") == said("2026-k4") == [True, 0, 1]


def test_a_closed_page_says_why_nobody_is_placed(client, monkeypatch, crowd):
    crowd[0].language = "en"
    crowd[0].save()
    people = []
    for number in range(2):
        unit = make_unit(f"Enhet {number}")
        people += [make_person(f"Granne Nr{one}", unit) for one in range(20)]
    for giver in (crowd[1], people[0], people[20]):
        give(giver, to=[crowd[0]], at=NOON)
    later = datetime(2026, 12, 4, 10, tzinfo=UTC)
    fold_tallies(at=later)
    close_periods(at=later)
    monkeypatch.setattr(timezone, "now", lambda: later)

    page = text_for(client, crowd[0], "/enheten/2026-11")

    assert "The first are equal here, so there are no places." in page
    assert "First by the share that got a card" not in page


@pytest.mark.parametrize("slug", ["2024-05", "2024", "2026-10"])
def test_a_page_from_before_the_first_card_leads_back(client, crowd, slug):
    crowd[0].language = "en"
    crowd[0].save()
    before = text_for(client, crowd[0], f"/enheten/{slug}")
    give(crowd[1], to=[crowd[0]], at=NOON - timedelta(days=60))
    fold_tallies(at=NOON)

    assert "There are no figures this far back." in before
    assert '<a href="/enheten">' in before.split('class="boardhead"')[1].split("</div>")[0]
    assert ("There are no figures this far back." in text_for(client, crowd[0], f"/enheten/{slug}")) is (
        slug != "2026-10"
    )


def test_a_unit_that_names_nobody_says_why_only_when_it_is_small(client, crowd, torget, erik):
    Unit.objects.filter(pk=torget.pk).update(has_givers_board=False)

    assert page_for(client, erik).context["board"].within.is_too_small
    assert 'class="giver' not in text_for(client, crowd[0])


def test_the_page_takes_as_many_queries_for_one_card_and_team_as_for_many(client, crowd, torget):
    Organisation.objects.update(has_receivers_board=True)

    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    client.force_login(crowd[0])
    give(crowd[0], to=[crowd[1]])
    make_team("Kassan", torget, *crowd[:12])
    addresses = ["/enheten", "/enheten/2026-v47", "/enheten/alla", "/enheten/2026-11?typ=tack"]
    few = [queries(address) for address in addresses]
    for number in range(10):
        give(crowd[number], to=crowd[number + 1 : number + 10])
        make_team(f"Lag {number}", torget, *crowd[:12])
        make_unit(f"Enhet {number}")
    pending = [queries(address) for address in addresses]
    fold_tallies(at=NOON)

    assert pending == few
    assert [queries(address) for address in addresses] == few
    assert max(few) <= 5


def test_a_closed_page_takes_at_most_six_queries(client, monkeypatch, crowd):
    give(crowd[1], to=[crowd[0]], at=NOON - timedelta(days=40))
    give(crowd[1], to=[crowd[0]], at=NOON)
    later = datetime(2026, 12, 4, 10, tzinfo=UTC)
    fold_tallies(at=later)
    close_periods(at=later)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client.force_login(crowd[0])

    with CaptureQueriesContext(connection) as captured:
        client.get("/enheten/2026-11")

    assert len(captured) == 5
