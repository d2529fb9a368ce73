"""The dashboard of a unit: how recognition lives there, for those who manage it or what is above it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cards.actions.openings import note_opening
from cards.http import PersonRequest, render_page
from cards.lib.csv_export import write_csv
from cards.lib.days import local_day
from cards.lib.period_choices import period_choices, period_of
from cards.queries.dashboard import flow, in_time, period_figures, weeks_of_year
from cards.queries.dashboard_frame import DashboardFrame, dashboard_frame, own_dashboards
from cards.templatetags.figures import period_with_year
from cards.views.dashboard_table import dashboard_rows, decimal_separator
from cards.views.drawings import flow_rows, hearts, piles, year_chart

# The sections by the end of their addresses: which figures each stands on, and its place in the template.
PARTS = {
    "andel": ("figures", "share"),
    "malet": ("figures", "goal"),
    "veckorna": ("weeks", "weeks"),
    "hogen": ("figures", "types"),
    "flodet": ("flow", "flow"),
    "enheterna": ("figures", "units"),
}


@require_safe
def dashboards(request: PersonRequest) -> HttpResponse:
    """Lead somebody who manages something to the dashboard they begin with."""
    units = own_dashboards(request.user, language=get_language() or "sv", at=timezone.now())
    if not units:
        raise Http404
    return redirect("dashboard", units[0].pk)


@require_safe
def dashboard(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Show the whole dashboard of a period."""
    frame = open_frame(request, unit_id, page="dashboard")
    context = {"place": "dashboard", **told(request, frame, {"figures", "weeks", "flow"})}
    return render_page(request, "dashboard/dashboard.html", context, partial="report")


@require_safe
def dashboard_part(request: PersonRequest, unit_id: int, part: str) -> HttpResponse:
    """Show one section, which needs no other."""
    if part not in PARTS:
        raise Http404
    family, partial = PARTS[part]
    frame = open_frame(request, unit_id, page="dashboard_part")
    context = {"place": "dashboard", "part": partial, **told(request, frame, {family})}
    if request.htmx:
        return render_page(request, f"dashboard/dashboard.html#{partial}", context)
    return render_page(request, "dashboard/part.html", context)


@require_safe
def dashboard_csv(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Hand out what the dashboard shows as a table for spreadsheets."""
    frame, at, zone = open_frame(request, unit_id, page="dashboard_csv"), timezone.now(), request.user.time_zone
    rows = dashboard_rows(
        frame,
        period_figures(frame, at=at, time_zone=zone),
        weeks_of_year(frame, at=at, time_zone=zone),
        flow(frame, at=at),
    )
    title = _("Dashboard")
    name = get_valid_filename(f"{title} {frame.unit.name} {period_with_year(frame.period)}.csv")
    return HttpResponse(
        write_csv(rows, decimal_separator=decimal_separator()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""},
    )


def open_frame(request: PersonRequest, unit_id: int, *, page: str) -> DashboardFrame:
    """Return what the dashboard stands on, and let it be known who looks; what one may not see is not there (404)."""
    at = timezone.now()
    period = period_of(request.GET.get("period", ""), today=local_day(at, request.user.time_zone))
    language = get_language() or "sv"
    frame = dashboard_frame(unit_id, viewer=request.user, period=period, language=language, at=at, page=page)
    if frame is None:
        raise Http404
    if not frame.is_noted:
        note_opening(person=request.user, unit_id=unit_id, page=page, at=at, time_zone=request.user.time_zone)
    return frame


def told(request: PersonRequest, frame: DashboardFrame, families: set[str]) -> dict[str, Any]:
    """Return these families of figures with their drawings; one that the database was too slow for is None."""
    at, zone = timezone.now(), request.user.time_zone
    context: dict[str, Any] = {
        "frame": frame,
        "choices": period_choices(frame.period, today=frame.today, first_on=frame.first_on),
    }
    if "figures" in families:
        context["figures"] = figures = in_time(lambda: period_figures(frame, at=at, time_zone=zone))
        if figures:
            context["piles"] = piles(figures.types)
            context["hearts_seen"] = hearts(figures.seen.share or 0)
            context["hearts_given"] = hearts(figures.givers or 0)
    if "weeks" in families:
        weeks = in_time(lambda: weeks_of_year(frame, at=at, time_zone=zone))
        context["chart"] = year_chart(weeks) if weeks else None
    if "flow" in families:
        context["flow"] = found = in_time(lambda: flow(frame, at=at))
        context["flow_rows"] = flow_rows(found) if found else []
    return context
