"""Kinds of units as flow may be told for: never so few people that a number tells of one of them.

A unit of fewer than ten people is not told alone. The small units of a kind count with its others where they are ten
people together; the rest of them stand together as smaller units, if those are ten. So whatever is added up or taken
away between two pages, what remains is about ten people at least.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from cards.lib.shares import IN_WORDS

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Sized:
    """A unit, what it does, and how many people it has."""

    pk: int
    kind: str
    people: int

    @property
    def is_told(self) -> bool:
        """Tell whether it has people enough for numbers of its own."""
        return self.people >= IN_WORDS


@dataclass(frozen=True)
class KindGroup:
    """Units that a number is told for; `kind` is None for the smaller units of all kinds."""

    kind: str | None
    unit_ids: frozenset[int]


def kind_groups(units: Iterable[Sized], kinds: Iterable[str]) -> list[KindGroup]:
    """Return the groups in the order of the kinds, the smaller units last; units in none are too few to tell."""
    staffed = [unit for unit in units if unit.people]
    groups, rest = [], []
    for kind in kinds:
        told = [unit for unit in staffed if unit.kind == kind and unit.is_told]
        small = [unit for unit in staffed if unit.kind == kind and not unit.is_told]
        if sum(unit.people for unit in small) >= IN_WORDS:
            told += small
        else:
            rest += small
        if told:
            groups.append(KindGroup(kind, frozenset(unit.pk for unit in told)))
    if sum(unit.people for unit in rest) >= IN_WORDS:
        groups.append(KindGroup(None, frozenset(unit.pk for unit in rest)))
    return groups


def told_apart(people: Mapping[Key, int], *, fewest: int = IN_WORDS) -> set[Key]:
    """Return the groups, by how many people they have, that may be told alone; what is left over are so many at least.

    So the smallest of them joins the few, where those would be fewer together.
    """
    apart = {key for key, count in people.items() if count >= fewest}
    while apart and 0 < sum(count for key, count in people.items() if key not in apart) < fewest:
        apart.remove(min(apart, key=lambda key: people[key]))
    return apart
