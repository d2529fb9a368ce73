"""What somebody may do here, what they manage, and whether their identity is protected: for admins."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cards.actions.changing import CannotChange
from cards.actions.roles import add_manager, remove_manager, roles_version, set_protection, set_roles
from cards.forms.people import ManagesForm, RolesForm
from cards.forms.reactions import SwitchForm
from cards.forms.units import find_unit
from cards.http import PersonRequest, lead_on, next_page
from cards.views.guards import admin_only
from cards.views.people import lead_on_to, page_or_404, show_form, tree_of


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def person_roles(request: PersonRequest, person_id: int) -> HttpResponse:
    """Give somebody roles, and take them."""
    page = page_or_404(request, person_id)
    data = request.POST if request.method == "POST" else None
    form = RolesForm.of(page.person, data, version=roles_version(page.person))

    def change() -> None:
        roles = {name: form.cleaned_data[name] for name in ("is_admin", "is_moderator", "is_representative")}
        set_roles(actor=request.user, person=page.person, seen=form.was_seen, at=timezone.now(), **roles)

    if form.does(change):
        messages.success(request, _("Saved."))
        is_out = page.person == request.user and not form.cleaned_data["is_admin"]
        return lead_on("more") if is_out else lead_on_to(person_id)
    return show_form(request, page, "people/roles.html", form)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def person_manages(request: PersonRequest, person_id: int) -> HttpResponse:
    """Show what somebody manages, and add a unit to it."""
    page = page_or_404(request, person_id)
    besides = frozenset(pk for pk, _name in page.manages)
    form = ManagesForm(request.POST if request.method == "POST" else None, tree=tree_of(request), besides=besides)
    if form.is_valid():
        unit = form.cleaned_data["unit"]
        try:
            add_manager(actor=request.user, person=page.person, unit=unit, at=timezone.now())
        except CannotChange as error:
            form.add_error("unit", str(error))
        else:
            text = _("%(name)s manages %(unit)s now.")
            messages.success(request, text % {"name": page.person.name, "unit": unit.name})
            return lead_on_to(person_id)
    return show_form(request, page, "people/manages.html", form)


@admin_only
@require_POST
def stop_managing(request: PersonRequest, person_id: int, unit_id: int) -> HttpResponse:
    """Let somebody no longer manage a unit."""
    page, unit = page_or_404(request, person_id), find_unit(unit_id)
    if unit is None:
        raise Http404
    try:
        remove_manager(actor=request.user, person=page.person, unit=unit, at=timezone.now())
    except CannotChange as error:
        messages.error(request, str(error))
    else:
        text = _("%(name)s no longer manages %(unit)s.")
        messages.success(request, text % {"name": page.person.name, "unit": unit.name})
    return lead_on(next_page(request, reverse("person", args=[person_id])))


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def protect_person(request: PersonRequest, person_id: int) -> HttpResponse:
    """Say first what it does; then protect somebody's identity, or no longer."""
    page = page_or_404(request, person_id)
    form = SwitchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            set_protection(actor=request.user, person=page.person, is_protected=form.is_on, at=timezone.now())
        except CannotChange as error:
            form.add_error(None, str(error))
        else:
            yes, no = (
                _("The identity of %(name)s is protected now."),
                _("The identity of %(name)s is not protected now."),
            )
            messages.success(request, (yes if form.is_on else no) % {"name": page.person.name})
            return lead_on_to(person_id)
    return show_form(request, page, "people/protect.html", form)
