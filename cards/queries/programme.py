"""The whole organisation's year: its encounters beside the number it entered, by month, by kind of unit, by language.

Sums count every encounter, those of "only us" too. By language they cannot: what the tallies keep of persons is what
others may read, and counting the year's cards themselves would cost more each year. The page says so.

By language a month is told as it was when it was closed, for languages of twenty people at least. Counted at the moment
it is shown, whoever changes their language, which anybody does when they like, would take their own number along from
one sum to another, for all who look to see.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.lib.kinds import told_apart
from cards.lib.periods import Grain, Period
from cards.lib.shares import IN_STEPS
from cards.models import Language, Person, UnitKind
from cards.queries.dashboard import together
from cards.queries.tallies import UnitCounts, unit_counts
from cards.sql import statement

OTHERS = ""  # Stands where a language does, for those of too few people.


@dataclass(frozen=True)
class MonthSum:
    """Encounters of a month."""

    period: Period
    encounters: int


@dataclass(frozen=True)
class KindSum:
    """Encounters given by units of one kind; None are kinds of too few people to be told alone."""

    kind: UnitKind | None
    encounters: int


@dataclass(frozen=True)
class LanguageSum:
    """Encounters given by those who read a language; None are languages of too few people to be told alone."""

    language: Language | None
    encounters: int


@dataclass(frozen=True)
class ProgrammePage:
    """A year of the organisation."""

    organisation: str
    year: Period
    encounters: int
    of: int | None  # Encounters a year, as the organisation entered them.
    months: tuple[MonthSum, ...]
    kinds: tuple[KindSum, ...]
    languages: tuple[LanguageSum, ...]  # Of the months that are closed.
    closed: tuple[Period, ...]  # Those months.
    open_encounters: int  # What the languages come to.
    first_on: date | None  # Of the first year with a number.

    @property
    def share(self) -> float:
        """How much of the entered number became a card, from 0 to 1."""
        return min(self.encounters / self.of, 1) if self.of else 0

    @property
    def has_languages(self) -> bool:
        """Tell whether there is more than one language to compare."""
        return len(self.languages) > 1


def programme_page(viewer: Person, *, year: Period, at: datetime) -> ProgrammePage:
    """Return the organisation's year, in two statements."""
    today = local_day(at, viewer.time_zone)
    frame = programme_frame(year, today, at=at)
    kinds = dict(frame["units"] or ())
    months = [month for month in months_of(year) if month.first_on <= today]
    counts = unit_counts(
        [year, *months], at=at, time_zone=viewer.time_zone, unit_ids=list(kinds), is_current=frame["is_current"]
    )
    closed = frame["languages"] or []
    languages = language_sums([sums for _month, sums in closed])
    return ProgrammePage(
        organisation=frame["name"],
        year=year,
        encounters=together(counts, year, kinds).sum,
        of=frame["encounters_per_year"],
        months=tuple(MonthSum(month, together(counts, month, kinds).sum) for month in months),
        kinds=kind_sums(counts, year, kinds),
        languages=languages,
        closed=tuple(Period(Grain.MONTH, date.fromisoformat(month)) for month, _sums in closed),
        open_encounters=sum(one.encounters for one in languages),
        first_on=frame["first_on"],
    )


def programme_frame(year: Period, today: date, *, at: datetime) -> dict[str, Any]:
    """Return what the page stands on besides its numbers."""
    values: dict[str, Any] = {"below": delivered_before(at), "today": today}
    values |= {"first_on": year.first_on, "last_on": year.last_on}
    with connection.cursor() as cursor:
        cursor.execute(statement("programme_frame"), values)
        columns = [column.name for column in cursor.description or ()]
        return dict(zip(columns, cursor.fetchone() or (), strict=True))


def months_of(year: Period) -> list[Period]:
    """Return the months of a year."""
    return Period.containing(Grain.MONTH, year.last_on).back(12)


def kind_sums(counts: UnitCounts, year: Period, kinds: dict[int, str]) -> tuple[KindSum, ...]:
    """Return what each kind of unit gave, in the order of the kinds, the few together at the end."""
    ids = {kind: [pk for pk, its_kind in kinds.items() if its_kind == kind] for kind in UnitKind}
    people = {kind: together(counts, year, ids[kind]).headcount for kind in UnitKind}
    apart = told_apart(people)
    sums = [KindSum(kind, together(counts, year, ids[kind]).sum) for kind in UnitKind if kind in apart]
    rest = together(counts, year, [pk for kind in UnitKind if kind not in apart for pk in ids[kind]])
    return tuple([*sums, KindSum(None, rest.sum)] if rest.sum else sums)


def language_sums(months: Iterable[Mapping[str, int]]) -> tuple[LanguageSum, ...]:
    """Return what months come to by language, the few together at the end."""
    given: Counter[str] = Counter()
    for sums in months:
        given.update(sums)
    told = [LanguageSum(language, given[language]) for language in Language if language in given]
    return tuple([*told, LanguageSum(None, given[OTHERS])] if given[OTHERS] else told)


def languages_of(month: Period, *, today: date) -> dict[str, int]:
    """Return what those gave in a month who read each language today, the few together; the tallies must be current."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"grain": month.grain, "first_on": month.first_on, "today": today}
        cursor.execute(statement("language_counts"), values)
        rows = {language: (people, int(given)) for language, people, given in cursor.fetchall()}
    apart = told_apart({language: people for language, (people, _given) in rows.items()}, fewest=IN_STEPS)
    found = {language: given for language, (_people, given) in rows.items() if language in apart}
    rest = sum(given for language, (_people, given) in rows.items() if language not in apart)
    return {**found, OTHERS: rest} if rest else found
