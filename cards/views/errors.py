"""What a visitor sees when something is missing, forbidden, broken or away."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

RETRY_AFTER = 10  # Seconds.
# SQLSTATE: no connection, no room, the server going down or coming up; then a statement that took too long, waited too
# long for a lock, or met another one. All of them pass, and are gone when one tries again.
AWAY = ("08", "53", "57P", "57014", "55P03", "40")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the address or the form made no sense; the request itself may be what cannot be trusted."""
    return HttpResponse(render_to_string("400.html"), status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer alike for what does not exist and for what one may not see."""
    # An address that leads nowhere has no view, and so the middleware has asked for nobody's language.
    if request.user.is_authenticated:
        translation.activate(request.user.language)
    return render(request, "404.html", status=404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old to trust."""
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what happened without asking the database anything: it may be what is away."""
    again = {"again": request.get_full_path() if request.method == "GET" else "/"}
    if is_database_away(sys.exception()):
        return HttpResponse(render_to_string("503.html", again), status=503, headers={"Retry-After": str(RETRY_AFTER)})
    return HttpResponse(render_to_string("500.html", again), status=500)


def is_database_away(error: BaseException | None) -> bool:
    """Tell whether this is the database being out of reach or too busy, not a fault in the program."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or str(state).startswith(AWAY)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell a watcher that the process answers; touches no database."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Tell a watcher that pages can be served: the database answers. 503 when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready", content_type="text/plain")
