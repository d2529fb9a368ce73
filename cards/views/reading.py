"""One card: its envelope, the keepsake, and what a reader does with it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cards.actions.keeping import CannotHide, save_card, unsave_card
from cards.actions.keeping import open_card as break_seal
from cards.actions.keeping import remove_name as take_name_off
from cards.forms.reactions import ReadFromForm, SwitchForm
from cards.http import PersonRequest, render_page
from cards.lib.card_picture import draw_card
from cards.lib.ids import MAX_ID
from cards.models import Card
from cards.queries.letters import said_of, with_said
from cards.views.keepsake import draw_face, find_card, find_opened, keepsake, to_card
from cards.views.picture import picture_of, title_of


@require_safe
def card(request: PersonRequest, card_id: int) -> HttpResponse:
    """Show a card one may read: sealed, as an envelope; moderated, to its sender, as a word about it."""
    at = timezone.now()
    try:
        found, face = find_card(request, card_id, at=at)
    except Http404:
        if response := moderated(request, card_id):
            return response
        raise
    if face.is_sealed:
        return render_page(
            request, "reading/envelope.html", {"card": face, "is_today": face.sent_on == timezone.localdate(at)}
        )
    return keepsake(request, face, said=said_of(found), at=at, older_than=ReadFromForm(request.GET).older_than)


def moderated(request: PersonRequest, card_id: int) -> HttpResponse | None:
    """Tell a sender that their card has been removed; None for everybody else."""
    cards = Card.objects.moderated_from(request.user, card_id=card_id)
    card = with_said(cards, request.user).first() if card_id <= MAX_ID else None
    if card is None:
        return None
    context = {"place": "box", "card": draw_face(request, card_id), "said": said_of(card)}
    return render_page(request, "reading/moderated.html", context)


@require_POST
def open_card(request: PersonRequest, card_id: int) -> HttpResponse:
    """Break the seal of one's own envelope."""
    at = timezone.now()
    find_card(request, card_id, at=at)
    break_seal(person=request.user, card_id=card_id, at=at)
    return to_card(request, card_id)


@require_POST
def save(request: PersonRequest, card_id: int) -> HttpResponse:
    """Keep a card on the shelf of saved ones, or put it back."""
    at = timezone.now()
    found, _face = find_opened(request, card_id, at=at)
    form = SwitchForm(request.POST)
    if form.is_valid() and form.is_on:
        save_card(person=request.user, card=found, at=at)
    elif form.is_valid():
        unsave_card(person=request.user, card=found)
    if not request.htmx:
        return to_card(request, card_id)
    return render_page(request, "reading/card.html", {"card": draw_face(request, card_id)}, partial="save")


@require_http_methods(["GET", "POST"])
def remove_name(request: PersonRequest, card_id: int) -> HttpResponse:
    """Ask first, then take one's name off a card one got; an only recipient hides it from others."""
    at = timezone.now()
    found, face = find_opened(request, card_id, at=at)
    if not face.is_mine:
        raise Http404
    if request.method == "POST":
        try:
            take_name_off(person=request.user, card=found, at=at)
        except CannotHide as error:
            messages.error(request, str(error))
        else:
            done = _("The card is hidden from others.") if face.is_only_mine else _("Your name is taken off.")
            messages.success(request, done)
    elif face.can_take_name_off:
        return render_page(request, "reading/remove_name.html", {"card": face})
    return to_card(request, card_id)


@require_safe
def card_picture(request: PersonRequest, card_id: int) -> HttpResponse:
    """Give the card as a picture to keep outside."""
    _card, face = find_opened(request, card_id, at=timezone.now())
    name = content_disposition_header(as_attachment=True, filename=f"{title_of(face)}.png") or "attachment"
    return HttpResponse(draw_card(picture_of(face)), content_type="image/png", headers={"Content-Disposition": name})
