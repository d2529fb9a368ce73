"""Who is named on boards: the switches of a person, a unit's manager and an admin."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cards.actions.boards import choose_board, set_boards, switch_unit_board
from cards.forms.leaderboards import BoardsForm
from cards.forms.reactions import SwitchForm
from cards.http import PersonRequest, go_to, lead_on, next_page, render_page
from cards.models import GiversBoard
from cards.queries.board_frame import board_switches
from cards.queries.managing import managed_units
from cards.views.guards import admin_only


@require_POST
def on_board(request: PersonRequest) -> HttpResponse:
    """Join the boards of one's unit, or leave them."""
    form = SwitchForm(request.POST)
    if form.is_valid():
        choose_board(person=request.user, is_on=form.is_on)
        if form.is_on:
            messages.success(request, _("Your name may stand on the board again."))
        else:
            messages.success(request, _("Your name is not on the board. Your cards still count for the unit."))
    return lead_on(next_page(request, "unit"))


@require_POST
def unit_board(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Let a unit that one manages name those who gave, or nobody."""
    unit = managed_units(request.user).filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    form = SwitchForm(request.POST)
    if form.is_valid():
        switch_unit_board(unit=unit, is_on=form.is_on, actor=request.user, at=timezone.now())
        if form.is_on:
            messages.success(request, _("%(unit)s names those who gave again.") % {"unit": unit.name})
        else:
            messages.success(request, _("Nobody is named on the board of %(unit)s now.") % {"unit": unit.name})
    return go_to(request, "goal", unit.pk)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def boards(request: PersonRequest) -> HttpResponse:
    """Say which boards of people the organisation has."""
    form = BoardsForm(request.POST if request.method == "POST" else None, initial=board_switches())
    if form.is_valid():
        set_boards(
            givers_board=GiversBoard(form.cleaned_data["givers_board"]),
            has_receivers_board=form.cleaned_data["has_receivers_board"],
            actor=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Saved. It holds from now on, for every unit."))
        return lead_on("boards")
    context = {"place": "workshop", "section": "boards", "form": form}
    return render_page(request, "leaderboards/boards.html", context, status=422 if form.errors else 200)
