"""Every page there is, with something on it, for journeys that look at all of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext

from cards.actions.boards import set_boards
from cards.actions.closing import close_periods
from cards.actions.goals import set_goal
from cards.actions.keeping import open_card, save_card
from cards.actions.reactions import give_heart, reply_to_card
from cards.actions.safety import block_person
from cards.actions.tallies import fold_tallies
from cards.lib.audiences import Audience
from cards.lib.days import local_day
from cards.lib.periods import Grain, Period
from cards.models import Card, CardType, GiversBoard, GoalKind, Membership, Person, Reply, UnitManager
from tests.factories import LONG_AGO, give, make_card_type, make_person, make_ready_line, make_team, make_unit
from tests.journeys.imports import import_addresses, set_import_stage
from tests.journeys.reports import set_reports_stage
from tests.journeys.staff import set_staff_stage, staff_addresses


@dataclass(frozen=True)
class Stage:
    """Somebody whose pages are all filled."""

    person: Person
    colleague: Person
    sealed: Card
    opened: Card
    given: Card
    in_postbox: Card
    reported: Card
    reported_reply: Reply


def set_stage() -> Stage:
    """Fill every page of one person, whose name is as long as names get."""
    torget, fyren = make_unit("Torget"), make_unit("Hotell Fyren, frukosten och receptionen")
    me = make_person("Anna-Liisa Hämeenkorpi-Bergström", torget, title="Kassör")
    bo, maj = make_person("Bo Sundqvist", torget, title="Mejeri"), make_person("Maj Åberg", torget)
    aino = make_person("Kristoffer Bredbacka-Söderholm", fyren)
    make_team("Kassan", torget, me, bo, maj)
    others = [make_person(f"Ann-Christine Häggblom-Långbacka {number}", torget) for number in range(10)]
    for order, (slug, paper, symbol) in enumerate(
        [("tack", "hallon", "blomma"), ("glädje", "sol", "sol"), ("fixare", "himmel", "skiftnyckel")]
    ):
        make_ready_line(
            make_card_type(slug, paper=paper, symbol=symbol, order=order), sv="Tack för hjälpen!", fi="Kiitos!"
        )
    make_card_type("hejhopp", paper="gras", symbol="vante", is_message_needed=False, order=3)
    make_card_type("fyrvaktare", paper="hav", symbol="fyr", is_draft=True, weekdays=[1, 5], kinds=["supermarket"])
    make_card_type("nattuggla", paper="syren", symbol="stjarna", retired_at=timezone.now())
    now = timezone.now()
    for number in range(24):
        give(
            bo,
            to=[maj],
            message=f"Nummer {number}. " + "Du stannade kvar. " * (number % 20),
            at=now - timedelta(days=30 - number),
        )
    set_boards_stage(me, others, at=now)
    opened = give(bo, to=[me, aino], message="Du tog hela mjölkleveransen själv.", audience=Audience.EVERYONE)
    open_card(person=me, card_id=opened.pk, at=now)
    for person in (me, maj, aino):
        give_heart(person=person, card=opened, at=now)
    reply_to_card(person=maj, card=opened, text="Såg det!", form_id=uuid4(), at=now)
    reply_to_card(person=me, card=opened, text="Nu blir jag röd.", form_id=uuid4(), at=now)
    save_card(person=me, card=opened, at=now)
    sealed = give(maj, to=[me], message="Ett till")
    given = give(me, to=[maj], message="Tack för i går")
    in_postbox = give(me, to=[bo], message="Nyss", at=now)
    set_import_stage(me, [bo, maj], at=now)
    set_staff_stage(me, at=now)
    block_person(blocker=me, blocked=aino, at=now)
    reported, reported_reply = set_reports_stage(me, bo, aino, at=now)
    return Stage(me, bo, sealed, opened, given, in_postbox, reported, reported_reply)


def set_boards_stage(me: Person, others: list[Person], *, at: datetime) -> None:
    """Fill the boards of the unit: a goal, names, other units, and a month that is closed."""
    UnitManager.objects.create(unit=me.unit, person=me)
    Person.objects.get_queryset().filter(pk=me.pk).update(is_admin=True)
    set_boards(givers_board=GiversBoard.ON, has_receivers_board=True, actor=me, at=at)
    month = Period.containing(Grain.MONTH, local_day(at, "Europe/Helsinki"))
    for before in (70, 40, 0):
        for number, giver in enumerate(others[:5], start=1):
            give(giver, to=others[number : number + 3], at=at - timedelta(days=before, minutes=5))
    set_goal(unit=me.unit, set_by=me, kind=GoalKind.ENCOUNTERS, target=40, from_month=month.first_on, at=at)
    for name, headcount in (("Hamnköpet och Järnvägsstationens lunchrestaurang", 31), ("Stationen", 4)):
        unit = make_unit(name)
        Person.objects.bulk_create(
            Person(given_name="Bo", family_name=f"Nr {number}", unit=unit, employed_from=LONG_AGO)
            for number in range(headcount)
        )
        Membership.objects.bulk_create(
            Membership(person=person, unit=unit, from_on=LONG_AGO)
            for person in Person.objects.get_queryset().filter(unit=unit)
        )
    fold_tallies(at=at)
    close_periods(at=at)


def addresses(stage: Stage) -> dict[str, str]:
    """Return every page of the stage's person by a name of its own."""
    form, opened, draft = str(uuid4()), [stage.opened.pk], CardType.objects.get(is_draft=True).pk
    pick, people, write = (reverse(name, args=[form]) for name in ("pick_type", "pick_people", "write_card"))
    return {
        "feed": reverse("feed"),
        "feed of everyone": reverse("feed") + "?visa=alla",
        "feed to me": reverse("feed") + "?visa=mig",
        "feed of a type": reverse("feed") + "?visa=alla&typ=fixare",
        "feed with somebody": reverse("feed") + f"?med={stage.colleague.pk}",
        "feed search": reverse("feed") + "?q=",
        "feed found": reverse("feed") + "?q=nummer",
        "box": reverse("box"),
        "box gave": reverse("box") + "?visa=gav",
        "box saved": reverse("box") + "?visa=sparade",
        "box found": reverse("box") + "?q=mj%C3%B6lk",
        "pick a type": pick,
        "pick people": people + "?typ=tack",
        "people found": people + "?typ=tack&q=Lindkvist",
        "people ticked": people + f"?typ=tack&till={stage.colleague.pk}",
        "write": write + f"?typ=tack&till={stage.colleague.pk}",
        "write to the unit": write + f"?typ=hejhopp&enhet={stage.person.unit_id}",
        "sealed": reverse("sealed", args=[stage.in_postbox.pk]),
        "sealed and delivered": reverse("sealed", args=[stage.given.pk]),
        "envelope": reverse("card", args=[stage.sealed.pk]),
        "keepsake": reverse("card", args=opened),
        "given card": reverse("card", args=[stage.given.pk]),
        "hearts": reverse("hearts", args=opened),
        "report": reverse("report_card", args=opened),
        "take the name off": reverse("remove_name", args=opened),
        "block": reverse("block_sender", args=opened),
        "unit": reverse("unit"),
        "unit this week, a type": reverse("unit_period", args=[running(Grain.WEEK).slug]) + "?typ=tack",
        "unit of all time": reverse("unit_period", args=["alla"]),
        "unit of a closed month": reverse("unit_period", args=[closed_month().slug]),
        "unit before the first card": reverse("unit_period", args=["2012-03"]),
        "goal": reverse("goal", args=[stage.person.unit_id]),
        "boards": reverse("boards"),
        "card types": reverse("card_types"),
        "new card type": reverse("new_card_type"),
        "card type with cards": reverse("card_type", args=[stage.opened.card_type_id]),
        "card type, a draft": reverse("card_type", args=[draft]),
        "delete a card type": reverse("delete_card_type", args=[draft]),
        "workshop": reverse("workshop"),
        "log": reverse("admin_log"),
        "log, nothing found": reverse("admin_log") + "?q=xyz",
        "dashboard": reverse("dashboard", args=[stage.person.unit_id]),
        "dashboard of a quarter": reverse("dashboard", args=[stage.person.unit_id])
        + f"?period={running(Grain.QUARTER).slug}",
        "dashboard of all": reverse("dashboard", args=[stage.person.unit.parent_id]),
        "dashboard, one section": reverse("dashboard_part", args=[stage.person.unit_id, "veckorna"]),
        "programme": reverse("programme"),
        "more": reverse("more"),
        "about me": reverse("my_data"),
        "who has looked": reverse("openings"),
        "what is kept": reverse("representative"),
        "who has looked, of all": reverse("all_openings"),
        "letters": reverse("letters"),
        "my reports": reverse("my_reports"),
        **import_addresses(stage.person),
        **staff_addresses(stage.person, stage.colleague),
        "reports": reverse("reports"),
        "reports decided": reverse("reports_decided"),
        "reported card": reverse("reported_card", args=[stage.reported.pk]),
        "reported reply": reverse("reported_reply", args=[stage.reported_reply.pk]),
        "settings": reverse("settings"),
        "narrow old cards": reverse("settings_narrow"),
        "missing": "/finns-inte",
    }


def running(grain: Grain) -> Period:
    """Return the period of a length that runs today."""
    return Period.containing(grain, timezone.localdate())


def closed_month() -> Period:
    """Return a month that has been closed whatever day it is."""
    return Period.containing(Grain.MONTH, timezone.localdate() - timedelta(days=40))


def sign_in(context: BrowserContext, person: Person, url: str) -> None:
    """Give a browser the session of somebody."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": url}])
