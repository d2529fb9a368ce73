"""Everybody, as admins look for them: by words, unit, employment and role, a page at a time. Nothing of their cards."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from cards.lib.alphabet import letters_of
from cards.sql import statement

A_PAGE = 50


class Listed(NamedTuple):
    """Somebody on the list, column by column as sql/people_list.sql tells it."""

    pk: int
    name: str
    title: str
    employee_number: str
    unit: str
    teams: str
    employed_from: date
    employed_to: date | None
    has_ended: bool
    is_coming: bool
    is_protected: bool
    is_admin: bool
    is_representative: bool
    is_moderator: bool
    is_manager: bool
    merged_into: str | None

    @property
    def work(self) -> str:
        """Title and teams."""
        return ", ".join(part for part in (self.title, self.teams) if part)


@dataclass(frozen=True)
class Looked:
    """What is looked for; nothing named is everybody who is employed."""

    words: str = ""
    unit_id: int | None = None
    state: str = "employed"  # employed, ended, coming or all.
    show: str = ""  # managers, admins, moderators, representatives, protected, namesakes or merged.


@dataclass(frozen=True)
class PeoplePage:
    """A page of the list, from 1."""

    people: tuple[Listed, ...]
    total: int
    number: int

    @property
    def last_number(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // A_PAGE))

    @property
    def previous_number(self) -> int | None:
        """The page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next_number(self) -> int | None:
        """The page after."""
        return self.number + 1 if self.number < self.last_number else None

    @property
    def first(self) -> int:
        """The place of the first one on this page among all."""
        return (self.number - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        """The place of the last one on this page."""
        return self.first + len(self.people) - 1


def people_page(looked: Looked, *, number: int, on: date, language: str) -> PeoplePage:
    """Return a page of those who fit, in one query; past the end the first page, in a second one."""
    letters, order = letters_of(language)
    values: dict[str, Any] = {
        "words": looked.words, "unit": looked.unit_id, "state": looked.state, "show": looked.show, "today": on,
        "letters": letters, "order": order, "most": A_PAGE, "skip": (number - 1) * A_PAGE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement("people_list"), values)
        rows = cursor.fetchall()
    if not rows and number > 1:
        return people_page(looked, number=1, on=on, language=language)
    return PeoplePage(tuple(Listed(*rest) for _total, *rest in rows), rows[0][0] if rows else 0, number)
