"""People as pages need them."""

from datetime import date, datetime
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Exists, Model

from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.models import CardRecipient, Level, Membership, Person, TeamMembership, Unit
from cards.queries.moderation import OPEN
from cards.queries.roles import may_moderate
from cards.sql import statement


def signed_in_person(person_id: int, *, at: datetime) -> Person | None:
    """Return somebody who may be signed in, with all that pages ask of them; None while their unit is not open."""
    person = employed_person(person_id, at=at)
    return person if person and person.is_let_in else None


def employed_person(person_id: int, *, at: datetime) -> Person | None:
    """Return somebody with their unit, the organisation's time zone and their sealed envelopes, in one query.

    None when there is nobody, or when their employment does not cover this moment's local day. Who is not let in yet
    is told so.
    """
    # Every request asks this: a statement that is written already costs a tenth of one that is put together first.
    sql = statement(
        "signed_in_person",
        person=columns(Person, "person"),
        unit=columns(Unit, "unit"),
        matters=statement("matters", narrowed=OPEN),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"person": person_id, "below": delivered_before(at)})
        row = cursor.fetchone()
    if row is None:
        return None
    of_person, of_unit = fields_of(Person), fields_of(Unit)
    end = len(of_person)
    person = Person.from_db(DEFAULT_DB_ALIAS, of_person, row[:end])
    person.unit = Unit.from_db(DEFAULT_DB_ALIAS, of_unit, row[end : end + len(of_unit)])
    person.time_zone, moderated_by, person.envelopes, person.newest_envelope, *rest = row[end + len(of_unit) :]
    person.is_manager, person.is_let_in, person.matters, person.letters = rest
    person.may_moderate = may_moderate(person, moderated_by)
    return person if person.is_employed(local_day(at, person.time_zone)) else None


@cache
def fields_of(model: type[Model]) -> list[str]:
    """Return the names of a model's columns, as from_db() wants them."""
    return [field.attname for field in model._meta.concrete_fields]


@cache
def columns(model: type[Model], alias: str) -> str:
    """Return a model's columns for a SELECT."""
    return ", ".join(f"{alias}.{field.column}" for field in model._meta.concrete_fields)


def colleague(person_id: int, *, viewer: Person, on: date) -> Person | None:
    """Return somebody whom the viewer may find, or has exchanged cards with; None for others, as if there were none."""
    # By name: having given a whole unit a card does not tell who is in it.
    given = CardRecipient.objects.filter(sender=viewer, person=person_id, is_with_unit=False)
    got = CardRecipient.objects.filter(sender=person_id, person=viewer, is_received=True)
    findable = Person.objects.findable_by(viewer, on).filter(pk=person_id)
    known = Exists(given) | Exists(got) | Exists(findable)
    return Person.objects.get_queryset().filter(known, pk=person_id).exclude(pk=viewer.pk).first()


def people_of_unit(unit: Unit, *, on: date, besides: Person) -> list[Person]:
    """Return who belongs to a unit or team on a day and is let in, besides one person, in order of id."""
    if unit.level == Level.TEAM:
        belong = TeamMembership.objects.on(on).filter(team=unit)
    else:
        belong = Membership.objects.on(on).filter(unit=unit)
    people = Person.objects.employed(on).let_in().filter(pk__in=belong.values("person")).exclude(pk=besides.pk)
    return list(people.order_by("pk"))
