"""In, with number and password, and out; in the demo also by a tap on somebody's name."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login as begin_session
from django.contrib.auth import logout as end_session
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from cards.actions.guessing import DoorClosed, UnitNotOpen, WrongPassword, sign_in
from cards.forms.login import BecomeForm, LoginForm
from cards.http import lead_on, next_page, render_page
from cards.queries.people import employed_person

if TYPE_CHECKING:
    from cards.demo.people import PersonToBe


@login_not_required
@sensitive_post_parameters("password")
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Let somebody in, and on to the page they came for."""
    if request.user.is_authenticated:
        return redirect(next_page(request, "feed"))
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status, at = 422, timezone.now()
        if form.is_valid():
            try:
                person = sign_in(**form.cleaned_data, at=at)
            except WrongPassword:
                form.refuse(_("Check the number and the password, and try once more."))
            except DoorClosed as door:
                form.refuse(when_to_try_again(door.open_at, at))
                status = 429
            except UnitNotOpen as not_yet:
                return show_login(request, form, status=403, not_yet=not_yet)
            else:
                begin_session(request, person)
                return lead_on(next_page(request, "feed"))
    return show_login(request, form, status=status)


def show_login(
    request: HttpRequest, form: LoginForm, *, status: int, not_yet: UnitNotOpen | None = None
) -> HttpResponse:
    """Show the page; `not_yet` says to somebody who is expected that it is too early."""
    context = {
        "form": form,
        "next": next_page(request, ""),
        "theme": request.COOKIES.get(settings.THEME_COOKIE_NAME),
        "people": people_to_become(),
        "status": status,
        "not_yet": not_yet,
    }
    return render_page(request, "login/login.html", context, status=status)


def when_to_try_again(open_at: datetime, at: datetime) -> str:
    """Say how long a closed door stays closed, in whole minutes, rounded up."""
    seconds = (open_at - at).total_seconds() - 1  # Two who come at once do not differ by a minute.
    minutes = max(1, -(-seconds // 60))
    return ngettext(
        "There have been many tries with this number. Wait a minute and try again.",
        "There have been many tries with this number. Try again in %(minutes)d minutes.",
        int(minutes),
    ) % {"minutes": minutes}


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Let somebody out; who is out already comes to the same page."""
    end_session(request)
    return lead_on("login")


def people_to_become() -> "tuple[PersonToBe, ...]":
    """Return whom a visitor may become with one tap: a few of each role in the demo, nobody anywhere else."""
    if not settings.HAS_DEMO_LOGIN:
        return ()
    from cards.demo.people import people_to_be  # No other installation loads the demo.

    return tuple(people_to_be())


@login_not_required
def become(request: HttpRequest) -> HttpResponse:
    """Let a visitor of the demo be one of the people it offers; elsewhere the address leads nowhere."""
    form = BecomeForm(request.POST)
    offered = {person.pk for person in people_to_become()}
    if not form.is_valid() or form.cleaned_data["person"] not in offered:
        raise Http404
    person = employed_person(form.cleaned_data["person"], at=timezone.now())
    if person is None:
        raise Http404
    if not person.is_let_in:
        return show_login(request, LoginForm(), status=403, not_yet=UnitNotOpen(person.unit))
    begin_session(request, person)
    return lead_on(next_page(request, "feed"))
