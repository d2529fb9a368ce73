"""The charts of the dashboard and of the programme's page: figures beside the shapes that tell them."""

from collections.abc import Sequence
from dataclasses import dataclass

from cards.lib import charts
from cards.lib.shares import ShareWord
from cards.lib.standings import SLOTS
from cards.queries.dashboard import Flow, FlowLine, TypeSum, Week
from cards.queries.programme import MonthSum
from cards.templatetags.figures import short_month

WEEKS_HEIGHT, SHARES_HEIGHT, MONTHS_HEIGHT, TOP = 190, 92, 210, 26  # Pixels.
PILE_HEIGHT, SHEET_LEAST = 380, 40
LEVELS = {ShareWord.NOT_MANY: 0.2, ShareWord.ABOUT_HALF: 0.5, ShareWord.MOST: 0.8}


@dataclass(frozen=True)
class YearChart:
    """A year of weeks: encounters as standing bars, below them the share seen."""

    weeks: tuple[Week, ...]
    columns: tuple[charts.Column, ...]
    ticks: tuple[charts.Tick, ...]
    points: tuple[charts.Point, ...]
    is_in_words: bool  # No share of the year is told in percent.
    height: int = WEEKS_HEIGHT
    shares_height: int = SHARES_HEIGHT

    @property
    def newest_first(self) -> list[Week]:
        """The weeks as a table has them."""
        return list(reversed(self.weeks))

    @property
    def highest(self) -> Week:
        """The week with the most encounters, the latest of several."""
        return max(self.weeks, key=lambda week: (week.seen.encounters, week.period))

    @property
    def last(self) -> Week:
        """The latest week."""
        return self.weeks[-1]

    @property
    def last_told(self) -> Week:
        """The latest week with a share, where there is one."""
        return next((week for week in reversed(self.weeks) if week.share is not None), self.last)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was given in the whole year."""
        return not self.highest.seen.encounters


def year_chart(weeks: Sequence[Week]) -> YearChart:
    """Draw a year of weeks."""
    months = [place for place, week in enumerate(weeks) if week.period.first_on.day <= 7]
    is_in_words = all(week.seen.share is None for week in weeks)
    levels = [LEVELS.get(week.seen.word) if is_in_words else level(week.seen.share) for week in weeks]  # type: ignore[arg-type]
    return YearChart(
        weeks=tuple(weeks),
        columns=tuple(charts.columns([week.seen.encounters for week in weeks], height=WEEKS_HEIGHT, top=TOP)),
        ticks=tuple(
            charts.ticks([short_month(weeks[place].period.first_on) for place in months], months, of=len(weeks))
        ),
        points=tuple(charts.points(levels, height=SHARES_HEIGHT)),
        is_in_words=is_in_words,
    )


def level(share: int | None) -> float | None:
    """Return a share from 0 to 1."""
    return None if share is None else share / 100


@dataclass(frozen=True)
class Pile:
    """Encounters of one type, as a pile of cards."""

    type: TypeSum
    height: int
    sheets: str


def piles(types: Sequence[TypeSum]) -> list[Pile]:
    """Draw the piles of a period."""
    tall = charts.heights([one.encounters for one in types], height=PILE_HEIGHT, least=SHEET_LEAST)
    return [
        Pile(one, height, charts.sheets(one.encounters, height=height) if height else "")
        for one, height in zip(types, tall, strict=True)
    ]


@dataclass(frozen=True)
class FlowRow:
    """What went to a kind of units and what came, as two lying bars."""

    line: FlowLine
    given: str
    given_at: str
    received: str


def flow_rows(flow: Flow) -> list[FlowRow]:
    """Draw both directions to one scale."""
    numbers = [number for line in flow.lines for number in (line.given, line.received)]
    lengths = charts.lengths(numbers)
    return [
        FlowRow(line, given, charts.percent(100 - float(given.removesuffix("%"))), received)
        for line, given, received in zip(flow.lines, lengths[::2], lengths[1::2], strict=True)
    ]


@dataclass(frozen=True)
class MonthChart:
    """A year of months as standing bars."""

    months: tuple[MonthSum, ...]
    columns: tuple[charts.Column, ...]
    ticks: tuple[charts.Tick, ...]
    height: int = MONTHS_HEIGHT


def month_chart(months: Sequence[MonthSum]) -> MonthChart:
    """Draw a year of months, each in its twelfth of the width."""
    numbers = [month.encounters for month in months]
    names = [short_month(month.period.first_on) for month in months]
    return MonthChart(
        months=tuple(months),
        columns=tuple(charts.columns(numbers, height=MONTHS_HEIGHT, top=TOP)),
        ticks=tuple(charts.ticks(names, list(range(len(names))), of=len(names))),
    )


def hearts(share: int) -> list[bool]:
    """Return the hearts of a share, each a twentieth, filled or not."""
    return [number < share * SLOTS // 100 for number in range(SLOTS)]
