"""The page of the log: who may read it, what it shows, and how it is searched and taken along."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from cards.actions.admin_log import Entry, log_action, log_actions
from cards.models import AdminAction, AdminValue, AdminVerb, Person

LOG = "/forvaltning/logg"
NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)


def text(response):
    return response.content.decode()


@pytest.fixture
def logged(admin, maj, astrid, torget):
    """Log a change of a person by one admin, who reads English, and one of a board by another, a day later."""
    Person.objects.get_queryset().filter(pk=admin.pk).update(language="en")
    astrid_ends = {"title": ("Kassör", "Kökschef"), "employed_to": (None, date(2026, 12, 31))}
    log_action(actor=admin, verb=AdminVerb.PERSON_CHANGED, subject=astrid, at=NOON, changes=astrid_ends, reason="Byte")
    log_action(
        actor=maj, verb=AdminVerb.UNIT_BOARD_SWITCHED, subject=torget, at=NOON + timedelta(days=1),
        changes={"has_givers_board": (True, False)},
    )  # fmt: skip


def shown(client, query=""):
    """Return the subjects of the lines that a search shows."""
    page = client.get(LOG + query).context["page"]
    return [line.subject for line in page.lines]


@pytest.mark.parametrize("address", [LOG, LOG + ".csv"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_log_exists_for_admins_alone(client, representative, method, address):
    client.force_login(representative)

    assert getattr(client, method)(address).status_code == 404


def test_each_line_says_who_did_what_to_whom_and_what_was_before_and_after(client, admin, logged):
    client.force_login(admin)

    response = client.get(LOG)

    newest, oldest = response.context["page"].lines
    assert (newest.actor, newest.subject) == ("Maj Åberg", "Torget")
    assert [(value.before, value.after) for value in newest.values] == [("yes", "no")]
    assert (oldest.actor, oldest.subject, oldest.at) == ("Carola Forsblom", "Astrid Lindqvist", NOON)
    assert [(value.before, value.after) for value in oldest.values] == [
        ("Kassör", "Kökschef"), ("–", "31 December 2026"), ("–", "Byte"),
    ]  # fmt: skip
    assert "Kökschef" in text(response)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=lindkvist", ["Astrid Lindqvist"]),  # As it sounds, of whom it was done to.
        ("?q=forsblom", ["Astrid Lindqvist"]),  # Of who did it.
        ("?q=torget", ["Torget"]),
        ("?q=ingen", []),
        ("?vad=person_changed", ["Astrid Lindqvist"]),
        ("?till=2026-11-18", ["Astrid Lindqvist"]),
        ("?fran=2026-11-19", ["Torget"]),
        ("?fran=18.11.2026&till=19.11.2026", ["Torget", "Astrid Lindqvist"]),
        ("?q=torget&vad=person_changed", []),
    ],
)
def test_it_is_searched_by_name_verb_and_day(client, admin, logged, query, found):
    client.force_login(admin)

    assert shown(client, query) == found


@pytest.mark.parametrize(
    "query",
    ["?fran=i+g%C3%A5r", "?till=9999-12-31", "?fran=2026-11-19&till=2026-11-18", "?vad=allt", "?q=" + "x" * 81,
     "?q=%00", "?fore=x", "?fore=0", "?fore=99999999999999999999"],
)  # fmt: skip
def test_what_makes_no_sense_comes_back_with_an_error_and_shows_nothing(client, admin, logged, query):
    client.force_login(admin)

    response = client.get(LOG + query)

    assert response.status_code == 422
    assert response.context["form"].errors
    assert "Kökschef" not in text(response)


def test_pages_follow_one_another_without_a_gap(client, admin, torget):
    log_actions(
        actor=admin, at=NOON,
        entries=[Entry(AdminVerb.UNIT_CHANGED, torget, {"place": ("", f"Plats {n}")}) for n in range(120)],
    )  # fmt: skip
    client.force_login(admin)

    first = client.get(LOG).context["page"]
    second = client.get(f"{LOG}?fore={first.older_than}").context["page"]
    part = client.get(f"{LOG}?vad=unit_changed&fore={second.older_than}", headers={"HX-Request": "true"})

    lines = [*first.lines, *second.lines, *part.context_data["page"].lines]
    assert [line.values[0].after for line in lines] == [f"Plats {number}" for number in reversed(range(120))]
    assert part.context_data["page"].older_than is None
    assert text(part).lstrip().startswith("<tr>")


def test_a_page_asks_as_often_for_fifty_lines_as_for_one(client, admin, astrid, torget, django_assert_num_queries):
    client.force_login(admin)
    for amount in (1, 60):
        entries = [
            Entry(AdminVerb.MANAGERS_CHANGED, torget, {"managers": ([], [astrid, admin])}),
            Entry(AdminVerb.PERSON_CHANGED, astrid, {"title": ("", str(amount))}),
        ] * amount
        log_actions(actor=admin, at=NOON, entries=entries)
        with django_assert_num_queries(5):
            page = client.get(LOG)
    assert "Astrid Lindqvist, Carola Forsblom" in text(page)


def test_what_erasing_took_away_is_said_to_be_erased(client, admin, astrid, logged):
    AdminValue.objects.filter(person=astrid).delete()
    Person.objects.get_queryset().filter(pk=astrid.pk).update(given_name="", family_name="", erased_at=NOON)
    client.force_login(admin)

    line = client.get(LOG + "?vad=person_changed").context["page"].lines[0]

    assert line.subject not in ("", "Astrid Lindqvist")
    assert {(value.before, value.after) for value in line.values} == {(None, None)}


def test_the_log_taken_along_holds_what_was_looked_for_and_is_logged(client, admin, logged):
    client.force_login(admin)

    response = client.post(LOG + ".csv", {"q": "astrid", "till": "2026-11-18"})

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["2026-11-18 12:00:00+02:00"] * 3
    assert [row[5:] for row in rows[1:]] == [["Kassör", "Kökschef"], ["–", "31 December 2026"], ["–", "Byte"]]
    export = AdminAction.objects.latest("pk")
    assert (export.verb, export.actor, export.fields) == ("log_exported", admin, ["to_on", "rows"])
    assert "astrid" not in str(list(AdminValue.objects.filter(action=export).values()))


def test_a_formula_in_the_log_is_text_in_the_table(client, admin, torget):
    changes = {"name": ("Torget", "=HYPERLINK()")}
    log_action(actor=admin, verb=AdminVerb.UNIT_CHANGED, subject=torget, at=NOON, changes=changes)
    client.force_login(admin)

    assert ";'=HYPERLINK()" in client.post(LOG + ".csv").content.decode()


def test_an_export_of_what_makes_no_sense_is_refused(client, admin):
    client.force_login(admin)

    assert client.post(LOG + ".csv", {"fran": "x"}).status_code == 422
    assert not AdminAction.objects.exists()
