"""Settings: language, paper, who may see my cards, whom I have blocked, and out everywhere."""

from django.conf import settings as installation
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cards.actions.audience import change_ceiling, narrow_old_cards
from cards.actions.safety import unblock_person
from cards.actions.settings import choose_language, choose_theme, end_all_sessions
from cards.forms.settings import CeilingForm, LanguageForm, ThemeForm, ceiling_choices
from cards.http import PersonRequest, lead_on, next_page, render_page
from cards.lib.audiences import Ceiling
from cards.queries.settings import blocked_people, count_shown_cards


@require_safe
def settings(request: PersonRequest) -> HttpResponse:
    """Show everything one can choose, and what the personnel system says."""
    context = {
        "place": "more",
        "ceilings": ceiling_choices(request.user.ceiling),
        "has_ceiling": request.user.ceiling != Ceiling.EVERYONE,
        "blocked": blocked_people(request.user),
    }
    return render_page(request, "settings/settings.html", context)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Choose a language; before one signs in the device remembers it."""
    form = LanguageForm(request.POST)
    response = lead_on(next_page(request, "login"))
    if form.is_valid():
        if request.user.is_authenticated:
            choose_language(person=request.user, language=form.cleaned_data["language"])
        remember(response, installation.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"])
    return response


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Choose light or dark paper; before one signs in the device remembers it."""
    form = ThemeForm(request.POST)
    response = lead_on(next_page(request, "login"))
    if form.is_valid():
        if request.user.is_authenticated:
            choose_theme(person=request.user, theme=form.cleaned_data["theme"])
        remember(response, installation.THEME_COOKIE_NAME, form.cleaned_data["theme"])
    return response


def remember(response: HttpResponse, name: str, value: str) -> None:
    """Let the device keep a choice that says nothing about anybody."""
    response.set_cookie(
        name,
        value,
        max_age=installation.LANGUAGE_COOKIE_AGE,
        secure=installation.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@require_POST
def set_ceiling(request: PersonRequest) -> HttpResponse:
    """Choose who may see the cards one gets from now on."""
    form = CeilingForm(request.POST)
    if form.is_valid():
        ceiling = form.cleaned_data["ceiling"]
        change_ceiling(person=request.user, ceiling=ceiling)
        messages.success(request, _("Saved. It holds for new cards: %(who)s.") % {"who": ceiling.label})
    return lead_on("settings")


@require_http_methods(["GET", "HEAD", "POST"])
def narrow_cards(request: PersonRequest) -> HttpResponse:
    """Ask first, since it cannot be taken back; then hold the cards one has got to what one chose."""
    ceiling = Ceiling(request.user.ceiling)
    if request.method == "POST":
        count = narrow_old_cards(person=request.user, ceiling=ceiling)
        nothing = _("No card needed a change.")
        some = ngettext(
            "%(count)d card is now seen by fewer people.", "%(count)d cards are now seen by fewer people.", count
        )
        messages.success(request, some % {"count": count} if count else nothing)
        return lead_on("settings")
    context = {"ceiling": ceiling.label, "shown": count_shown_cards(request.user)}
    return render_page(request, "settings/narrow.html", context)


@require_POST
def unblock(request: PersonRequest, person_id: int) -> HttpResponse:
    """Receive cards from somebody again."""
    unblock_person(blocker=request.user, blocked_id=person_id)
    messages.success(request, _("The block is gone. New cards reach you again."))
    return lead_on("settings")


@require_POST
def log_out_everywhere(request: PersonRequest) -> HttpResponse:
    """End every session of the one who asks, this one too."""
    end_all_sessions(person=request.user)
    logout(request)
    messages.success(request, _("You are logged out everywhere."))
    return lead_on("login")
