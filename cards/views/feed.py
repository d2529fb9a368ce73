"""The feed: my unit's, everybody's, mine; by type, by unit, with one person; searched by word."""

from collections.abc import Hashable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cards.forms.reading import FeedAddress, feed_selection
from cards.http import PersonRequest, render_kept_page, render_page, wants_part
from cards.lib.days import day_starts, local_day
from cards.lib.ids import id_floor
from cards.models import Person
from cards.queries.feed import FeedPage, Scope, Selection, count_new, feed_page
from cards.queries.feed_choices import FeedChoices, TypeChoice, UnitChoice
from cards.queries.word_search import Where, find_cards


class FeedHead(NamedTuple):
    """What a page of the feed shows besides its cards and the names of people: it is kept for all who see the same."""

    today: date
    fresh: int  # Cards since yesterday.
    scope: Scope | None  # None between the viewer and a person.
    types: tuple[TypeChoice, ...]
    card_type: TypeChoice | None
    units: tuple[UnitChoice, ...]
    unit: UnitChoice | None
    base: str  # The address of the selection without its type, ready for more.
    is_shared: bool  # Another unit, of which one sees what it shares with everyone.
    is_part: bool  # Of a page that is there already.
    is_first: bool  # Of all pages of these cards.
    has_letter: bool  # An envelope lies on top.
    has_cards: bool
    has_more: bool


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead the bare address to the feed."""
    return redirect("feed")


@require_safe
def feed(request: PersonRequest) -> HttpResponse:
    """Show a page of cards, newest first; with htmx only the part that changes."""
    chosen = FeedAddress(request.GET).choices()
    if "q" in request.GET:
        return search(request, chosen)
    language, at = get_language() or "sv", timezone.now()
    today = local_day(at, request.user.time_zone)
    is_more = bool(chosen["fore"]) and wants_part(request)
    selection, choices = feed_selection(chosen, request.user, on=today, language=language, is_page=not is_more)
    yesterday = day_starts(today - timedelta(days=1), request.user.time_zone)
    page = feed_page(
        selection,
        viewer=request.user,
        language=language,
        at=at,
        older_than=chosen["fore"],
        since=None if is_more else id_floor(yesterday) - 1,
    )
    base = address(request)
    head = head_of(request, selection, choices, page, today=today, is_first=not chosen["fore"])
    context: dict[str, Any] = {
        "title": title_of(selection, request.user),
        "letter": pgettext("on an envelope", "To %(name)s") % {"name": request.user.given_name}
        if head.has_letter
        else "",
        "rows": page.rows,
        "selection": selection,
        "address": base,
        "poll": f"{base}sedan={page.newest}",
        "more": f"{base}fore={page.older_than}",
    }
    kept: dict[str, Hashable] = {"place": "feed", "head": head}
    partial = "more" if is_more else "feed"
    if selection.person or not page.rows:
        return render_page(request, "feed/feed.html", {**kept, **context}, partial=partial)
    return render_kept_page(request, "feed/feed.html", context, kept=kept, partial=partial)


@require_safe
def feed_new(request: PersonRequest) -> HttpResponse:
    """Tell htmx how many cards have come since a page was shown; nothing at all when none has."""
    chosen, at = FeedAddress(request.GET).choices(), timezone.now()
    today, language = local_day(at, request.user.time_zone), get_language() or "sv"
    selection, _choices = feed_selection(chosen, request.user, on=today, language=language, is_page=False)
    since = chosen["sedan"]
    count = count_new(selection, viewer=request.user, at=at, since=since) if since else 0
    if not count:
        return HttpResponse(status=204)
    context = {"count": count, "since": since, "address": address(request)}
    return render_page(request, "feed/_new.html", context)


def head_of(
    request: PersonRequest, selection: Selection, choices: FeedChoices, page: FeedPage, *, today: date, is_first: bool
) -> FeedHead:
    """Gather what a page shows besides its cards."""
    has_units = selection.scope == Scope.EVERYONE and not selection.person
    return FeedHead(
        today=today,
        fresh=page.fresh,
        scope=None if selection.person else selection.scope,
        types=choices.types,
        card_type=choices.card_type,
        units=choices.units if has_units else (),
        unit=choices.unit,
        base=base_address(selection),
        is_shared=selection.unit is not None and selection.unit.pk != request.user.unit_id,
        is_part=wants_part(request),
        is_first=is_first,
        has_letter=is_first and selection == Selection() and request.user.newest_envelope is not None,
        has_cards=bool(page.rows),
        has_more=page.older_than is not None,
    )


def title_of(selection: Selection, viewer: Person) -> str:
    """Return what the page is called."""
    if selection.person:
        return _("You and %(name)s") % {"name": selection.person.given_name}
    if selection.unit:
        return selection.unit.name
    if selection.scope == Scope.UNIT:
        return viewer.unit.name
    return _("To me") if selection.scope == Scope.ME else _("All units")


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
    kept = [(name, values) for name, values in request.GET.lists() if name not in ("fore", "sedan")]
    return f"{urlencode(kept, doseq=True)}&" if kept else ""


def base_address(selection: Selection) -> str:
    """Return the query of a selection without its type, ready for more."""
    if selection.person:
        return f"med={selection.person.pk}&"
    scope = {Scope.UNIT: "enhet", Scope.EVERYONE: "alla", Scope.ME: "mig"}[selection.scope]
    return f"visa={scope}&" + (f"enhet={selection.unit.pk}&" if selection.unit else "")
