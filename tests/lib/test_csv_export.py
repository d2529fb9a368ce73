"""Tables for spreadsheets."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.lib.csv_export import FORMULA, plain, write_csv


def read(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("sign", FORMULA)
def test_a_text_that_looks_like_a_formula_is_made_plain(sign):
    assert plain(f'{sign}HYPERLINK("http://x")') == f'\'{sign}HYPERLINK("http://x")'
    assert plain(f"  {sign}1+1").startswith("'")


@pytest.mark.parametrize("text", ["Torget", "Hotell Fyren (frukost)", "1+1", "a@b", "-".join("ab"), ""])
def test_an_ordinary_text_is_left_as_it_is(text):
    assert plain(text) == text


@given(st.text())
def test_no_cell_begins_as_a_formula_whatever_stands_in_it(text):
    rows = read(write_csv([["Enhet", text, 1]], decimal_separator=","))

    assert not rows[0][1].lstrip(" \u00a0").startswith(FORMULA)


@given(st.lists(st.text(alphabet='ab;"\n', max_size=6), min_size=2, max_size=4))
def test_separators_and_quotes_stay_within_their_cell(texts):
    assert read(write_csv([texts], decimal_separator=","))[0] == [plain(text) for text in texts]


def test_numbers_can_be_counted_with_in_the_readers_language():
    assert write_csv([["Möten", 20413, 1.25, None]], decimal_separator=",") == (
        b"\xef\xbb\xbfM\xc3\xb6ten;20413;1,2;\r\n"
    )
