"""Report a card or a reply that hurts, and block its sender."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cards.actions.safety import AlreadyReported, CannotReport, block_person
from cards.actions.safety import report_card as lay_before_admins
from cards.forms.safety import ReportForm
from cards.http import PersonRequest, render_page
from cards.models import Card, Reply
from cards.queries.letters import report_outcome
from cards.views.keepsake import find_opened, to_card


@require_http_methods(["GET", "POST"])
def report_card(request: PersonRequest, card_id: int) -> HttpResponse:
    """Ask why, then lay a card before the admins."""
    card, face = find_opened(request, card_id, at=timezone.now())
    if face.is_given:
        raise Http404
    return report(request, card, reply=None)


@require_http_methods(["GET", "POST"])
def report_reply(request: PersonRequest, reply_id: int) -> HttpResponse:
    """Ask why, then lay a reply before the admins."""
    found = Reply.objects.standing().by_others(request.user, reply_id=reply_id).first()
    if found is None:
        raise Http404
    card, _face = find_opened(request, found.card_id, at=timezone.now())
    return report(request, card, reply=found)


def report(request: PersonRequest, card: Card, *, reply: Reply | None) -> HttpResponse:
    """Show the form, or take it in; the second time say that it is reported already."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            lay_before_admins(
                reporter=request.user, card=card, reply=reply, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except (AlreadyReported, CannotReport) as error:
            messages.info(request, str(error))
        else:
            thanks = _("Thank you for saying so. Somebody will read it, and you are told what comes of it.")
            messages.success(request, f"{thanks} {_('The writer is not told.')}")
        return to_card(request, card.pk)
    context = {
        "card": card,
        "reply": reply,
        "form": form,
        "outcome": report_outcome(request.user, card=card, reply=reply),
    }
    return render_page(request, "reading/report.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def block_sender(request: PersonRequest, card_id: int) -> HttpResponse:
    """Say what a block does, then block the sender of a card one got. They are never told."""
    at = timezone.now()
    card, face = find_opened(request, card_id, at=at)
    if not face.is_mine or card.sender is None:
        raise Http404
    if request.method != "POST":
        return render_page(request, "reading/block.html", {"card": face})
    block_person(blocker=request.user, blocked=card.sender, at=at)
    name = card.sender.name
    messages.success(request, _("You get no more cards from %(name)s. They are not told.") % {"name": name})
    return to_card(request, card_id)
