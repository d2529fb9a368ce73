"""Say which teams somebody belongs to: the first, which the staff file tells too, and others."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cards.actions.admin_log import log_action
from cards.actions.changing import CannotChange, check_seen, lock_person
from cards.actions.people import local_day_of
from cards.actions.stays import write_stays
from cards.lib.moves import joined
from cards.lib.spans import DAY, Span, cut, without
from cards.models import AdminVerb, Level, Person, Unit
from cards.queries.stays import Spans, Stays, in_order, is_to_be, stays_of


@transaction.atomic(durable=True)
def set_teams(
    *, actor: Person, person: Person, first: Unit | None, others: Collection[Unit], seen: str, at: datetime
) -> Person:
    """Let somebody belong to these teams from today on, or from their first day. The first one is of their unit.

    Raises ChangedMeanwhile when they belong elsewhere than the form showed, CannotChange for somebody who has left and
    for a first team of another unit.
    """
    standing, today = lock_person(person.pk), local_day_of(at)
    before = stays_of(standing.pk)
    check_seen(seen, before.version(standing))
    on, last_on = max(today, standing.employed_from), standing.employed_to
    if last_on is not None and last_on < on:
        raise CannotChange(_("%(name)s has left. Reopen the employment first.") % {"name": standing.name})
    if first is not None and (first.level != Level.TEAM or first.parent_id != before.unit_on(on)):
        raise CannotChange(_("The first team is one of the person’s own unit."), about="first")
    if any(team.level != Level.TEAM for team in others):
        raise CannotChange(_("That is no team."), about="others")
    firsts = turned(before.first_teams, first.pk if first else None, on, last_on)
    wanted = {team.pk for team in others if team != first}
    rest = gathered(before.other_teams, wanted, on, last_on)
    for span in firsts:
        rest = in_order(without(rest, span))
    after = Stays(before.units, firsts, rest)
    write_stays(standing, before=before, after=after, today=today)
    changes = {
        "team": (team_of(before.first_team_on(on)), first),
        "teams": (teams_of(before.teams_on(on)), teams_of(after.teams_on(on))),
    }
    log_action(actor=actor, verb=AdminVerb.PERSON_CHANGED, subject=standing, at=at, changes=changes)
    return standing


def turned(spans: Spans, team_id: int | None, on: date, last_on: date | None) -> Spans:
    """Return the first teams with this one, or none, from a day on."""
    kept = cut(spans, on - DAY)
    return in_order(joined([*kept, Span(team_id, on, last_on)] if team_id is not None else kept))


def gathered(spans: Spans, wanted: Collection[int], on: date, last_on: date | None) -> Spans:
    """Return the other teams with just these from a day on; those that go on are not touched."""
    standing = {span.place for span in spans if is_to_be(span, on)}
    kept = [piece for span in spans for piece in ([span] if span.place in wanted else cut([span], on - DAY))]
    return in_order([*kept, *(Span(pk, on, last_on) for pk in wanted if pk not in standing)])


def team_of(team_id: int | None) -> Unit | None:
    """Return a team by its key."""
    return Unit.objects.filter(pk=team_id).first() if team_id is not None else None


def teams_of(team_ids: Collection[int]) -> list[Unit]:
    """Return teams by their keys, in order of id."""
    return list(Unit.objects.filter(pk__in=team_ids).order_by("pk"))
