"""The page of one's own unit."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.models import Membership, Person, TeamMembership, Unit
from cards.queries.cards import CardFace, card_faces
from cards.queries.feed import Selection, branches, newest_ids
from cards.queries.recipients import counted_units

SHOWN = 6  # Cards: full rows in two columns and in three.


@dataclass(frozen=True)
class Group:
    """A unit or a team, and how many belong to it today."""

    pk: int
    name: str
    people: int
    can_get_cards: bool  # Together; an area or the co-op cannot.


@dataclass(frozen=True)
class UnitPage:
    """Who works here, and the newest cards of the unit that the viewer may read."""

    unit: Group
    teams: tuple[Group, ...]
    cards: tuple[CardFace, ...]


def unit_page(viewer: Person, *, language: str, at: datetime) -> UnitPage:
    """Return what the viewer's own unit is like at this moment, with the viewer's own teams."""
    on = local_day(at, viewer.time_zone)
    people = Membership.objects.on(on).filter(unit=viewer.unit_id, person__in=Person.objects.employed(on)).count()
    teams = TeamMembership.objects.on(on).filter(person=viewer).values("team")
    mine = Unit.objects.filter(Q(pk=viewer.unit_id) | Q(pk__in=teams))
    rows = counted_units(mine, viewer=viewer, on=on)
    is_unit_fit = any(row.can_get_cards for row in rows if row.pk == viewer.unit_id)
    ids = newest_ids(branches(Selection(), viewer=viewer), below=delivered_before(at), limit=SHOWN)
    return UnitPage(
        unit=Group(viewer.unit_id, viewer.unit.name, people, is_unit_fit),
        teams=tuple(Group(row.pk, row.name, row.people + 1, row.can_get_cards) for row in rows if row.is_team),
        cards=tuple(card_faces(ids, viewer=viewer, language=language)),
    )
