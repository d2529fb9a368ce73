"""What the pages about one card share: find it, draw it, and go back to it."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from cards.forms.reactions import ReplyForm
from cards.http import PersonRequest, go_to, render_page
from cards.lib.ids import MAX_ID
from cards.models import Card
from cards.queries.cards import CardFace, card_faces
from cards.queries.letters import Said, with_said
from cards.queries.reactions import HEARTS_IN_ROW, hearts_of, replies_to


def find_card(request: PersonRequest, card_id: int, *, at: datetime) -> tuple[Card, CardFace]:
    """Return a card this person may open now, sealed or not; 404, exactly as if there were none, for any other."""
    cards = Card.objects.visible_to(request.user, card_id=card_id, at=at)
    card = with_said(cards, request.user).first() if card_id <= MAX_ID else None
    if card is None:
        raise Http404
    return card, draw_face(request, card_id)


def find_opened(request: PersonRequest, card_id: int, *, at: datetime) -> tuple[Card, CardFace]:
    """Return a card whose words this person may read now; 404 while it is in their own sealed envelope."""
    card, face = find_card(request, card_id, at=at)
    if face.is_sealed:
        raise Http404
    return card, face


def find_standing(request: PersonRequest, card_id: int, *, at: datetime) -> tuple[Card, CardFace]:
    """Return a card that readers may add to: delivered, not taken back."""
    card, face = find_opened(request, card_id, at=at)
    if face.is_in_postbox(at) or face.is_withdrawn:
        raise Http404
    return card, face


def draw_face(request: PersonRequest, card_id: int) -> CardFace:
    """Return the card as this person sees it; the caller has asked whether they may."""
    return card_faces([card_id], viewer=request.user, language=get_language() or "sv")[0]


def keepsake(
    request: PersonRequest,
    face: CardFace,
    *,
    said: Said | None = None,
    at: datetime,
    reply_form: ReplyForm | None = None,
    older_than: int | None = None,
    partial: str | None = None,
) -> HttpResponse:
    """Render a card with its hearts and replies; 422 with a reply that could not be tucked in."""
    is_in_postbox = face.is_in_postbox(at)
    is_standing = not is_in_postbox and not face.is_withdrawn
    context: dict[str, Any] = {
        "place": "box" if face.is_mine or face.is_given else "feed",
        "card": face,
        "said": said,
        "back_url": back_from(request, face),
        "is_in_postbox": is_in_postbox,
        "is_standing": is_standing,
        "has_menu": is_standing and bool(not face.is_given or face.can_withdraw or face.other),
        "hearts": hearts_of(face.pk, viewer=request.user, limit=HEARTS_IN_ROW),
        "more_hearts": max(face.hearts - HEARTS_IN_ROW, 0),
        "replies": replies_to(face.pk, viewer=request.user, older_than=older_than),
        "reply_form": reply_form or ReplyForm(),
    }
    status = 422 if reply_form else 200
    return render_page(request, "reading/card.html", context, partial=partial, status=status)


def back_from(request: PersonRequest, face: CardFace) -> str:
    """Return the list one came from; else the shelf the card stands on, or the feed."""
    referer = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}):  # What is no address at all stops here.
        came_from = urlsplit(referer)
        if came_from.netloc and came_from.path in (reverse("feed"), reverse("box"), reverse("unit")):
            return came_from._replace(scheme="", netloc="", fragment="").geturl()
    if face.is_mine:
        return reverse("box")
    return f"{reverse('box')}?visa=gav" if face.is_given else reverse("feed")


def to_card(request: PersonRequest, card_id: int, *, anchor: str = "") -> HttpResponse:
    """Lead to the card's page, whichever way the browser asked."""
    return go_to(request, reverse("card", args=[card_id]) + anchor)
