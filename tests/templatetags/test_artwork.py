"""The drawn parts of a page, and the pages that must stand when little else does."""

import pytest
from django import forms
from django.template import engines
from django.template.loader import get_template, render_to_string

from cards.lib.artwork import SYMBOL_PATHS, initials


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load artwork %}" + source).render(context)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ann-Christine Häggblom", "AH"),
        ("Kristoffer Bredbacka-Söderholm", "KB"),
        ("Maria del Carmen Östman", "MÖ"),
        ("Cher", "C"),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_the_last_word(name, expected):
    assert initials(name) == expected
    assert draw("{{ name|initials }}", name=name) == expected


def test_a_symbol_is_hidden_from_screen_readers_because_its_name_stands_beside_it():
    drawn = draw('{% symbol "blomma" "stampla" %}')

    assert 'class="sym stampla"' in drawn
    assert 'aria-hidden="true"' in drawn
    assert SYMBOL_PATHS["blomma"] in drawn


def test_an_unknown_symbol_is_an_error_and_not_a_hole_in_the_page():
    with pytest.raises(KeyError):
        draw('{% symbol "lama" %}')


def test_nothing_that_varies_gets_into_a_drawing_unescaped():
    drawn = draw("{% postmark day 2026 unit %}{% symbol 'blomma' extra %}", day="<b>", unit="<i>", extra='"><script>')

    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "<script>" not in drawn


def test_a_postmark_names_the_unit_and_the_motto():
    drawn = draw('{% postmark "14 nov" 2026 "Torget" %}')

    assert "TORGET · " in drawn
    assert "14 nov" in drawn


def test_a_postmark_of_a_long_unit_leaves_the_motto_out_and_shrinks_no_further():
    drawn = draw('{% postmark "14 nov" 2026 "Varastokeskuksen lähettämö" %}')

    assert ">VARASTOKESKUKSEN LÄHETTÄMÖ ·<" in drawn


def test_an_envelope_without_a_day_has_no_postmark():
    assert "postmark" not in render_to_string("components/_envelope.html")
    assert "postmark" in render_to_string(
        "components/_envelope.html", {"date_text": "14 nov", "year": 2026, "unit_name": "Torget"}
    )


class CodeForm(forms.Form):
    """A form with one field that has a hint."""

    code = forms.CharField(label="Code", help_text="Six digits.", min_length=6)


def test_a_field_points_to_its_hint_and_to_its_error():
    form = CodeForm({"code": "1234"})

    drawn = render_to_string("components/_field.html", {"field": form["code"]})

    assert 'aria-describedby="id_code_helptext id_code_error"' in drawn
    assert 'id="id_code_helptext"' in drawn
    assert 'id="id_code_error"' in drawn
    assert 'aria-invalid="true"' in drawn


@pytest.mark.parametrize("page", ["500.html", "503.html"])
def test_the_page_for_a_broken_house_needs_no_request_and_no_database(page):
    drawn = get_template(page).render()

    assert "<h1>" in drawn
    assert 'href=""' in drawn  # The same address again.
