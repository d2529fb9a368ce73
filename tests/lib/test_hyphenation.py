"""Where long words break."""

import pytest

from cards.lib.hyphenation import SOFT_HYPHEN, soft_hyphens


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Varastokeskuksen", "Varas|to|kes|kuksen"),
        ("Asiakaspalvelupiste", "Asia|kas|pal|ve|lu|piste"),
        ("Stormarknad", "Stormarknad"),
        ("Hämeenkorpi-Bergström", "Hämeenkorpi-Bergström"),
    ],
)
def test_words_of_more_than_twelve_letters_may_break_before_a_syllable(word, parts):
    assert soft_hyphens(word) == parts.replace("|", SOFT_HYPHEN)
