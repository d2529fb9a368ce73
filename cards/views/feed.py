"""The feed: my unit's, everybody's, mine; by type, by unit, with one person; searched by word."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cards.forms.reading import feed_selection
from cards.http import PersonRequest, render_page, wants_part
from cards.lib.days import day_starts, local_day
from cards.lib.ids import id_floor
from cards.queries.card_types import types_to_give
from cards.queries.feed import Scope, Selection, count_new, feed_page
from cards.queries.feed_choices import unit_choices
from cards.queries.word_search import Where, find_cards


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead the bare address to the feed."""
    return redirect("feed")


@require_safe
def feed(request: PersonRequest) -> HttpResponse:
    """Show a page of cards, newest first; with htmx only the part that changes."""
    language, at = get_language() or "sv", timezone.now()
    today = local_day(at, request.user.time_zone)
    selection, chosen = feed_selection(request.GET, request.user, on=today)
    if "q" in request.GET:
        return search(request, chosen)
    page = feed_page(selection, viewer=request.user, language=language, at=at, older_than=chosen["fore"])
    context: dict[str, Any] = {
        "place": "feed",
        "page": page,
        "selection": selection,
        "chosen": chosen,
        "address": address(request),
    }
    if chosen["fore"] and wants_part(request):
        return render_page(request, "feed/feed.html", context, partial="more")
    yesterday = day_starts(today - timedelta(days=1), request.user.time_zone)
    context |= {
        "types": types_to_give(language),
        "units": unit_choices(language) if selection.scope == Scope.EVERYONE else [],
        "base": base_address(selection),
        "today": today,
        "envelope": request.user.newest_envelope if selection == Selection() and not chosen["fore"] else None,
        "is_part": wants_part(request),
        "since_yesterday": count_new(selection, viewer=request.user, at=at, since=id_floor(yesterday) - 1),
    }
    return render_page(request, "feed/feed.html", context, partial="feed")


@require_safe
def feed_new(request: PersonRequest) -> HttpResponse:
    """Tell htmx how many cards have come since a page was shown; nothing at all when none has."""
    at = timezone.now()
    selection, chosen = feed_selection(request.GET, request.user, on=local_day(at, request.user.time_zone))
    since = chosen["sedan"]
    count = count_new(selection, viewer=request.user, at=at, since=since) if since else 0
    if not count:
        return HttpResponse(status=204)
    context = {"count": count, "since": since, "address": address(request)}
    return render_page(request, "feed/_new.html", context)


def search(request: PersonRequest, chosen: dict[str, Any]) -> HttpResponse:
    """Show what my unit's feed says of some words; without words, where to type them."""
    context: dict[str, Any] = {"place": "feed", "words": chosen["q"]}
    if chosen["q"]:
        context["found"] = find_cards(
            chosen["q"],
            Where.UNIT,
            viewer=request.user,
            language=get_language() or "sv",
            at=timezone.now(),
            until=chosen["manad"],
            older_than=chosen["fore"],
        )
    return render_page(request, "feed/search.html", context)


def address(request: HttpRequest) -> str:
    """Return the query of this address without its place in the list, ready for more: empty or ending in &."""
    query = request.GET.copy()
    for name in ("fore", "sedan"):
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


def base_address(selection: Selection) -> str:
    """Return the query of a selection without its type, ready for more."""
    if selection.person:
        return f"med={selection.person.pk}&"
    scope = {Scope.UNIT: "enhet", Scope.EVERYONE: "alla", Scope.ME: "mig"}[selection.scope]
    return f"visa={scope}&" + (f"enhet={selection.unit.pk}&" if selection.unit else "")
