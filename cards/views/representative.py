"""What a representative of the staff sees: what is kept, why, how long, for whom, and who opened managers' pages."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cards.forms.moderation import ListForm
from cards.http import PersonRequest, render_page
from cards.queries.openings import openings_of_all
from cards.queries.stored import stored_page
from cards.views.guards import representative_only


@representative_only
@require_safe
def representative(request: PersonRequest) -> HttpResponse:
    """Say what is stored, generated from the registry and the settings, so that it cannot drift."""
    context = {"place": "workshop", "section": "representative", "page": stored_page()}
    return render_page(request, "representative/representative.html", context)


@representative_only
@require_safe
def all_openings(request: PersonRequest) -> HttpResponse:
    """Show who has opened managers' pages, of all units."""
    place = ListForm(request.GET).place
    page = openings_of_all(request.user, older_than=place)
    context = {"place": "workshop", "section": "representative", "page": page, "is_first": place is None}
    return render_page(request, "representative/openings.html", context)
