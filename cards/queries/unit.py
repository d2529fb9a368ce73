"""The page of one's own unit."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.models import Membership, Person, TeamMembership, Unit
from cards.queries.cards import CardFace, card_faces
from cards.queries.feed import Selection, branches, newest_ids

SHOWN = 6  # Cards: full rows in two columns and in three.
FEWEST_OTHERS = 2  # As actions/sending.py asks of a card to a whole unit or team.


@dataclass(frozen=True)
class Group:
    """A unit or a team, and how many belong to it today."""

    pk: int
    name: str
    people: int

    @property
    def can_get_cards(self) -> bool:
        """Tell whether somebody of the group can give all the others one card."""
        return self.people > FEWEST_OTHERS


@dataclass(frozen=True)
class UnitPage:
    """Who works here, and the newest cards of the unit that the viewer may read."""

    unit: Group
    teams: tuple[Group, ...]
    cards: tuple[CardFace, ...]


def unit_page(viewer: Person, *, language: str, at: datetime) -> UnitPage:
    """Return what the viewer's own unit is like at this moment."""
    on = local_day(at, viewer.time_zone)
    employed = Person.objects.employed(on)
    people = Membership.objects.on(on).filter(unit=viewer.unit_id, person__in=employed).count()
    ids = newest_ids(branches(Selection(), viewer=viewer), below=delivered_before(at), limit=SHOWN)
    return UnitPage(
        unit=Group(viewer.unit_id, viewer.unit.name, people),
        teams=teams_of(viewer, on),
        cards=tuple(card_faces(ids, viewer=viewer, language=language)),
    )


def teams_of(person: Person, on: date) -> tuple[Group, ...]:
    """Return the teams somebody belongs to on a day, by name."""
    mine = TeamMembership.objects.on(on).filter(person=person)
    members = TeamMembership.objects.on(on).filter(person__in=Person.objects.employed(on))
    teams = Unit.objects.filter(pk__in=mine.values("team")).annotate(
        size=Count("team_memberships__person", filter=Q(team_memberships__in=members), distinct=True)
    )
    return tuple(Group(*row) for row in teams.order_by("name", "pk").values_list("pk", "name", "size"))
