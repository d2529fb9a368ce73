"""Who of a unit is let in, and who manages it: for admins."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cards.actions.changing import CannotChange
from cards.actions.roles import add_manager, managers_of
from cards.actions.roll_out import set_stage
from cards.forms.units import FindManagerForm, PersonForm, StageForm
from cards.http import PersonRequest, lead_on, render_page
from cards.lib.days import local_day
from cards.models import Stage
from cards.queries.people_list import Looked, people_page
from cards.queries.unit_tree import let_in
from cards.views.guards import admin_only
from cards.views.people import page_or_404
from cards.views.units import PLACE, branch_or_404, lead_on_to, show


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def unit_stage(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Say who of a unit is let in, or of it and everything under it."""
    _tree, branch, unit = branch_or_404(request, unit_id)
    if branch.is_team:
        raise Http404
    form = StageForm(
        request.POST if request.method == "POST" else None,
        version=branch.stages_version,
        initial={"stage": branch.stage, "is_for_all_below": bool(branch.units)},
    )
    changed = []

    def change() -> None:
        changed.extend(
            set_stage(
                actor=request.user,
                unit=unit,
                stage=Stage(form.cleaned_data["stage"]),
                is_for_all_below=form.cleaned_data["is_for_all_below"],
                seen=form.was_seen,
                at=timezone.now(),
            )
        )

    if form.does(change):
        text = ngettext("Saved. %(n)d unit changed.", "Saved. %(n)d units changed.", len(changed))
        messages.success(request, text % {"n": len(changed)} if changed else _("Nothing changed: it was so already."))
        return lead_on_to(unit_id)
    today = local_day(timezone.now(), request.user.time_zone)
    return show(request, "units/stage.html", form, branch=branch, let_in=let_in(branch.with_units_below, on=today))


@admin_only
@require_http_methods(["GET", "HEAD"])
def unit_managers(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Show who manages a unit, and find one more."""
    _tree, branch, unit = branch_or_404(request, unit_id)
    if branch.is_team:
        raise Http404
    form, today = FindManagerForm(request.GET), local_day(timezone.now(), request.user.time_zone)
    managers = managers_of(unit)
    looked = Looked(form.words, None if form.words else unit_id)
    found = people_page(looked, number=1, on=today, language=get_language() or "sv")
    people = [one for one in found.people if one.pk not in {manager.pk for manager in managers}]
    context = {**PLACE, "branch": branch, "form": form, "managers": managers, "people": people, "today": today}
    return render_page(request, "units/managers.html", context, partial="found")


@admin_only
@require_POST
def make_manager(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Let one more person manage a unit."""
    _tree, branch, unit = branch_or_404(request, unit_id)
    form = PersonForm(request.POST)
    if not form.is_valid():
        raise Http404
    page = page_or_404(request, form.cleaned_data["person"])
    try:
        add_manager(actor=request.user, person=page.person, unit=unit, at=timezone.now())
    except CannotChange as error:
        messages.error(request, str(error))
    else:
        names = {"name": page.person.name, "unit": branch.name}
        messages.success(request, _("%(name)s manages %(unit)s now.") % names)
    return lead_on(reverse("unit_managers", args=[unit_id]))
