from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cards.lib.belonging import Stay, first_difference, unit_on

START = date(2026, 1, 1)
LENGTHS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 9), st.integers(0, 3)), max_size=4)


def stays(lengths):
    """Lay stays of some days one after the other, with gaps between them."""
    found, on = [], START
    for unit_id, days, gap in lengths:
        found.append(Stay(unit_id, on, on + timedelta(days=days)))
        on += timedelta(days=days + gap + 1)
    return found


@given(LENGTHS.map(stays), LENGTHS.map(stays))
def test_the_first_difference_is_the_first_day_that_differs(before, after):
    days = [START + timedelta(days=n) for n in range(80)]

    expected = next((on for on in days if unit_on(before, on) != unit_on(after, on)), None)

    assert first_difference(before, after) == expected


def test_an_end_differs_from_the_day_after_it():
    open_end, ended = [Stay(1, START, None)], [Stay(1, START, date(2026, 11, 20))]

    assert first_difference(open_end, ended) == date(2026, 11, 21)
    assert first_difference(open_end, open_end) is None
