"""The first steps of giving a card: which card, and to whom."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cards.actions.rotation import offer_colleagues
from cards.actions.sending import MAX_NAMED, too_many_names
from cards.forms.choosing import Choice
from cards.forms.sending import short_names
from cards.http import PersonRequest, render_page
from cards.lib.days import local_day
from cards.lib.phrases import join_names
from cards.models import Person
from cards.queries.card_types import type_to_give, types_to_give
from cards.queries.closed_types import why_type_is_closed
from cards.queries.picking import PickingPage, picking_page, searching_page

PARTS = {"traffar": "list", "valda": "bar"}  # What htmx swaps, and the part of the template it is.


@require_safe
def give(request: HttpRequest) -> HttpResponse:
    """Begin a form of its own: its id rides in the address of every step."""
    return redirect(address("pick_type", uuid4(), Choice.of(request.GET)))


@require_safe
def pick_type(request: PersonRequest, form_id: UUID) -> HttpResponse:
    """Choose a card, unless the address has chosen."""
    choice, viewer = Choice.of(request.GET), request.user
    today, language = local_day(timezone.now(), viewer.time_zone), get_language() or "sv"
    if choice.type_slug and type_to_give(choice.type_slug, unit_id=viewer.unit_id, on=today, language=language):
        return redirect(next_step(form_id, choice))
    return show_types(request, form_id, choice)


@require_safe
def pick_people(request: PersonRequest, form_id: UUID) -> HttpResponse:
    """Choose whom the card is to; htmx swaps the bar of those chosen, or the list."""
    return show_people(request, form_id, Choice.of(request.GET))


@require_safe
def search_people(request: PersonRequest, form_id: UUID) -> HttpResponse:
    """Answer the search for a colleague; to htmx with the list alone."""
    return show_people(request, form_id, Choice.of(request.GET))


def show_types(request: PersonRequest, form_id: UUID, choice: Choice) -> HttpResponse:
    """Show the cards to choose from; say why when the address names one that cannot be given."""
    giver: dict[str, Any] = {
        "unit_id": request.user.unit_id,
        "on": local_day(timezone.now(), request.user.time_zone),
        "language": get_language() or "sv",
    }
    faces = types_to_give(**giver)
    context = {
        "types": [(face, next_step(form_id, choice.changed(type_slug=face.slug))) for face in faces],
        "closed": why_type_is_closed(**giver, card_type__slug=choice.type_slug) if choice.type_slug else "",
    }
    return render_page(request, "sending/types.html", context)


def show_people(request: PersonRequest, form_id: UUID, choice: Choice, problem: str = "") -> HttpResponse:
    """Show whom one can choose, with those chosen ticked, and what is wrong with the choice."""
    viewer, language = request.user, get_language() or "sv"
    today = local_day(timezone.now(), viewer.time_zone)
    part = PARTS.get(request.htmx.target or "", "") if request.htmx else ""
    face = type_to_give(choice.type_slug, unit_id=viewer.unit_id, on=today, language=language)
    if face is None:
        return show_types(request, form_id, choice)
    chosen = (choice.person_ids, choice.unit_ids)
    if choice.words:
        page = searching_page(choice.words, *chosen, viewer=viewer, on=today, language=language)
    else:
        page = picking_page(*chosen, viewer=viewer, on=today, language=language)
    if page.newly_offered:
        offer_colleagues(person=viewer, colleague_ids=page.newly_offered, on=today)
    context = {
        "type": face,
        "page": page,
        "words": choice.words,
        "problem": problem_of(choice, page, viewer=viewer) or problem,
        "bar": bar_of(page),
        "here": address("pick_people", form_id, Choice()),
        "search_address": address("search_people", form_id, Choice()),
        "write_address": address("write_card", form_id, Choice()),
        "back_address": address("pick_type", form_id, choice.changed(type_slug="", words="")),
        "is_part": bool(part),
    }
    response = render_page(request, "sending/people.html", context, partial=part or None)
    if part:
        response["HX-Replace-Url"] = address("pick_people", form_id, choice)
    return response


def problem_of(choice: Choice, page: PickingPage, *, viewer: Person) -> str:
    """Say what keeps a card from going to these; nothing when they can have one."""
    if choice.person_ids and choice.unit_ids:
        return _("A card goes to people by name, or to one whole unit or team. Choose one or the other.")
    if len(choice.unit_ids) > 1:
        return _("A card goes to one unit or team at a time.")
    if len(choice.person_ids) > MAX_NAMED:
        return too_many_names()
    if viewer.pk in choice.person_ids:
        return _("You cannot give yourself a card. Somebody else is glad of it.")
    if not choice.is_whole or len(page.ticked) < len(choice.person_ids):
        return _("Somebody you chose can no longer be given cards. Choose again, please.")
    if len(page.ticked_units) < len(choice.unit_ids):
        return _("That unit cannot be given a card together. Choose people by name instead.")
    return ""


@dataclass(frozen=True)
class Chip:
    """One of those chosen, in the bar; `key` is what ?bort= takes out again."""

    key: str
    label: str
    name: str


@dataclass(frozen=True)
class Bar:
    """The bar at the bottom: who is chosen, and the button that goes on."""

    chips: tuple[Chip, ...]
    names: str
    warning: str


def bar_of(page: PickingPage) -> Bar:
    """Return the bar for those chosen."""
    short = short_names([(row.given_name, row.name) for row in page.ticked])
    people = [Chip(f"p{row.pk}", label, row.name) for row, label in zip(page.ticked, short, strict=True)]
    units = [Chip(f"e{row.pk}", row.name, row.name) for row in page.ticked_units]
    chips = (*people, *units)
    warning = too_many_names() if len(page.ticked) > MAX_NAMED else ""
    return Bar(chips, join_names([chip.label for chip in chips]), warning)


def next_step(form_id: UUID, choice: Choice) -> str:
    """Return the address to go to with a type: to whom, or on to writing when that is known."""
    return address("write_card" if choice.has_recipients else "pick_people", form_id, choice.changed(words=""))


def address(name: str, form_id: UUID, choice: Choice) -> str:
    """Return a step's address with what has been chosen."""
    return reverse(name, args=[form_id]) + choice.query
