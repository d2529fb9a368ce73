"""The request that views get, and the one way they render a page or a part of it."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
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
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    if partial and htmx and not htmx.boosted and not htmx.history_restore_request:
        template = f"{template}#{partial}"
    return TemplateResponse(request, template, context or {}, status=status)
