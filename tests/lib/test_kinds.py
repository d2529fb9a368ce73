"""Kinds of units as flow may be told for."""

from hypothesis import given
from hypothesis import strategies as st

from cards.lib.kinds import KindGroup, Sized, kind_groups, told_apart

KINDS = ("shop", "station", "warehouse", "office")
UNITS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 40)), max_size=20).map(
    lambda drawn: [Sized(pk, kind, people) for pk, (kind, people) in enumerate(drawn)]
)


def people_of(group: KindGroup, units: list[Sized]) -> int:
    return sum(unit.people for unit in units if unit.pk in group.unit_ids)


def test_a_kind_is_told_with_all_its_units():
    groups = kind_groups([Sized(1, "shop", 34), Sized(2, "shop", 12), Sized(3, "warehouse", 78)], KINDS)

    assert groups == [KindGroup("shop", frozenset({1, 2})), KindGroup("warehouse", frozenset({3}))]


def test_small_units_count_with_their_kind_when_they_are_ten_people_together():
    groups = kind_groups([Sized(1, "shop", 34), Sized(2, "shop", 6), Sized(3, "shop", 5)], KINDS)

    assert groups == [KindGroup("shop", frozenset({1, 2, 3}))]


def test_a_small_unit_alone_in_its_kind_stands_with_smaller_units_of_other_kinds():
    groups = kind_groups([Sized(1, "shop", 34), Sized(2, "shop", 4), Sized(3, "station", 7)], KINDS)

    assert groups == [KindGroup("shop", frozenset({1})), KindGroup(None, frozenset({2, 3}))]


def test_too_few_people_are_not_told_at_all():
    assert kind_groups([Sized(1, "shop", 34), Sized(2, "station", 7)], KINDS) == [KindGroup("shop", frozenset({1}))]


@given(UNITS)
def test_what_a_group_is_made_of_is_never_fewer_than_ten_people(units):
    groups = kind_groups(units, KINDS)

    for group in groups:
        small = [unit for unit in units if unit.pk in group.unit_ids and not unit.is_told]
        assert people_of(group, units) >= 10
        assert not small or sum(unit.people for unit in small) >= 10
    told = [pk for group in groups for pk in group.unit_ids]
    assert len(told) == len(set(told))


@given(st.dictionaries(st.sampled_from(KINDS), st.integers(0, 40)))
def test_neither_those_told_alone_nor_the_rest_are_fewer_than_ten(people):
    apart = told_apart(people)
    rest = sum(count for key, count in people.items() if key not in apart)

    assert all(people[key] >= 10 for key in apart)
    assert rest == 0 or rest >= 10 or not apart
