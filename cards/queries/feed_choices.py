"""The units one can choose between in the feed."""

from dataclasses import dataclass

from cards.lib.alphabet import sort_key
from cards.models import Unit


@dataclass(frozen=True)
class UnitChoice:
    """A unit one can look at."""

    pk: int
    name: str


def unit_choices(language: str) -> list[UnitChoice]:
    """Return the leaf units by name, in the language's own order."""
    units = [UnitChoice(pk, name) for pk, name in Unit.objects.leaves().values_list("pk", "name")]
    return sorted(units, key=lambda unit: (sort_key(unit.name, language), unit.pk))
