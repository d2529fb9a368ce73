"""What readers add to a card: hearts and replies."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cards.actions.reactions import CannotGiveHeart, CannotReply, give_heart, reply_to_card, take_heart
from cards.actions.reactions import withdraw_reply as take_back_reply
from cards.forms.reactions import ReplyForm, SwitchForm
from cards.http import PersonRequest, lead_on, next_page, render_page
from cards.models import Reply
from cards.queries.letters import said_of
from cards.queries.reactions import HEARTS_LISTED, hearts_of
from cards.views.keepsake import draw_face, find_opened, find_standing, keepsake, to_card


@require_POST
def react(request: PersonRequest, card_id: int) -> HttpResponse:
    """Press one's heart on a card or lift it off, as the form says outright; htmx gets the heart's place back."""
    at = timezone.now()
    card, _face = find_standing(request, card_id, at=at)
    form = SwitchForm(request.POST)
    if form.is_valid():
        try:
            if form.is_on:
                give_heart(person=request.user, card=card, at=at)
            else:
                take_heart(person=request.user, card=card)
        except CannotGiveHeart as error:
            messages.error(request, str(error))
    came_from = next_page(request, "")
    if request.htmx:
        context = {"card": draw_face(request, card_id), "next": came_from or reverse("card", args=[card_id])}
        response = render_page(request, "components/_heart_spot.html", context)
        response["HX-Trigger"] = "hearts-changed"
        return response
    if came_from:
        return lead_on(f"{came_from.partition('#')[0]}#hjarta-{card_id}")
    return to_card(request, card_id)


@require_safe
def hearts(request: PersonRequest, card_id: int) -> HttpResponse:
    """List whose hearts they are: in the keepsake with htmx, else as a page."""
    _card, face = find_opened(request, card_id, at=timezone.now())
    names = hearts_of(card_id, viewer=request.user, limit=HEARTS_LISTED)
    context = {"place": "box", "card": face, "names": names, "more": max(face.hearts - len(names), 0)}
    return render_page(request, "reading/hearts.html", context, partial="names")


@require_POST
def reply(request: PersonRequest, card_id: int) -> HttpResponse:
    """Tuck a slip under a card; what cannot be tucked in comes back in its form."""
    at = timezone.now()
    card, face = find_standing(request, card_id, at=at)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            reply_to_card(person=request.user, card=card, at=at, **form.cleaned_data)
        except CannotReply as error:
            form = form.again()
            form.add_error("text", str(error))
        else:
            if not request.htmx:
                return to_card(request, card_id, anchor="#svar")
            return keepsake(request, draw_face(request, card_id), at=at, partial="replies")
    return keepsake(request, face, said=said_of(card), at=at, reply_form=form, partial="replies")


@require_POST
def withdraw_reply(request: PersonRequest, reply_id: int) -> HttpResponse:
    """Take one's own slip back."""
    at = timezone.now()
    mine = Reply.objects.by(request.user, reply_id=reply_id).first()
    if mine is None:
        raise Http404
    take_back_reply(person=request.user, reply=mine, at=at)
    if not request.htmx:
        messages.success(request, _("Your reply is taken back. Its words are gone."))
        return to_card(request, mine.card_id, anchor="#svar")
    _card, face = find_opened(request, mine.card_id, at=at)
    return keepsake(request, face, at=at, partial="replies")
