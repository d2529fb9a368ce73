"""What every response carries, whose habits it is written in, and who must sign in first."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from cards.backends import slide
from cards.models import Person

GetResponse = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """Put one Content-Security-Policy on every response, static files and faults included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Content-Security-Policy"] = self.policy
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        return response


class PrivatePages:
    """Keep pages out of every cache; one address answers a page or a part of it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ["HX-Request", "Accept-Language", "Cookie"])
        return response


class ReadersHabits:
    """Answer in the reader's language and in the organisation's time zone.

    A signed-in person's own language counts; before that the cookie's, then the browser's, then Swedish.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            try:
                response = self.get_response(request)
                response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
                return response
            finally:
                timezone.deactivate()

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_args: Any) -> None:
        """Ask who is signed in only where the page is private: a public one must not need the database."""
        if not getattr(view, "login_required", True):
            return
        person = get_user(request)
        if isinstance(person, Person):
            request.user = person  # No stand-in that every look at them would go through.
            translation.activate(person.language)
            timezone.activate(person.time_zone)


class SignInFirst(LoginRequiredMiddleware):
    """Send strangers to the log-in page, and keep those who come back signed in for another 90 days."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the signed-in through, and others to what is public."""
        if not getattr(view_func, "login_required", True):
            return None  # Before anything asks who this is: /healthz must not need the database.
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view_func)
        slide(request.session)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Let the cookie that forms need be renewed when the session is, and not with every page."""
        is_known = request.COOKIES.get(settings.CSRF_COOKIE_NAME) == request.META.get("CSRF_COOKIE")
        if is_known and not request.session.modified:
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
        return response

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """Redirect to the log-in page, in the way the browser or htmx understands."""
        page = page_of(request)
        response = redirect_to_login(page, login_url="login") if page else redirect("login")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": response.url})
        return response


def page_of(request: HttpRequest) -> str | None:
    """Return the address of the page somebody was on, which is not that of a part of it or of a form's button."""
    if request.headers.get("HX-Request"):
        address = request.headers.get("HX-Current-URL", "")
    elif request.method in ("GET", "HEAD"):
        return request.get_full_path()
    else:
        address = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return None
    return urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl() or None
