"""The log of admin actions: read, searched, and taken along as a table."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cards.actions.admin_log import export_log
from cards.forms.admin_log import LogForm
from cards.http import PersonRequest, render_page
from cards.lib.csv_export import Cell, write_csv
from cards.queries.admin_log import LogLine, log_page
from cards.views.guards import admin_only


@admin_only
@require_safe
def admin_log(request: PersonRequest) -> HttpResponse:
    """Show a page of the log."""
    form = LogForm(request.GET)
    if not form.is_valid():
        return show(request, form, status=422)
    page = log_page(
        form.wanted,
        viewer=request.user,
        time_zone=request.user.time_zone,
        language=get_language() or "sv",
        older_than=form.cleaned_data["fore"],
    )
    return show(request, form, page=page)


@admin_only
@require_POST
def admin_log_csv(request: PersonRequest) -> HttpResponse:
    """Hand out what was looked for as a table for spreadsheets; the log says so."""
    form = LogForm(request.POST)
    if not form.is_valid():
        return show(request, form, status=422)
    lines = export_log(
        form.wanted,
        actor=request.user,
        at=timezone.now(),
        time_zone=request.user.time_zone,
        language=get_language() or "sv",
    )
    name = f"{pgettext('workshop', 'Log')} {timezone.localdate()}.csv"
    return HttpResponse(
        write_csv(rows_of(lines), decimal_separator=","),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""},
    )


def show(request: PersonRequest, form: LogForm, *, status: int = 200, **context: object) -> HttpResponse:
    """Show the page, or the lines that follow those one has."""
    context |= {"place": "workshop", "section": "admin_log", "form": form}
    partial = "more" if form.data.get("fore") and not form.errors else None
    return render_page(request, "admin_log/admin_log.html", context, partial=partial, status=status)


def rows_of(lines: Sequence[LogLine]) -> Iterator[Sequence[Cell]]:
    """Yield a head, and a row for each value of each line."""
    yield [
        pgettext("log", "When"), pgettext("log", "Who"), pgettext("log", "What was done"), pgettext("log", "To what"),
        pgettext("log", "Field"), pgettext("log", "Before"), pgettext("log", "After"),
    ]  # fmt: skip
    for line in lines:
        when = timezone.localtime(line.at).isoformat(sep=" ", timespec="seconds")
        head = [when, line.actor or _("The app itself"), line.verb, line.subject]
        for value in line.values:
            yield [*head, value.field, value.before, value.after]
        if not line.values:
            yield head
