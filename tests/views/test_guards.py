"""What is for some does not exist for others."""

from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from cards.models import ModeratedBy, Organisation
from cards.queries.people import signed_in_person
from cards.views.guards import admin_only, moderator_only, representative_only

CAST = ("astrid", "admin", "representative", "moderator")


@pytest.fixture
def let_in(astrid, admin, representative, moderator):
    """Name those of the cast whom a guard lets in."""
    people = dict(zip(CAST, (astrid, admin, representative, moderator), strict=True))

    def ask(guard):
        found = []
        for name, person in people.items():
            request: Any = RequestFactory().get("/")
            request.user = signed_in_person(person.pk, at=timezone.now())
            try:
                guard(lambda _request: HttpResponse("in"))(request)
            except Http404:
                continue
            found.append(name)
        return found

    return ask


def test_admins_alone_come_to_what_is_for_admins(let_in):
    assert let_in(admin_only) == ["admin"]


def test_representatives_and_admins_come_to_what_is_for_representatives(let_in):
    assert let_in(representative_only) == ["admin", "representative"]


def test_admins_moderate_until_they_name_a_group(let_in):
    assert let_in(moderator_only) == ["admin"]

    Organisation.objects.update(moderated_by=ModeratedBy.GROUP)
    assert let_in(moderator_only) == ["moderator"]


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_no_method_tells_others_that_an_address_is_there(client, astrid, method):
    client.force_login(astrid)

    assert getattr(client, method)("/forvaltning/tavlan").status_code == 404
