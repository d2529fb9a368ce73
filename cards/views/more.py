"""More: who I am, and the ways to what the tabs have no room for."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cards.http import PersonRequest, render_page


@require_safe
def more(request: PersonRequest) -> HttpResponse:
    """Show the menu."""
    return render_page(request, "more/more.html", {"place": "more"})
