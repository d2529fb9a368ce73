import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.lib.periods import Grain
from cards.lib.shares import ShareWord, share_word, shown_share

GROUPS = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(GROUPS, st.sampled_from(Grain))
def test_a_share_is_told_in_steps_or_in_a_word_or_not_at_all(group, grain):
    part, of = group

    step, word = shown_share(part, of, grain), share_word(part, of, grain)

    assert (step is not None) == (of >= 20)
    assert (word is not None) == (10 <= of < 20 or (5 <= of < 10 and grain in (Grain.QUARTER, Grain.YEAR, Grain.ALL)))
    if step is not None:
        assert step in range(5, 100, 5)
        assert step in (5, 95) or abs(step * of - 100 * part) * 2 <= 5 * of


@pytest.mark.parametrize(
    ("part", "of", "step"),
    [(27, 34, 80), (0, 34, 5), (34, 34, 95), (1, 20, 5), (9, 40, 25), (1, 40, 5), (199, 200, 95)],
)
def test_steps_are_the_nearest_five_percent_half_upwards(part, of, step):
    assert shown_share(part, of, Grain.MONTH) == step


@pytest.mark.parametrize(
    ("part", "of", "word"),
    [
        (0, 10, ShareWord.NOT_MANY),
        (3, 10, ShareWord.NOT_MANY),
        (4, 10, ShareWord.ABOUT_HALF),
        (6, 10, ShareWord.ABOUT_HALF),
        (7, 10, ShareWord.MOST),
        (19, 19, ShareWord.MOST),
    ],
)
def test_words_never_say_all_and_never_nobody(part, of, word):
    assert share_word(part, of, Grain.MONTH) == word


def test_under_ten_people_a_week_or_a_month_says_nothing():
    assert share_word(4, 9, Grain.WEEK) is share_word(4, 9, Grain.MONTH) is shown_share(4, 9, Grain.MONTH) is None
    assert share_word(4, 9, Grain.QUARTER) == ShareWord.ABOUT_HALF


def test_under_five_people_nothing_is_said_of_any_period():
    assert share_word(2, 4, Grain.ALL) is shown_share(2, 4, Grain.YEAR) is None
    assert share_word(2, 5, Grain.YEAR) == ShareWord.ABOUT_HALF
