"""Every page there is, with something on it, for journeys that look at all of them."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext

from cards.actions.keeping import open_card, save_card
from cards.actions.reactions import give_heart, reply_to_card
from cards.actions.safety import block_person
from cards.lib.audiences import Audience
from cards.models import Card, Person
from tests.factories import give, make_card_type, make_person, make_ready_line, make_team, make_unit


@dataclass(frozen=True)
class Stage:
    """Somebody whose pages are all filled."""

    person: Person
    colleague: Person
    sealed: Card
    opened: Card
    given: Card
    in_postbox: Card


def set_stage() -> Stage:
    """Fill every page of one person, whose name is as long as names get."""
    torget, fyren = make_unit("Torget"), make_unit("Hotell Fyren, frukosten och receptionen")
    me = make_person("Anna-Liisa Hämeenkorpi-Bergström", torget, title="Kassör")
    bo, maj = make_person("Bo Sundqvist", torget, title="Mejeri"), make_person("Maj Åberg", torget)
    aino = make_person("Kristoffer Bredbacka-Söderholm", fyren)
    make_team("Kassan", torget, me, bo, maj)
    for order, (slug, paper, symbol) in enumerate(
        [("tack", "hallon", "blomma"), ("glädje", "sol", "sol"), ("fixare", "himmel", "skiftnyckel")]
    ):
        make_ready_line(
            make_card_type(slug, paper=paper, symbol=symbol, order=order), sv="Tack för hjälpen!", fi="Kiitos!"
        )
    make_card_type("hejhopp", paper="gras", symbol="vante", is_message_needed=False, order=3)
    now = timezone.now()
    for number in range(24):
        give(
            bo,
            to=[maj],
            message=f"Nummer {number}. " + "Du stannade kvar. " * (number % 20),
            at=now - timedelta(days=30 - number),
        )
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
    block_person(blocker=me, blocked=aino, at=now)
    return Stage(me, bo, sealed, opened, given, in_postbox)


def addresses(stage: Stage) -> dict[str, str]:
    """Return every page of the stage's person by a name of its own."""
    form, opened = str(uuid4()), [stage.opened.pk]
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
        "more": reverse("more"),
        "settings": reverse("settings"),
        "narrow old cards": reverse("settings_narrow"),
        "missing": "/finns-inte",
    }


def sign_in(context: BrowserContext, person: Person, url: str) -> None:
    """Give a browser the session of somebody."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": url}])
