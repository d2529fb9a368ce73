"""What colleagues have reported: the queue, what was decided, and one card or reply with what can be done about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cards.actions.deciding import DecidedMeanwhile, decide, open_report
from cards.actions.letters import take_letter_back, write_letter
from cards.actions.moderating import CannotModerate
from cards.forms.moderation import DecisionForm, LetterForm, ListForm, WhichLetterForm
from cards.http import PersonRequest, lead_on, render_page
from cards.lib.ids import MAX_ID
from cards.models import Outcome
from cards.queries.moderation import Matter, decided_before, find_matter, queue_before
from cards.queries.reported import reported_card
from cards.views.guards import only

# Admins beside a group that moderates are asked about what none of the group is free to decide: the queries see to it.
asked_only = only(lambda person: person.may_moderate or person.is_admin)


@asked_only
@require_safe
def reports(request: PersonRequest) -> HttpResponse:
    """List what waits for a decision, oldest first."""
    place = ListForm(request.GET).place
    queue = queue_before(request.user, language=get_language() or "sv", newer_than=place or 0)
    context = {"place": "workshop", "section": "reports", "queue": queue, "is_first": place is None}
    return render_page(request, "moderation/reports.html", context)


@asked_only
@require_safe
def reports_decided(request: PersonRequest) -> HttpResponse:
    """List what was decided, newest first."""
    place = ListForm(request.GET).place
    page = decided_before(request.user, language=get_language() or "sv", older_than=place or 2**63 - 1)
    context = {"place": "workshop", "section": "reports", "page": page, "is_first": place is None}
    return render_page(request, "moderation/decided.html", context)


@asked_only
@require_safe
def reported(request: PersonRequest, card_id: int = 0, reply_id: int | None = None) -> HttpResponse:
    """Show what was reported, with all that one needs to decide about it."""
    return show(request, find(request, card_id, reply_id))


@asked_only
@require_POST
def decide_report(request: PersonRequest, card_id: int = 0, reply_id: int | None = None) -> HttpResponse:
    """Let it stay, remove it, or undo either."""
    matter = find(request, card_id, reply_id)
    form = DecisionForm(request.POST, matter=matter)
    if not form.is_valid():
        return show(request, matter, decision_form=form)
    outcome = Outcome(form.cleaned_data["outcome"])
    try:
        decide(
            moderator=request.user,
            matter=matter,
            outcome=outcome,
            reason=form.cleaned_data["reason"],
            after=form.cleaned_data["after"],
            at=timezone.now(),
        )
    except DecidedMeanwhile as error:
        messages.info(request, str(error))
        return lead_on(address_of(matter))
    except CannotModerate as error:
        form.add_error(None, str(error))
        return show(request, matter, decision_form=form)
    messages.success(request, receipt(outcome, matter))
    return lead_on(address_of(matter) if outcome == Outcome.HIDDEN else "reports")


@asked_only
@require_POST
def write_to_writer(request: PersonRequest, card_id: int = 0, reply_id: int | None = None) -> HttpResponse:
    """Write a few words to whoever wrote what was reported."""
    matter = find(request, card_id, reply_id)
    form = LetterForm(request.POST)
    if form.is_valid():
        try:
            write_letter(moderator=request.user, matter=matter, at=timezone.now(), **form.cleaned_data)
        except CannotModerate as error:
            form = form.again()
            form.add_error("text", str(error))
        else:
            messages.success(request, _("The letter is sent. You can take it back until it is read."))
            return lead_on(address_of(matter))
    return show(request, matter, letter_form=form)


@asked_only
@require_POST
def take_back_letter(request: PersonRequest, card_id: int = 0, reply_id: int | None = None) -> HttpResponse:
    """Take back a letter that has not been read."""
    matter = find(request, card_id, reply_id)
    form = WhichLetterForm(request.POST)
    if form.is_valid():
        try:
            take_letter_back(
                moderator=request.user, matter=matter, letter_id=form.cleaned_data["letter"], at=timezone.now()
            )
        except CannotModerate as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The letter is taken back. Nobody has read it."))
    return lead_on(address_of(matter))


def find(request: PersonRequest, card_id: int, reply_id: int | None) -> Matter:
    """Return what was reported. Raises Http404 for what nobody reported, and for who is not asked about it."""
    is_key = card_id <= MAX_ID and (reply_id or 0) < 2**63
    matter = find_matter(request.user, card_id=card_id, reply_id=reply_id) if is_key else None
    if matter is None:
        raise Http404
    return matter


def show(
    request: PersonRequest,
    matter: Matter,
    *,
    decision_form: DecisionForm | None = None,
    letter_form: LetterForm | None = None,
) -> HttpResponse:
    """Log who opens it, then render it; 422 with a form that could not be taken."""
    open_report(moderator=request.user, matter=matter, at=timezone.now())
    context: dict[str, Any] = {
        "place": "workshop",
        "section": "reports",
        "matter": matter,
        "reported": reported_card(matter, viewer=request.user, language=get_language() or "sv"),
        "address": address_of(matter),
        "decision_form": decision_form or DecisionForm(matter=matter),
        "letter_form": letter_form or LetterForm(),
        "has_letter_error": letter_form is not None,
    }
    return render_page(
        request, "moderation/reported.html", context, status=422 if decision_form or letter_form else 200
    )


def address_of(matter: Matter) -> str:
    """Return the address of what was reported."""
    if matter.reply_id:
        return reverse("reported_reply", args=[matter.reply_id])
    return reverse("reported_card", args=[matter.card_id])


def receipt(outcome: Outcome, matter: Matter) -> str:
    """Say what has been done."""
    if outcome == Outcome.HIDDEN:
        if matter.is_hidden:
            return _("It stays removed. Whoever reported it is told.")
        return _(
            "It is removed: nobody can read it. The writer and whoever reported it are told. You can bring it back."
        )
    return {
        Outcome.KEPT: _("It stays. Whoever reported it is told; the writer is not."),
        Outcome.RESTORED: _("It is back, as it was. The writer and whoever reported it are told."),
        Outcome.GONE: _("It is closed. Whoever reported it is told."),
    }[outcome]
