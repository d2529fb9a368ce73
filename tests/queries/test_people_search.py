"""Finding whom to give a card to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cards.actions.safety import block_person
from cards.models import Person, UnitKind
from cards.queries.people_search import MOST_PEOPLE, find_people
from tests.factories import give, make_person, make_team, make_unit

TODAY = timezone.localdate()


def find(viewer, words, language="sv"):
    return find_people(words, viewer=viewer, on=TODAY, language=language)


def names(viewer, words, language="sv"):
    found = find(viewer, words, language).person_ids
    people = Person.objects.get_queryset().in_bulk(found)
    return [people[pk].name for pk in found]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Sofia Lindqvist", "Lindkvist"),
        ("Sofia Lindqvist", "lindq"),
        ("Sofia Lindqvist", "lindqvist SOFIA"),
        ("Åsa Öhman", "asa ohman"),
        ("Asa Ohman", "åsa öhman"),
        ("Bjørn Sæther", "björn säther"),
        ("Björn Säther", "bjorn saether"),
        ("Tuula Mäkelä-Kangasniemi", "kangas"),
        ("Tuula Mäkelä-Kangasniemi", "mäkelä-kangas"),
        ("Ann-Christine Häggblom", "christine hagblom"),
        ("Zoë Wikström", "soe vikstrom"),
        ("A\u030asa Berg", "Åsa"),
    ],
)
def test_a_name_is_found_however_it_is_typed(astrid, torget, name, typed):
    make_person(name, torget)

    assert names(astrid, typed) == [name]
    assert not find(astrid, typed).is_near


@pytest.mark.parametrize("typed", ["Linkvist", "lindqvst", "lyndqvist", "sofja lindqvist", "linkvi", "lindqwistt"])
def test_one_wrong_letter_is_offered_as_a_near_miss(bo, torget, typed):
    make_person("Sofia Lindqvist", torget)

    assert names(bo, typed) == ["Sofia Lindqvist"]


def test_near_misses_are_offered_only_when_nothing_fits(bo, torget):
    make_person("Sofia Lindqvist", torget)
    make_person("Peter Linkvist", torget)

    assert names(bo, "linkvist") == ["Peter Linkvist"]
    assert not find(bo, "linkvist").is_near
    assert find(bo, "lingkvist").is_near


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "'; --", "…", "\N{PILE OF POO}", "xyzzy", "ljndqqvjst"])
def test_what_fits_nobody_finds_nobody(bo, astrid, typed):
    assert find(bo, typed).person_ids == ()


def test_every_word_must_fit(astrid, bo, torget):
    make_person("Bo Åberg", torget)

    assert names(astrid, "bo sundqvist") == ["Bo Sundqvist"]


def test_people_are_found_by_title_unit_and_team(astrid, bo, aino, torget):
    make_team("Brödgänget", torget, bo)

    assert names(astrid, "mejeri") == ["Bo Sundqvist"]
    assert names(astrid, "fyren") == ["Aino Mäkelä"]
    assert names(astrid, "aino hotell") == ["Aino Mäkelä"]
    assert names(astrid, "brodgang") == ["Bo Sundqvist"]


def test_units_and_teams_are_found_by_name(astrid, bo, fyren, torget):
    team = make_team("Köket", fyren)

    assert find(astrid, "hotell").unit_ids == (fyren.pk,)
    assert find(astrid, "koket fyren").unit_ids == (team.pk,)
    assert find(astrid, "torget").unit_ids == (torget.pk,)
    assert find(astrid, "fyrenn").unit_ids == (fyren.pk,)


def test_the_organisation_and_its_areas_are_no_units_to_write_to(astrid, torget):
    make_unit("Södra området", kind=UnitKind.AREA, level="area")

    assert find(astrid, "södra").unit_ids == ()
    assert find(astrid, "handelslaget").unit_ids == ()


def test_search_finds_exactly_those_findable(astrid, torget, fyren):
    """The rule stands in models/people.py and in sql/find_people.sql; here the two are held together."""
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    for unit in (torget, fyren):
        for is_protected in (False, True):
            make_person("Kim Alm", unit, is_protected=is_protected)
            make_person("Kim Alm", unit, is_protected=is_protected, employed_to=yesterday)
            make_person("Kim Alm", unit, is_protected=is_protected, employed_to=TODAY)
            make_person("Kim Alm", unit, is_protected=is_protected, employed_from=tomorrow)
    for viewer in Person.objects.get_queryset().all():
        findable = Person.objects.findable_by(viewer, TODAY).filter(given_name="Kim")

        assert set(find(viewer, "kim").person_ids) == set(findable.values_list("pk", flat=True))


def test_one_who_has_blocked_you_is_found_like_everybody(astrid, bo):
    block_person(blocker=bo, blocked=astrid, at=timezone.now())

    assert names(astrid, "bo") == ["Bo Sundqvist"]


def test_your_own_unit_comes_first_and_in_it_whom_you_wrote_to(astrid, torget, fyren):
    make_person("Kim Alm", fyren)
    make_person("Kim Berg", torget)
    last = make_person("Kim Ceder", torget)
    other = make_person("Kim Dahl", fyren)
    give(astrid, to=[last])
    give(astrid, to=[other])

    assert names(astrid, "kim") == ["Kim Ceder", "Kim Berg", "Kim Dahl", "Kim Alm"]


def test_a_name_comes_before_those_who_work_in_a_unit_called_so(astrid, torget, fyren):
    for number in range(MOST_PEOPLE + 3):
        make_person(f"Person Nr{number}", torget)
    make_person("Tor Berg", fyren)

    assert names(astrid, "tor")[0] == "Tor Berg"
    assert find(astrid, "tor").is_cut
    assert len(names(astrid, "tor")) == MOST_PEOPLE


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", ["Kim Zetter", "Kim Åberg", "Kim Äng", "Kim Öst"]),
        ("nb", ["Kim Zetter", "Kim Äng", "Kim Öst", "Kim Åberg"]),
        ("en", ["Kim Åberg", "Kim Äng", "Kim Öst", "Kim Zetter"]),
    ],
)
def test_names_stand_in_the_order_of_the_language(astrid, torget, language, expected):
    for name in ("Kim Öst", "Kim Zetter", "Kim Äng", "Kim Åberg"):
        make_person(name, torget)

    assert names(astrid, "kim", language) == expected
