"""Exported tables are read whatever machine wrote them, and every row knows its physical line."""

import csv
import io

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cards.lib.tables import BrokenTable, Row, read_table

HEAD = "nummer;förnamn;ort"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252")
SWEDISH = st.text(st.sampled_from("ABCåäöÅÄÖ é-.,;\t\"'<>=01\n"), max_size=12)


def read(text: str, encoding: str = "utf-8"):
    return read_table(text.encode(encoding))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_gives_the_same_names(encoding):
    table = read(f"{HEAD}\n1;Åsa;Hangö\n", encoding)

    assert table.head.cells == ("nummer", "förnamn", "ort")
    assert table.rows == (Row(2, ("1", "Åsa", "Hangö")),)


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_is_read_in_both_orders(order):
    table = read(f"\ufeff{HEAD}\r\n1;Åsa;Hangö\r\n", order)

    assert table.head.cells[0] == "nummer"
    assert table.rows[0].cells[1] == "Åsa"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found_out(delimiter, line_end):
    table = read(line_end.join(delimiter.join(row) for row in (("a", "b"), ("1", "2"), ("3", "4"))))

    assert [row.cells for row in (table.head, *table.rows)] == [("a", "b"), ("1", "2"), ("3", "4")]
    assert [row.line for row in table.rows] == [2, 3]


def test_a_delimiter_inside_quotation_marks_does_not_mislead():
    table = read('"namn, efternamn, förnamn";ort\nÖhman;Ekenäs\n')

    assert table.head.cells == ("namn, efternamn, förnamn", "ort")


def test_a_cell_of_two_lines_moves_the_lines_after_it():
    table = read('a;b\r\n1;"Åsa\r\nÖ"\r\n2;Bo\r\n')

    assert [(row.line, row.cells[0]) for row in table.rows] == [(2, "1"), (4, "2")]


def test_rows_without_a_letter_are_left_out_but_counted():
    table = read("a;b\n\n;\n1;2\n  ; \n")

    assert table.rows == (Row(4, ("1", "2")),)


def test_unusual_separators_inside_a_name_are_no_line_ends():
    table = read("a;b\n1;Å\u2028sa\x0b\n2;Bo\n")

    assert [row.line for row in table.rows] == [2, 3]


def test_excels_line_above_the_head_says_the_delimiter():
    table = read("sep=,\r\na,b\r\n1,2;3\r\n")

    assert (table.head.line, table.rows[0].cells) == (2, ("1", "2;3"))


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 1, "empty"),
        (b" \r\n;;\r\n", 1, "empty"),
        (b"\xef\xbb\xbf", 1, "empty"),
        (b"PK\x03\x04\x14\x00", 1, "Excel"),
        (b"a;\x00b\n1;2\n", 1, "NUL"),
        (b'a;b\n1;2\n3;"4\n5;6\n', 3, "never closed"),
        (b'a;b\n1;2\n3;"4"x\n5;6\n', 3, "quotation mark"),
        ("a;b\nÅsa;Ö\nÄrla;".encode() + b"\xff\n", 3, "utf-8"),
        (b"\xef\xbb\xbfa;b\n\xc5sa;2\n", 2, "utf-8"),
        (b"a;b\n\xc5sa;\x81\n", 2, "windows-1252"),
        ("a;b\n1;2".encode("utf-16") + b"\x00", 2, "utf-16"),
    ],
)
def test_what_is_no_table_says_where_and_why(data, line, reason):
    with translation.override("en"), pytest.raises(BrokenTable, match=reason) as caught:
        read_table(data)

    assert caught.value.line == line


@pytest.mark.slow
@given(
    rows=st.lists(st.tuples(SWEDISH, SWEDISH, SWEDISH), max_size=6),
    delimiter=st.sampled_from(";,\t"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(ENCODINGS),
)
def test_what_is_written_is_read(rows, delimiter, line_end, encoding):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([("nummer", "för namn", "ört"), *rows])

    table = read(text.getvalue(), encoding)

    assert [row.cells for row in table.rows] == [row for row in rows if any(map(str.strip, row))]
    lines = text.getvalue().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert all(lines[row.line - 1].startswith(f'"{row.cells[0].split(chr(10))[0][:3]}'[:2]) for row in table.rows)
