"""Sizes and their databases: never the one in use."""

import pytest
from django.db import connections

from cards.bench.databases import connect, database_name, parse_sizes, size_name


def test_sizes_are_typed_short_and_read_smallest_first():
    assert parse_sizes("1M,10k,2500") == [2_500, 10_000, 1_000_000]
    assert [size_name(total) for total in (2_500, 10_000, 1_000_000)] == ["2500", "10k", "1M"]


@pytest.mark.parametrize("text", ["", "k", "many", "10k,", "0", "-5k", "1k", "1.5k"])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_sizes(text)


def test_a_size_has_a_database_of_its_own_and_no_share_in_the_pool():
    in_use = connections["default"]

    wrapper = connect(10_000)

    assert wrapper.settings_dict["NAME"] == database_name(10_000) != in_use.settings_dict["NAME"]
    assert "pool" not in wrapper.settings_dict["OPTIONS"]
