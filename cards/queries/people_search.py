"""Find colleagues and units by what one remembers of them: the beginning of a name, a title, a team, a unit."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from cards.lib.alphabet import letters_of
from cards.models import Person
from cards.sql import statement

MOST_PEOPLE, MOST_UNITS = 20, 5
LONGEST = 80  # Characters of a search that are looked at.


@dataclass(frozen=True)
class Found:
    """Keys of what fits, best first; `is_near` when nothing did, and these are one letter away."""

    person_ids: tuple[int, ...]
    unit_ids: tuple[int, ...]
    is_near: bool = False
    is_cut: bool = False  # There are more people than these.


def find_people(words: str, *, viewer: Person, on: date, language: str) -> Found:
    """Find whom the viewer may give a card to; see sql/find_people.sql for what fits and in which order."""
    letters, order = letters_of(language)
    values: dict[str, Any] = {
        "words": words[:LONGEST], "viewer": viewer.pk, "unit": viewer.unit_id, "is_protected": viewer.is_protected,
        "today": on, "letters": letters, "order": order, "people": MOST_PEOPLE + 1, "units": MOST_UNITS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement("find_people"), values)
        rows = cursor.fetchall()
    people = [pk for kind, pk, _is_near in rows if kind == "person"]
    return Found(
        person_ids=tuple(people[:MOST_PEOPLE]),
        unit_ids=tuple(pk for kind, pk, _is_near in rows if kind == "unit"),
        is_near=any(is_near for _kind, _pk, is_near in rows),
        is_cut=len(people) > MOST_PEOPLE,
    )
