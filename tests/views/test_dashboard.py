"""The dashboard of a unit."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from psycopg.errors import QueryCanceled

from cards.actions.tallies import fold_tallies, rebuild_tallies
from cards.lib.audiences import Audience
from cards.lib.shares import ShareWord
from cards.models import Goal, GoalKind, Level, Unit, UnitKind, UnitManager
from cards.queries import dashboard as figures
from tests.factories import give, make_card_type, make_organisation, make_person, make_team, make_unit

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """Stand in the middle of a week, a month and a quarter."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def chief(torget):
    """Return the manager of Torget, who reads English: the words of these tests are the texts' own."""
    person = make_person("Carola Forsblom", torget, language="en")
    UnitManager.objects.create(unit=torget, person=person)
    return person


def staff(unit, count):
    return [make_person(f"Medarbetare Nr{number}", unit) for number in range(count)]


def page_of(client, person, unit, query=""):
    client.force_login(person)
    return client.get(f"/enhet/{unit.pk}{query}")


def client_of(client, person):
    client.force_login(person)
    return client


def words_of(response):
    """Return what a page says between its tags, the rail and the token left out; a table as it is."""
    text = response.content.decode()
    return re.sub(r"<[^>]*>", " ", text[text.index("<main") :]) if "<main" in text else text


def without_token(response):
    return re.sub(rb'"X-CSRFToken": "\w+"', b"", response.content)


def told(response):
    return response.context["figures"]


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";"))


# Who may see it.


def test_managers_of_the_unit_and_of_what_is_above_it_and_admins_see_it(client, chief, maj):
    area = make_unit("Kusten", kind=UnitKind.AREA, level=Level.AREA)
    Unit.objects.filter(pk=chief.unit_id).update(parent=area)
    above, top = make_person("Edvin Sund", area), make_person("Emilia Törn", area)
    UnitManager.objects.create(unit=area, person=above)
    UnitManager.objects.create(unit=make_organisation(), person=top)

    assert [page_of(client, person, chief.unit).status_code for person in (chief, above, top, maj)] == [200] * 4


def test_to_everybody_else_it_is_as_if_it_did_not_exist(client, chief, astrid, aino, torget, fyren):
    UnitManager.objects.create(unit=fyren, person=aino)
    team = make_team("Kassan", torget, astrid)
    for person in (astrid, aino):
        for address in ("", ".csv", "/del/veckorna"):
            client.force_login(person)
            hidden, missing = client.get(f"/enhet/{torget.pk}{address}"), client.get(f"/enhet/999999{address}")
            assert (hidden.status_code, without_token(hidden)) == (404, without_token(missing))

    assert page_of(client, chief, team).status_code == 404
    assert client.get("/enhet").status_code == 302
    client.force_login(astrid)
    assert client.get("/enhet").status_code == 404


def test_a_manager_below_does_not_see_what_is_above(client, chief, torget):
    assert page_of(client, chief, torget.parent).status_code == 404


def test_the_way_to_it_is_shown_to_managers_only(client, chief, astrid):
    for person, is_shown in ((chief, True), (astrid, False)):
        client.force_login(person)
        assert ('href="/enhet"' in client.get("/mer").content.decode()) is is_shown
        assert ('href="/enhet"' in client.get("/ladan").content.decode()) is is_shown


# What it tells.


def test_the_sentence_tells_the_share_in_steps_and_the_encounters_exactly(client, chief, torget):
    people = staff(torget, 33)
    for person in people[:27]:
        give(chief, to=[person])

    page = page_of(client, chief, torget)

    assert "<em>About 80%</em> got a card in November." in page.content.decode()
    assert "27 encounters became a card." in page.content.decode()
    assert (told(page).seen.share, told(page).givers) == (80, 5)


def test_the_ends_of_the_steps_say_that_they_may_be_nobody_or_everybody(client, chief, torget):
    people = staff(torget, 29)
    give(people[0], to=[chief])

    few = words_of(page_of(client, chief, torget))
    for person in people[1:]:
        give(person, to=[people[0]])
    many = words_of(page_of(client, chief, torget))

    assert "At most 5%  got a card in November." in few
    assert "At most 5%  have given one" in few
    assert "At least 95%  have given one" in many


