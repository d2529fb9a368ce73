"""Write where somebody belongs and has belonged, inside the caller's transaction."""

from datetime import date

from cards.models import Membership, Person, TeamMembership
from cards.queries.stays import Stays


def write_stays(person: Person, *, before: Stays, after: Stays, today: date) -> None:
    """Make the rows of somebody into those wanted, and say where they are today; the caller saves the person.

    The block that calls this stands in `resettled()`, where units change.
    """
    # Rows that differ go, and come anew, so that no two ever overlap.
    for span in before.units:
        if span not in after.units:
            Membership.objects.filter(person=person, unit=span.place, from_on=span.from_on).delete()
    Membership.objects.bulk_create(
        Membership(person=person, unit_id=span.place, from_on=span.from_on, to_on=span.to_on)
        for span in after.units
        if span not in before.units
    )
    kinds = ((before.first_teams, after.first_teams, True), (before.other_teams, after.other_teams, False))
    for old, new, is_first in kinds:
        for span in set(old).difference(new):
            rows = TeamMembership.objects.filter(person=person, team=span.place, is_first=is_first)
            rows.filter(from_on=span.from_on).delete()
    TeamMembership.objects.bulk_create(
        TeamMembership(person=person, team_id=span.place, from_on=span.from_on, to_on=span.to_on, is_first=is_first)
        for old, new, is_first in kinds
        for span in sorted(set(new).difference(old), key=lambda span: (span.from_on, span.place))
    )
    person.unit_id = after.unit_on(today) or person.unit_id
