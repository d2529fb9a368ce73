"""Everybody, and each by themselves, for admins: looked for, added, corrected. Nothing of their cards."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cards.actions.people import Details, create_person
from cards.actions.people import change_details as let_details_change
from cards.forms.people import DetailsForm, NewPersonForm, PeopleFilter
from cards.http import PersonRequest, lead_on, render_page
from cards.lib.days import local_day
from cards.models import Language
from cards.queries.people_list import people_page
from cards.queries.person_page import PersonPage, person_page
from cards.queries.unit_tree import Tree, unit_tree
from cards.views.guards import admin_only

PLACE = {"place": "workshop", "section": "people"}


@admin_only
@require_safe
def people(request: PersonRequest) -> HttpResponse:
    """Show the people that an admin looks for."""
    form = PeopleFilter(request.GET, tree=tree_of(request))
    today = local_day(timezone.now(), request.user.time_zone)
    page = people_page(form.looked, number=form.number, on=today, language=get_language() or "sv")
    return render_page(request, "people/people.html", {**PLACE, "form": form, "page": page}, partial="list")


@admin_only
@require_safe
def person(request: PersonRequest, person_id: int) -> HttpResponse:
    """Show what is noted of somebody, and what can be done."""
    return render_page(request, "people/person.html", {**PLACE, "page": page_or_404(request, person_id)})


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: PersonRequest) -> HttpResponse:
    """Add somebody by hand."""
    at = timezone.now()
    initial = {"language": Language.SV, "employed_from": local_day(at, request.user.time_zone)}
    form = NewPersonForm(request.POST if request.method == "POST" else None, tree=tree_of(request), initial=initial)
    made = []

    def create() -> None:
        unit = form.cleaned_data["unit"]
        made.append(create_person(actor=request.user, details=form.details, unit=unit, at=at))

    if form.does(create):
        messages.success(request, _("%(name)s is added, and can be given cards.") % {"name": made[0].name})
        return lead_on_to(made[0].pk)
    return render_page(request, "people/new.html", {**PLACE, "form": form}, status=422 if form.errors else 200)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def change_details(request: PersonRequest, person_id: int) -> HttpResponse:
    """Correct what is noted of somebody."""
    page = page_or_404(request, person_id)
    standing = Details.of(page.person)
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        version=standing.version,
        initial=vars(standing),
        is_language_chosen=page.person.is_language_chosen,
    )
    if form.does(
        lambda: let_details_change(
            actor=request.user, person=page.person, details=form.details, seen=form.was_seen, at=timezone.now()
        )
    ):
        messages.success(request, _("Saved."))
        return lead_on_to(person_id)
    return show_form(request, page, "people/details.html", form)


def page_or_404(request: PersonRequest, person_id: int) -> PersonPage:
    """Return somebody's page; nobody, or nobody any more, is not there."""
    today = local_day(timezone.now(), request.user.time_zone)
    page = person_page(person_id, on=today, language=get_language() or "sv")
    if page is None:
        raise Http404
    return page


def tree_of(request: PersonRequest) -> Tree:
    """Return all units as the reader reads them."""
    return unit_tree(on=local_day(timezone.now(), request.user.time_zone), language=get_language() or "sv")


def show_form(request: PersonRequest, page: PersonPage, template: str, form: object, **more: object) -> HttpResponse:
    """Show a form about somebody; filled in where it was refused."""
    status = 422 if getattr(form, "errors", None) else 200
    return render_page(request, template, {**PLACE, "page": page, "form": form, **more}, status=status)


def lead_on_to(person_id: int) -> HttpResponse:
    """Lead on to somebody's page."""
    return lead_on(reverse("person", args=[person_id]))
