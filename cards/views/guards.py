"""Whom a view is for; everybody else gets what they would get if it did not exist.

A guard stands above `require_http_methods`, so that no method tells others that the address is there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse

from cards.http import PersonRequest
from cards.models import Person
from cards.queries.roles import may_administer, may_see_what_is_kept

P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, P], HttpResponse]


def only(is_allowed: Callable[[Person], bool]) -> Callable[[View[P]], View[P]]:
    """Let these people in; for others the page does not exist."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not is_allowed(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


def admin_only(view: View[P]) -> View[P]:
    """Let admins in."""
    return only(may_administer)(view)


def moderator_only(view: View[P]) -> View[P]:
    """Let in those who read what is reported: the admins, or the group they named."""
    return only(lambda person: person.may_moderate)(view)


def representative_only(view: View[P]) -> View[P]:
    """Let in representatives of the staff, and admins."""
    return only(may_see_what_is_kept)(view)