def test_under_twenty_people_there_are_words_and_never_all(client, chief, torget):
    people = staff(torget, 11)
    for person in people:
        give(chief, to=[person])
    give(people[0], to=[chief])

    page = page_of(client, chief, torget)

    assert "<em>Most</em> got a card in November." in page.content.decode()
    assert (told(page).seen.share, told(page).seen.word) == (None, ShareWord.MOST)


def test_under_ten_a_month_has_no_share_and_a_quarter_has_words(client, chief, torget):
    for person in staff(torget, 5):
        give(chief, to=[person])

    month, quarter = page_of(client, chief, torget), page_of(client, chief, torget, "?period=2026-k4")

    assert (told(month).share, told(month).givers) == (None, None)
    assert "<em>5 encounters</em> became a card in November." in month.content.decode()
    assert told(quarter).share is ShareWord.MOST


def test_a_quarter_is_proposed_only_to_those_it_has_a_share_of(client, chief, above, torget):
    for others, is_proposed in ((2, False), (5, True)):
        staff(torget, others)
        page = page_of(client, chief, torget)
        assert told(page).waits_for_quarter is is_proposed
        assert (f'href="/enhet/{torget.pk}?period=2026-k4"' in page.content.decode()) is is_proposed
        other = page_of(client, above, torget).content.decode()
        assert (f'href="/enhet/{torget.pk}?period=2026-k3"' in other) is is_proposed  # The latest that is told.


@pytest.mark.parametrize(("others", "total"), [(8, 1), (9, 2)])
def test_what_only_two_saw_counts_in_sums_of_ten_people_and_more(client, chief, torget, others, total):
    people = staff(torget, others)
    give(chief, to=[people[0]])
    give(chief, to=[people[1]], audience=Audience.ONLY_US)

    assert told(page_of(client, chief, torget)).seen.encounters == total


def test_types_are_counted_each_for_itself(client, chief, torget, tack, hejhopp):
    person, *_others = staff(torget, 9)
    give(chief, to=[person], card_type=tack)
    give(chief, to=[person], card_type=hejhopp)

    shown = told(page_of(client, chief, torget))

    assert shown.seen.encounters == 1
    assert [(one.face.slug, one.encounters) for one in shown.types] == [("tack", 1), ("hejhopp", 1)]


def test_a_retired_type_is_shown_where_it_was_given_and_never_proposed(client, chief, torget, tack, hejhopp):
    for person in staff(torget, 3):
        give(chief, to=[person], card_type=tack)
    give(chief, to=[person], card_type=hejhopp)
    hejhopp.retired_at = NOON
    hejhopp.save()

    shown = told(page_of(client, chief, torget))

    assert [one.face.slug for one in shown.types] == ["tack", "hejhopp"]
    assert shown.rarest is None


def test_a_year_has_its_weeks_and_the_last_is_the_one_that_runs(client, chief, torget):
    person, *_others = staff(torget, 9)
    give(chief, to=[person], at=NOON - timedelta(days=14))
    give(chief, to=[person], at=NOON - timedelta(hours=1))

    weeks = page_of(client, chief, torget).context["chart"].weeks

    assert len(weeks) == 52
    assert [week.seen.encounters for week in weeks[-3:]] == [1, 0, 1]
    assert weeks[-1].period.slug == "2026-v47"


def test_the_period_before_stands_beside_it(client, chief, torget):
    people = staff(torget, 33)
    for person in people[:17]:
        give(chief, to=[person], at=datetime(2026, 10, 5, 12, tzinfo=UTC))
    give(chief, to=[people[0]])

    page = page_of(client, chief, torget)

    assert (told(page).before.encounters, told(page).share_before) == (17, 50)
    assert "There were 17 in October, when 50% got a card." in page.content.decode()


def test_the_goal_of_the_month_is_a_stamp_card(client, chief, torget):
    Goal.objects.create(
        unit=torget, from_month=date(2026, 10, 1), kind=GoalKind.ENCOUNTERS, target=20, set_by=chief, at=NOON
    )
    for person in staff(torget, 9):
        give(chief, to=[person])

    page = page_of(client, chief, torget)

    assert (told(page).goal.reached, told(page).goal.target, sum(told(page).goal.slots)) == (9, 20, 9)
    assert f'href="/enhet/{torget.pk}/mal"' in page.content.decode()


