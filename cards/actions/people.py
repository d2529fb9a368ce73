"""Add people by hand, and change what is noted of them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cards.actions.admin_log import log_action
from cards.actions.belonging import resettled
from cards.actions.changing import CannotChange, check_seen, hold_register, lock_person
from cards.actions.stays import write_stays
from cards.lib.days import local_day
from cards.lib.fingerprints import fingerprint
from cards.lib.moves import Overlapping, begun
from cards.lib.spans import Span
from cards.models import AdminVerb, Level, Person, Unit
from cards.queries.organisation import time_zone_of_organisation
from cards.queries.stays import Spans, Stays, stays_of


@dataclass(frozen=True)
class Details:
    """What the staff file tells of somebody too, and an admin may correct."""

    employee_number: str
    given_name: str
    family_name: str
    title: str
    email: str | None
    language: str
    employed_from: date

    @classmethod
    def of(cls, person: Person) -> "Details":
        """Return somebody's."""
        return cls(
            person.employee_number or "", person.given_name, person.family_name, person.title, person.email,
            person.language, person.employed_from,
        )  # fmt: skip

    @property
    def version(self) -> str:
        """What tells a form that these are others now than it showed."""
        return fingerprint(*asdict(self).values())


@transaction.atomic(durable=True)
def create_person(*, actor: Person, details: Details, unit: Unit, at: datetime) -> Person:
    """Add somebody who is not in the staff file, or not yet; they cannot sign in until somebody lets them.

    Raises CannotChange when the number or the address is somebody else's, or the unit is a team.
    """
    hold_register()
    check_free(details, besides=None)
    if unit.level == Level.TEAM:
        raise CannotChange(_("Choose a unit; a team is chosen afterwards."), about="unit")
    person = Person(unit=unit, password=make_password(None), **asdict(details))
    with resettled():
        person.save(force_insert=True)
        write_stays(
            person, before=Stays(), after=Stays(units=(Span(unit.pk, details.employed_from),)), today=local_day_of(at)
        )
    changes = {name: (None, value) for name, value in asdict(details).items() if value}
    log_action(
        actor=actor, verb=AdminVerb.PERSON_CREATED, subject=person, at=at, changes={**changes, "unit": (None, unit)}
    )
    return person


@transaction.atomic(durable=True)
def change_details(*, actor: Person, person: Person, details: Details, seen: str, at: datetime) -> Person:
    """Correct what is noted of somebody. A language they have chosen themselves stays.

    Raises ChangedMeanwhile when it is not what the form showed (`seen`), and CannotChange when the number or the
    address is somebody else's, or the first day does not fit the days that follow.
    """
    standing = lock_person(person.pk)
    before = Details.of(standing)
    check_seen(seen, before.version)
    check_free(details, besides=standing)
    is_language_kept = standing.is_language_chosen
    for name, value in asdict(details).items():
        if not (name == "language" and is_language_kept):
            setattr(standing, name, value)
    with resettled():
        if standing.employed_from != before.employed_from:
            begin_on_another_day(standing, began_on=before.employed_from, today=local_day_of(at))
        standing.save(update_fields=[*asdict(details), "unit"])
    after = Details.of(standing)
    changes = {name: (value, getattr(after, name)) for name, value in asdict(before).items()}
    log_action(actor=actor, verb=AdminVerb.PERSON_CHANGED, subject=standing, at=at, changes=changes)
    return standing


def check_free(details: Details, *, besides: Person | None) -> None:
    """Raise CannotChange when somebody else has the number, or the address, in any case of letters."""
    same_number = Q(employee_number__iexact=details.employee_number)
    same_email = Q(email__iexact=details.email) if details.email else Q(pk__in=[])
    others = Person.objects.get_queryset().filter(same_number | same_email).order_by("pk")
    if besides:
        others = others.exclude(pk=besides.pk)
    for other in others:
        has_number = (other.employee_number or "").casefold() == details.employee_number.casefold()
        text = _("%(name)s has this number.") if has_number else _("%(name)s has this address.")
        raise CannotChange(text % {"name": other.name}, about="employee_number" if has_number else "email")


def begin_on_another_day(person: Person, *, began_on: date, today: date) -> None:
    """Let somebody's first unit and first team follow the first day of their employment, inside the transaction.

    Raises CannotChange when the days do not fit.
    """
    begins_on = person.employed_from
    if person.employed_to is not None and person.employed_to < begins_on:
        raise CannotChange(_("The employment would end before it begins."), about="employed_from")
    before = stays_of(person.pk)
    try:
        units = begun(before.units, began_on=began_on, begins_on=begins_on)
    except Overlapping as refused:
        unit, span = Unit.objects.get(pk=refused.span.place), refused.span
        text = _("The day does not fit: %(unit)s is noted from %(from)s to %(to)s.")
        days = {"from": date_format(span.from_on), "to": date_format(span.to_on or today)}
        raise CannotChange(text % {"unit": unit.name, **days}, about="employed_from") from refused
    after = Stays(
        tuple(units),
        teams_from(before.first_teams, began_on=began_on, begins_on=begins_on),
        teams_from(before.other_teams, began_on=began_on, begins_on=begins_on),
    )
    write_stays(person, before=before, after=after, today=today)


def teams_from(spans: Spans, *, began_on: date, begins_on: date) -> Spans:
    """Return the teams of an employment that begins on another day; those of an earlier one stay."""
    found = []
    for span in spans:
        if span.from_on < began_on or (span.from_on > began_on and span.from_on >= begins_on):
            found.append(span)
        elif span.to_on is None or span.to_on >= begins_on:
            found.append(Span(span.place, begins_on, span.to_on))
    return tuple(found)


def local_day_of(at: datetime) -> date:
    """Return the organisation's day of a moment."""
    return local_day(at, time_zone_of_organisation())
