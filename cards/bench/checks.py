"""What every measurement ends in: figures held to limits. Wall time is shown, and never fails anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Check:
    """One limit and what was measured."""

    case: str
    measure: str
    value: float
    at_most: float

    @property
    def is_met(self) -> bool:
        """Tell whether the measured value stays within the limit."""
        return self.value <= self.at_most

    @property
    def is_of_cpu(self) -> bool:
        """Tell whether it is of CPU time, which neighbours on the machine make longer, too."""
        return self.measure.startswith("CPU")

    @property
    def share(self) -> float:
        """How much of the limit is used up."""
        return self.value / self.at_most if self.at_most else self.value


@dataclass(frozen=True)
class Outcome:
    """What one measurement found: a table for people, its figures for machines, and its limits."""

    name: str
    table: str
    figures: Sequence[Any]  # Dataclasses.
    checks: Sequence[Check]
    remark: str = ""  # What was not held to a limit, and why.


def worst(found: Sequence[Check]) -> Check:
    """Return the check furthest beyond its limit, else the ratio nearest to it: counts may well stand at theirs."""
    return max(found, key=lambda check: (not check.is_met, isinstance(check.value, float), check.share))
