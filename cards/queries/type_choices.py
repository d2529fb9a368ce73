"""What the editor of a card type offers to choose between, besides papers and symbols: languages and units."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from cards.lib.alphabet import sort_key
from cards.models import Level, UnitKind
from cards.sql import statement


@dataclass(frozen=True)
class UnitChoice:
    """A unit that a type can be limited to, at its depth below the whole."""

    pk: int
    name: str
    kind: str
    level: str
    depth: int

    @property
    def has_units(self) -> bool:
        """Tell whether choosing it means all below it, too."""
        return self.level in (Level.ROOT, Level.AREA)


@dataclass(frozen=True)
class TypeChoices:
    """The languages that the organisation offers, and its units in the order of the tree."""

    languages: tuple[str, ...]
    units: tuple[UnitChoice, ...]

    @property
    def kinds(self) -> list[str]:
        """The kinds that there are units of, in the order of UnitKind."""
        there = {unit.kind for unit in self.units}
        return [kind for kind in UnitKind.values if kind in there]


def type_choices(language: str) -> TypeChoices:
    """Return the choices, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement("type_choices"))
        languages, units = cursor.fetchone() or ([], None)
    below: dict[int | None, list[tuple[int, str, str, str]]] = {}
    for pk, parent_id, name, kind, level in units or ():
        below.setdefault(parent_id, []).append((pk, name, kind, level))
    for siblings in below.values():
        siblings.sort(key=lambda unit: (unit[3] == Level.AREA, sort_key(unit[1], language), unit[0]))
    return TypeChoices(tuple(languages), tuple(walk(below, None, depth=0)))


def walk(
    below: dict[int | None, list[tuple[int, str, str, str]]], parent_id: int | None, *, depth: int
) -> Iterator[UnitChoice]:
    """Give every unit below one, each before those below it."""
    for pk, name, kind, level in below.get(parent_id, ()):
        yield UnitChoice(pk, name, kind, level, depth)
        yield from walk(below, pk, depth=depth + 1)
