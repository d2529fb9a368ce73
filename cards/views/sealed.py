"""After sealing: the envelope in the postbox, taking the card out again, and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cards.actions.taking_back import CannotTakeBack, Draft, undo_card, withdraw_card
from cards.forms.choosing import Choice
from cards.forms.drafts import address_of_undone, keep_draft
from cards.forms.sending import short_names
from cards.http import PersonRequest, go_to, render_page
from cards.lib.phrases import capitalised, join_names
from cards.queries.cards import CardFace
from cards.queries.sealed import SealedCard, sealed_card
from cards.views.picking import address


@require_safe
def sealed(request: PersonRequest, card_id: int) -> HttpResponse:
    """Show the sender that the card is sealed, and what can still be done about it."""
    card = own_card(request, card_id)
    to = in_short(card.face)
    context = {"card": card, "face": card.face, "to": to, "waiting": waiting(card.face, to), "left": left(card)}
    return render_page(request, "sending/sealed.html", context)


@require_POST
def undo(request: PersonRequest, card_id: int) -> HttpResponse:
    """Take the card out of the postbox and go on writing it."""
    try:
        draft = undo_card(sender=request.user, card_id=card_id, at=timezone.now())
    except CannotTakeBack as error:
        if on_writing := address_of_undone(request.session, card_id):  # A second tap, or a retry.
            return go_to(request, on_writing)
        own_card(request, card_id)
        messages.error(request, str(error))
        return go_to(request, "sealed", card_id)
    messages.info(request, _("The card is back with you"))
    return go_to(request, keep(request, draft, card_id))


@require_POST
def withdraw(request: PersonRequest, card_id: int) -> HttpResponse:
    """Take a delivered card back, as long as nobody has opened it."""
    own_card(request, card_id)
    try:
        withdraw_card(sender=request.user, card_id=card_id, at=timezone.now())
    except CannotTakeBack as error:
        messages.error(request, str(error))
    return go_to(request, "sealed", card_id)


def keep(request: PersonRequest, draft: Draft, card_id: int) -> str:
    """Keep what the card said for its form; return the form's address."""
    choice = Choice(draft.type_slug, draft.person_ids, (draft.unit_id,) if draft.unit_id else ())
    on_writing = address("write_card", draft.form_id, choice)
    initial = {"message": draft.message, "ready_line": draft.ready_line_id, "audience": draft.audience.value}
    keep_draft(request.session, draft.form_id, initial, address=on_writing, card_id=card_id)
    return on_writing


def own_card(request: PersonRequest, card_id: int) -> SealedCard:
    """Return a card that the person has given. Raises Http404 for any other, as if there were none."""
    card = sealed_card(card_id, sender=request.user, at=timezone.now(), language=get_language() or "sv")
    if card is None:
        raise Http404
    return card


def in_short(face: CardFace) -> str:
    """Return whom the card is to, for a sentence."""
    if face.to_unit:
        return (_("all of %(unit)s") if face.is_to_team else _("everyone at %(unit)s")) % {"unit": face.to_unit}
    return join_names(short_names([(name.given_name, name.name) for name in face.named]))


def waiting(face: CardFace, to: str) -> str:
    """Say what will happen to a card in the postbox."""
    count = 2 if face.to_unit else len(face.named)
    text = ngettext(
        "It is in the postbox. %(names)s gets it in a minute. Good that you saw them.",
        "It is in the postbox. %(names)s get it in a minute. Good that you saw them.",
        count,
    )
    return capitalised(text % {"names": to})


def left(card: SealedCard) -> str:
    """Say what has become of a card that has left the postbox."""
    if card.face.is_opened:
        return _("The card has been opened. Good that you wrote it.")
    return _("The card has left the postbox. You can take it back until somebody opens it.")
