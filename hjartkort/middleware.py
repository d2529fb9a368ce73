"""What every response carries, and whose habits it is written in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """Put one Content-Security-Policy on every response, static files and faults included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Content-Security-Policy"] = self.policy
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        return response


class ReadersHabits:
    """Answer in the reader's language and in the organisation's time zone.

    A signed-in person's own language counts; before that the cookie's, then the browser's, then Swedish.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(translation.get_language_from_request(request))
        try:
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        finally:
            timezone.deactivate()
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_args: Any) -> None:
        """Ask who is signed in only where the page is private: a public one must not need the database."""
        if getattr(view, "login_required", True) and request.user.is_authenticated:
            translation.activate(request.user.language)
            timezone.activate(request.user.time_zone)


class SignInFirst(LoginRequiredMiddleware):
    """Send strangers to the log-in page; a part that htmx asks for sends the whole page there."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """Redirect, in the way the browser or htmx understands."""
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request") and response.headers.get("Location"):
            return HttpResponse(status=401, headers={"HX-Redirect": response.headers["Location"]})
        return response


class PrivatePages:
    """Keep pages out of every cache; one address answers a page or a part of it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ["HX-Request"])
        return response
