"""Where somebody is, changed by hand: nothing overlaps, and nothing that has been is lost by chance."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.lib.moves import Overlapping, begun, moved, overlaid, prolonged
from cards.lib.spans import DAY, Span

MONDAY = date(2026, 11, 16)
SUNDAY, TUESDAY = MONDAY - DAY, MONDAY + DAY
LONG_AGO, MAY = date(2020, 1, 1), date(2026, 5, 1)


def test_a_move_closes_what_stood_the_day_before():
    assert moved([Span("A", LONG_AGO)], "B", MONDAY, until=None) == [Span("A", LONG_AGO, SUNDAY), Span("B", MONDAY)]


def test_a_move_from_the_day_of_the_last_one_takes_its_place():
    standing = [Span("A", LONG_AGO, SUNDAY), Span("B", MONDAY)]

    assert moved(standing, "C", MONDAY, until=None) == [Span("A", LONG_AGO, SUNDAY), Span("C", MONDAY)]


def test_a_move_back_from_the_same_day_undoes_it():
    standing = [Span("A", LONG_AGO, SUNDAY), Span("B", MONDAY)]

    assert moved(standing, "A", MONDAY, until=None) == [Span("A", LONG_AGO)]


def test_a_move_can_be_put_on_an_earlier_day():
    standing = [Span("A", LONG_AGO, SUNDAY), Span("B", MONDAY)]

    assert moved(standing, "B", MAY, until=None) == [Span("A", LONG_AGO, MAY - DAY), Span("B", MAY)]


def test_a_move_before_one_to_somewhere_else_is_refused():
    standing = [Span("A", LONG_AGO, SUNDAY), Span("B", MONDAY)]

    with pytest.raises(Overlapping) as refused:
        moved(standing, "C", MAY, until=None)

    assert refused.value.span == Span("B", MONDAY)


def test_a_move_goes_on_until_the_last_day():
    assert moved([Span("A", LONG_AGO, TUESDAY)], "B", MONDAY, until=TUESDAY)[-1] == Span("B", MONDAY, TUESDAY)


def test_a_first_day_moves_the_first_span_of_its_employment():
    earlier = Span("A", LONG_AGO, MAY)

    assert begun([earlier, Span("B", MONDAY)], began_on=MONDAY, begins_on=TUESDAY) == [earlier, Span("B", TUESDAY)]
    assert begun([earlier, Span("B", MONDAY)], began_on=MONDAY, begins_on=SUNDAY) == [earlier, Span("B", SUNDAY)]


@pytest.mark.parametrize("day", [MAY, MAY - DAY, TUESDAY + DAY])
def test_a_first_day_in_an_earlier_employment_or_after_the_first_unit_is_refused(day):
    standing = [Span("A", LONG_AGO, MAY), Span("B", MONDAY, TUESDAY), Span("C", TUESDAY + DAY)]

    with pytest.raises(Overlapping):
        begun(standing, began_on=MONDAY, begins_on=day)


def test_what_goes_on_is_the_last_span():
    assert prolonged([Span("B", MONDAY, TUESDAY), Span("A", LONG_AGO, SUNDAY)], None)[-1] == Span("B", MONDAY)
    assert prolonged([], None) == []


days = st.dates(LONG_AGO, date(2020, 3, 1))


@st.composite
def spans(draw, places="ABC"):
    """Return spans in order that do not overlap, the last one perhaps without end."""
    turns = sorted(draw(st.sets(days, max_size=8)))
    pairs = list(zip(turns[::2], turns[1::2], strict=False))
    found = [Span(draw(st.sampled_from(places)), from_on, to_on) for from_on, to_on in pairs]
    if found and draw(st.booleans()):
        found[-1] = Span(found[-1].place, found[-1].from_on)
    return found


def place_on(found, on):
    places = [span.place for span in found if span.from_on <= on and (span.to_on is None or on <= span.to_on)]
    assert len(places) < 2
    return places[0] if places else None


@given(spans(), spans())
def test_of_two_accounts_the_first_holds_and_the_other_fills_its_gaps(first, other):
    both = overlaid(first, other)

    for on in (LONG_AGO + timedelta(days=number) for number in range(70)):
        assert place_on(both, on) == (place_on(first, on) or place_on(other, on))
    assert both == sorted(both, key=lambda span: span.from_on)
