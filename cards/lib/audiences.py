"""Who may see a card: what the sender chose, narrowed by what its recipients allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import IntegerChoices
from django.utils.translation import pgettext_lazy


class Audience(IntegerChoices):
    """Who sees a card, from the narrowest to the widest."""

    ONLY_US = 0, pgettext_lazy("audience", "Only us")
    UNITS = 1, pgettext_lazy("audience", "Our units")
    EVERYONE = 2, pgettext_lazy("audience", "Everyone")


class Ceiling(IntegerChoices):
    """The widest audience that a person lets the cards they get have."""

    ONLY_ME = 0, pgettext_lazy("ceiling", "Only me and the sender")
    MY_UNIT = 1, pgettext_lazy("ceiling", "My unit")
    UNITS = 2, pgettext_lazy("ceiling", "My unit and the sender's")
    EVERYONE = 3, pgettext_lazy("ceiling", "Everyone")


class Involved(Protocol):
    """A sender, or a recipient named on the card, as the rule asks for them."""

    @property
    def unit_id(self) -> int: ...
    @property
    def ceiling(self) -> int: ...
    @property
    def is_protected(self) -> bool: ...


@dataclass(frozen=True)
class Party:
    """What the rule needs to know of somebody, and no more."""

    unit_id: int
    ceiling: Ceiling = Ceiling.EVERYONE
    is_protected: bool = False


@dataclass(frozen=True)
class Settled:
    """Whom a card reaches besides its sender and recipients; `unit_ids` are the units whose people may read it."""

    audience: Audience
    unit_ids: frozenset[int]

    def reaches(self, unit_id: int) -> bool:
        """Tell whether the people of a unit may read it."""
        return self.audience == Audience.EVERYONE or unit_id in self.unit_ids

    def within(self, other: "Settled") -> "Settled":
        """Return what both allow."""
        unit_ids = self.unit_ids & other.unit_ids
        return Settled(min(self.audience, other.audience) if unit_ids else Audience.ONLY_US, unit_ids)


def settle(
    chosen: Audience, *, sender: Involved, named: Sequence[Involved], root_id: int, to_unit_id: int | None = None
) -> Settled:
    """Settle a card's audience at sending.

    `named` are the people the card names; a card to a whole unit names nobody and says `to_unit_id` instead (for a
    team, the unit it belongs to). A card to everyone is listed under the co-op's root and under each unit involved.
    """
    if chosen == Audience.ONLY_US:
        return Settled(Audience.ONLY_US, frozenset())
    if (not named and to_unit_id is None) or any(party.ceiling == Ceiling.ONLY_ME for party in named):
        return Settled(Audience.ONLY_US, frozenset())
    narrow = {party.unit_id for party in named if party.is_protected or party.ceiling == Ceiling.MY_UNIT}
    if sender.is_protected:
        narrow.add(sender.unit_id)
    if len(narrow) > 1:
        return Settled(Audience.ONLY_US, frozenset())
    involved = {sender.unit_id} | {party.unit_id for party in named} | ({to_unit_id} if to_unit_id else set())
    if narrow:
        return Settled(Audience.UNITS, frozenset(narrow))
    if chosen == Audience.UNITS or any(party.ceiling == Ceiling.UNITS for party in named):
        return Settled(Audience.UNITS, frozenset(involved))
    return Settled(Audience.EVERYONE, frozenset(involved | {root_id}))
