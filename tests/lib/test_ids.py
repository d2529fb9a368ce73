"""Ids made from the time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cards.lib.ids import MAX_ID, POSTBOX, SEQUENCE_BITS, delivered_before, id_floor, time_of

MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2078, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS)
def test_an_id_tells_its_time_to_the_millisecond(at):
    assert timedelta(0) <= at - time_of(id_floor(at)) < timedelta(milliseconds=1)


@given(MOMENTS, MOMENTS)
def test_ids_are_in_the_order_of_their_times(one, other):
    assert (id_floor(one) <= id_floor(other)) == (time_of(id_floor(one)) <= time_of(id_floor(other)))


@given(MOMENTS)
def test_an_id_fits_in_53_bits(at):
    assert id_floor(at) + (1 << SEQUENCE_BITS) - 1 <= MAX_ID


@given(MOMENTS)
def test_a_card_is_delivered_a_minute_after_it_was_sealed(at):
    card_id = id_floor(at)

    assert card_id >= delivered_before(at + POSTBOX)
    assert card_id < delivered_before(at + POSTBOX + timedelta(milliseconds=1))
