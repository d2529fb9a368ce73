"""The pages of people, for admins alone: the list, each person, and every form about them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cards.actions.merging import merge_people, pair_version
from cards.models import Membership, Person, PersonMerge, UnitManager
from cards.queries.people_list import A_PAGE, Looked, people_page
from cards.queries.stays import stays_of
from tests.factories import LONG_AGO, give, make_person, make_team, make_unit

TODAY = timezone.localdate()
DAY = timedelta(days=1)
FORMS = (
    "change_person", "move_person", "person_teams", "end_employment", "person_roles", "person_manages",
    "protect_person", "merge_person",
)  # fmt: skip


def text(response):
    return response.content.decode()


def merge(admin, stays, ends):
    seen = pair_version((Person.objects.get(pk=one.pk), stays_of(one.pk)) for one in (stays, ends))
    merge_people(actor=admin, stays=stays, ends=ends, seen=seen, at=timezone.now())


def names(words="", **looked):
    found = people_page(Looked(words, **looked), number=1, on=TODAY, language="sv")
    return [one.name for one in found.people]


def seen_on(client, address):
    """Return what a form carries, as it was shown."""
    return client.get(address).context["form"].version


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    return client


# Who may


def test_others_than_admins_find_no_page_whatever_the_method(client, astrid, bo, torget, representative, moderator):
    UnitManager.objects.create(unit=torget, person=bo)
    addresses = [reverse(name, args=[astrid.pk]) for name in (*FORMS, "person", "reopen_employment", "part_person")]
    addresses += [reverse(name) for name in ("people", "new_person")]
    addresses += [reverse("stop_managing", args=[bo.pk, torget.pk])]

    for person in (astrid, bo, representative, moderator):
        client.force_login(person)
        for address in addresses:
            assert [client.get(address).status_code, client.post(address).status_code] == [404, 404], (person, address)
    assert UnitManager.objects.exists()


def test_nobody_and_an_erased_person_have_no_page(signed_in, astrid):
    Person.objects.filter(pk=astrid.pk).update(erased_at=timezone.now())

    for pk in (astrid.pk, 2**31 - 1, 2**40):
        for name in (*FORMS, "person", "reopen_employment", "part_person"):
            address = reverse(name, args=[pk])
            assert signed_in.get(address).status_code == 404, address
            assert signed_in.post(address).status_code == (405 if name == "person" else 404), address


# The list


def test_people_are_found_by_name_number_title_team_and_unit(admin, torget, fyren):
    siv = make_person("Siv Lindqvist", torget, title="Kökschef", employee_number="AB-4711")
    make_person("Åke Öhman", fyren)
    make_team("Natten", torget, siv)

    for words in ("lindkvist", "SIV lind", "ab-47", "AB4711"[:2], "kokschef", "natten siv", "torget siv"):
        assert names(words) == ["Siv Lindqvist"], words
    assert names("ohman") == ["Åke Öhman"]
    assert names("xyx") == []


def test_the_list_is_narrowed_by_employment_unit_and_role(admin, torget, fyren, maj, bo, representative, moderator):
    make_person("Ex Kollega", torget, employed_to=TODAY - DAY)
    make_person("Ny Kollega", torget, employed_from=TODAY + DAY, is_protected=True)
    make_person("Sista Dagen", torget, employed_to=TODAY)
    UnitManager.objects.create(unit=torget, person=bo)
    team = make_team("Natten", torget, bo)

    assert names(state="ended") == ["Ex Kollega"]
    assert names(state="coming") == ["Ny Kollega"]
    assert "Sista Dagen" in names()
    assert len(names(state="all")) == Person.objects.count()
    assert names(unit_id=torget.pk) == ["Bo Sundqvist", "Maj Åberg", "Rolf Granholm", "Sista Dagen"]
    assert len(names(unit_id=torget.parent_id)) == len(names())
    assert names(unit_id=team.pk) == names(show="managers") == ["Bo Sundqvist"]
    assert names(show="admins") == ["Carola Forsblom", "Maj Åberg"]
    assert (names(show="moderators"), names(show="representatives")) == (["Mona Ek"], ["Rolf Granholm"])
    assert names(show="protected", state="all") == ["Ny Kollega"]


def test_several_records_of_one_name_stand_together_until_they_are_merged(admin, torget, fyren):
    first, second = make_person("Siv Ek", torget), make_person("siv ek", fyren)
    assert names(show="namesakes", state="all") == ["Siv Ek", "siv ek"]

    merge(admin, first, second)

    assert names(show="namesakes", state="all") == []
    assert names("siv", state="all") == ["Siv Ek"]
    assert names(show="merged", state="all") == ["siv ek"]


def test_an_erased_person_stands_nowhere(admin, astrid):
    Person.objects.filter(pk=astrid.pk).update(erased_at=timezone.now())

    assert "Astrid Lindqvist" not in names(state="all")


def test_the_list_has_pages_and_one_past_the_end_is_the_first(signed_in, torget):
    for number in range(A_PAGE + 3):
        make_person(f"Person Nr{number:03}", torget)

    page = signed_in.get(reverse("people") + "?q=person&sida=2").context["page"]
    assert (page.total, len(page.people), page.previous_number, page.next_number) == (A_PAGE + 3, 3, 1, None)
    assert signed_in.get(reverse("people") + "?q=person&sida=99").context["page"].number == 1
    first = text(signed_in.get(reverse("people") + "?q=person"))
    assert "?q=person&amp;sida=2" in first


@pytest.mark.parametrize(
    "query",
    ["?q=%00&enhet=x&anstallda=y&visa=z&sida=-1", "?enhet=99999999999999999999&sida=9999999", "?q=" + "ä" * 500,
     "?q=%27%3B--&enhet=0", "?sida=%F0%9F%8C%BC"],
)  # fmt: skip
def test_what_makes_no_sense_in_the_address_is_left_out(signed_in, query):
    response = signed_in.get(reverse("people") + query)

    assert response.status_code == 200


def test_htmx_gets_the_list_alone(signed_in, astrid):
    response = signed_in.get(reverse("people") + "?q=astrid", headers={"HX-Request": "true"})

    assert text(response).strip().startswith('<section id="people"')
    assert "Astrid Lindqvist" in text(response)


@pytest.mark.slow
def test_a_full_list_takes_as_many_queries_as_a_short_one_and_tells_nothing_of_cards_or_log_ins(
    signed_in, torget, astrid, bo
):
    give(astrid, to=[bo])
    with CaptureQueriesContext(connection) as few:
        signed_in.get(reverse("people"))
    for number in range(40):
        make_person(f"Person Nr{number:03}", torget)
    with CaptureQueriesContext(connection) as many:
        response = signed_in.get(reverse("people"))

    assert len(few) == len(many) <= 6
    asked = " ".join(query["sql"] for query in many if "fitting" in query["sql"])
    assert "cards_card" not in asked.replace("cards_cardtype", "")
    assert "last_login" not in asked
    assert response.status_code == 200


# A person


def test_a_person_s_page_says_where_they_are_and_have_been(signed_in, astrid, torget, fyren):
    Membership.objects.filter(person=astrid).update(to_on=TODAY)
    Membership.objects.create(person=astrid, unit=fyren, from_on=TODAY + DAY)
    make_team("Kassan", torget, astrid)
    UnitManager.objects.create(unit=fyren, person=astrid)

    response = signed_in.get(reverse("person", args=[astrid.pk]))

    page = response.context["page"]
    assert [stay.name for stay in page.units] == ["Hotell Fyren", "Torget"]
    assert (page.moves_to.name, page.manages) == ("Hotell Fyren", ((fyren.pk, "Hotell Fyren"),))
    assert "Kassan" in text(response)


@pytest.mark.parametrize("name", [*FORMS, "person"])
def test_pages_about_a_person_take_at_most_six_queries(signed_in, astrid, torget, name):
    make_team("Kassan", torget, astrid)
    make_person("Astrid Lindqvist", torget)
    address = reverse(name, args=[astrid.pk])

    with CaptureQueriesContext(connection) as captured:
        assert signed_in.get(address).status_code == 200

    assert len(captured) <= 6, [query["sql"] for query in captured]


def details(**fields):
    return {"given_name": "Siv", "family_name": "Holm", "employee_number": "99 00 01", "title": "Kassör",
            "email": "siv@example.org", "language": "fi", "employed_from": TODAY.isoformat(), **fields}  # fmt: skip


def test_somebody_is_added_by_hand(signed_in, torget):
    response = signed_in.post(reverse("new_person"), details(unit=torget.pk), follow=True)

    person = Person.objects.get(employee_number="990001")
    assert (person.name, person.language, person.unit, person.employed_from) == ("Siv Holm", "fi", torget, TODAY)
    assert response.redirect_chain == [(reverse("person", args=[person.pk]), 303)]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"given_name": " \u200b "}, "given_name"),
        ({"given_name": "x" * 61}, "given_name"),
        ({"family_name": "x" * 81}, "family_name"),
        ({"employee_number": ""}, "employee_number"),
        ({"employee_number": "4" * 33}, "employee_number"),
        ({"email": "siv"}, "email"),
        ({"language": "de"}, "language"),
        ({"employed_from": "31.2.2026"}, "employed_from"),
        ({"employed_from": "9999999"}, "employed_from"),
        ({"employed_from": ""}, "employed_from"),
        ({"unit": ""}, "unit"),
        ({"unit": "99999999999999999999"}, "unit"),
    ],
)
def test_what_makes_no_sense_comes_back_filled_in(signed_in, torget, fields, wrong):
    response = signed_in.post(reverse("new_person"), details(unit=torget.pk) | fields)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [wrong]
    assert 'value="Kassör"' in text(response)
    assert not Person.objects.filter(title="Kassör").exists()


def test_a_number_that_somebody_has_is_said_beside_the_number(signed_in, astrid, torget):
    response = signed_in.post(reverse("new_person"), details(unit=torget.pk, employee_number=astrid.employee_number))

    assert response.status_code == 422
    assert "Astrid Lindqvist" in response.context["form"].errors["employee_number"][0]


def test_details_are_corrected(signed_in, astrid):
    address = reverse("change_person", args=[astrid.pk])

    response = signed_in.post(address, details(employed_from="1.2.2021", email="", seen=seen_on(signed_in, address)))

    assert response.status_code == 303
    astrid.refresh_from_db()
    assert (astrid.name, astrid.email, astrid.employee_number) == ("Siv Holm", None, "990001")
    assert Membership.objects.get(person=astrid).from_on.isoformat() == "2021-02-01"


def test_the_second_of_two_admins_is_told_what_stands_and_loses_nothing(signed_in, astrid):
    address = reverse("change_person", args=[astrid.pk])
    seen = seen_on(signed_in, address)
    signed_in.post(address, details(title="Kökschef", seen=seen))

    response = signed_in.post(address, details(title="Diskare", seen=seen))

    assert response.status_code == 422
    assert 'value="Diskare"' in text(response)
    assert "Kökschef" in text(response)
    again = signed_in.post(address, details(title="Diskare", seen=response.context["form"]["seen"].value()))
    assert again.status_code == 303
    assert Person.objects.get(pk=astrid.pk).title == "Diskare"


def test_a_language_that_somebody_chose_has_no_field(signed_in, astrid):
    Person.objects.filter(pk=astrid.pk).update(language="nb", is_language_chosen=True)
    address = reverse("change_person", args=[astrid.pk])
    seen = seen_on(signed_in, address)

    assert 'name="language"' not in text(signed_in.get(address))
    assert signed_in.post(address, details(language="fi", employed_from=LONG_AGO, seen=seen)).status_code == 303
    assert Person.objects.get(pk=astrid.pk).language == "nb"


# Employment


def test_somebody_moves_and_a_day_that_does_not_fit_is_said_beside_the_day(signed_in, astrid, fyren, stationen):
    address = reverse("move_person", args=[astrid.pk])
    form = {"unit": fyren.pk, "on": TODAY.isoformat(), "seen": seen_on(signed_in, address)}

    assert signed_in.post(address, form).status_code == 303
    assert Person.objects.get(pk=astrid.pk).unit == fyren

    form = {"unit": stationen.pk, "on": (TODAY - DAY).isoformat(), "seen": seen_on(signed_in, address)}
    response = signed_in.post(address, form)
    assert response.status_code == 422
    assert "Hotell Fyren" in response.context["form"].errors["on"][0]


@pytest.mark.parametrize("name", ["move_person", "person_teams", "end_employment", "reopen_employment", "person_roles"])
def test_a_form_that_was_overtaken_says_so(signed_in, admin, fyren, name):
    siv = make_person("Siv Ek", fyren, employed_to=TODAY + DAY)
    form = {
        "unit": fyren.pk, "on": TODAY.isoformat(), "last_on": TODAY.isoformat(), "first_on": TODAY.isoformat(),
        "is_moderator": "on", "seen": "overtaken",
    }  # fmt: skip

    response = signed_in.post(reverse(name, args=[siv.pk]), form)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    siv.refresh_from_db()
    assert (siv.employed_to, siv.is_moderator) == (TODAY + DAY, False)


def test_an_employment_ends_and_is_reopened(signed_in, astrid):
    end, reopen = (reverse(name, args=[astrid.pk]) for name in ("end_employment", "reopen_employment"))
    assert signed_in.get(reopen).status_code == 404

    yesterday = (TODAY - DAY).isoformat()
    assert signed_in.post(end, {"last_on": yesterday, "seen": seen_on(signed_in, end)}).status_code == 303
    assert Person.objects.get(pk=astrid.pk).is_ended

    assert signed_in.post(reopen, {"first_on": "x", "seen": seen_on(signed_in, reopen)}).status_code == 422
    form = {"first_on": TODAY.isoformat(), "seen": seen_on(signed_in, reopen)}
    assert signed_in.post(reopen, form).status_code == 303
    assert Person.objects.get(pk=astrid.pk).employed_to is None


def test_the_last_admin_cannot_go_nor_stop(signed_in, admin):
    end, roles = (reverse(name, args=[admin.pk]) for name in ("end_employment", "person_roles"))

    ended = signed_in.post(end, {"last_on": TODAY.isoformat(), "seen": seen_on(signed_in, end)})
    stopped = signed_in.post(roles, {"seen": seen_on(signed_in, roles)})

    assert (ended.status_code, stopped.status_code) == (422, 422)
    assert stopped.context["form"].errors["is_admin"]
    assert Person.objects.get(pk=admin.pk).is_admin


def test_an_admin_who_stops_being_one_is_led_to_a_page_that_is_still_theirs(signed_in, admin, maj):
    address = reverse("person_roles", args=[admin.pk])

    response = signed_in.post(address, {"seen": seen_on(signed_in, address)})

    assert response["Location"] == reverse("more")
    assert signed_in.get(reverse("people")).status_code == 404


def test_teams_are_chosen(signed_in, astrid, torget, fyren):
    kassan, frukosten, fikat = (
        make_team(name, unit) for name, unit in (("Kassan", torget), ("Frukosten", fyren), ("Fikat", torget))
    )
    address = reverse("person_teams", args=[astrid.pk])
    form = {"first": kassan.pk, "added": frukosten.pk, "seen": seen_on(signed_in, address)}
    assert signed_in.post(address, form).status_code == 303

    form = {"first": "", "others": [frukosten.pk], "added": fikat.pk, "seen": seen_on(signed_in, address)}
    assert signed_in.post(address, form).status_code == 303

    standing = stays_of(astrid.pk)
    assert standing.first_team_on(TODAY) is None
    assert standing.teams_on(TODAY) == (frukosten.pk, fikat.pk)
    bad = signed_in.post(address, {"first": frukosten.pk, "others": ["x", 2**70], "seen": seen_on(signed_in, address)})
    assert bad.status_code == 422


# Roles and units to manage


def test_roles_are_given(signed_in, astrid):
    address = reverse("person_roles", args=[astrid.pk])
    form = {"is_moderator": "on", "is_representative": "on", "seen": seen_on(signed_in, address)}

    assert signed_in.post(address, form).status_code == 303

    astrid.refresh_from_db()
    assert (astrid.is_admin, astrid.is_moderator, astrid.is_representative) == (False, True, True)


def test_a_unit_to_manage_is_added_and_taken_away(signed_in, astrid, torget, fyren):
    address = reverse("person_manages", args=[astrid.pk])
    assert signed_in.post(address, {"unit": torget.pk}).status_code == 303
    assert signed_in.post(address, {"unit": torget.pk}).status_code == 422

    take = reverse("stop_managing", args=[astrid.pk, torget.pk])
    assert signed_in.get(take).status_code == 405
    assert signed_in.post(take)["Location"] == reverse("person", args=[astrid.pk])
    assert not UnitManager.objects.exists()
    assert signed_in.post(reverse("stop_managing", args=[astrid.pk, 10**9])).status_code == 404


def test_protection_says_what_it_does_before_it_is_given(signed_in, astrid):
    address = reverse("protect_person", args=[astrid.pk])
    assert signed_in.get(address).status_code == 200
    assert not Person.objects.get(pk=astrid.pk).is_protected

    assert signed_in.post(address, {"value": "x"}).status_code == 422
    assert signed_in.post(address, {"value": "on"}).status_code == 303
    assert Person.objects.get(pk=astrid.pk).is_protected
    assert signed_in.post(address, {"value": "off"}).status_code == 303
    assert not Person.objects.get(pk=astrid.pk).is_protected


# Two records


@pytest.fixture
def twin(torget):
    return make_person("Astrid Lindqvist", torget, employed_to=TODAY - 9 * DAY)


def test_records_of_the_same_name_are_offered_and_others_found(signed_in, astrid, twin, bo):
    address = reverse("merge_person", args=[astrid.pk])

    assert [one.pk for one in signed_in.get(address).context["others"]] == [twin.pk]
    assert [one.pk for one in signed_in.get(address + "?q=sundqvist").context["others"]] == [bo.pk]
    assert signed_in.get(address + "?q=%00zzz").status_code == 200


def test_two_records_are_compared_merged_and_taken_apart(signed_in, astrid, twin):
    address = reverse("merge_person", args=[astrid.pk]) + f"?med={twin.pk}"
    page = signed_in.get(address)
    assert page.context["form"]["stays"].value() == astrid.pk

    assert signed_in.post(address, {"stays": 4711, "seen": page.context["form"].version}).status_code == 422
    assert signed_in.post(address, {"stays": astrid.pk, "seen": "overtaken"}).status_code == 422
    merged = signed_in.post(address, {"stays": astrid.pk, "seen": page.context["form"].version})
    assert merged["Location"] == reverse("person", args=[astrid.pk])
    assert PersonMerge.objects.get().person == twin
    assert text(signed_in.get(reverse("person", args=[astrid.pk]))).count(twin.employee_number) == 1

    assert (
        signed_in.get(address).status_code == signed_in.get(reverse("merge_person", args=[twin.pk])).status_code == 404
    )
    refused = signed_in.post(reverse("person_roles", args=[twin.pk]), {"is_admin": "on", "seen": "x"})
    assert refused.status_code == 422
    part = reverse("part_person", args=[twin.pk])
    assert signed_in.get(part).status_code == 200
    assert signed_in.post(part).status_code == 303
    assert not PersonMerge.objects.exists()
    assert signed_in.post(part).status_code == 404


@pytest.mark.parametrize("other", ["self", "nobody", "text"])
def test_a_record_is_compared_with_another_one_alone(signed_in, astrid, other):
    med = {"self": astrid.pk, "nobody": 2**31 - 1, "text": "x"}[other]

    response = signed_in.get(reverse("merge_person", args=[astrid.pk]) + f"?med={med}")

    assert response.status_code == (200 if other == "text" else 404)


def test_a_merge_takes_at_most_six_queries_to_show(signed_in, astrid, twin):
    with CaptureQueriesContext(connection) as captured:
        signed_in.get(reverse("merge_person", args=[astrid.pk]) + f"?med={twin.pk}")

    assert len(captured) <= 6


def test_an_organisation_without_units_can_be_looked_at(signed_in):
    assert signed_in.get(reverse("new_person")).status_code == 200
    assert make_unit("Kiosken").name in text(signed_in.get(reverse("units")))
