"""Mina uppgifter: what is stored about the one who asks, all of it as a file, and who has looked at the unit."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cards.forms.moderation import ListForm
from cards.http import PersonRequest, render_page
from cards.queries.my_data import my_data
from cards.queries.openings import openings_of_unit
from cards.queries.stored import stored_page
from cards.views.my_data_file import write_my_data


@require_safe
def my_data_page(request: PersonRequest) -> HttpResponse:
    """Say in plain words what is stored, and hand out the way to all of it."""
    return render_page(request, "privacy/my_data.html", {"place": "more", "page": stored_page()})


@require_POST
def my_data_file(request: PersonRequest) -> HttpResponseBase:
    """Hand out everything that is stored about the one who asks."""
    at = timezone.now()
    sections = my_data(request.user, language=get_language() or "sv", at=at)
    file = write_my_data(sections, stored_page(), name=request.user.name, at=timezone.localtime(at))
    name = get_valid_filename(f"{_('Everything about me')} {timezone.localdate(at)}.zip")
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@require_safe
def openings(request: PersonRequest) -> HttpResponse:
    """Show who has opened managers' pages about the unit of the one who asks."""
    place = ListForm(request.GET).place
    page = openings_of_unit(request.user, older_than=place)
    return render_page(request, "privacy/openings.html", {"place": "more", "page": page, "is_first": place is None})
