"""Letters from those who look after Hjärtkort, and what came of what one has reported."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from cards.actions.letters import read_letters
from cards.forms.moderation import ListForm, WhichLetterForm
from cards.http import PersonRequest, lead_on, render_page
from cards.queries.letters import letters_of, reports_of


@require_safe
def letters(request: PersonRequest) -> HttpResponse:
    """Show the letters to the one who asks."""
    place = ListForm(request.GET).place
    page = letters_of(request.user, language=get_language() or "sv", older_than=place)
    return render_page(request, "letters/letters.html", {"place": "letters", "page": page, "is_first": place is None})


@require_safe
def my_reports(request: PersonRequest) -> HttpResponse:
    """Show what the one who asks has reported, and what came of it."""
    place = ListForm(request.GET).place
    page = reports_of(request.user, language=get_language() or "sv", older_than=place)
    return render_page(request, "letters/reports.html", {"place": "letters", "page": page, "is_first": place is None})


@require_POST
def read(request: PersonRequest) -> HttpResponse:
    """Put away the letters that one has read, up to the newest one saw."""
    form = WhichLetterForm(request.POST)
    if form.is_valid():
        read_letters(person=request.user, until=form.cleaned_data["letter"], at=timezone.now())
    return lead_on("letters")
