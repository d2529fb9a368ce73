"""A unit's goal: set by its manager, by a manager above, or by an admin."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cards.actions.goals import CannotSetGoal, set_goal
from cards.actions.goals import end_goal as let_goal_end
from cards.actions.openings import note_opening
from cards.forms.goals import GoalForm
from cards.http import PersonRequest, go_to, render_page
from cards.lib.days import local_day
from cards.models import Goal, GoalKind, Unit
from cards.queries.goals import GoalPage, goal_page
from cards.queries.managing import managed_units
from cards.queries.openings import with_noted
from cards.templatetags.figures import period_in_text


@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Show a unit's goal, and set another."""
    unit, at = open_managed(request, unit_id), timezone.now()
    page = goal_page(unit, is_own=unit.pk == request.user.unit_id, at=at, time_zone=request.user.time_zone)
    form = GoalForm(request.POST if request.method == "POST" else None, page=page)
    if form.is_valid():
        try:
            goal_set = set_goal(
                unit=unit,
                set_by=request.user,
                kind=GoalKind(form.cleaned_data["kind"]),
                target=form.cleaned_data["target"],
                from_month=form.cleaned_data["from_month"],
                at=at,
            )
        except CannotSetGoal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words_of(goal_set, page))
            return go_to(request, "goal", unit.pk)
    context = {"place": "unit", "page": page, "form": form}
    return render_page(request, "goals/goal.html", context, status=422 if form.errors else 200)


def words_of(goal_set: Goal, page: GoalPage) -> str:
    """Say that a goal is set, and from when it holds."""
    if goal_set.from_month == page.next_month.first_on:
        return _("The goal is set. It holds from %(month)s on.") % {"month": period_in_text(page.next_month)}
    return _("The goal is set. It stands on the unit’s page.")


@require_POST
def end_goal(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Let a unit have no goal."""
    unit = find_managed(request, unit_id)
    let_goal_end(unit=unit, set_by=request.user, at=timezone.now())
    messages.success(request, _("The unit has no goal now. You can set one again whenever you like."))
    return go_to(request, "goal", unit.pk)


def open_managed(request: PersonRequest, unit_id: int) -> Unit:
    """Return a unit as find_managed() does, and let it be known who looks at its goal."""
    at, viewer = timezone.now(), request.user
    units = managed_units(viewer).filter(pk=unit_id)
    unit = with_noted(units, viewer=viewer, page="goal", on=local_day(at, viewer.time_zone)).first()
    if unit is None:
        raise Http404
    if not unit.is_noted:  # type: ignore[attr-defined] # with_noted() adds it.
        note_opening(person=viewer, unit_id=unit.pk, page="goal", at=at, time_zone=viewer.time_zone)
    return unit


def find_managed(request: PersonRequest, unit_id: int) -> Unit:
    """Return a unit whose goal the one who asks may set; anything else is not there."""
    unit = managed_units(request.user).filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    return unit
