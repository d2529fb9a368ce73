"""Figures in words: the name of a period, alone and in a sentence, and a share as far as it may be told."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import pgettext

from cards.lib.periods import Grain, Period
from cards.lib.shares import LEAST, MOST, ShareWord

register = template.Library()


@register.filter
def period_name(period: Period) -> str:
    """Return the period's name, with its year unless it is this one: November, Week 46, Quarter 4 2025."""
    return with_capital(period_in_text(period))


@register.filter
def period_in_text(period: Period) -> str:
    """Return the period's name as it stands within a sentence: november in Swedish, week 46, quarter 4 2025."""
    if period.grain in (Grain.ALL, Grain.YEAR) or year_of(period) == timezone.localdate().year:
        return name_alone(period)
    return f"{name_alone(period)} {year_of(period)}"


def period_with_year(period: Period) -> str:
    """Return the period's name for what is kept longer than the year: November 2026."""
    name = with_capital(name_alone(period))
    return name if period.grain in (Grain.ALL, Grain.YEAR) else f"{name} {year_of(period)}"


@register.filter
def in_period(period: Period) -> str:
    """Return when it was, within a sentence: in November, in week 46 of 2025, in 2025."""
    if period.grain == Grain.ALL:
        return pgettext("period", "since the first card")
    year = year_of(period)
    is_this_year = year == timezone.localdate().year
    if period.grain == Grain.YEAR:
        text = pgettext("period", "in %(year)s")
    elif period.grain == Grain.MONTH:
        # Translators: Finnish ends the month's name instead, %(month)sssa.
        text = pgettext("period", "in %(month)s") if is_this_year else pgettext("period", "in %(month)s %(year)s")
    elif period.grain == Grain.WEEK:
        text = pgettext("period", "in week %(n)s") if is_this_year else pgettext("period", "in week %(n)s of %(year)s")
    elif is_this_year:
        text = pgettext("period", "in quarter %(n)s")
    else:
        text = pgettext("period", "in quarter %(n)s of %(year)s")
    number = period.week if period.grain == Grain.WEEK else period.quarter
    return text % {"month": date_format(period.first_on, "F"), "n": number, "year": year}


@register.filter
def percent(number: int) -> str:
    """Return 80 % as the language writes it, on one line."""
    return pgettext("percent", "%(number)s%%") % {"number": number}


@register.filter
def share_text(share: int | ShareWord | None) -> str:
    """Return a share as shown_share or share_word leave it; a dash where nothing may be told.

    The lowest step is true of nobody, too, and the highest of everybody, and so they say.
    """
    if share is None:
        return "–"
    if isinstance(share, ShareWord):
        return str(share.label)
    text = percent(share)
    if share <= LEAST:
        text = pgettext("percent", "at most %(share)s") % {"share": text}
    elif share >= MOST:
        text = pgettext("percent", "at least %(share)s") % {"share": text}
    return text


@register.filter
def about_share(share: int) -> str:
    """Return a share in percent as something rounded: about 80 %, at most 5 %."""
    is_step = LEAST < share < MOST
    return pgettext("percent", "about %(share)s") % {"share": percent(share)} if is_step else share_text(share)


@register.filter
def per_head(number: float | None) -> str:
    """Return encounters per head with one decimal."""
    return "–" if number is None else str(number_format(round(number, 1), 1))


@register.filter
def short_month(on: date) -> str:
    """Return the month as briefly as the language has it: nov."""
    return str(date_format(on, "SHORT_MONTH_FORMAT"))


def name_alone(period: Period) -> str:
    """Return the period's name without its year, as it stands within a sentence."""
    if period.grain == Grain.YEAR:
        return str(period.first_on.year)
    if period.grain == Grain.MONTH:
        return str(date_format(period.first_on, "F"))
    if period.grain == Grain.WEEK:
        name = pgettext("period", "Week %(week)s") % {"week": period.week}
    elif period.grain == Grain.QUARTER:
        name = pgettext("period", "Quarter %(quarter)s") % {"quarter": period.quarter}
    else:
        name = pgettext("period", "All time")
    return name[:1].lower() + name[1:]


def with_capital(name: str) -> str:
    """Return a name with a capital."""
    return name[:1].upper() + name[1:]


def year_of(period: Period) -> int:
    """Return the year a period is named by; a week's is that of its Thursday."""
    return period.first_on.isocalendar().year if period.grain == Grain.WEEK else period.first_on.year
