"""What the addresses of giving a card carry: which type, to whom, what is searched for. The rest is dropped."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from cards.actions.sending import MAX_NAMED
from cards.queries.people_search import LONGEST

MAX_KEY = 2**31 - 1
MOST_READ = 5 * MAX_NAMED  # Keys of an address that are looked at.


@dataclass(frozen=True)
class Choice:
    """What has been chosen so far. `is_whole` is False when the address named somebody who cannot exist."""

    type_slug: str = ""
    person_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()
    words: str = ""
    is_whole: bool = True

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read ?typ=, ?till= (once for each person), ?enhet= and ?q=; ?bort= takes a person (p1) or unit (e1) out."""
        named, together = (list(filter(None, query.getlist(name))) for name in ("till", "enhet"))
        people, units = keys(named), keys(together)
        removed = query.get("bort", "")
        return cls(
            type_slug=query.get("typ", "").replace("\0", "")[:40],
            person_ids=tuple(pk for pk in people if f"p{pk}" != removed),
            unit_ids=tuple(pk for pk in units if f"e{pk}" != removed),
            words=" ".join(query.get("q", "").replace("\0", "").split())[:LONGEST],
            is_whole=len(people) == len(set(named)) and len(units) == len(set(together)),
        )

    @property
    def has_recipients(self) -> bool:
        """Tell whether the address names anybody."""
        return bool(self.person_ids or self.unit_ids or not self.is_whole)

    @property
    def query(self) -> str:
        """The choice as an address carries it on; empty when nothing is chosen."""
        pairs: list[tuple[str, str | int]] = [("typ", self.type_slug)] if self.type_slug else []
        pairs += [("till", pk) for pk in self.person_ids] + [("enhet", pk) for pk in self.unit_ids]
        pairs += [("q", self.words)] if self.words else []
        return f"?{urlencode(pairs)}" if pairs else ""

    def changed(self, **changes: str | tuple[int, ...]) -> Self:
        """Return another choice."""
        return replace(self, **changes)  # type: ignore[arg-type]


def keys(texts: Iterable[str]) -> list[int]:
    """Return the numbers that can be keys, each once, in their order."""
    numbers = (int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= len(str(MAX_KEY)))
    return list(dict.fromkeys(number for number in numbers if 0 < number <= MAX_KEY))[:MOST_READ]