def test_the_goal_is_that_of_the_month_whatever_the_period(client, chief, torget):
    Goal.objects.create(
        unit=torget, from_month=date(2026, 10, 1), kind=GoalKind.ENCOUNTERS, target=20, set_by=chief, at=NOON
    )
    astrid, *_others = staff(torget, 9)
    for days in (0, 10, 30):
        give(chief, to=[astrid], at=NOON - timedelta(days=days, hours=1))

    for period, goal, encounters in (("2026-v47", "2 of 20", "1"), ("2026-k4", "2 of 20", "3")):
        assert told(page_of(client, chief, torget, f"?period={period}")).goal.reached == 2
        first, second = rows_of(page_of(client, chief, torget, f".csv?period={period}"))[1:3]
        assert (first[3], first[8], second[:3], second[8]) == (
            encounters,
            "",
            ["Goal", "November 2026", "Torget"],
            goal,
        )
    assert rows_of(page_of(client, chief, torget, ".csv"))[1][8] == "2 of 20"


# While the days run.


@pytest.fixture
def above(torget):
    """Return the manager of the area that Torget lies in."""
    area = make_unit("Kusten", kind=UnitKind.AREA, level=Level.AREA)
    Unit.objects.filter(pk=torget.pk).update(parent=area)
    person = make_person("Edvin Sund", area, language="en")
    UnitManager.objects.create(unit=area, person=person)
    return person


def give_to_some(chief, unit):
    """Make thirty people of a unit, half of whom got a card in October, and 30 % get one in November."""
    people = staff(unit, 29)
    for person in people[:15]:
        give(chief, to=[person], at=datetime(2026, 10, 26, 12, tzinfo=UTC))
    for person in people[:9]:
        give(chief, to=[person])


RUNNING = ["", "?period=2026-v47", "?period=2026-k4", "?period=2026", ".csv", ".csv?period=2026", "/del/andel"]


def test_a_share_of_days_that_run_is_told_to_the_units_own_people_alone(client, chief, above, torget):
    give_to_some(chief, torget)
    admin = make_person("Maj Åberg", make_unit("Kontoret"), is_admin=True, language="en")

    for address in RUNNING:
        assert "30%" in words_of(page_of(client, chief, torget, address)), address
        for person in (above, admin):
            words = words_of(page_of(client, person, torget, address))
            assert "has ended" in words, address
            assert "30%" not in words, address
    assert "9 encounters, 30% got a card" in words_of(page_of(client, chief, torget, "/mal"))
    assert "9 encounters. The share is told when the month has ended." in words_of(
        page_of(client, above, torget, "/mal")
    )


def test_an_area_is_told_shares_of_what_has_ended(client, chief, above, torget):
    give_to_some(chief, torget)

    running, ended = (told(page_of(client, above, above.unit, f"?period={slug}")) for slug in ("2026-11", "2026-10"))

    assert (running.share, running.givers, running.seen.encounters) == (None, None, 9)
    assert [line.seen.told for line in running.units] == [None]
    assert (running.share_before, ended.share, ended.givers) == (50, 50, 5)
    assert [line.seen.told for line in ended.units] == [50]
    assert rows_of(page_of(client, above, above.unit, ".csv"))[1][4:6] == ["told when November has ended", ""]


def test_the_week_that_runs_is_no_dot_of_the_year_and_a_hint_says_why(client, chief, above, torget):
    give_to_some(chief, torget)

    for person, shares, has_hint in ((chief, [50, 30], False), (above, [50, None], True)):
        page = page_of(client, person, torget)
        weeks = {week.period.slug: week.share for week in page.context["chart"].weeks}
        assert [weeks["2026-v44"], weeks["2026-v47"]] == shares
        assert ("The share of week 47 is told when it has ended." in words_of(page)) is has_hint
    assert "Share who got a card per week for a year; in week 44: 50%." in page.content.decode()


