"""The workshop: where admins, and others with a part in it, find what they shape and look after."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cards.http import PersonRequest, render_page
from cards.lib.workshop import sections_for
from cards.views.guards import only


@only(lambda person: bool(sections_for(person)))
@require_safe
def workshop(request: PersonRequest) -> HttpResponse:
    """List the sections that the one who asks may use."""
    return render_page(request, "workshop/workshop.html", {"place": "workshop"})
