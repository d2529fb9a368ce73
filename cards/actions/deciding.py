"""Open what has been reported, and decide about it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cards.actions.admin_log import log_action
from cards.actions.letters import tell_outcome
from cards.actions.moderating import (
    CannotModerate,
    hide_reply,
    hold,
    moderate_card,
    restore_card,
    restore_reply,
    writer_of,
)
from cards.lib.messages import clean_message, has_no_letters
from cards.models import MAX_WORDS, AdminVerb, Card, Decision, Outcome, Person, Reply, Report
from cards.queries.moderation import Latest, Matter

VERBS = {
    (False, Outcome.KEPT): AdminVerb.CARD_KEPT,
    (False, Outcome.HIDDEN): AdminVerb.CARD_HIDDEN,
    (False, Outcome.RESTORED): AdminVerb.CARD_RESTORED,
    (True, Outcome.KEPT): AdminVerb.REPLY_KEPT,
    (True, Outcome.HIDDEN): AdminVerb.REPLY_HIDDEN,
    (True, Outcome.RESTORED): AdminVerb.REPLY_RESTORED,
}


class DecidedMeanwhile(CannotModerate):
    """Somebody else has decided since the page was shown; the message says who, and what."""


@transaction.atomic(durable=True, savepoint=False)
def open_report(*, moderator: Person, matter: Matter, at: datetime) -> None:
    """Log that somebody opens what has been reported, before they are shown a word of it."""
    log_action(actor=moderator, verb=AdminVerb.REPORT_OPENED, subject=subject_of(matter), at=at)


@transaction.atomic(durable=True)
def decide(*, moderator: Person, matter: Matter, outcome: Outcome, reason: str, after: int, at: datetime) -> Decision:
    """Decide about a card or a reply, close all reports of it, and tell those whom it concerns.

    `after` is the newest decision that the moderator has seen, 0 for none. Raises DecidedMeanwhile when there is a
    newer one; CannotModerate when it is not theirs to decide, does not fit how the thing stands, or needs a reason.
    """
    found = hold(matter, moderator)
    if found.decision_id != after and found.latest:
        raise DecidedMeanwhile(said(found.latest))
    if outcome not in found.choices:
        raise CannotModerate(_("This cannot be decided as things stand now. Load the page again."))
    words = clean_message(reason)[:MAX_WORDS]
    has_changed = outcome == Outcome.RESTORED or (outcome == Outcome.HIDDEN and not found.is_hidden)
    if has_changed and has_no_letters(words):
        raise CannotModerate(_("Write a few words on why. They stay with those who decide, and in the log."))
    decision = Decision.objects.create(
        card_id=found.card_id, reply_id=found.reply_id, outcome=outcome, person=moderator, reason=words, at=at
    )
    if has_changed:
        carry_out(decision)
    closed = close_reports(decision)
    tell_outcome(decision, writer_id=found.writer_id, newly_told=closed, has_changed=has_changed)
    log_action(
        actor=moderator,
        verb=VERBS.get((found.reply_id is not None, outcome), AdminVerb.REPORT_DECIDED),
        subject=subject_of(found),
        at=at,
        changes={"is_hidden": (found.is_hidden, outcome == Outcome.HIDDEN)} if has_changed else {},
        about=writer_of(found),
        reason=words,
    )
    return decision


def carry_out(decision: Decision) -> None:
    """Do what was decided, inside the caller's transaction."""
    if decision.reply_id:
        if decision.outcome == Outcome.HIDDEN:
            hide_reply(reply_id=decision.reply_id, at=decision.at)
        else:
            restore_reply(reply_id=decision.reply_id)
        return
    act = moderate_card if decision.outcome == Outcome.HIDDEN else restore_card
    act(moderator=decision.person, card_id=decision.card_id, reason=decision.reason, at=decision.at)


def close_reports(decision: Decision) -> list[int]:
    """Close the open reports about what was decided, inside the caller's transaction; return whose they are."""
    reports = Report.objects.filter(card=decision.card_id, reply=decision.reply_id, decision=None)
    reporters = list(reports.values_list("reporter_id", flat=True))
    reports.update(decision=decision)
    return reporters


def subject_of(matter: Matter) -> Card | Reply:
    """Return what a matter is about, for the log, which keeps its key alone."""
    return Reply(pk=matter.reply_id) if matter.reply_id else Card(pk=matter.card_id)


def said(latest: Latest) -> str:
    """Say who has decided what."""
    sentences = {
        Outcome.KEPT: _("%(name)s has just decided this: it stays."),
        Outcome.HIDDEN: _("%(name)s has just decided this: it is removed."),
        Outcome.RESTORED: _("%(name)s has just decided this: it is back."),
        Outcome.GONE: _("%(name)s has just closed this: it was already taken back."),
    }
    return sentences[latest.outcome] % {"name": latest.decided_by}
