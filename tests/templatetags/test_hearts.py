"""Hearts in words."""

import pytest
from django.utils import translation

from cards.templatetags.hearts import heart_count, hearts_heading, hearts_phrase


@pytest.mark.parametrize(("number", "shown"), [(1, "1"), (999, "999"), (1000, "1 thousand"), (12_345, "12 thousand")])
def test_a_thousand_hearts_and_more_are_said_short(number, shown):
    with translation.override("en"):
        assert heart_count(number) == shown


def test_a_heading_counts_in_words_to_twelve():
    with translation.override("en"):
        headings = [hearts_heading(number) for number in (0, 1, 7, 13)]

    assert headings == ["No hearts yet", "One heart", "Seven hearts", "13 hearts"]


def test_a_label_counts_in_digits():
    with translation.override("en"):
        assert [hearts_phrase(number) for number in (0, 1, 12)] == ["No hearts yet", "1 heart", "12 hearts"]
