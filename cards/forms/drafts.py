"""Keep what was written on a card while its sender is on another page: in the session, one at a time."""

from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

KEY = "draft"


def keep_draft(session: SessionBase, form_id: UUID, initial: dict[str, Any], *, address: str, card_id: int = 0) -> None:
    """Keep what the form held; `card_id` is the card that was undone, `address` the page to go on writing."""
    session[KEY] = {"form": str(form_id), "initial": initial, "address": address, "card": card_id}


def kept_draft(session: SessionBase, form_id: UUID) -> dict[str, Any]:
    """Return what was kept for this form, as its initial values; nothing when it is another form's."""
    kept = session.get(KEY) or {}
    initial: dict[str, Any] = kept.get("initial", {}) if kept.get("form") == str(form_id) else {}
    return initial


def address_of_undone(session: SessionBase, card_id: int) -> str:
    """Return where to go on writing a card that was undone; empty when another card was."""
    kept = session.get(KEY) or {}
    return str(kept["address"]) if kept.get("card") == card_id else ""


def forget_draft(session: SessionBase) -> None:
    """Forget what was kept: the card is sealed."""
    if KEY in session:
        del session[KEY]
