"""Make one of two records of the same person, and take them apart again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cards.actions.admin_log import log_action
from cards.actions.audience import hide_old_cards
from cards.actions.belonging import resettled
from cards.actions.changing import CannotChange, check_seen, hold_register
from cards.actions.merging_cards import cards_of, counted_anew, move_cards, move_cards_back
from cards.actions.merging_rows import Moved, move_rows, move_rows_back
from cards.actions.people import Details, local_day_of
from cards.actions.stays import write_stays
from cards.actions.tallies import begin_fold
from cards.lib.fingerprints import fingerprint
from cards.lib.moves import overlaid, spared
from cards.lib.spans import DAY, Span, without
from cards.models import AdminVerb, Level, Person, PersonMerge, Unit
from cards.queries.stays import Spans, Stays, in_order, stays_of

ROLES = ("is_admin", "is_representative", "is_moderator")
KEPT = (
    "employed_from",
    "employed_to",
    "is_ended",
    "unit_id",
    "is_protected",
    "email",
    *ROLES,
)  # Of both, as they were.
DAYS = ("employed_from", "employed_to")


@dataclass(frozen=True)
class Pair:
    """Two records of one person."""

    stays: Person
    ends: Person


def pair_version(records: Iterable[tuple[Person, Stays]]) -> str:
    """Return what tells a form that something of two records, whichever comes first, is another now than it showed."""
    both = sorted(records, key=lambda record: record[0].pk)
    roles = tuple(getattr(one, name) for one, _stays in both for name in (*ROLES, "is_protected"))
    return fingerprint(*((Details.of(one).version, stays.version(one)) for one, stays in both), roles)


@transaction.atomic(durable=True)
def merge_people(*, actor: Person, stays: Person, ends: Person, seen: str, at: datetime) -> Person:
    """Let everything of one record be the other's: cards, hearts, replies, blocks, saved cards, days, what they manage.

    The record that stays keeps its name, number and choices; roles come along from one in use, protection from either.
    Tallies count the person as one. Raises ChangedMeanwhile when either is not what the form showed, CannotChange when
    the two are one, or either is erased or merged already.
    """
    pair = lock_pair(stays.pk, ends.pk)
    stays, ends, today = pair.stays, pair.ends, local_day_of(at)
    before = (stays_of(stays.pk), stays_of(ends.pk))
    check_seen(seen, pair_version(zip((stays, ends), before, strict=True)))
    kept = {"stays": kept_of(stays), "ends": kept_of(ends)}
    with counted_anew(cards_of(ends.pk), at=at), resettled():
        moved = move_cards(ends=ends, stays=stays, at=at)
        moved["rows"] = move_rows(ends=ends.pk, stays=stays.pk)
        take_over(pair, today=today)
        write_stays(ends, before=before[1], after=Stays(), today=today)
        write_stays(stays, before=before[0], after=both_stays(*before), today=today)
        end_record(ends, today=today)
        for person in (ends, stays):  # In this order: an address stands once at any moment.
            person.save(update_fields=[*KEPT_FIELDS, "session_epoch"])
    moved |= {"people": kept, "stays": [as_rows(one) for one in (*before, stays_of(stays.pk))]}
    moved["people"]["after"] = kept_of(stays)
    PersonMerge.objects.create(person=ends, into=stays, by=actor, at=at, moved=moved)
    if stays.is_protected:
        hide_old_cards([stays.pk])
    log_both(actor, pair, kept, at=at, verb=AdminVerb.PEOPLE_MERGED)
    return stays


KEPT_FIELDS = [name.removesuffix("_id") for name in KEPT]


def lock_pair(stays_id: int, ends_id: int) -> Pair:
    """Return two records that nobody else changes or refers to until the caller's transaction has ended.

    Raises CannotChange unless they are two, neither erased nor merged into another.
    """
    hold_register()
    if stays_id == ends_id:
        raise CannotChange(_("Choose two records."))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '60s'")  # Somebody may have given and got thousands of cards.
    begin_fold()  # Before any card is locked, as whoever undoes one does.
    found = Person.objects.get_queryset().select_for_update().filter(pk__in=[stays_id, ends_id]).order_by("pk")
    people = {person.pk: person for person in found}
    if PersonMerge.objects.filter(person__in=people).exists():
        raise CannotChange(_("One of the two was merged into another already."))
    if len(people) != 2 or any(person.erased_at for person in people.values()):
        raise CannotChange(_("One of the two has been erased."))
    return Pair(people[stays_id], people[ends_id])


def take_over(pair: Pair, *, today: date) -> None:
    """Give the record that stays the days, the roles and the protection of both, and an address if it had none."""
    stays, ends = pair.stays, pair.ends
    if ends.is_employed(today):
        for name in ROLES:
            setattr(stays, name, getattr(stays, name) or getattr(ends, name))
    stays.is_protected = stays.is_protected or ends.is_protected
    stays.employed_from = min(stays.employed_from, ends.employed_from)
    lasts = [stays.employed_to, ends.employed_to]
    stays.employed_to = None if None in lasts else max(day for day in lasts if day)
    stays.is_ended = stays.employed_to is not None and stays.employed_to < today
    if stays.email is None:
        stays.email, ends.email = ends.email, None


def end_record(person: Person, *, today: date) -> None:
    """Let a record belong nowhere and to nobody from now on, out at the next request."""
    last_on = min(today - DAY, person.employed_to or today)
    person.employed_from, person.employed_to = min(person.employed_from, last_on), last_on
    person.is_ended, person.session_epoch = True, person.session_epoch + 1
    for name in ROLES:
        setattr(person, name, False)
    person.unit = Unit.objects.get(level=Level.ROOT)  # It is nobody's namesake in the unit it was in.


def both_stays(first: Stays, other: Stays) -> Stays:
    """Return where the two have been: where they were at two places at once, the first holds."""
    firsts = in_order(overlaid(first.first_teams, other.first_teams))
    others = list(first.other_teams)
    for span in other.other_teams:
        pieces = [span]
        for taken in first.other_teams:
            if taken.place == span.place:
                pieces = [piece for one in pieces for piece in spared(one, taken)]
        others += pieces
    for span in firsts:
        others = without(others, span)
    return Stays(in_order(overlaid(first.units, other.units)), firsts, in_order(others))


@transaction.atomic(durable=True)
def part_people(*, actor: Person, person: Person, at: datetime) -> Person:
    """Take a record that was merged apart from the other again; what has happened since stays with the other.

    Cards that were narrowed to protect somebody stay so. Raises CannotChange when it is not merged, when the other has
    been erased or merged since, or has taken in a third.
    """
    hold_register()
    merge = PersonMerge.objects.select_for_update().filter(person=person).first()
    if merge is None:
        raise CannotChange(_("This record is not merged into another."))
    later = (
        PersonMerge.objects.filter(into=merge.into, pk__gt=merge.pk).select_related("person").order_by("-pk").first()
    )
    if later is not None:
        text = _("%(name)s was merged into the same record later. Take that apart first.")
        raise CannotChange(text % {"name": f"{later.person.name} ({later.person.employee_number})"})
    moved = merge.moved
    PersonMerge.objects.filter(pk=merge.pk).delete()
    pair = lock_pair(merge.into_id, person.pk)
    stays, ends = pair.stays, pair.ends
    check_units_stand(moved)
    kept = {"stays": kept_of(stays), "ends": kept_of(ends)}
    with counted_anew(cards_of(stays.pk), at=at), resettled():
        move_cards_back(moved, ends=ends, stays=stays)
        move_rows_back(moved["rows"], ends=ends.pk, stays=stays.pk)
        part_records(pair, moved, today=local_day_of(at))
    log_both(actor, pair, kept, at=at, verb=AdminVerb.PEOPLE_PARTED)
    return ends


def check_units_stand(moved: Moved) -> None:
    """Raise CannotChange when a unit or team that somebody is to belong to again is gone."""
    places = {place for rows in moved["stays"] for spans in rows for place, *_days in spans}
    if Unit.objects.filter(pk__in=places).count() < len(places):
        raise CannotChange(_("A unit or team that one of the two belonged to has been removed since."))


def part_records(pair: Pair, moved: Moved, *, today: date) -> None:
    """Give both their own days back; the one that stayed keeps what has been changed of it since."""
    stays, ends, people = pair.stays, pair.ends, moved["people"]
    before, own, after = (as_stays(rows) for rows in moved["stays"])
    now = stays_of(stays.pk)
    if now == after and kept_of(stays) == people["after"]:
        give_back(stays, people["stays"])
        write_stays(stays, before=now, after=before, today=today)
    elif stays.email == people["ends"]["email"]:
        stays.email = people["stays"]["email"]
    give_back(ends, people["ends"])
    others = Person.objects.get_queryset().exclude(pk__in=[stays.pk, ends.pk])
    if ends.email and others.filter(email__iexact=ends.email).exists():
        ends.email = None
    stays.save(update_fields=KEPT_FIELDS)
    write_stays(ends, before=Stays(), after=own, today=today)
    ends.save(update_fields=KEPT_FIELDS)


def kept_of(person: Person) -> dict[str, Any]:
    """Return what a merge changes of a person, as JSON keeps it."""
    values = {name: getattr(person, name) for name in KEPT}
    return values | {name: values[name].isoformat() if values[name] else None for name in DAYS}


def give_back(person: Person, kept: dict[str, Any]) -> None:
    """Let somebody be as they were."""
    for name, value in kept.items():
        setattr(person, name, date.fromisoformat(value) if name in DAYS and value else value)


def as_rows(stays: Stays) -> list[list[list[Any]]]:
    """Return stays as JSON keeps them."""
    return [
        [[one.place, one.from_on.isoformat(), one.to_on.isoformat() if one.to_on else None] for one in spans]
        for spans in stays.all
    ]


def as_stays(rows: list[list[list[Any]]]) -> Stays:
    """Return stays that JSON has kept."""

    def spans(kind: list[list[Any]]) -> Spans:
        return tuple(
            Span(place, date.fromisoformat(from_on), date.fromisoformat(to_on) if to_on else None)
            for place, from_on, to_on in kind
        )

    return Stays(*map(spans, rows))


def log_both(actor: Person, pair: Pair, kept: dict[str, Moved], *, at: datetime, verb: AdminVerb) -> None:
    """Log what was done to each of the two."""
    for person, other, was in ((pair.stays, pair.ends, kept["stays"]), (pair.ends, pair.stays, kept["ends"])):
        now = kept_of(person)
        changes = {name.removesuffix("_id"): (was[name], now[name]) for name in KEPT if name != "unit_id"}
        changes["other_record"] = (None, other)
        log_action(actor=actor, verb=verb, subject=person, at=at, changes=changes)
