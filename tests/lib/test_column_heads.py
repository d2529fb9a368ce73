"""The heads that a file may wear, in three languages."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from cards.lib.column_heads import STAFF_HEADS, UNIT_HEADS, StaffColumn, fold_head, markdown_table, match_heads

README = Path(settings.BASE_DIR, "README.md")


@pytest.mark.parametrize("accepted", [STAFF_HEADS, UNIT_HEADS])
@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_every_accepted_head_finds_its_column(accepted, language):
    for column, heads in accepted.items():
        for head in getattr(heads, language):
            assert match_heads([head], accepted).columns == {column: 0}, head


@pytest.mark.parametrize("accepted", [STAFF_HEADS, UNIT_HEADS])
def test_no_head_means_two_columns(accepted):
    owners: dict[str, set[str]] = {}
    for column, heads in accepted.items():
        for head in heads.accepted():
            owners.setdefault(fold_head(head), set()).add(column)

    assert {head: columns for head, columns in owners.items() if len(columns) > 1} == {}


@pytest.mark.parametrize("head", ["ANSTÄLLD FRÅN", " anställd_från ", "Anstalld-fran", "Anställd från"])
def test_case_spacing_signs_and_accents_do_not_matter(head):
    assert match_heads([head], STAFF_HEADS).columns == {StaffColumn.EMPLOYED_FROM: 0}


def test_a_missing_head_is_named_in_the_files_language():
    finnish = [heads.fi[0] for column, heads in STAFF_HEADS.items() if column != StaffColumn.UNIT]

    assert match_heads(finnish, STAFF_HEADS).missing == ("yksikkökoodi",)


def test_telephone_and_protection_may_be_missing():
    heads = [heads.sv[0] for heads in STAFF_HEADS.values() if heads.is_required]

    match = match_heads(heads, STAFF_HEADS)

    assert match.missing == ()
    assert set(STAFF_HEADS) - set(match.columns) == {StaffColumn.PHONE, StaffColumn.PROTECTED}


def test_a_column_told_twice_and_one_unknown_are_pointed_at():
    match = match_heads(["e-post", "skonummer", "email"], STAFF_HEADS)

    assert (match.doubled, match.unknown) == ((2,), (1,))


def test_the_readme_shows_the_table_of_the_code():
    found = re.search(r"<!-- heads:start -->\n(.*?)<!-- heads:end -->", README.read_text(encoding="utf-8"), re.DOTALL)

    assert found is not None
    assert found[1].strip() == markdown_table().strip()
