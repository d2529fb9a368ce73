"""Pages that are kept for all who share some values: nobody meets what is another's."""

from typing import Any

import pytest
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import timezone, translation

from cards import http
from cards.lib.kept import Kept
from cards.queries.people import signed_in_person


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(http, "PAGES", Kept(10))


@pytest.fixture
def page(monkeypatch):
    """Render a source as a kept page, for somebody."""

    def render(source, person, context=None, **kept):
        template = engines["django"].from_string("{% load live %}" + source)
        drawn.setdefault(source, template)
        monkeypatch.setattr(http, "get_template", lambda _name: drawn[source])
        request: Any = RequestFactory().get("/")
        request.user = signed_in_person(person.pk, at=timezone.now())
        request._messages = []
        response = http.render_kept_page(request, source, context or {}, kept=kept, partial="part")
        return response.content.decode()

    drawn = {}
    return render


def test_what_is_not_live_is_rendered_once_and_knows_nobody(page, astrid, bo):
    source = "[{{ request.user.name }}{{ request.path }}{{ title }}{{ csrf_token }}{{ place }}]"

    assert page(source, astrid, {"title": "Astrids"}, place="feed") == "[feed]"
    assert page(source, bo, {"title": "Bos"}, place="feed") == "[feed]"
    assert len(http.PAGES) == 1


def test_what_is_live_is_each_persons_own(page, astrid, bo):
    source = "<b>{% live request.user.name %}</b>{% live %}<i>{{ title }}</i>{% endlive %}{{ place }}"

    assert page(source, astrid, {"title": "Ett"}, place="feed") == "<b>Astrid Lindqvist</b><i>Ett</i>feed"
    assert page(source, bo, {"title": "Två"}, place="feed") == "<b>Bo Sundqvist</b><i>Två</i>feed"
    assert len(http.PAGES) == 1


def test_what_is_live_is_escaped_as_everything_is(page, astrid):
    assert page("{% live title %}{% live %}{{ title }}{% endlive %}", astrid, {"title": "<&>"}) == "&lt;&amp;&gt;" * 2


def test_other_values_another_reader_and_another_language_make_another_page(page, astrid, bo):
    source = '{% load i18n %}{{ place }} {{ request.user.theme }} {% translate "More" context "tab" %}'
    bo.theme = "dark"
    bo.save()

    with translation.override("sv"):
        pages = [page(source, astrid, place="a"), page(source, astrid, place="b"), page(source, bo, place="a")]
    with translation.override("fi"):
        pages.append(page(source, astrid, place="a"))

    assert pages == ["a system Mer", "b system Mer", "a dark Mer", "a system Lisää"]
    assert len(http.PAGES) == 4


def test_a_live_part_needs_its_end():
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string("{% load live %}{% live %}")


def test_a_page_that_is_not_kept_has_the_same_parts_in_their_place():
    source = engines["django"].from_string("{% load live %}a{% live title %}{% live %}{{ title }}{% endlive %}b")

    assert source.render({"title": "x"}) == "axxb"
