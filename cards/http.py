"""The request that views get, and the ways they answer: with a page or a part of it, or by leading on to another."""

from collections.abc import Hashable
from typing import Any, NamedTuple

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.template.base import Template
from django.template.context import Context
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from cards.lib.kept import Kept
from cards.models import Person
from cards.templatetags.live import GATHERED, HOLE, LiveNode


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person
    htmx: HtmxDetails


class Reader(NamedTuple):
    """What the frame of a page shows of who reads it, besides what is live in it: as `request.user` has it."""

    theme: str
    envelopes: int
    is_manager: bool
    is_admin: bool
    is_representative: bool
    may_moderate: bool
    matters: int
    is_authenticated: bool = True

    @classmethod
    def of(cls, person: Person) -> "Reader":
        """Return what the frame shows of somebody."""
        return cls(**{name: getattr(person, name) for name in cls._fields})


PAGES: Kept[tuple[list[bytes], list[LiveNode]]] = Kept(300)  # Some 30 kB each.


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


def render_kept_page(
    request: PersonRequest, template: str, context: dict[str, Any], *, kept: dict[str, Hashable], partial: str
) -> HttpResponse:
    """Render a page, or a part of it, once for all requests that share what is `kept`; only its live parts are not.

    While it is rendered to be kept its template sees those values and a Reader, and nothing else: it can't show to one
    person what is another's. Live parts see the request, and the context besides.
    """
    name = f"{template}#{partial}" if wants_part(request) else template
    drawn: Template = get_template(name).template  # type: ignore[attr-defined]
    reader = Reader.of(request.user)
    texts, live = PAGES.get((name, get_language(), reader, *kept.values()), render_to_keep, drawn, kept, reader)
    seen = Context(
        {**kept, **context, "request": request, "csrf_token": get_token(request), "messages": get_messages(request)}
    )
    parts = [texts[0]]
    with seen.bind_template(drawn):
        for part, text in zip(live, texts[1:], strict=True):
            parts += part.pieces(seen)
            parts.append(text)
    return HttpResponse(b"".join(parts))


def render_to_keep(template: Template, kept: dict[str, Hashable], reader: Reader) -> tuple[list[bytes], list[LiveNode]]:
    """Render everything but what is live; return the texts between that, and that."""
    live: list[LiveNode] = []
    text = template.render(Context({**kept, "request": {"user": reader}, GATHERED: live}))
    return text.encode().split(HOLE.encode()), live


def wants_part(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of the page, and not for the whole: going back in history it does."""
    if "HTTP_HX_REQUEST" not in request.META:
        return False
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
