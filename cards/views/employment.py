"""Where somebody works, and until when: for admins."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cards.actions.employment import end_employment as let_employment_end
from cards.actions.employment import move_person as let_person_move
from cards.actions.employment import reopen_employment as let_employment_reopen
from cards.actions.teams import set_teams
from cards.forms.people import EndForm, MoveForm, ReopenForm, TeamsForm
from cards.http import PersonRequest
from cards.lib.spans import DAY
from cards.views.guards import admin_only
from cards.views.people import lead_on_to, page_or_404, show_form, tree_of


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def move_person(request: PersonRequest, person_id: int) -> HttpResponse:
    """Let somebody belong to another unit from a day on."""
    page = page_or_404(request, person_id)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        version=page.version,
        tree=tree_of(request),
        initial={"on": max(page.today, page.person.employed_from)},
    )
    if form.does(
        lambda: let_person_move(
            actor=request.user,
            person=page.person,
            unit=form.cleaned_data["unit"],
            on=form.cleaned_data["on"],
            seen=form.was_seen,
            at=timezone.now(),
        )
    ):
        text = _("%(name)s belongs to %(unit)s from %(day)s.")
        unit, day = form.cleaned_data["unit"].name, date_format(form.cleaned_data["on"])
        messages.success(request, text % {"name": page.person.name, "unit": unit, "day": day})
        return lead_on_to(person_id)
    return show_form(request, page, "people/move.html", form)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def person_teams(request: PersonRequest, person_id: int) -> HttpResponse:
    """Let somebody belong to other teams from today on."""
    page = page_or_404(request, person_id)
    form = TeamsForm(request.POST if request.method == "POST" else None, tree=tree_of(request), page=page)

    def change() -> None:
        set_teams(
            actor=request.user,
            person=page.person,
            first=form.cleaned_data["first"],
            others=form.other_teams,
            seen=form.was_seen,
            at=timezone.now(),
        )

    if form.does(change):
        messages.success(request, _("Saved."))
        return lead_on_to(person_id)
    return show_form(request, page, "people/teams.html", form)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def end_employment(request: PersonRequest, person_id: int) -> HttpResponse:
    """Let a day be somebody's last."""
    page = page_or_404(request, person_id)
    form = EndForm(
        request.POST if request.method == "POST" else None,
        version=page.version,
        initial={"last_on": page.person.employed_to or max(page.today, page.person.employed_from)},
    )
    if form.does(
        lambda: let_employment_end(
            actor=request.user,
            person=page.person,
            last_on=form.cleaned_data["last_on"],
            seen=form.was_seen,
            at=timezone.now(),
        )
    ):
        text = _("The last day of %(name)s is %(day)s.")
        day = date_format(form.cleaned_data["last_on"])
        messages.success(request, text % {"name": page.person.name, "day": day})
        return lead_on_to(person_id)
    return show_form(request, page, "people/end.html", form)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_employment(request: PersonRequest, person_id: int) -> HttpResponse:
    """Let somebody be employed again."""
    page = page_or_404(request, person_id)
    last_on = page.person.employed_to
    if last_on is None:
        raise Http404
    form = ReopenForm(
        request.POST if request.method == "POST" else None,
        version=page.version,
        initial={"first_on": max(last_on + DAY, page.today)},
    )
    if form.does(
        lambda: let_employment_reopen(
            actor=request.user,
            person=page.person,
            first_on=form.cleaned_data["first_on"],
            seen=form.was_seen,
            at=timezone.now(),
        )
    ):
        messages.success(request, _("%(name)s is employed again.") % {"name": page.person.name})
        return lead_on_to(person_id)
    return show_form(request, page, "people/reopen.html", form, unbroken=last_on + DAY)