def test_how_far_a_goal_in_percent_has_come_is_kept_as_its_share_is(client, chief, above, torget):
    Goal.objects.create(
        unit=torget, from_month=date(2026, 10, 1), kind=GoalKind.SHARE, target=80, set_by=chief, at=NOON
    )
    give_to_some(chief, torget)

    own, area = page_of(client, chief, torget), page_of(client, above, above.unit)
    other = page_of(client, above, torget)

    assert told(own).goal.reached == 30
    assert told(other).goal.reached is None
    assert "How far it has come is told here when November has ended." in words_of(other)
    assert 'class="slots"' not in other.content.decode()
    assert [line.goal.reached for line in told(area).units] == [None]
    assert "How far goals in percent have come is told when November has ended." in words_of(area)
    assert rows_of(page_of(client, above, torget, ".csv"))[1][8] == "the goal is 80%"
    assert told(page_of(client, above, torget, "?period=2026-10")).goal.reached == 50


# Between the units.


def test_flow_is_told_by_kind_of_unit_and_quarter(client, chief, torget, fyren):
    lagret = make_unit("Centrallagret", kind=UnitKind.WAREHOUSE)
    mine, hotel, warehouse = staff(torget, 9), staff(fyren, 10), staff(lagret, 10)
    give(chief, to=[warehouse[0]], at=datetime(2026, 10, 5, 12, tzinfo=UTC))
    give(chief, to=[hotel[0]], at=datetime(2026, 9, 5, 12, tzinfo=UTC))
    give(warehouse[1], to=[mine[0]])
    give(warehouse[1], to=[mine[1]], audience=Audience.ONLY_US)
    give(chief, to=[mine[1]])

    flow = page_of(client, chief, torget).context["flow"]

    assert [(line.kind, line.given, line.received) for line in flow.lines] == [
        (UnitKind.HOTEL, 0, 0),
        (UnitKind.WAREHOUSE, 1, 1),
    ]
    assert (flow.within, flow.period.slug) == (1, "2026-k4")


def test_flow_to_and_from_few_people_is_not_told(client, chief, torget, fyren):
    staff(torget, 9)
    hotel = staff(fyren, 9)
    give(chief, to=[hotel[0]])
    give(hotel[1], to=[chief])

    flow = page_of(client, chief, torget).context["flow"]

    assert flow.lines == ()
    UnitManager.objects.create(unit=fyren, person=hotel[0])
    assert page_of(client, hotel[0], fyren).context["flow"].is_told is False


def test_small_units_are_told_together(client, chief, torget, fyren, stationen):
    staff(torget, 9)
    hotel = staff(fyren, 6)
    staff(stationen, 6)
    give(chief, to=[hotel[0]])

    flow = page_of(client, chief, torget).context["flow"]

    assert [(line.kind, line.given, line.received) for line in flow.lines] == [(None, 1, 0)]


# Areas and the co-op.


def test_an_area_is_the_sum_of_its_units_and_shows_them_by_name(client, maj, torget, fyren):
    area = make_unit("Kusten", kind=UnitKind.AREA, level=Level.AREA)
    Unit.objects.filter(pk__in=[torget.pk, fyren.pk]).update(parent=area)
    shop, hotel, above = staff(torget, 25), staff(fyren, 5), make_person("Edvin Sund", area)
    UnitManager.objects.create(unit=area, person=above)
    give(shop[0], to=[hotel[0]])
    give(hotel[0], to=[hotel[1]], audience=Audience.ONLY_US)
    give(above, to=[shop[0]])

    shown = told(page_of(client, above, area))

    # Not the hotel's own: what the lines leave over would be what five people gave between two only.
    assert (shown.seen.headcount, shown.seen.encounters) == (31, 1)
    assert [(line.unit.name, line.seen.encounters, line.seen.told) for line in shown.units] == [
        ("Hotell Fyren", 0, None),
        ("Torget", 1, None),  # While the days run, Torget's own people alone know its share.
    ]


def test_what_somebody_of_the_area_itself_gave_is_in_no_sum_that_could_tell_it(client, maj, torget):
    area = make_unit("Kusten", kind=UnitKind.AREA, level=Level.AREA)
    Unit.objects.filter(pk=torget.pk).update(parent=area)
    people, above = staff(torget, 12), make_person("Edvin Sund", area)
    give(people[0], to=[people[1]])
    give(above, to=[people[0]])

    shown = told(page_of(client, maj, area))

    assert shown.seen.encounters == sum(line.seen.encounters for line in shown.units) == 1


