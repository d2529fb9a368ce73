"""The workshop's first page and the ways to it."""

import pytest
from django.urls import reverse

from cards.lib import workshop
from cards.lib.workshop import SECTIONS, Section
from cards.models import ModeratedBy, Organisation


def text(response):
    return response.content.decode()


def test_an_admin_finds_every_section_of_theirs(client, admin):
    client.force_login(admin)

    page = text(client.get("/forvaltning/"))

    for section in SECTIONS:
        if "is_admin" in section.roles:
            assert page.count(f'href="{reverse(section.name)}"') == 2, section  # In the list and in the rail.


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_there_for_nobody_who_has_no_part_in_it(client, astrid, method):
    client.force_login(astrid)

    assert getattr(client, method)("/forvaltning/").status_code == 404


def test_the_menu_and_the_rail_lead_there_those_alone_who_have_a_part_in_it(client, admin, astrid):
    client.force_login(admin)
    assert 'href="/forvaltning/"' in text(client.get("/mer"))
    assert "/forvaltning/" in text(client.get("/flode"))

    client.force_login(astrid)
    for address in ("/mer", "/flode", "/enheten"):
        assert "/forvaltning/" not in text(client.get(address))


def test_each_role_sees_its_own_sections(client, monkeypatch, admin, representative, moderator):
    Organisation.objects.update(moderated_by=ModeratedBy.GROUP)
    roles = {"boards": ("is_admin",), "programme": ("may_moderate",), "settings": ("is_representative", "is_admin")}
    monkeypatch.setattr(workshop, "SECTIONS", [Section(name, name, "", "edit", of) for name, of in roles.items()])

    def seen(person):
        client.force_login(person)
        return [one.name for one in workshop.sections_for(client.get("/forvaltning/").wsgi_request.user)]

    assert [seen(person) for person in (admin, moderator, representative)] == [
        ["boards", "settings"], ["programme"], ["settings"],
    ]  # fmt: skip


def test_the_rail_marks_the_section_one_is_in(client, admin):
    client.force_login(admin)

    assert 'href="/forvaltning/tavlan" aria-current="page"' in text(client.get("/forvaltning/tavlan"))
