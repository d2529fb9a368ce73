"""What people write."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.lib.messages import FOLD_AT, clean_message, folded, has_no_letters, lettering


@given(st.text())
def test_a_clean_message_stays_as_it_is(text):
    assert clean_message(clean_message(text)) == clean_message(text)


@given(st.text())
def test_a_clean_message_can_be_stored(text):
    clean = clean_message(text)

    assert "\x00" not in clean
    assert clean == unicodedata.normalize("NFC", clean)
    clean.encode()  # No lone surrogate is left.


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Hej\r\ndu", "Hej\ndu"),
        ("  Hej \n", "Hej"),
        ("a\u030a", "å"),
        ("a\u202e\u030a", "å"),
        ("Hej\u202edu\x07", "Hejdu"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("👩\u200d🔧 fixade", "👩\u200d🔧 fixade"),
    ],
)
def test_what_is_typed_is_cleaned(typed, stored):
    assert clean_message(typed) == stored


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200d", "\u00a0"])
def test_a_message_without_ink_has_no_letters(text):
    assert has_no_letters(text)


@pytest.mark.parametrize(("length", "size"), [(61, "s"), (62, "m"), (190, "m"), (191, "l")])
def test_the_lettering_follows_the_length(length, size):
    assert lettering("x" * length) == size


def test_a_long_message_is_folded_between_words():
    text = "ord " * 100

    assert len(folded(text)) <= FOLD_AT + 2
    assert folded(text).endswith("ord …")
