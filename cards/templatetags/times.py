"""Times and numbers in the reader's habit: i dag 13.42, onsdag, 14 november; seven hearts."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def day_word(at: datetime | date) -> str:
    """Return today, yesterday, the weekday within a week, else the day and month, with the year when it is past."""
    on = timezone.localdate(at) if isinstance(at, datetime) else at
    today = timezone.localdate()
    if on == today:
        return _("today")
    if on == today - timedelta(days=1):
        return _("yesterday")
    if today - timedelta(days=7) < on < today:
        return date_format(on, "WEEKDAY_FORMAT")
    return date_format(on, "SHORT_DAY_FORMAT" if on.year == today.year else "SHORT_DATE_FORMAT")


@register.filter
def clock(at: datetime) -> str:
    """Return the time of day, such as 13.42."""
    return date_format(timezone.localtime(at), "TIME_FORMAT")


@register.filter
def short_day(on: date) -> str:
    """Return the day and the short month, such as 14 nov."""
    return date_format(on, "SHORT_DAY_FORMAT")


@register.filter
def long_day(on: date) -> str:
    """Return the day, month and year, such as 14 november 2026."""
    return date_format(on, "DATE_FORMAT")


@register.filter
def weekday_and_day(on: date) -> str:
    """Return the weekday and the day, such as Fredag 14 november."""
    text = f"{date_format(on, 'l')} {date_format(on, 'MONTH_DAY_FORMAT')}"
    return text[:1].upper() + text[1:]


@register.filter
def month_and_year(on: date) -> str:
    """Return the month and its year within a sentence, such as mars 2024."""
    return date_format(on, "YEAR_MONTH_FORMAT")


@register.filter
def month_name(on: date) -> str:
    """Return the month with a capital, and its year unless it is this one: November, December 2025."""
    is_this_year = on.year == timezone.localdate().year
    text = date_format(on, "F" if is_this_year else "YEAR_MONTH_FORMAT")
    return text[:1].upper() + text[1:]
