"""Two records of one person: found, compared, merged, and taken apart again. For admins."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cards.actions.changing import CannotChange
from cards.actions.merging import merge_people, pair_version, part_people
from cards.forms.people import MergeForm, other_record
from cards.forms.units import FindManagerForm
from cards.http import PersonRequest, render_page
from cards.lib.days import local_day
from cards.queries.people_list import Looked, people_page
from cards.queries.person_page import PersonPage, person_pages
from cards.views.guards import admin_only
from cards.views.people import PLACE, lead_on_to, page_or_404


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge_person(request: PersonRequest, person_id: int) -> HttpResponse:
    """Find another record of the same person; then, with both side by side, make one of them."""
    other_id = other_record(request.GET)
    if other_id is None:
        return find_record(request, person_id)
    today = local_day(timezone.now(), request.user.time_zone)
    pages = person_pages([person_id, other_id], on=today, language=get_language() or "sv")
    if len(pages) != 2 or person_id == other_id or any(page.merge for page in pages):
        raise Http404
    people = {page.person.pk: page.person for page in pages}
    version = pair_version((page.person, page.stays) for page in pages)
    form = MergeForm(
        request.POST if request.method == "POST" else None,
        version=version,
        pair=(pages[0].person, pages[1].person),
        stays=person_id if pages[1].has_ended or not pages[0].has_ended else other_id,
    )

    def merge() -> None:
        stays = people.pop(form.cleaned_data["stays"])
        (ends,) = people.values()
        merge_people(actor=request.user, stays=stays, ends=ends, seen=form.was_seen, at=timezone.now())

    if form.does(merge):
        messages.success(request, _("The two are one record now."))
        return lead_on_to(form.cleaned_data["stays"])
    names = {page.person.name.casefold() for page in pages}
    context = {**PLACE, "page": pages[0], "pages": pages, "form": form, "has_one_name": len(names) == 1}
    return render_page(request, "people/merge.html", context, status=422 if form.errors else 200)


def find_record(request: PersonRequest, person_id: int) -> HttpResponse:
    """Show records that may be the same person's: those of the same name, or those looked for."""
    page = page_or_404(request, person_id)
    if page.merge:
        raise Http404
    form = FindManagerForm(request.GET)
    looked = Looked(form.words or page.person.name, state="all")
    found = people_page(looked, number=1, on=page.today, language=get_language() or "sv")
    others = [one for one in found.people if one.pk != person_id]
    return render_page(request, "people/find_record.html", {**PLACE, "page": page, "form": form, "others": others})


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def part_person(request: PersonRequest, person_id: int) -> HttpResponse:
    """Ask first; then take a merged record apart from the other again."""
    page: PersonPage = page_or_404(request, person_id)
    if page.merge is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            part_people(actor=request.user, person=page.person, at=timezone.now())
        except CannotChange as error:
            refusal = str(error)
        else:
            messages.success(request, _("They are two records again."))
            return lead_on_to(person_id)
    context = {**PLACE, "page": page, "refusal": refusal}
    return render_page(request, "people/part.html", context, status=422 if refusal else 200)
