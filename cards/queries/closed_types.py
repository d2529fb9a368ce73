"""Why somebody cannot give a card of a type today, in words fit to show."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cards.models import Closed
from cards.queries.card_types import TypeWords, types_for


def why_type_is_closed(*, unit_id: int, on: date, language: str, **which: Any) -> str:
    """Say why the people of a unit cannot give a type on a day; nothing when they can. `which` filters its texts."""
    found = next(iter(types_for(unit_id=unit_id, on=on, language=language, **which)), None)
    if found is None:
        return no_longer_given()
    return sentence(found) if found.closed else ""


def no_longer_given() -> str:
    """Say it of a type that is retired, is still a draft, or never was: nobody needs to tell those apart."""
    return _("This kind of card is no longer given.")


def sentence(found: TypeWords) -> str:
    """Say why a type is closed."""
    values = {"type": found.name}
    match found.closed:
        case Closed.STAFF:
            return _("%(type)s is a card that customers give.") % values
        case Closed.EARLY:
            return _("%(type)s can be given from %(day)s.") % {**values, "day": long_day(found.card_type.starts_on)}
        case Closed.LATE:
            return _("%(type)s could be given until %(day)s.") % {**values, "day": long_day(found.card_type.ends_on)}
        case Closed.WEEKDAY:
            return _("%(type)s is given on %(days)s.") % {**values, "days": days_of_week(found.card_type.weekdays)}
        case Closed.UNIT:
            return _("%(type)s is given at other units than yours.") % values
        case _:
            return no_longer_given()


def long_day(on: date | None) -> str:
    """Return the day, month and year."""
    return date_format(on, "DATE_FORMAT") if on else ""


def days_of_week(weekdays: list[int]) -> str:
    """Return the days as one says when something happens: Mondays and Fridays."""
    names = {
        1: pgettext("given on these days", "Mondays"),
        2: pgettext("given on these days", "Tuesdays"),
        3: pgettext("given on these days", "Wednesdays"),
        4: pgettext("given on these days", "Thursdays"),
        5: pgettext("given on these days", "Fridays"),
        6: pgettext("given on these days", "Saturdays"),
        7: pgettext("given on these days", "Sundays"),
    }
    return get_text_list([names[day] for day in sorted(set(weekdays))], pgettext("between the last two names", "and"))
