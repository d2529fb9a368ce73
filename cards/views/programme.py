"""The programme's page: the encounters of the whole organisation, for everybody."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cards.http import PersonRequest, render_page
from cards.lib import charts
from cards.lib.days import local_day
from cards.lib.period_choices import period_choices, period_of
from cards.lib.periods import Grain
from cards.queries.programme import programme_page
from cards.views.drawings import month_chart


@require_safe
def programme(request: PersonRequest) -> HttpResponse:
    """Show a year of the organisation beside the number it entered."""
    at = timezone.now()
    today = local_day(at, request.user.time_zone)
    year = period_of(request.GET.get("ar", ""), today=today, grains=[Grain.YEAR], usual=Grain.YEAR)
    page = programme_page(request.user, year=year, at=at)
    kinds = charts.lengths([one.encounters for one in page.kinds])
    languages = charts.lengths([one.encounters for one in page.languages])
    context = {
        "place": "programme",
        "page": page,
        "choices": period_choices(year, today=today, first_on=page.first_on, grains=[Grain.YEAR]),
        "chart": month_chart(page.months),
        "kinds": list(zip(page.kinds, kinds, strict=True)),
        "languages": list(zip(page.languages, languages, strict=True)),
        "reached": charts.percent(100 * page.share),
    }
    return render_page(request, "programme/programme.html", context, partial="programme")