@pytest.mark.parametrize("slug", ["2026-11", "2026-10", "2026-k4", "2026"])
def test_an_areas_sum_is_the_same_on_its_dashboard_and_on_its_peoples_page(client, above, torget, fyren, slug):
    Unit.objects.filter(pk=fyren.pk).update(parent=above.unit)
    shop, hotel = staff(torget, 12), staff(fyren, 6)
    for at in (NOON - timedelta(hours=1), NOON - timedelta(days=30)):
        for crowd in (shop, hotel):
            give(crowd[0], to=[shop[1], hotel[1]], at=at)
            give(crowd[0], to=[crowd[2]], at=at, audience=Audience.ONLY_US)
        give(above, to=[shop[3]], at=at)

    board = client_of(client, above).get(f"/enheten/{slug}").context["board"]

    assert board.total == told(page_of(client, above, above.unit, f"?period={slug}")).seen.encounters > 0


def test_an_area_leads_from_goals_to_its_units(client, above):
    page = page_of(client, above, above.unit, "?period=2026-10").content.decode()

    assert f'href="/enhet/{above.unit_id}?period=2026-10#enheterna"' in page
    assert 'id="enheterna"' in page


def test_the_co_op_shows_its_kinds_beside_each_other(client, maj, torget, fyren):
    shop, hotel = staff(torget, 10), staff(fyren, 10)
    for person in hotel[:3]:
        give(shop[0], to=[person])
    give(hotel[0], to=[shop[0]])

    flow = page_of(client, maj, torget.parent).context["flow"]

    assert [(line.kind, line.given, line.received) for line in flow.lines] == [
        (UnitKind.SUPERMARKET, 3, 1),
        (UnitKind.HOTEL, 1, 3),
    ]
    assert flow.is_everything


# Never a name.


def test_no_name_of_a_person_stands_in_it_and_none_in_the_table(client, chief, torget, fyren, maj):
    people = [make_person(f"Xanthippe{number} Qvistgård{number}", torget) for number in range(20)]
    for number, person in enumerate(people):
        give(chief, to=[person])
        give(person, to=[people[number - 1]])

    for unit, viewer in ((torget, chief), (torget.parent, maj)):
        for address in ("", "?period=2026-k4", "?period=2026", "?period=2026-v47", ".csv", "/del/flodet"):
            text = page_of(client, viewer, unit, address).content.decode()
            assert "Xanthippe" not in text
            assert "Qvistgård" not in text


def test_how_many_different_people_were_seen_stands_nowhere(client, chief, torget):
    people = staff(torget, 40)
    for number, person in enumerate(people[:33]):
        give(chief, to=[person], at=NOON - timedelta(hours=1))
        give(people[number - 1], to=[person], at=NOON - timedelta(days=2))

    for address in ("", "?period=2026-v47", "?period=2026", ".csv", "/del/andel", "/del/veckorna"):
        words = words_of(page_of(client, chief, torget, address))
        assert "80%" in words
        assert not re.search(r"\b(33|34|7|8)\b", re.sub(r"[Ww]eek \d+", "", words))


# As a table.


def test_the_table_has_what_the_page_shows_rounded_as_there(client, chief, torget, tack):
    for person in staff(torget, 33)[:27]:
        give(chief, to=[person], card_type=tack)

    response = page_of(client, chief, torget, ".csv")
    rows = rows_of(response)

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="Dashboard_Torget_November_2026.csv"' in response["Content-Disposition"]
    assert rows[1][1:8] == ["November 2026", "Torget", "27", "80%", "at most 5%", "34", "0.8"]
    assert ["Card type", "November 2026", "Tack", "27"] in rows
    assert rows[-52][:6] == ["Week", "Week 47 2026", "Torget", "27", "80%", ""]
    assert rows[-51][1:] == ["Week 46 2026", "Torget", "0", "", "", "", ""]  # Before the first card nobody was counted.


def test_the_table_is_written_in_the_readers_language_and_numbers(client, chief, torget):
    chief.language = "sv"
    chief.save()
    for person in staff(torget, 33)[:27]:
        give(chief, to=[person])

    assert rows_of(page_of(client, chief, torget, ".csv"))[1][7] == "0,8"


