"""Where somebody belongs and has belonged: their unit and their teams, with days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cards.lib.fingerprints import fingerprint
from cards.lib.spans import Span
from cards.models import Membership, Person, TeamMembership

Spans = tuple[Span[int], ...]  # By the key of a unit or team, in the order of their first days.


@dataclass(frozen=True)
class Stays:
    """The units, one at a time; the first teams, one at a time; and other teams, several at once."""

    units: Spans = ()
    first_teams: Spans = ()
    other_teams: Spans = ()

    def unit_on(self, on: date) -> int | None:
        """Return the unit of a day: before the first the one that comes, after the last the one that was."""
        begun = [span.place for span in self.units if span.from_on <= on]
        return begun[-1] if begun else next((span.place for span in self.units), None)

    def teams_on(self, on: date) -> tuple[int, ...]:
        """Return the teams of a day besides the first one, and those that begin later."""
        return tuple(sorted({span.place for span in self.other_teams if is_to_be(span, on)}))

    def first_team_on(self, on: date) -> int | None:
        """Return the first team of a day, or the one that begins later."""
        return next((span.place for span in self.first_teams if is_to_be(span, on)), None)

    def version(self, person: Person) -> str:
        """Return what tells a form that somebody belongs elsewhere now than it showed."""
        days = tuple(tuple((one.place, one.from_on, one.to_on) for one in spans) for spans in self.all)
        return fingerprint(person.employed_from, person.employed_to, days)

    @property
    def all(self) -> tuple[Spans, Spans, Spans]:
        """Units, first teams and others."""
        return self.units, self.first_teams, self.other_teams


def is_to_be(span: Span[int], on: date) -> bool:
    """Tell whether a span covers a day or a later one."""
    return span.to_on is None or span.to_on >= on


def in_order(spans: Iterable[Span[int]]) -> Spans:
    """Return spans by their first days."""
    return tuple(sorted(spans, key=lambda span: (span.from_on, span.place)))


def stays_of(person_id: int) -> Stays:
    """Return where somebody belongs and has belonged, in two queries."""
    units = Membership.objects.filter(person=person_id).values_list("unit_id", "from_on", "to_on")
    teams = TeamMembership.objects.filter(person=person_id).values_list("is_first", "team_id", "from_on", "to_on")
    found = list(teams)
    return Stays(
        in_order(Span(*row) for row in units),
        in_order(Span(*row) for is_first, *row in found if is_first),
        in_order(Span(*row) for is_first, *row in found if not is_first),
    )
