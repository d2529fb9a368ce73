"""The tabs and the rail: the same places, where one is, and the mark of a card that waits."""

import re
from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


PLACES = ["feed", "box", "give", "unit", "more"]
urlpatterns = [path(name, nothing, name=name) for name in [*PLACES, "settings"]]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize("part", ["tabs", "rail"])
def test_the_same_places_are_reached_from_the_tabs_and_from_the_rail(part):
    drawn = render_to_string(f"components/_{part}.html")

    assert {f"/{name}" for name in PLACES} <= set(re.findall(r'href="([^"]+)"', drawn))


@pytest.mark.parametrize("place", PLACES)
def test_only_the_current_place_is_marked_as_current(place):
    drawn = render_to_string("components/_tabs.html", {"place": place})

    assert re.findall(r'href="/(\w+)" aria-current="page"', drawn) == [place]


@pytest.mark.parametrize("part", ["tabs", "rail"])
def test_a_waiting_card_is_a_heart_to_the_eye_and_a_number_to_the_ear(part):
    without = render_to_string(f"components/_{part}.html")
    reader = SimpleNamespace(user=SimpleNamespace(envelopes=2))
    waiting = render_to_string(f"components/_{part}.html", {"request": reader})

    assert waiting.count('class="heart"') == without.count('class="heart"') + 1
    assert re.search(r'<span class="vh">, 2 ', waiting)
    assert "vh" not in without
