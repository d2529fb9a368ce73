"""The request that views get, and the ways they answer: with a page or a part of it, or by leading on to another."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from cards.models import Person


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person
    htmx: HtmxDetails


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    partial: str | None = None,
    status: int = 200,
) -> TemplateResponse:
    """Render a page; when htmx asks for a part of it, and not for the whole, only that partial of the template."""
    if partial and wants_part(request):
        template = f"{template}#{partial}"
    return TemplateResponse(request, template, context or {}, status=status)


def wants_part(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of the page, and not for the whole: going back in history it does."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    if not htmx:
        return False
    return not (htmx.boosted or htmx.history_restore_request)


def lead_on(to: str) -> HttpResponseRedirect:
    """Answer a form that has done its work: get this page next, by address or url name (303)."""
    return HttpResponseRedirect(resolve_url(to), status=303)


def go_to(request: PersonRequest, to: str, *args: object) -> HttpResponse:
    """Lead on to a page that is laid out in another way, which htmx is to load whole."""
    address = resolve_url(to, *args)
    return HttpResponseClientRedirect(address) if request.htmx else lead_on(address)


def next_page(request: HttpRequest, default: str) -> str:
    """Return the address that `next` asks for when it is one of ours, else the default."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    # From the root: what begins otherwise would be looked up among the names of addresses.
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, None) else default
