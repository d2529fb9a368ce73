"""Move people to another unit, end their employment and reopen it: what has been stays as it was."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cards.actions.admin_log import Changes, log_action
from cards.actions.belonging import resettled
from cards.actions.changing import CannotChange, check_seen, lock_person
from cards.actions.people import local_day_of
from cards.actions.roles import check_admin_left, lock_admins
from cards.actions.stays import write_stays
from cards.lib.moves import Overlapping, moved, prolonged
from cards.lib.spans import DAY, Span, cut
from cards.models import AdminVerb, Level, Person, Unit, UnitManager
from cards.queries.stays import Stays, in_order, stays_of

LATEST = timedelta(days=366)  # A day further ahead is a slip of the pen.
ROLES = ("is_admin", "is_representative", "is_moderator")


@transaction.atomic(durable=True)
def move_person(*, actor: Person, person: Person, unit: Unit, on: date, seen: str, at: datetime) -> Person:
    """Let somebody belong to another unit from a day on, also one to come. Their first team stays with the old unit.

    Raises ChangedMeanwhile when they belong elsewhere than the form showed, CannotChange when the day does not fit.
    """
    standing, today = lock_person(person.pk), local_day_of(at)
    before = stays_of(standing.pk)
    check_seen(seen, before.version(standing))
    check_day(standing, on, today)
    if unit.level == Level.TEAM:
        raise CannotChange(_("Choose a unit; a team is chosen afterwards."), about="unit")
    try:
        units = moved(before.units, unit.pk, on, until=standing.employed_to)
    except Overlapping as refused:
        other = Unit.objects.get(pk=refused.span.place)
        text = _("%(unit)s is noted from %(day)s already. Choose that day or a later one.")
        days = {"unit": other.name, "day": date_format(refused.span.from_on)}
        raise CannotChange(text % days, about="on") from refused
    if units == list(before.units):
        raise CannotChange(_("%(unit)s is where they are already.") % {"unit": unit.name}, about="unit")
    own_teams = set(Unit.objects.filter(parent=unit).values_list("pk", flat=True))
    kept = [span for span in before.first_teams if span.place in own_teams]
    left = [span for span in before.first_teams if span.place not in own_teams]
    after = Stays(in_order(units), in_order([*kept, *cut(left, on - DAY)]), before.other_teams)
    was = Unit.objects.get(pk=before.unit_on(on) or standing.unit_id)
    with resettled():
        write_stays(standing, before=before, after=after, today=today)
        standing.save(update_fields=["unit"])
    changes: Changes = {"unit": (was, unit), "from_on": (None, on)}
    log_action(actor=actor, verb=AdminVerb.PERSON_MOVED, subject=standing, at=at, changes=changes)
    return standing


def check_day(person: Person, on: date, today: date) -> None:
    """Raise CannotChange for a day on which somebody is not employed, or one too far ahead."""
    if on < person.employed_from:
        text = _("The employment begins on %(day)s. Choose that day or a later one.")
        raise CannotChange(text % {"day": date_format(person.employed_from)}, about="on")
    if person.employed_to is not None and on > person.employed_to:
        text = _("The employment ends on %(day)s. Choose that day or an earlier one.")
        raise CannotChange(text % {"day": date_format(person.employed_to)}, about="on")
    if on > today + LATEST:
        raise CannotChange(_("Choose a day within a year."), about="on")


@transaction.atomic(durable=True)
def end_employment(*, actor: Person, person: Person, last_on: date, seen: str, at: datetime) -> Person:
    """Let a day be somebody's last. When it has passed they are out at the next request, and manage nothing any more.

    Raises ChangedMeanwhile when the days are others than the form showed; CannotChange when the day lies before the
    first one or too far ahead, and when no admin would be left.
    """
    admins, standing, today = lock_admins(), lock_person(person.pk), local_day_of(at)
    before = stays_of(standing.pk)
    check_seen(seen, before.version(standing))
    if last_on < standing.employed_from:
        text = _("The employment begins on %(day)s. Choose that day or a later one.")
        raise CannotChange(text % {"day": date_format(standing.employed_from)}, about="last_on")
    if last_on > today + LATEST:
        raise CannotChange(_("Choose a day within a year."), about="last_on")
    if standing.is_admin:
        check_admin_left(admins, besides=standing, on=max(today, last_on + DAY))
    changes: dict[str, tuple[object, object]] = {"employed_to": (standing.employed_to, last_on)}
    standing.employed_to, standing.is_ended = last_on, last_on < today
    if standing.is_ended:
        changes |= take_everything(standing)
    spans = (in_order(cut(kind, last_on)) for kind in prolonged_to(before, last_on).all)
    with resettled():
        write_stays(standing, before=before, after=Stays(*spans), today=today)
        standing.save(update_fields=["employed_to", "is_ended", "unit", "session_epoch", *ROLES])
    log_action(actor=actor, verb=AdminVerb.PERSON_ENDED, subject=standing, at=at, changes=changes)
    return standing


def take_everything(person: Person) -> dict[str, tuple[object, object]]:
    """Take somebody's roles, the units they manage and their sessions; return what the log is to say."""
    changes: dict[str, tuple[object, object]] = {name: (getattr(person, name), False) for name in ROLES}
    managed = Unit.objects.filter(managers__person=person).order_by("pk")
    changes["manages"] = (list(managed), [])
    UnitManager.objects.filter(person=person).delete()
    for name in ROLES:
        setattr(person, name, False)
    person.session_epoch += 1
    return changes


