"""Charts as the attributes of an SVG."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cards.lib import charts

NUMBER = re.compile(r"-?\d+(\.\d+)?%?")
NUMBERS = st.lists(st.integers(0, 100_000), max_size=60)


def value(attribute: str) -> float:
    return float(attribute.removesuffix("%"))


@given(NUMBERS)
def test_columns_stand_on_the_floor_within_the_drawing_and_one_is_as_high_as_it_may(numbers):
    drawn = charts.columns(numbers, height=200, top=24)

    assert [column.number for column in drawn] == numbers
    assert all(abs(value(column.y) + value(column.height) - 200) < 0.2 for column in drawn)
    assert all(value(column.x) >= 0 and value(column.x) + value(column.width) <= 100.01 for column in drawn)
    if any(numbers):
        assert max(value(column.height) for column in drawn) == 176


@given(NUMBERS)
def test_every_attribute_is_a_number_in_any_language(numbers):
    for column in charts.columns(numbers, height=200, top=24):
        for attribute in (column.x, column.width, column.y, column.height, column.middle, column.number_y):
            assert NUMBER.fullmatch(attribute)
    assert all(NUMBER.fullmatch(length) for length in charts.lengths(numbers))


@given(st.integers(1, 60), st.integers(1, 7), st.data())
def test_the_numbers_a_chart_shows_never_touch_each_other(count, letters, data):
    first = data.draw(st.integers(0, count - 1))
    shown = charts.rooms(count, letters=letters, first=first)
    wide = charts.LETTER * letters + charts.AIR

    assert shown[-1] == ""
    for rem in charts.ROOMS:
        seen = [
            place
            for place, room in enumerate(shown)
            if room == "" or (room != "never" and int(room.removeprefix("from-")) <= rem)
        ]
        assert all((after - before) * rem / count >= wide - 0.01 for before, after in pairwise(seen))


def test_the_highest_number_is_shown_where_there_is_room_for_few():
    shown = charts.rooms(52, letters=3, first=20)

    assert shown[20] == "from-12"
    assert shown[51] == ""


def test_a_line_is_drawn_only_between_neighbours_that_are_known():
    drawn = charts.points([0.5, 0.5, None, 1.0, 0.0], height=100)

    assert [(point.y, point.has_line) for point in drawn] == [
        ("50.0", True),
        ("50.0", False),
        ("0.0", True),
        ("100.0", False),
    ]


def test_lying_bars_keep_their_proportions_and_nothing_is_nothing():
    assert charts.lengths([0, 5, 10, 1000]) == ["0%", "1.50%", "1.50%", "100.00%"]
    assert charts.lengths([]) == []


def test_a_pile_shows_one_line_a_card_as_long_as_they_can_be_told_apart():
    assert charts.sheets(4, height=40).count("M") == 3
    assert charts.sheets(1, height=40) == ""
    assert charts.sheets(5000, height=400).count("M") == charts.MOST_SHEETS - 1


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8))
def test_every_type_that_was_given_has_room_for_its_name(numbers):
    for number, tall in zip(numbers, charts.heights(numbers, height=400, least=34), strict=True):
        assert tall >= 34 if number else tall == 0
