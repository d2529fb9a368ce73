"""What one can choose between in the feed: types and units."""

from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from cards.lib.alphabet import letters_of
from cards.sql import statement


class TypeChoice(NamedTuple):
    """A type whose cards one can look at, as it looks."""

    pk: int
    name: str
    slug: str
    paper: str
    symbol: str


class UnitChoice(NamedTuple):
    """A unit one can look at."""

    pk: int
    name: str


class FeedChoices(NamedTuple):
    """The choices, and what is chosen of them: perhaps a type that is given no more, or a unit above others."""

    types: tuple[TypeChoice, ...]
    units: tuple[UnitChoice, ...]
    card_type: TypeChoice | None
    unit: UnitChoice | None


NO_CHOICES = FeedChoices(types=(), units=(), card_type=None, unit=None)


def feed_choices(
    language: str, *, on: date, has_units: bool, slug: str | None = None, unit_id: int | None = None
) -> FeedChoices:
    """Return the types in use on a day, the leaf units by name if they are asked for, and the chosen of each."""
    letters, order = letters_of(language)
    values: dict[str, Any] = {
        "language": language, "today": on, "slug": slug, "has_units": has_units, "unit": unit_id,
        "letters": letters, "order": order,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement("feed_choices"), values)
        rows = cursor.fetchall()
    types = [(is_listed, TypeChoice(*face)) for kind, is_listed, *face in rows if kind == "type"]
    units = [(is_listed, UnitChoice(pk, name)) for kind, is_listed, pk, name, *_none in rows if kind == "unit"]
    return FeedChoices(
        types=tuple(choice for is_listed, choice in types if is_listed),
        units=tuple(choice for is_listed, choice in units if is_listed),
        card_type=next((choice for _is_listed, choice in types if choice.slug == slug), None),
        unit=next((choice for _is_listed, choice in units if choice.pk == unit_id), None),
    )
