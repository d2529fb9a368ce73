"""The tree of units as admins see it: who is above, who is below, and how many people each would let in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cards.lib.alphabet import sort_key
from cards.lib.fingerprints import fingerprint
from cards.models import Level, Membership, Person, Stage, TeamMembership, Unit, UnitKind, UnitManager


@dataclass
class Branch:
    """A unit or team with all that is below it. `people` belong to it today, itself alone."""

    pk: int
    parent_id: int | None
    name: str
    code: str
    kind: UnitKind
    level: Level
    place: str
    page_name: str
    stage: Stage
    people: int
    managers: int
    above: tuple["Branch", ...] = field(default=(), repr=False)  # The root first.
    units: list["Branch"] = field(default_factory=list)  # Below it, by name.
    teams: list["Branch"] = field(default_factory=list)

    @property
    def is_root(self) -> bool:
        """Tell the organisation itself."""
        return self.level == Level.ROOT

    @property
    def is_team(self) -> bool:
        """Tell a team."""
        return self.level == Level.TEAM

    @property
    def is_open(self) -> bool:
        """Tell whether all who belong to it are let in."""
        return self.stage == Stage.OPEN

    @property
    def is_for_managers(self) -> bool:
        """Tell whether its managers alone are let in."""
        return self.stage == Stage.MANAGERS

    @property
    def depth(self) -> int:
        """How many are above it."""
        return len(self.above)

    @property
    def parent_name(self) -> str:
        """The name of what it lies under."""
        return self.above[-1].name if self.above else ""

    @property
    def with_units_below(self) -> list["Branch"]:
        """It and every unit below it, without teams."""
        return [self, *(one for unit in self.units for one in unit.with_units_below)]

    @property
    def people_below(self) -> int:
        """How many belong to it, or to a unit below it, today."""
        return sum(one.people for one in self.with_units_below)

    @property
    def stages_version(self) -> str:
        """What tells a form that a stage here is another now than it showed."""
        return fingerprint(
            *((one.pk, one.stage.value) for one in sorted(self.with_units_below, key=lambda one: one.pk))
        )


@dataclass(frozen=True)
class Tree:
    """All units. `roots` holds the organisation, once there is one."""

    roots: tuple[Branch, ...]
    by_id: dict[int, Branch] = field(repr=False)

    def in_order(self) -> Iterator[Branch]:
        """Yield every unit and team as the tree is read: a unit, its teams, then what is below it."""

        def walk(branches: Iterable[Branch]) -> Iterator[Branch]:
            for branch in branches:
                yield branch
                yield from branch.teams
                yield from walk(branch.units)

        return walk(self.roots)

    @property
    def units(self) -> list[Branch]:
        """Every unit in order, without teams."""
        return [branch for branch in self.in_order() if not branch.is_team]

    @property
    def count_open(self) -> int:
        """How many units are open."""
        return sum(branch.is_open for branch in self.units)

    @property
    def is_rolling_out(self) -> bool:
        """Tell whether some unit is not open."""
        return self.count_open < len(self.units)


def unit_tree(*, on: date, language: str) -> Tree:
    """Return all units as they stand on a day, by name in the reader's alphabet, in one query."""
    managers = UnitManager.objects.filter(unit=OuterRef("pk"), person__in=Person.objects.employed(on))
    rows = Unit.objects.annotate(
        of_unit=people_of(Membership.objects.on(on).filter(unit=OuterRef("pk")), "unit", on),
        of_team=people_of(TeamMembership.objects.on(on).filter(team=OuterRef("pk")), "team", on),
        managed_by=count_of(managers, "unit"),
    )
    by_id = {unit.pk: branch_of(unit) for unit in rows.order_by("pk")}
    roots = []
    for branch in sorted(by_id.values(), key=lambda one: (sort_key(one.name, language), one.pk)):
        if branch.parent_id is None:
            roots.append(branch)
        else:
            parent = by_id[branch.parent_id]
            (parent.teams if branch.is_team else parent.units).append(branch)
    for root in roots:
        tell_what_is_above(root)
    return Tree(tuple(roots), by_id)


def branch_of(unit: Any) -> Branch:
    """Shape a unit as the query annotates it."""
    return Branch(
        pk=unit.pk,
        parent_id=unit.parent_id,
        name=unit.name,
        code=unit.code or "",
        kind=UnitKind(unit.kind),
        level=Level(unit.level),
        place=unit.place,
        page_name=unit.page_name,
        stage=Stage(unit.stage),
        people=unit.of_team if unit.level == Level.TEAM else unit.of_unit,
        managers=unit.managed_by,
    )


def tell_what_is_above(branch: Branch) -> None:
    """Let everything below a branch know what is above it."""
    for below in (*branch.units, *branch.teams):
        below.above = (*branch.above, branch)
        tell_what_is_above(below)


def people_of(memberships: QuerySet[Any], group: str, on: date) -> Coalesce:
    """Return how many people, employed on a day, the memberships of a unit or team hold."""
    return count_of(memberships.filter(person__in=Person.objects.employed(on)), group)


def count_of(rows: QuerySet[Any], group: str) -> Coalesce:
    """Return how many people some rows of a unit hold."""
    counted = rows.order_by().values(group).annotate(n=Count("person", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class LetIn:
    """How many a stage would let in, admins aside."""

    people: int
    managers: int


def let_in(branches: Sequence[Branch], *, on: date) -> LetIn:
    """Return how many people belong to some units, and how many manage one of them."""
    employed = Person.objects.employed(on)
    managers = UnitManager.objects.filter(unit__in=[one.pk for one in branches], person__in=employed)
    return LetIn(sum(one.people for one in branches), managers.values("person").distinct().count())
