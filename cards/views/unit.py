"""The unit's page: its board for a period, and how to give the people one works with a card."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cards.forms.leaderboards import BoardForm, period_asked
from cards.http import PersonRequest, render_page, wants_part
from cards.lib.days import local_day
from cards.queries.leaderboards import board


@require_safe
def unit(request: PersonRequest, slug: str | None = None) -> HttpResponse:
    """Show the board of one's own unit: of the running month, or of the period the address names."""
    at = timezone.now()
    today = local_day(at, request.user.time_zone)
    try:
        period = period_asked(slug, today=today)
    except ValueError as error:
        raise Http404 from error
    type_slug, team_id = BoardForm(request.GET).clean_fields()
    shown = board(
        request.user, period=period, type_slug=type_slug, team_id=team_id, language=get_language() or "sv", at=at
    )
    context = {
        "place": "unit",
        "board": shown,
        "is_part": wants_part(request),
    }
    return render_page(request, "unit/unit.html", context, partial="board")
