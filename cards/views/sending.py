"""The last step of giving a card: write it, and seal it."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cards.actions.sending import MAX_NAMED, AlreadySealed, CannotSendCard, send_card
from cards.forms.choosing import Choice
from cards.forms.drafts import forget_draft, keep_draft, kept_draft
from cards.forms.sending import SendCardForm, audience_choices
from cards.http import PersonRequest, go_to, render_page
from cards.lib.days import local_day
from cards.models import Card
from cards.queries.card_types import TypeToWrite, type_to_write
from cards.queries.recipients import Recipients, recipients
from cards.views.picking import address, show_people, show_types


@require_http_methods(["GET", "HEAD", "POST"])
def write_card(request: PersonRequest, form_id: UUID) -> HttpResponse:
    """Write on the card and seal it. What the address cannot choose sends back to the step that can."""
    choice, viewer, at = Choice.of(request.GET), request.user, timezone.now()
    is_sent = request.method == "POST"
    today, language = local_day(at, viewer.time_zone), get_language() or "sv"
    card_type = type_to_write(choice.type_slug, unit_id=viewer.unit_id, on=today, language=language)
    if card_type is None or (card_type.is_closed and not is_sent):
        return show_types(request, form_id, choice)
    to = recipients(choice.person_ids, choice.unit_ids, viewer=viewer, on=today)
    if not (is_sent or is_clear(choice, to)):
        nobody = "" if choice.has_recipients else _("Choose who gets the card.")
        return show_people(request, form_id, choice.changed(words=""), nobody)
    initial = {"audience": viewer.last_audience} | kept_draft(request.session, form_id)
    form = SendCardForm(request.POST if is_sent else None, card_type=card_type, initial=initial)
    if not (is_sent and form.is_valid()):
        return show_form(request, form_id, choice, card_type=card_type, to=to, form=form)
    try:
        card = seal(request, form_id, choice, card_type=card_type, to=to, form=form)
    except CannotSendCard as error:
        form.refuse(str(error), about=error.about)
        keep_draft(request.session, form_id, form.typed, address=address("write_card", form_id, choice))
        return show_form(request, form_id, choice, card_type=card_type, to=to, form=form, refused=error.about)
    except AlreadySealed as error:
        return show_form(request, uuid4(), choice, card_type=card_type, to=to, form=form, sealed=error.card)
    forget_draft(request.session)
    return go_to(request, "sealed", card.pk)


def is_clear(choice: Choice, to: Recipients) -> bool:
    """Tell whether the address says to whom the card is, and all of them can be given to."""
    is_one_kind = bool(choice.person_ids) != bool(choice.unit_ids) and len(choice.unit_ids) < 2
    return is_one_kind and choice.is_whole and to.is_fit and len(to.people) <= MAX_NAMED


def seal(
    request: PersonRequest, form_id: UUID, choice: Choice, *, card_type: TypeToWrite, to: Recipients, form: SendCardForm
) -> Card:
    """Send what the form says. Raises CannotSendCard and AlreadySealed as the action does."""
    if not (choice.is_whole and to.is_complete) or (choice.person_ids and choice.unit_ids):
        raise CannotSendCard(_("Somebody you chose cannot be given cards."))
    return send_card(
        sender=request.user,
        to=to.named_unit or to.named,
        card_type=card_type.card_type,
        message=form.cleaned_data["message"],
        audience=form.cleaned_data["audience"],
        ready_line=form.line_to_send,
        form_id=form_id,
        at=timezone.now(),
    )


def show_form(
    request: PersonRequest,
    form_id: UUID,
    choice: Choice,
    *,
    card_type: TypeToWrite,
    to: Recipients,
    form: SendCardForm,
    refused: str = "",
    sealed: Card | None = None,
) -> HttpResponse:
    """Show the card to write on, filled in.

    `refused` is what keeps the card here; `sealed` is the card that this form has sent before with other words.
    """
    form.fields["message"].widget.attrs["autofocus"] = not sealed and (not form.errors or "message" in form.errors)
    fit = choice.changed(person_ids=tuple(row.pk for row in to.people))
    context: dict[str, Any] = {
        "form": form,
        "form_id": form_id,
        "type": card_type,
        "lines": [line for line in card_type.lines if not line.is_retired],
        "to": to,
        "audiences": audience_choices(form["audience"].value(), sender=request.user, to=to),
        "refused": refused,
        "sealed": sealed,
        "here": address("write_card", form_id, fit if to.people else choice),
        "people_address": address("pick_people", form_id, fit),
        "type_address": address("pick_type", form_id, fit.changed(type_slug="")),
    }
    status = 422 if form.errors or sealed else 200
    return render_page(request, "sending/write.html", context, status=status)
