"""Days at a place follow the staff file, and history stays where it was."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.lib.spans import DAY, Employment, Span, cut, follow, without

START, TODAY = date(2015, 1, 1), date(2026, 11, 21)
YESTERDAY = date(2026, 11, 20)
SINCE_2015 = Employment(START)
DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))


@st.composite
def employments(draw):
    first = draw(DAYS)
    return Employment(first, draw(st.none() | st.dates(first, date(2026, 4, 1))))


def test_a_new_person_belongs_from_the_first_day_to_the_last():
    now = Employment(START, date(2027, 1, 6))

    assert follow([], held=None, now=now, place="A", on=TODAY) == [Span("A", START, date(2027, 1, 6))]


def test_nothing_changes_when_nothing_changed():
    spans = [Span("A", START, date(2020, 5, 1)), Span("B", date(2020, 5, 2))]

    assert follow(spans, held=SINCE_2015, now=SINCE_2015, place="B", on=TODAY) == spans


def test_a_move_closes_the_day_before():
    spans = follow([Span("A", START)], held=SINCE_2015, now=SINCE_2015, place="B", on=TODAY)

    assert spans == [Span("A", START, YESTERDAY), Span("B", TODAY)]


def test_a_move_corrected_on_the_same_day_leaves_no_trace():
    moved = [Span("A", START, YESTERDAY), Span("B", TODAY)]

    assert follow(moved, held=SINCE_2015, now=SINCE_2015, place="C", on=TODAY)[1:] == [Span("C", TODAY)]
    assert follow(moved, held=SINCE_2015, now=SINCE_2015, place="A", on=TODAY) == [Span("A", START)]


def test_the_first_span_follows_the_first_day():
    spans = [Span("A", START, date(2020, 5, 1)), Span("B", date(2020, 5, 2))]
    now = Employment(date(2016, 2, 1))

    assert follow(spans, held=SINCE_2015, now=now, place="B", on=TODAY)[0] == Span(
        "A", date(2016, 2, 1), date(2020, 5, 1)
    )


def test_somebody_who_has_not_begun_moves_without_history():
    later = Employment(date(2027, 1, 1))

    assert follow([Span("A", later.from_on)], held=later, now=later, place="B", on=TODAY) == [Span("B", later.from_on)]


def test_an_end_closes_the_last_span_and_stays_where_it_was():
    ended = Employment(START, date(2026, 11, 1))

    assert follow([Span("A", START)], held=SINCE_2015, now=ended, place="B", on=TODAY) == [
        Span("A", START, date(2026, 11, 1))
    ]


def test_an_end_taken_back_opens_the_span_again():
    ended = Employment(START, date(2026, 11, 1))

    spans = follow([Span("A", START, date(2026, 11, 1))], held=ended, now=SINCE_2015, place="A", on=TODAY)

    assert spans == [Span("A", START)]


def test_a_new_employment_leaves_the_earlier_one_alone():
    earlier, now = Employment(START, date(2020, 5, 1)), Employment(date(2026, 11, 1))

    spans = follow([Span("A", START, date(2020, 5, 1))], held=earlier, now=now, place="A", on=TODAY)

    assert spans == [Span("A", START, date(2020, 5, 1)), Span("A", date(2026, 11, 1))]
    assert follow(spans, held=now, now=now, place="A", on=TODAY) == spans


def test_a_start_put_off_and_then_taken_back_leaves_nobody_without_a_place_today():
    earlier, later = Employment(START, date(2026, 10, 31)), Employment(date(2026, 12, 1))
    spans = [Span("A", START, date(2026, 10, 31)), Span("A", date(2026, 12, 1))]
    assert follow(spans[:1], held=earlier, now=later, place="A", on=TODAY) == spans

    assert follow(spans, held=later, now=SINCE_2015, place="A", on=TODAY) == [spans[0], Span("A", TODAY)]


def test_nowhere_is_a_place_that_leaves_no_span():
    spans = [Span("lag a", START)]

    assert follow(spans, held=SINCE_2015, now=SINCE_2015, place=None, on=TODAY) == [Span("lag a", START, YESTERDAY)]
    left = [Span("lag a", START, date(2020, 5, 1))]
    assert follow(left, held=SINCE_2015, now=SINCE_2015, place=None, on=TODAY) == left
    assert follow(left, held=SINCE_2015, now=SINCE_2015, place="lag a", on=TODAY) == [*left, Span("lag a", TODAY)]


def test_days_taken_over_are_cut_out_of_a_span():
    spans = [Span("A", START), Span("B", START)]

    assert without(spans, Span("A", date(2020, 1, 1), date(2020, 12, 31))) == [
        Span("A", START, date(2019, 12, 31)),
        Span("A", date(2021, 1, 1)),
        Span("B", START),
    ]


@pytest.mark.slow
@given(
    history=st.lists(st.tuples(employments(), st.sampled_from("ABC"), DAYS), min_size=1, max_size=6),
    last=st.tuples(employments(), st.sampled_from([*"ABC", None]), DAYS),
)
def test_whatever_files_say_day_after_day_spans_never_overlap_and_a_second_reading_changes_nothing(history, last):
    spans: list[Span[str]] = []
    held = None
    days = sorted(on for _now, _place, on in [*history, last])
    for (now, place, _day), on in zip([*history, last], days, strict=True):
        spans = follow(spans, held=held, now=now, place=place, on=on)
        held = now

        assert follow(spans, held=held, now=now, place=place, on=on) == spans
        assert follow(spans, held=held, now=now, place=place, on=on + timedelta(days=1)) == spans
        for before, after in pairwise(spans):
            assert before.to_on is not None
            assert before.to_on < after.from_on
        assert all(span.to_on is None or span.from_on <= span.to_on for span in spans)
        assert now.to_on is None or spans == cut(spans, now.to_on)
        if place is not None and not now.is_over(on):
            assert spans[-1].place == place
            assert spans[-1].to_on == now.to_on
            assert spans[-1].from_on <= max(on, now.from_on)


def test_a_move_that_was_noted_for_a_later_day_holds_while_one_is_where_one_was():
    spans = [Span("A", START, TODAY), Span("B", TODAY + DAY)]

    assert follow(spans, held=SINCE_2015, now=SINCE_2015, place="A", on=TODAY) == spans
    ends_on = TODAY + 30 * DAY
    leaving = Employment(START, ends_on)
    assert follow(spans, held=SINCE_2015, now=leaving, place="A", on=TODAY) == [
        spans[0],
        Span("B", TODAY + DAY, ends_on),
    ]
    leaving = Employment(START, TODAY)
    assert follow(spans, held=SINCE_2015, now=leaving, place="A", on=TODAY) == [spans[0]]


@pytest.mark.parametrize("place", ["B", "C"])
def test_a_move_that_was_noted_for_a_later_day_is_over_when_one_is_elsewhere_already(place):
    spans = [Span("A", START, TODAY), Span("B", TODAY + DAY)]

    moved = [Span("A", START, TODAY - DAY), Span(place, TODAY)]
    assert follow(spans, held=SINCE_2015, now=SINCE_2015, place=place, on=TODAY) == moved


def test_nowhere_on_later_days_is_nothing_that_was_noted():
    spans = [Span("A", START, TODAY)]

    assert follow(spans, held=SINCE_2015, now=SINCE_2015, place="A", on=TODAY) == [Span("A", START)]
    team = follow(spans, held=SINCE_2015, now=SINCE_2015, place="A", on=TODAY, is_always_somewhere=False)
    assert team == spans
