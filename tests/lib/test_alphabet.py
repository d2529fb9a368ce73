"""The order of letters."""

import pytest

from cards.lib.alphabet import letters_of, sort_key


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("sv", ["andersson", "Zetter", "Åberg", "Äng", "Östby"]),
        ("fi", ["andersson", "Zetter", "Åberg", "Äng", "Östby"]),
        ("nb", ["andersson", "Zetter", "Ærø", "Østby", "Åberg"]),
        ("en", ["Åberg", "andersson", "Äng", "Östby", "Zetter"]),
    ],
)
def test_names_stand_as_the_language_has_them(language, ordered):
    backwards = ordered[::-1]

    assert sorted(backwards, key=lambda name: sort_key(name, language)) == ordered


@pytest.mark.parametrize("language", ["sv", "fi", "nb", "en", "xx"])
def test_each_letter_has_one_in_its_stead(language):
    letters, others = letters_of(language)

    assert len(letters) == len(others)
