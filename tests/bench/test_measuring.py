"""Statements as psycopg numbers their parameters: by them the prepared ones are found."""

from cards.bench.measuring import numbered


def test_parameters_by_place_are_numbered_in_order():
    assert numbered("SELECT %s, %s, '100 %%'", (1, 2)) == ("SELECT $1, $2, '100 %'", [1, 2])


def test_a_parameter_by_name_keeps_its_number():
    sql = "SELECT %(viewer)s, %(cards)s, %(viewer)s"

    assert numbered(sql, {"cards": [3], "viewer": 1}) == ("SELECT $1, $2, $1", [1, [3]])


def test_a_statement_without_parameters_stays_as_it_is():
    assert numbered("SELECT 100 % 3", None) == ("SELECT 100 % 3", [])