def test_names_that_look_like_formulas_are_neutralised_in_the_table(client, maj, torget):
    Unit.objects.filter(pk=torget.pk).update(name='=HYPERLINK("http://x")')
    make_card_type("tack").texts.update(name="+1")

    rows = rows_of(page_of(client, maj, torget, ".csv"))

    assert rows[1][2] == '\'=HYPERLINK("http://x")'
    assert any(row[2] == "'+1" for row in rows[1:])
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


# How it answers.


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["", "?period=2026-k4", ".csv", "/del/flodet", "/del/andel"])
def test_it_takes_six_questions_at_most_for_much_and_for_little_folded_or_not(client, chief, torget, fyren, address):
    address = f"/enhet/{torget.pk}{address}"
    people, hotel = staff(torget, 12), staff(fyren, 12)
    client.force_login(chief)
    client.get(address)
    few = queries_of(client, address)
    for person in people:
        give(person, to=[hotel[0]])
        give(hotel[1], to=[person])
    waiting = queries_of(client, address)
    fold_tallies(at=NOON)

    assert waiting == few == queries_of(client, address) <= 6


@pytest.mark.django_db(transaction=True)
def test_every_figure_is_the_same_before_and_after_it_is_folded(client, chief, torget, fyren):
    people, hotel = staff(torget, 24), staff(fyren, 12)
    for number, person in enumerate(people):
        give(person, to=[people[number - 1]], at=NOON - timedelta(days=number))
        give(hotel[number % 12], to=[person])

    before = rows_of(page_of(client, chief, torget, ".csv"))
    rebuild_tallies(at=NOON)  # A fold does not count the heads of days before the first one.

    assert rows_of(page_of(client, chief, torget, ".csv")) == before


def test_a_section_that_is_late_fetches_itself_and_the_others_stand(client, chief, torget, monkeypatch):
    def give_up(*args, **kwargs):
        raise OperationalError("canceling statement due to statement timeout") from QueryCanceled()

    monkeypatch.setattr(figures, "flow_counts", give_up)
    staff(torget, 9)

    page = page_of(client, chief, torget)

    assert page.status_code == 200
    assert told(page).seen.headcount == 10
    assert f'hx-get="/enhet/{torget.pk}/del/flodet?period=2026-11" hx-trigger="load"' in page.content.decode()


def test_a_database_that_is_away_is_no_late_section(client, chief, torget, monkeypatch):
    def be_away(*args, **kwargs):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(figures, "unit_counts", be_away)
    client.raise_request_exception = False

    assert page_of(client, chief, torget).status_code in (500, 503)


@pytest.mark.parametrize("part", ["andel", "malet", "veckorna", "hogen", "flodet", "enheterna"])
def test_each_section_has_its_own_page_and_its_own_part(client, chief, maj, torget, part):
    unit = torget.parent if part == "enheterna" else torget
    viewer = maj if part == "enheterna" else chief
    client.force_login(viewer)

    page = client.get(f"/enhet/{unit.pk}/del/{part}").content.decode()
    fragment = client.get(f"/enhet/{unit.pk}/del/{part}", headers={"HX-Request": "true"}).content.decode()

    assert page.count("<section") == fragment.count("<section") == 1
    assert "<h1>" in page
    assert "<html" not in fragment
    assert client.get(f"/enhet/{unit.pk}/del/finns-inte").status_code == 404


def test_htmx_gets_the_report_and_history_the_whole_page(client, chief, torget):
    client.force_login(chief)
    part = client.get(f"/enhet/{torget.pk}", headers={"HX-Request": "true"}).content.decode()
    boosted = client.get(f"/enhet/{torget.pk}", headers={"HX-Request": "true", "HX-Boosted": "true"}).content.decode()

    assert part.strip().startswith('<div class="report"')
    assert "<html" in boosted


def test_an_address_that_names_no_period_shows_the_month_that_runs(client, chief, torget):
    for query in ("?period=nonsens", "?period=2027", "?period=alla", ""):
        assert page_of(client, chief, torget, query).context["frame"].period.slug == "2026-11"


def test_without_a_card_it_says_so_and_asks_for_the_first(client, chief, torget):
    page = page_of(client, chief, torget).content.decode()

    assert "No encounter has become a card in November yet." in page
    assert 'href="/ge"' in page
