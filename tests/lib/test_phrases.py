"""Names in a sentence."""

import pytest
from django.utils import translation

from cards.lib.phrases import join_names


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
