"""Pages with figures: nothing on them moves with what one may not read, nobody is named, and nobody else opens them."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cards.actions.closing import close_periods
from cards.actions.tallies import fold_tallies
from cards.lib.audiences import Audience, Ceiling
from cards.lib.periods import Grain, Period, running
from cards.models import CardRecipient, Person, Unit, UnitManager
from cards.views.dashboard import PARTS
from cards.views.drawings import SHARES_HEIGHT
from tests.factories import give
from tests.security.curious_reading import read_table
from tests.security.curious_world import OFFICE, begin_day, give_cards, make_world

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
DOT = re.compile(r'<circle class="dot" [^>]*cy="([\d.]+)"')
CHANGING = re.compile(rb'(X-CSRFToken": "|csrfmiddlewaretoken" value=")\w+|[0-9a-f]{8}-[0-9a-f-]{27}')
SHARE, AXIS = re.compile(r"\b\d+%"), {"0%", "50%", "100%"}


@pytest.fixture
def world(db, monkeypatch):
    """Make the units, give cards on some days of the last weeks, and stand at noon of a Wednesday."""
    world, rng = make_world(), Random(2)
    for days in (60, 40, 20, 9, 2, 1):
        on = (NOON - timedelta(days=days)).date()
        begin_day(world, on, at=NOON - timedelta(days=days, hours=9))
        give_cards(world, on, rng)
    fold_tallies(at=NOON)
    close_periods(at=NOON)
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return world


def managers_pages(unit):
    """Return everything there is of a dashboard."""
    periods = [period.slug for period in running(NOON.date()) if period.grain != Grain.ALL] + ["2026-10"]
    return [
        *(f"/enhet/{unit.pk}{end}?period={period}" for period in periods for end in ("", ".csv")),
        *(f"/enhet/{unit.pk}/del/{part}" for part in PARTS),
        "/programmet",
    ]


def boards():
    """Return a board of each length, of a type, and as it was closed."""
    return [*(f"/enheten/{one.slug}" for one in running(NOON.date())), "/enheten?typ=tack", "/enheten/2026-10"]


def everything(unit):
    """Return every page with figures, and others that might tell."""
    lists = ["/flode", "/flode?visa=alla", "/flode/nya?visa=alla&sedan=1", "/ladan", "/mer", "/forvaltning/tavlan"]
    picking = "/ge/00000000-0000-4000-8000-000000000000/till?typ=tack"
    return [*managers_pages(unit), *boards(), f"/enhet/{unit.pk}/mal", *lists, picking, f"{picking}&q=namn"]


def answers(person, addresses):
    """Return what stands at each address, but for what differs every time."""
    client = Client()
    client.force_login(person)
    responses = {address: client.get(address) for address in addresses}
    assert {response.status_code for response in responses.values()} <= {200, 204, 404}
    return {address: CHANGING.sub(b"", response.content) for address, response in responses.items()}


@pytest.fixture
def readers(world):
    """Return somebody of Torget, its manager, the area's manager and an admin, each with the dashboard to open."""
    staff = world.people[max(world.members("Torget", NOON.date()))]
    managed = {"Torget": world.units["Torget"], **world.managed}
    return [(staff, managed["Torget"]), *((world.watchers[one], managed[one]) for one in ("Torget", "area", "admin"))]


def quiet_people(world, unit, count):
    """Return some of a unit who have neither given nor got a card."""
    senders, recipients = (set(CardRecipient.objects.values_list(name, flat=True)) for name in ("sender", "person"))
    watching = {person.pk for person in world.watchers.values()}
    here = sorted(world.members(unit, NOON.date()) - senders - recipients - watching)
    return [world.people[pk] for pk in here[:count]]


@pytest.mark.slow
def test_to_whom_a_card_went_that_one_may_not_read_changes_nothing_on_any_page(world, readers):
    sender, friend, seen, secret, *unseen = quiet_people(world, "Torget", 6)
    mate, *others = quiet_people(world, "Hamnen", 5)
    give(friend, to=[seen], audience=Audience.EVERYONE, at=NOON - timedelta(hours=2))
    for people, ceiling in ((unseen, Ceiling.ONLY_ME), (others[:2], Ceiling.MY_UNIT)):
        Person.objects.get_queryset().filter(pk__in=[person.pk for person in people]).update(ceiling=ceiling)
    pairs = [
        (sender, (seen, secret), Audience.ONLY_US),
        (sender, (unseen[0], unseen[1]), Audience.EVERYONE),  # Both keep what they get to themselves,
        (sender, (others[0], others[1]), Audience.EVERYONE),  # these to their own unit.
        (mate, (others[2], others[3]), Audience.UNITS),
    ]
    *_readers, (admin, top) = readers
    without = answers(admin, managers_pages(top))
    worlds = []
    for which in (0, 1):
        before = transaction.savepoint()
        for giver, to, audience in pairs:
            give(giver, to=[to[which]], audience=audience, at=NOON - timedelta(hours=1))
        fold_tallies(at=NOON)
        worlds.append([answers(person, everything(unit)) for person, unit in readers])
        transaction.savepoint_rollback(before)

    for (person, _unit), one, other in zip(readers, *worlds, strict=True):
        assert [address for address in one if one[address] != other[address]] == [], person
    assert without != {address: worlds[0][-1][address] for address in without}


