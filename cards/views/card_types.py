"""Every card type: the list, its order, and which are given."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cards.actions.card_type_states import CannotChangeType, delete_type, move_type, restore_type, retire_type
from cards.actions.card_types import TypeGone
from cards.http import PersonRequest, lead_on, render_page
from cards.lib.days import local_day
from cards.lib.phrases import join_names
from cards.models import UnitKind
from cards.queries.card_counts import card_counts
from cards.queries.card_type_list import TypeRow, TypeState, type_list
from cards.queries.closed_types import days_of_week
from cards.queries.type_content import StoredType, stored_type
from cards.views.guards import admin_only

SECTION = {"place": "workshop", "section": "card_types"}


@admin_only
@require_safe
def card_types(request: PersonRequest) -> HttpResponse:
    """List the card types: in use in their order, drafts, and retired."""
    today = local_day(timezone.now(), request.user.time_zone)
    found = type_list(on=today, language=get_language() or "sv")
    groups = [(name, [(row, notes_of(row)) for row in rows]) for name, rows in vars(found).items()]
    return render_page(request, "card_types/list.html", {**SECTION, "groups": dict(groups)})


def notes_of(row: TypeRow) -> list[str]:
    """Say when, where and by whom a type is given, where that is not every day, everywhere and by the staff."""
    notes = []
    if row.starts_on and row.state == TypeState.SCHEDULED:
        notes.append(_("From %(day)s") % {"day": date_format(row.starts_on, "DATE_FORMAT")})
    if row.ends_on and row.state == TypeState.OVER:
        notes.append(_("Ended %(day)s") % {"day": date_format(row.ends_on, "DATE_FORMAT")})
    elif row.ends_on:
        notes.append(_("Until %(day)s") % {"day": date_format(row.ends_on, "DATE_FORMAT")})
    if row.weekdays:
        days = days_of_week(list(row.weekdays))
        notes.append(days[:1].upper() + days[1:])
    if row.kinds or row.units:
        notes.append(join_names([*(str(UnitKind(kind).label) for kind in row.kinds), *row.units]))
    if row.is_for_customers:
        notes.append(_("Customers, too") if row.is_for_staff else _("Customers only"))
    return notes


@admin_only
@require_POST
def move_card_type(request: PersonRequest, type_id: int) -> HttpResponse:
    """Move a type one place up or down."""
    is_up = request.POST.get("way") == "up"
    answer = act(request, move_type, type_id, is_up=is_up)
    answer["Location"] += f"#korttyp-{type_id}"  # The button stays under the finger.
    return answer


@admin_only
@require_POST
def retire_card_type(request: PersonRequest, type_id: int) -> HttpResponse:
    """Let nobody give a type any more."""
    return act(request, retire_type, type_id, _("It is no longer given. Cards that were given stay as they are."))


@admin_only
@require_POST
def restore_card_type(request: PersonRequest, type_id: int) -> HttpResponse:
    """Let a retired type be given again."""
    return act(request, restore_type, type_id, _("It can be given again, and comes last among the cards."))


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def delete_card_type(request: PersonRequest, type_id: int) -> HttpResponse:
    """Ask whether to delete a type that nobody gave, and delete it; of others say how many cards there are."""
    stored = find(type_id)
    if request.method == "POST":
        return act(request, delete_type, type_id, _("The card type is deleted."))
    cards = card_counts()[type_id]
    context = {**SECTION, "type": stored, "number": cards, "cards": cards_text(cards)}
    return render_page(request, "card_types/delete.html", context)


def act(
    request: PersonRequest, action: Callable[..., None], type_id: int, done: str = "", **fields: Any
) -> HttpResponse:
    """Do something with a type, and lead back to the list with what came of it."""
    find(type_id)
    try:
        action(actor=request.user, type_id=type_id, at=timezone.now(), **fields)
    except (CannotChangeType, TypeGone) as error:
        messages.error(request, str(error))
    else:
        if done:
            messages.success(request, done)
    return lead_on("card_types")


def find(type_id: int) -> StoredType:
    """Return a type; what never was is not there."""
    stored = stored_type(type_id)
    if stored is None:
        raise Http404
    return stored


def cards_text(cards: int) -> str:
    """Say how many cards there are of a type."""
    return ngettext("%(n)s card", "%(n)s cards", cards) % {"n": intcomma(cards)}
