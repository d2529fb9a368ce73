"""The dashboard as the rows of a table: what the page shows, no more and no less exactly."""

from collections.abc import Iterator, Sequence

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cards.lib.csv_export import Cell
from cards.lib.periods import Period
from cards.lib.standings import Seen
from cards.queries.between_units import StampCard
from cards.queries.dashboard import Flow, PeriodFigures, Week
from cards.queries.dashboard_frame import DashboardFrame
from cards.templatetags.figures import percent, period_in_text, period_with_year, share_text


def dashboard_rows(
    frame: DashboardFrame, figures: PeriodFigures, weeks: Sequence[Week], flow: Flow
) -> Iterator[Sequence[Cell]]:
    """Yield a head, and a row for each figure of the page."""
    yield [
        pgettext("table", "Figure"),
        pgettext("table", "Period"),
        pgettext("table", "Of"),
        _("Encounters"),
        _("Share who got a card"),
        _("Share who gave a card"),
        _("People"),
        _("Encounters per head"),
        pgettext("table", "Goal"),
    ]
    when, name, is_month = period_with_year(frame.period), frame.unit.name, frame.period == frame.month
    whole = seen_cells(figures.seen, frame.period, gave=share_cell(figures.givers))
    yield [pgettext("table", "Period"), when, name, *whole, goal_cell(figures.goal if is_month else None)]
    if figures.goal and not is_month:
        yield [
            pgettext("table", "Goal"),
            period_with_year(frame.month),
            name,
            *[""] * len(whole),
            goal_cell(figures.goal),
        ]
    for one in figures.types:
        yield [_("Card type"), when, one.face.name, one.encounters]
    yield from flow_cells(flow)
    for line in figures.units:
        goal = goal_cell(line.goal if is_month else None)
        yield [pgettext("table", "Unit"), when, line.unit.name, *seen_cells(line.seen, frame.period), goal]
    for week in reversed(weeks):
        yield [pgettext("period", "Week"), period_with_year(week.period), name, *seen_cells(week.seen, week.period)]


def seen_cells(seen: Seen, period: Period, gave: str = "") -> list[Cell]:
    """Return a unit's numbers as the page tells them; without people where nobody had been counted yet."""
    people = [seen.headcount, seen.per_head] if seen.headcount else [None, None]
    got = share_cell(seen.told)
    if seen.is_kept:
        got = _("told when %(period)s has ended") % {"period": period_in_text(period)}
    return [seen.encounters, got, gave, *people]


def flow_cells(flow: Flow) -> Iterator[Sequence[Cell]]:
    """Yield what went to and came from each kind of unit."""
    if not flow.is_told:
        return
    when = period_with_year(flow.period)
    gave, got = (_("Gave"), _("Got")) if flow.is_everything else (_("Gave to"), _("Got from"))
    for line in flow.lines:
        kind = str(line.kind.label) if line.kind else _("Smaller units")
        yield [gave, when, kind, line.given]
        yield [got, when, kind, line.received]
    if not flow.is_everything:
        yield [_("Stayed within"), when, "", flow.within]


def share_cell(share: int | None) -> str:
    """Return a share as the page writes it; empty where nothing may be told."""
    return "" if share is None else share_text(share)


def goal_cell(goal: StampCard | None) -> str:
    """Return how far a goal is reached: 143 of 200, or 75 %, the goal is 80 %; or what it is alone."""
    if goal is None:
        return ""
    if goal.reached is None:
        return _("the goal is %(target)s") % {"target": percent(goal.target)}
    if goal.is_share:
        return _("%(reached)s, the goal is %(target)s") % {
            "reached": share_text(goal.reached),
            "target": percent(goal.target),
        }
    return _("%(reached)s of %(target)s") % {"reached": goal.reached, "target": goal.target}


def decimal_separator() -> str:
    """Return what stands before decimals in the reader's language."""
    return str(get_format("DECIMAL_SEPARATOR"))
