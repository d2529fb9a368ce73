"""The unit's page: the people one works with, and how to give them all a card."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cards.http import PersonRequest, render_page
from cards.queries.unit import unit_page


@require_safe
def unit(request: PersonRequest) -> HttpResponse:
    """Show the unit of the one who asks."""
    page = unit_page(request.user, language=get_language() or "sv", at=timezone.now())
    return render_page(request, "unit/unit.html", {"place": "unit", "page": page})
