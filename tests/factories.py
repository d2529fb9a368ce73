"""Make rows for tests, with the fewest words."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cards.actions.sending import send_card
from cards.lib.audiences import Audience
from cards.models import (
    Card,
    CardType,
    CardTypeText,
    Level,
    Membership,
    Organisation,
    Paper,
    Person,
    ReadyLine,
    ReadyLineText,
    TeamMembership,
    Unit,
    UnitKind,
)
from cards.queries.moderation import Matter, find_matter

NUMBERS = count(4711)
LONG_AGO = date(2020, 1, 1)


def make_organisation() -> Unit:
    """Make the organisation and the root of its units."""
    Organisation.objects.get_or_create(defaults={"name": "Handelslaget"})
    return Unit.objects.get_or_create(
        level=Level.ROOT, defaults={"code": "ROOT", "name": "Handelslaget", "kind": UnitKind.COOP}
    )[0]


def make_unit(name: str, **fields: Any) -> Unit:
    """Make a unit straight under the co-op, unless a parent is given."""
    values = {"code": f"U{next(NUMBERS)}", "kind": UnitKind.SUPERMARKET, "level": Level.UNIT, **fields}
    return Unit.objects.create(name=name, parent=values.pop("parent", None) or make_organisation(), **values)


def make_team(name: str, unit: Unit, *people: Person) -> Unit:
    """Make a team of these people within a unit."""
    team = Unit.objects.create(name=name, parent=unit, kind=UnitKind.TEAM, level=Level.TEAM)
    for person in people:
        TeamMembership.objects.create(person=person, team=team, from_on=LONG_AGO)
    return team


def make_person(name: str, unit: Unit, **fields: Any) -> Person:
    """Make somebody who has worked in a unit for long; the last word of the name is the family name."""
    given_name, _space, family_name = name.rpartition(" ")
    values: dict[str, Any] = {
        "employee_number": f"{next(NUMBERS):06}",
        "given_name": given_name or family_name,
        "family_name": family_name if given_name else "",
        "employed_from": LONG_AGO,
        **fields,
    }
    person = Person.objects.create(unit=unit, **values)
    Membership.objects.create(person=person, unit=unit, from_on=person.employed_from, to_on=person.employed_to)
    return person


def make_card_type(slug: str = "tack", *, paper: str = Paper.HALLON, symbol: str = "blomma", **fields: Any) -> CardType:
    """Make a type whose name is its slug with a capital, in Swedish and Finnish."""
    card_type = CardType.objects.create(slug=slug, paper=paper, symbol=symbol, **fields)
    for language, suffix in (("sv", ""), ("fi", " (fi)")):
        CardTypeText.objects.create(
            card_type=card_type,
            language=language,
            name=slug.capitalize() + suffix,
            purpose="för det du gjorde",
            openings=["Du stannade när …", "Det gjorde att …"],
        )
    return card_type


def make_ready_line(card_type: CardType, **texts: str) -> ReadyLine:
    """Make a ready line of a type, a text for each language."""
    line = ReadyLine.objects.create(card_type=card_type)
    for language, text in texts.items():
        ReadyLineText.objects.create(ready_line=line, language=language, text=text)
    return line


def give(sender: Person, *, to: Any, at: datetime | None = None, **fields: Any) -> Card:
    """Send a card five minutes ago, so that it has left the postbox, unless `at` says otherwise."""
    card_type = fields.pop("card_type", None) or CardType.objects.order_by("pk").first() or make_card_type()
    values: dict[str, Any] = {
        "message": "Du tog hela mjölkleveransen själv.",
        "audience": Audience.UNITS,
        "form_id": uuid4(),
        **fields,
    }
    at = at or timezone.now() - timedelta(minutes=5)
    return send_card(sender=sender, to=to, card_type=card_type, at=at, **values)


def matter_of(viewer: Person, *, card_id: int = 0, reply_id: int | None = None) -> Matter:
    """Return what has been reported, as somebody who is asked about it finds it."""
    matter = find_matter(viewer, card_id=card_id, reply_id=reply_id)
    assert matter
    return matter
