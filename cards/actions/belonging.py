"""Let the tallies know that somebody belongs elsewhere than before."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import F
from django.db.models.functions import Greatest, Least

from cards.actions.tallies import unsettle
from cards.lib.belonging import Stay, first_difference
from cards.models import Membership


@contextmanager
def resettled() -> Iterator[None]:
    """Whatever memberships and employments the block changes, let the tallies count by them.

    Inside the caller's transaction. The next fold moves people's rows; until then boards read where people belong.
    """
    before = everybodys_stays()
    yield
    after = everybodys_stays()
    people = before.keys() | after.keys()
    days = [on for one in people if (on := first_difference(before.get(one, []), after.get(one, [])))]
    if days:
        unsettle(since=min(days))


def everybodys_stays() -> dict[int, list[Stay]]:
    """Return the days that memberships and employments have in common, by person."""
    stays: dict[int, list[Stay]] = defaultdict(list)
    rows = Membership.objects.annotate(
        begins=Greatest("from_on", "person__employed_from"), ends=Least(F("to_on"), F("person__employed_to"))
    )
    for person_id, unit_id, begins, ends in rows.values_list("person_id", "unit_id", "begins", "ends"):
        if ends is None or begins <= ends:
            stays[person_id].append(Stay(unit_id, begins, ends))
    return stays