def prolonged_to(stays: Stays, last_on: date | None) -> Stays:
    """Return the stays with what went on until the employment's end going on until another day."""
    ends = [span.to_on for span in stays.units[-1:]]
    if not ends:
        return stays
    of_team = [prolonged(kind, last_on) if kind and kind[-1].to_on == ends[0] else kind for kind in stays.all[:2]]
    others = (Span(one.place, one.from_on, last_on) if one.to_on == ends[0] else one for one in stays.other_teams)
    return Stays(in_order(of_team[0]), in_order(of_team[1]), in_order(others))


@transaction.atomic(durable=True)
def reopen_employment(*, actor: Person, person: Person, first_on: date, seen: str, at: datetime) -> Person:
    """Let somebody be employed again from a day on, where they were last; up to the day after their last, as if they
    had never left. Roles and units to manage do not come back by themselves.

    Raises ChangedMeanwhile when the days are others than the form showed, CannotChange when they have no last day.
    """
    standing, today = lock_person(person.pk), local_day_of(at)
    before = stays_of(standing.pk)
    check_seen(seen, before.version(standing))
    last_on = standing.employed_to
    if last_on is None:
        raise CannotChange(_("The employment has no last day."))
    if first_on > today + LATEST:
        raise CannotChange(_("Choose a day within a year."), about="first_on")
    changes: dict[str, tuple[object, object]] = {"employed_to": (last_on, None)}
    standing.employed_to, standing.is_ended = None, False
    if first_on <= last_on + DAY:
        after = prolonged_to(before, None)
    else:
        changes["employed_from"] = (standing.employed_from, first_on)
        standing.employed_from = first_on
        unit_id = before.unit_on(last_on) or standing.unit_id
        after = Stays(in_order([*before.units, Span(unit_id, first_on)]), before.first_teams, before.other_teams)
    with resettled():
        write_stays(standing, before=before, after=after, today=today)
        standing.save(update_fields=["employed_from", "employed_to", "is_ended", "unit"])
    log_action(actor=actor, verb=AdminVerb.PERSON_REOPENED, subject=standing, at=at, changes=changes)
    return standing


@transaction.atomic(durable=True)
def arrive(*, at: datetime) -> int:
    """Let everybody be in the unit that their membership of today says; return how many moves that were.

    A move that was noted ahead comes true on its day.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cards_person AS person SET unit_id = membership.unit_id FROM cards_membership AS membership"
            " WHERE membership.person_id = person.id AND membership.unit_id <> person.unit_id"
            " AND membership.from_on <= %(today)s AND coalesce(membership.to_on >= %(today)s, true)",
            {"today": local_day_of(at)},
        )
        return int(cursor.rowcount)
