"""My box: what I got, gave and saved."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cards.forms.reading import SHELVES, BoxAddress
from cards.http import PersonRequest, render_page
from cards.queries.box import box_page
from cards.queries.word_search import Where, find_cards


@require_safe
def box(request: PersonRequest) -> HttpResponse:
    """Show a page of a shelf, or what my cards say of some words."""
    chosen = BoxAddress(request.GET).choices()
    language, at = get_language() or "sv", timezone.now()
    context = {"place": "box", "shelf": chosen["visa"] or "fick", "words": chosen["q"]}
    if "q" in request.GET:
        if chosen["q"]:
            context["found"] = find_cards(
                chosen["q"],
                Where.BOX,
                viewer=request.user,
                language=language,
                at=at,
                until=chosen["manad"],
                older_than=chosen["fore"],
            )
        return render_page(request, "box/search.html", context)
    context["page"] = box_page(
        SHELVES[chosen["visa"] or "fick"],
        viewer=request.user,
        language=language,
        at=at,
        older_than=chosen["fore"],
        until=chosen["manad"],
    )
    return render_page(request, "box/box.html", context, partial="more" if chosen["fore"] else None)
