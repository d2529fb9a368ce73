"""Who is named, in which place: held for any numbers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.lib.shares import ShareWord
from cards.lib.standings import (
    MOST_PLACED,
    SLOTS,
    Band,
    Seen,
    band_of,
    filled_slots,
    groups,
    may_name,
    movement,
    named_people,
    own_place,
    percent_of_goal,
    unit_places,
)

numbers = st.dictionaries(st.integers(1, 500), st.integers(0, 12), max_size=60)
headcounts = st.integers(0, 200)


@st.composite
def units(draw):
    """Draw units as they are shown: percent from twenty people on, words under that, nothing under ten."""
    found = {}
    for key in range(draw(st.integers(0, 30))):
        headcount = draw(st.integers(0, 80))
        share = draw(st.integers(1, 19)) * 5 if headcount >= 20 else None
        word = draw(st.sampled_from(ShareWord)) if 10 <= headcount < 20 else None
        found[key] = Seen(headcount, draw(st.integers(0, 40)), share, word)
    return found


@given(numbers)
def test_equals_share_a_place_and_the_next_place_counts_them(values):
    placed = [one for group in groups(values) for one in group]

    assert {one.key for one in placed} == set(values)
    for one in placed:
        assert one.place == 1 + sum(other > one.value for other in values.values())


@given(numbers, headcounts)
def test_at_most_five_and_a_third_are_named_and_only_those_ahead_of_the_others(values, headcount):
    named = named_people(values, headcount=headcount)

    assert len(named) <= min(5, headcount / 3)
    assert not named or headcount >= 12
    assert all(one.value > 0 for one in named)
    rest = [value for key, value in values.items() if key not in {one.key for one in named}]
    assert not named or not rest or min(one.value for one in named) > max(rest)


@pytest.mark.parametrize(("headcount", "most"), [(0, 0), (11, 0), (12, 4), (14, 4), (15, 5), (200, 5)])
def test_how_many_may_be_named(headcount, most):
    assert may_name(headcount) == most


def test_equals_are_named_together_or_not_at_all():
    three_share_the_third_place = {1: 9, 2: 8, 3: 7, 4: 7, 5: 7, 6: 6}
    four_share_it = {**three_share_the_third_place, 7: 7}

    assert [one.place for one in named_people(three_share_the_third_place, headcount=40)] == [1, 2, 3, 3, 3]
    assert [one.place for one in named_people(four_share_it, headcount=40)] == [1, 2]


@given(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=40))
def test_ones_own_place_is_told_in_the_upper_half_alone(own, others):
    place = own_place(own, others)

    givers = [number for number in others if number] + [own]
    if place is not None:
        assert own > 0
        assert place == 1 + sum(number > own for number in givers)
        assert 2 * sum(number >= own for number in givers) <= len(givers)
        assert min(givers) < own


def test_half_way_down_no_place_is_told():
    assert own_place(5, [9, 3, 2]) == 2
    assert own_place(3, [9, 5, 2]) is None
    assert own_place(1, [4, 3, 2, 1, 1, 1, 1, 1, 1, 1]) is None  # The fourth place, and the last.
    assert own_place(0, []) is None


@given(units())
def test_the_first_of_a_band_are_placed_and_at_least_two_never_are(shown):
    places = unit_places(shown)

    for band in Band:
        of_band = {key: seen for key, seen in shown.items() if seen.band == band and seen.headcount}
        placed = {key: place for key, place in places.items() if key in of_band}
        if not placed:
            continue
        assert len(of_band) - len(placed) >= 2
        assert max(placed.values()) <= MOST_PLACED
        for key, place in placed.items():
            seen = of_band[key]
            ranks = [other.rank for other in of_band.values() if other.encounters]
            assert seen.encounters > 0
            assert place == 1 + sum(rank > seen.rank for rank in ranks)


@given(units())
def test_what_looks_equal_stands_equal(shown):
    places = unit_places(shown)

    looks: dict[Any, Any] = {}
    for key, place in places.items():
        seen = shown[key]
        look = (seen.band, seen.shown_share, seen.shown_word, seen.per_head)
        assert looks.setdefault(look, place) == place


def test_units_are_ordered_by_share_and_then_by_encounters_per_head():
    shown = {
        "many cards": Seen(40, 400, share=50),
        "many seen": Seen(40, 40, share=80),
        "as many, more cards": Seen(40, 44, share=80),
        "few": Seen(40, 4, share=5),
        "fewer": Seen(40, 3, share=5),
    }

    assert unit_places(shown) == {"as many, more cards": 1, "many seen": 2, "many cards": 3}


def test_a_band_with_units_too_small_for_a_share_has_no_places():
    shown = {number: Seen(10, 30, word=ShareWord.MOST) for number in range(3)}
    small = {**shown, 9: Seen(6, 40)}

    assert unit_places({**shown, 4: Seen(8, 1, word=ShareWord.NOT_MANY)}) == {}  # Three share the first place.
    assert unit_places({**shown, 1: Seen(10, 40, word=ShareWord.MOST)}) == {1: 1}
    assert unit_places({**small, 1: Seen(10, 40, word=ShareWord.MOST)}) == {}


def test_in_the_middle_band_the_word_decides_for_those_with_a_percentage_too():
    shown = {
        1: Seen(30, 30, share=95),
        2: Seen(12, 24, word=ShareWord.MOST),
        3: Seen(25, 100, share=60),
        4: Seen(11, 11, word=ShareWord.NOT_MANY),
        5: Seen(11, 9, word=ShareWord.NOT_MANY),
    }

    assert unit_places(shown) == {2: 1, 1: 2, 3: 3}
    assert [shown[key].shown_share for key in shown] == [None] * 5


def test_the_lowest_share_of_nothing_given_is_not_worth_being_told():
    assert [Seen(40, 0, share=5).is_quiet, Seen(12, 0, word=ShareWord.NOT_MANY).is_quiet] == [True, True]
    assert not any(one.is_quiet for one in (Seen(40, 1, share=5), Seen(40, 0, share=10), Seen(6, 0), Seen(40, 0)))


@pytest.mark.parametrize(
    ("headcount", "band"), [(1, Band.SMALL), (10, Band.SMALL), (11, Band.MIDDLE), (30, Band.MIDDLE), (31, Band.LARGE)]
)
def test_bands(headcount, band):
    assert band_of(headcount) == band


def test_movement_is_told_from_the_place_before():
    assert movement(1, 3).is_up
    assert movement(1, 3).places == 2
    assert movement(3, 1).is_down
    assert movement(2, None).is_new
    same = movement(2, 2)
    assert (same.is_up, same.is_down, same.is_new) == (False, False, False)


@given(st.integers(0, 10_000), st.integers(1, 5_000))
def test_a_slot_is_a_twentieth_of_the_goal_rounded_down(reached, target):
    filled = filled_slots(reached, target)

    assert 0 <= filled <= SLOTS
    assert filled * target <= SLOTS * reached
    assert filled == SLOTS or (filled + 1) * target > SLOTS * reached
    assert (percent_of_goal(reached, target) == 100) == (reached >= target)


def test_the_goal_of_the_picture_has_fourteen_hearts():
    assert filled_slots(143, 200) == 14
    assert percent_of_goal(143, 200) == 71
