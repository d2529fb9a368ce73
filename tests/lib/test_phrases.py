"""Names in a sentence."""

import pytest
from django.utils import translation

from cards.lib.phrases import capitalised, join_names


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["Sofia"], "Sofia"),
        (["Sofia", "Tuula"], "Sofia and Tuula"),
        (["Sofia", "Tuula", "Bo"], "Sofia, Tuula and Bo"),
        (["Sofia", "Tuula", "Bo", "Kaj"], "Sofia, Tuula and 2 others"),
    ],
)
def test_names_are_joined_and_many_are_counted(settings, names, expected):
    settings.LOCALE_PATHS = []  # As the code has it.
    with translation.override("en"):
        assert join_names(names) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Det ligger i postlådan. alla på Torget får kortet.", "Det ligger i postlådan. Alla på Torget får kortet."),
        ("åsa hann inte se det.", "Åsa hann inte se det."),
        ("Kortet kom 13.42 till hela Torget.", "Kortet kom 13.42 till hela Torget."),
    ],
)
def test_a_sentence_begins_with_a_capital_whatever_is_put_in(text, shown):
    assert capitalised(text) == shown