@pytest.mark.slow
def test_figures_name_nobody_and_hold_no_key_of_a_person(world, readers):
    for person, unit in readers[1:]:
        for address, page in answers(person, managers_pages(unit)).items():
            text = page.decode().replace(person.name, "")
            assert "Namn" not in text, address
            assert not re.search(r"\b70\d{3}\b", text), address


@pytest.mark.slow
def test_a_board_names_those_of_the_unit_who_gave_and_nobody_else(world, readers):
    gave = set(CardRecipient.objects.filter(audience__gt=Audience.ONLY_US).values_list("sender_id", flat=True))
    for person, _unit in readers:
        home = world.members(OFFICE if person.unit_id == world.units[OFFICE].pk else "Torget", NOON.date())
        for address, page in answers(person, boards()).items():
            named = {int(number) for number in re.findall(r"Namn(\d+)", page.decode())}
            assert named <= (gave & home) | {person.pk}, address
            assert not re.search(r"(?<!Namn)\b70\d{3}\b", page.decode()), address


@pytest.mark.slow
def test_page_sections_and_drawings_tell_shares_as_the_table_does(world, readers):
    for person, unit in readers[1:]:
        month = Period.containing(Grain.MONTH, NOON.date())
        parts = [f"/enhet/{unit.pk}/del/{part}" for part in PARTS]
        tables = [f"/enhet/{unit.pk}.csv", f"/enhet/{unit.pk}.csv?period=2026-10"]  # The month before, too.
        found = answers(person, [*tables, f"/enhet/{unit.pk}", *parts])
        table, before = (found.pop(address).decode("utf-8-sig") for address in tables)
        told = list(read_table(table, month, NOON.date()))
        weeks = [one.share for one in told if one.period.grain == Grain.WEEK]
        assert any(isinstance(share, int) for share in weeks)
        for address, page in found.items():
            main = page.decode().partition("<main")[2]
            assert set(SHARE.findall(re.sub("<[^>]*>", " ", main))) <= set(SHARE.findall(table + before)) | AXIS, (
                address
            )
            if "veckorna" in address or "/del/" not in address:
                heights = [f"{SHARES_HEIGHT * (1 - share / 100):.1f}" for share in reversed(weeks) if share is not None]
                assert DOT.findall(main) == heights, address


# Who may open them


def answer(client, ask, address):
    """Return what one can tell an answer by."""
    response = getattr(client, ask)(address, {"value": "off", "kind": "encounters", "encounters": 9})
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, CHANGING.sub(b"", response.content), headers


@pytest.mark.slow
@pytest.mark.parametrize("ask", ["get", "head", "post", "put", "options"])
def test_what_one_does_not_manage_answers_like_what_does_not_exist(client, torget, fyren, astrid, aino, ask):
    UnitManager.objects.create(unit=fyren, person=aino)
    ends = ["", ".csv", "/mal", "/mal/avsluta", "/de-som-gav", *(f"/del/{part}" for part in [*PARTS, "annat"])]
    for person in (astrid, aino):
        client.force_login(person)
        for end in ends:
            for period in ("", "?period=2026-k4", "?period=x"):
                hidden = answer(client, ask, f"/enhet/{torget.pk}{end}{period}")
                assert hidden == answer(client, ask, f"/enhet/999999{end}{period}"), end
                assert hidden[0] in (404, 405)
    assert Unit.objects.get(pk=torget.pk).has_givers_board


@pytest.mark.parametrize("ask", ["get", "head", "post"])
def test_the_switches_of_boards_are_not_there_but_for_admins(client, astrid, maj, ask):
    client.force_login(astrid)
    assert answer(client, ask, "/forvaltning/tavlan") == answer(client, ask, "/forvaltning/nagot")
    client.force_login(maj)
    assert answer(client, ask, "/forvaltning/tavlan")[0] == (422 if ask == "post" else 200)


@pytest.mark.slow
def test_pages_with_figures_are_only_read(client, maj, torget):
    client.force_login(maj)
    for address in ("/enhet", "/enheten", "/enheten/2026-10", "/programmet", *managers_pages(torget)):
        assert client.head(address).status_code in (200, 302)
        assert client.head(address).content == b""
        assert {getattr(client, ask)(address).status_code for ask in ("post", "put", "delete", "options")} == {405}


@pytest.mark.slow
def test_a_closed_page_is_always_that_of_ones_own_unit(world):
    shown = answers(
        world.watchers["Hamnen"], ["/enheten/2026-10", f"/enheten/2026-10?enhet={world.units['Torget'].pk}"]
    )

    first, second = (page.decode() for page in shown.values())
    assert "October at Hamnen" in first
    assert first == second
