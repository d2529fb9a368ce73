"""The editor of a card type: fill it in, see it, save it as a draft or let it be given."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cards.actions.admin_log import as_json
from cards.actions.card_types import CannotSaveType, TypeChanged, TypeGone, change_type, create_type
from cards.forms.card_type_boxes import boxes
from cards.forms.card_type_preview import preview_of
from cards.forms.card_types import Typed
from cards.http import PersonRequest, lead_on, render_page
from cards.models import Paper
from cards.queries.admin_log_words import field_name, value_text
from cards.queries.card_counts import card_counts
from cards.queries.type_choices import TypeChoices, type_choices
from cards.queries.type_content import StoredType, TypeContent
from cards.queries.type_neighbours import Neighbour, holders, neighbours
from cards.views.card_types import SECTION, cards_text, find
from cards.views.guards import admin_only

SAVES = ("draft", "start", "save")  # What the form's buttons do; the others change the form itself, or show the card.


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_card_type(request: PersonRequest) -> HttpResponse:
    """Make a card type."""
    return edit(request, None)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def card_type(request: PersonRequest, type_id: int) -> HttpResponse:
    """Change a card type."""
    return edit(request, find(type_id))


@admin_only
@require_POST
def preview_card_type(request: PersonRequest) -> HttpResponse:
    """Draw the card as it is typed, in every size and both lights, for the editor to swap in."""
    preview = preview_of(Typed.of(request.POST), request.POST.get("preview_language", ""))
    return render_page(request, "card_types/_preview.html", {"preview": preview, "is_part": True})


def edit(request: PersonRequest, stored: StoredType | None) -> HttpResponse:
    """Show the editor, and do what its buttons say."""
    if request.method != "POST":
        return show(request, stored, None)
    typed, wish = Typed.of(request.POST), request.POST.get("do", "")
    if wish not in SAVES:
        return show(request, stored, changed(typed, wish), focus=wish)
    content, problems = typed.content()
    if problems:
        return show(request, stored, typed.tidied(), problems=problems)
    try:
        save(request, stored, content, typed.seen, wish=wish)
    except CannotSaveType as error:
        return show(request, stored, typed.tidied(), problems=error.problems)
    except TypeChanged as error:
        return show(request, error.stored, typed.tidied(), theirs=content, title=str(error))
    except TypeGone as error:
        messages.error(request, str(error))
    return lead_on("card_types")


def changed(typed: Typed, wish: str) -> Typed:
    """Return the form with a row more or less; a wish that makes no sense changes nothing."""
    verb, _sign, rest = wish.partition(":")
    code, _sign, number = rest.partition(":")
    if verb == "add-opening" and rest in typed.words:
        return typed.with_opening(rest)
    if verb == "drop-opening" and code in typed.words and number.isascii() and number.isdigit():
        return typed.without_opening(code, int(number[:3]))
    if verb == "add-line":
        return typed.with_line()
    return typed.without_line(rest) if verb == "drop-line" else typed


def save(request: PersonRequest, stored: StoredType | None, content: TypeContent, seen: str, *, wish: str) -> None:
    """Save what the form says, and tell what came of it. Raises what the actions raise."""
    values: dict[str, Any] = {"actor": request.user, "content": content, "at": timezone.now()}
    if stored is None:
        saved = create_type(**values, is_draft=wish != "start")
    else:
        saved = change_type(**values, type_id=stored.pk, seen=seen, is_started=wish == "start")
    if saved.is_draft:
        messages.success(request, _("The draft is saved. Nobody can give the card yet."))
    elif wish == "start":
        messages.success(request, _("%(type)s is in use.") % {"type": content.name})
    else:
        messages.success(request, _("Saved. It shows everywhere from now on."))


def show(
    request: PersonRequest,
    stored: StoredType | None,
    typed: Typed | None,
    *,
    problems: Mapping[str, str] | None = None,
    theirs: TypeContent | None = None,
    title: str = "",
    focus: str = "",
) -> HttpResponse:
    """Show the editor as it is filled in.

    `theirs` is what the form says while somebody else has saved another: what differs stands above it.
    """
    language = get_language() or "sv"
    others, choices = neighbours(besides=stored.pk if stored else None, language=language), type_choices(language)
    if typed is None:
        typed = Typed.of_content(stored.content, seen=stored.version) if stored else blank(others)
    elif theirs and stored:
        typed = typed.seeing(stored.version)
    cards = card_counts()[stored.pk] if stored else 0
    context = {
        **SECTION,
        "type": stored,
        "boxes": boxes(typed, choices=choices, others=others, problems=problems),
        "preview": preview_of(typed, request.POST.get("preview_language", "")),
        "is_fixed": bool(cards),
        "number": cards,
        "cards": cards_text(cards),
        "title": title,
        "differences": differences(stored.content, theirs, choices) if stored and theirs else [],
        "focus": focus,
    }
    return render_page(request, "card_types/editor.html", context, status=422 if problems or title else 200)


def blank(others: list[Neighbour]) -> Typed:
    """Return what a new type begins as: the first paper that is nobody's, and room for two openings."""
    taken = holders(others)
    paper = next((paper for paper in Paper.values if paper not in taken), Paper.KANEL)
    return Typed.of_content(TypeContent(words={}, paper=paper)).with_opening("sv").with_opening("sv")


def differences(stored: TypeContent, theirs: TypeContent, choices: TypeChoices) -> list[tuple[str, str]]:
    """Return what stands now where the form says something else, in words."""
    names = {("unit", unit.pk): unit.name for unit in choices.units}
    mine = theirs.told()
    return [
        (field_name(name), value_text(name, as_json(value), names))
        for name, value in stored.told().items()
        if as_json(value) != as_json(mine[name])
    ]
