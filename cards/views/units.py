"""The tree of units, for admins: added to, corrected, moved, removed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cards.actions.changing import CannotChange
from cards.actions.units import UnitDetails, create_unit, place_version
from cards.actions.units import change_unit as let_unit_change
from cards.actions.units import move_unit as let_unit_move
from cards.actions.units import remove_unit as let_unit_go
from cards.forms.choosing import keys
from cards.forms.units import MoveUnitForm, NewUnitForm, TeamForm, UnitForm, find_unit
from cards.http import PersonRequest, lead_on, render_page
from cards.models import Stage, Unit
from cards.queries.unit_bonds import why_it_stays
from cards.queries.unit_tree import Branch, Tree
from cards.views.guards import admin_only
from cards.views.people import tree_of

PLACE = {"place": "workshop", "section": "units"}


@admin_only
@require_safe
def units(request: PersonRequest) -> HttpResponse:
    """Show the whole tree."""
    return render_page(request, "units/units.html", {**PLACE, "tree": tree_of(request)})


@admin_only
@require_safe
def admin_unit(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Show a unit or team, and what can be done with it."""
    _tree, branch, unit = branch_or_404(request, unit_id)
    return render_page(request, "units/unit.html", {**PLACE, "branch": branch, "reasons": why_it_stays(unit)})


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_unit(request: PersonRequest) -> HttpResponse:
    """Add a unit or an area."""
    tree = tree_of(request)
    above = tree.by_id.get(next(iter(keys(request.GET.getlist("under")[:1])), 0))
    initial = {"parent": above.pk, "stage": above.stage} if above else {"stage": Stage.OPEN}
    form = NewUnitForm(request.POST if request.method == "POST" else None, tree=tree, initial=initial)
    made = []

    def create() -> None:
        chosen = form.cleaned_data
        made.append(
            create_unit(
                actor=request.user,
                parent=chosen["parent"],
                details=form.details,
                stage=Stage(chosen["stage"]),
                at=timezone.now(),
            )
        )

    if form.does(create):
        messages.success(request, _("%(unit)s is added.") % {"unit": made[0].name})
        return lead_on_to(made[0].pk)
    return show(request, "units/new.html", form, branch=above)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_team(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Add a team to a unit."""
    _tree, branch, unit = branch_or_404(request, unit_id)
    form = TeamForm(request.POST if request.method == "POST" else None, version="")
    if form.does(
        lambda: create_unit(actor=request.user, parent=unit, details=form.details, stage=Stage.OPEN, at=timezone.now())
    ):
        messages.success(request, _("The team %(team)s is added.") % {"team": form.details.name})
        return lead_on_to(unit_id)
    return show(request, "units/new_team.html", form, branch=branch)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def change_unit(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Correct what is noted of a unit or team."""
    _tree, branch, unit = branch_or_404(request, unit_id)
    standing = UnitDetails.of(unit)
    form = (TeamForm if branch.is_team else UnitForm)(
        request.POST if request.method == "POST" else None, version=standing.version, initial=vars(standing)
    )
    if form.does(
        lambda: let_unit_change(
            actor=request.user, unit=unit, details=form.details, seen=form.was_seen, at=timezone.now()
        )
    ):
        messages.success(request, _("Saved."))
        return lead_on_to(unit_id)
    return show(request, "units/details.html", form, branch=branch)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def move_unit(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Put a unit under another."""
    tree, branch, unit = branch_or_404(request, unit_id)
    if branch.is_root or branch.is_team:
        raise Http404
    form = MoveUnitForm(
        request.POST if request.method == "POST" else None, version=place_version(unit), tree=tree, branch=branch
    )
    if form.does(
        lambda: let_unit_move(
            actor=request.user, unit=unit, parent=form.cleaned_data["parent"], seen=form.was_seen, at=timezone.now()
        )
    ):
        names = {"unit": unit.name, "parent": form.cleaned_data["parent"].name}
        messages.success(request, _("%(unit)s lies under %(parent)s now.") % names)
        return lead_on_to(unit_id)
    return show(request, "units/move.html", form, branch=branch)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove_unit(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Ask first; then remove a unit or team that nothing is bound to."""
    _tree, branch, unit = branch_or_404(request, unit_id)
    refusal = ""
    if request.method == "POST":
        try:
            let_unit_go(actor=request.user, unit=unit, at=timezone.now())
        except CannotChange as error:
            refusal = str(error)
        else:
            messages.success(request, _("%(unit)s is removed. It can be added again.") % {"unit": branch.name})
            return lead_on("units")
    context = {**PLACE, "branch": branch, "reasons": why_it_stays(unit), "refusal": refusal}
    return render_page(request, "units/remove.html", context, status=422 if refusal else 200)


def branch_or_404(request: PersonRequest, unit_id: int) -> tuple[Tree, Branch, Unit]:
    """Return the tree, a unit of it and its row; what is not there is not there."""
    tree, unit = tree_of(request), find_unit(unit_id)
    if unit is None or unit_id not in tree.by_id:
        raise Http404
    return tree, tree.by_id[unit_id], unit


def show(request: PersonRequest, template: str, form: object, *, branch: Branch | None, **more: object) -> HttpResponse:
    """Show a form about a unit; filled in where it was refused."""
    status = 422 if getattr(form, "errors", None) else 200
    return render_page(request, template, {**PLACE, "form": form, "branch": branch, **more}, status=status)


def lead_on_to(unit_id: int) -> HttpResponse:
    """Lead on to a unit's page."""
    return lead_on(reverse("admin_unit", args=[unit_id]))
