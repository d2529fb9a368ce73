"""Importing in the browser: upload, columns, what would change, apply or walk away."""

import codecs
from contextlib import closing
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cards.actions.importing import carry_out, import_people
from cards.actions.importing_drafts import MOST_DRAFTS, drop_old_drafts
from cards.actions.importing_glance import MOST_COLUMNS
from cards.actions.importing_jobs import apply_draft, read_draft
from cards.actions.importing_log import log_import
from cards.actions.importing_preview import preview_plan
from cards.actions.importing_sheets import Source
from cards.forms.importing import LARGEST
from cards.models import (
    AdminAction,
    HeadMeaning,
    ImportDraft,
    ImportFile,
    ImportLine,
    ImportRejection,
    ImportState,
    Membership,
    Person,
    Unit,
    UnitManager,
)
from cards.queries.importing_pages import A_PAGE
from cards.views.uploads import BoundedUpload
from tests.actions.test_importing import STAFF_HEAD, UNIT_HEAD, UNITS, person, table
from tests.factories import make_person

pytestmark = pytest.mark.django_db
START = "/forvaltning/import"
TAILS = ("", "/kolumner", "/genomfor", "/jamfor", "/kasta", "/underkanda.csv")


def staff(*rows: str, head: str = STAFF_HEAD, name: str = "personal.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, table(head, rows), content_type="text/csv")


def units(*rows: str, name: str = "enheter.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, table(UNIT_HEAD, rows or UNITS), content_type="text/csv")


def load(*rows: str) -> None:
    """Have an organisation that looks like these rows."""
    now = timezone.now()
    import_people(
        units=Source("u", table(UNIT_HEAD, UNITS)),
        staff=Source("s", table(STAFF_HEAD, rows)),
        on=timezone.localdate(now),
        at=now,
    )


def asa(number: str = "004711") -> Person:
    return Person.objects.get_queryset().get(employee_number=number)


class Desk:
    """An admin in front of the pages, in English, and the worker behind them."""

    def __init__(self, client: Client, admin: Person) -> None:
        Person.objects.get_queryset().filter(pk=admin.pk).update(language="en")
        admin.refresh_from_db()
        self.client, self.admin = client, admin
        client.force_login(admin)

    @property
    def draft(self) -> ImportDraft:
        return ImportDraft.objects.filter(admin=self.admin).latest("at")

    def at(self, tail: str = "", draft_id: UUID | None = None) -> str:
        return f"{START}/{draft_id or self.draft.pk}{tail}"

    def get(self, tail: str = "", **options: Any) -> Any:
        return self.client.get(self.at(tail), **options)

    def text(self, tail: str = "") -> str:
        return str(self.get(tail).content.decode())

    def upload(self, **fields: Any) -> Any:
        return self.client.post(START, fields)

    def columns(self) -> dict[str, str]:
        """Return the form of the columns as it is filled in."""
        form = self.get("/kolumner").context["form"]
        return {name: form[name].value() or "" for name in form.fields if name != "is_ending_missing"}

    def name_columns(self, **fields: str) -> Any:
        return self.client.post(self.at("/kolumner"), self.columns() | fields)

    def compare(self, **fields: Any) -> Any:
        """Upload, take the columns as they are guessed, and let the worker compare."""
        assert self.upload(**fields).status_code == 303
        form = self.columns() | ({"is_ending_missing": "on"} if "is_ending_missing" in fields else {})
        assert self.client.post(self.at("/kolumner"), form).status_code == 303
        self.work()
        return self.get()

    def apply(self, **fields: Any) -> Any:
        form = {"digest": self.draft.plan_digest, "ok": [each["about"] for each in self.draft.warnings], **fields}
        return self.client.post(self.at("/genomfor"), form)

    def work(self) -> None:
        """Do what waits for a worker, as it would; a job that raises has failed."""
        jobs = ProcrastinateJob.objects.filter(status="todo", task_name__endswith="_import").order_by("pk")
        for pk, name, args in list(jobs.values_list("pk", "task_name", "args")):
            run = {"read_import": read_draft, "apply_import": apply_draft}[name]
            try:
                run(draft_id=UUID(args["draft"]), at=timezone.now())
            finally:
                self.end_job(pk)

    def end_job(self, pk: int | None = None) -> None:
        """Take a job away, as one that is over."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [pk or self.draft.job])


@pytest.fixture
def desk(client: Client, admin: Person) -> Desk:
    return Desk(client, admin)


def test_the_whole_way(desk):
    load(person(), person("2"))

    assert desk.compare(staff=staff(person(title="Chef"), person("2", unit="F2"), person("3"))).status_code == 200
    text = desk.text()
    assert "Kassör" in text
    assert "Apply all 3 changes" in text
    assert not Person.objects.get_queryset().filter(employee_number="3").exists()

    assert desk.apply().status_code == 303
    desk.work()
    assert "Everything is saved" in desk.text()
    assert asa("3").unit.code == "T1"
    assert Membership.objects.filter(person__employee_number="2", to_on=None).get().unit.code == "F2"
    assert AdminAction.objects.filter(verb="import_applied").latest("pk").actor == desk.admin


def test_it_does_the_same_as_the_command(desk):
    load(person(), person("2", manages="T1"))
    rows = person(title="Chef", unit="F2", team="A"), person("2", to="2026-01-31"), person("3", manages="T1")

    desk.compare(units=units("F2;Fyren;Hotell;OST;Ekenäs"), staff=staff(*rows))
    desk.apply()
    desk.work()

    again = import_people(
        units=Source("u", table(UNIT_HEAD, ("F2;Fyren;Hotell;OST;Ekenäs",))),
        staff=Source("s", table(STAFF_HEAD, rows)),
        on=timezone.localdate(),
        at=timezone.now(),
        is_dry_run=True,
    )
    assert not any(one.is_changed for one in again.people)
    assert not again.units.changed
    assert list(UnitManager.objects.values_list("person__employee_number", flat=True)) == ["3"]


# Who may


@pytest.mark.parametrize("who", ["astrid", "representative", "moderator"])
def test_for_others_than_admins_there_is_no_import(desk, client, request, who):
    desk.upload(units=units())
    addresses = [START, *(desk.at(tail) for tail in TAILS)]
    client.force_login(request.getfixturevalue(who))

    for address in addresses:
        for ask in (client.get, client.post, client.put):
            assert ask(address).status_code == 404, address
    assert ImportDraft.objects.count() == 1


def test_another_admins_import_does_not_exist(desk, client, maj):
    desk.compare(units=units())
    addresses = [desk.at(tail) for tail in TAILS]
    client.force_login(maj)

    for address in addresses:
        assert client.get(address).status_code in (404, 405), address
        assert client.post(address, {"digest": desk.draft.plan_digest}).status_code in (404, 405), address
    client.post(START, {"units": units(), "draft": str(desk.draft.pk)})
    assert ImportDraft.objects.get(admin=maj).pk != desk.draft.pk
    assert "enheter.csv" in client.get(START).content.decode()
    assert str(desk.draft.pk) not in client.get(START).content.decode()
    assert ImportDraft.objects.filter(admin=desk.admin).get().state == ImportState.READY


def test_a_form_with_files_is_guarded_against_forgery(desk):
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(desk.admin)

    assert forger.post(START, {"units": units()}).status_code == 403
    assert not ImportDraft.objects.exists()
    token = forger.get(START).cookies["csrftoken"].value
    assert forger.post(START, {"units": units(), "csrfmiddlewaretoken": token}).status_code == 303


# Files


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"\n;;;\n \n", "empty"),
        (b"PK\x03\x04" + b"\x00" * 200, "workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 200, "workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no table"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "only one column"),
        (b"<html><table><tr><td>anst nr</td></tr>", "only one column"),
        ("anställningsnummer|förnamn|efternamn\n1|Åsa|Öhman\n".encode(), "only one column"),
        ("004711;Åsa;Öhman;T1\n".encode(), "first row"),
        ("Åsa;Öhman;asa@lag.example\n".encode(), "first row"),
        ("Åsa;Öhman;2015-01-01\n".encode(), "first row"),
        ('namn;ort\n"Åsa;Borgå\n'.encode(), "Line 2"),
        (";".join(f"k{n}" for n in range(MOST_COLUMNS + 1)).encode(), "more than 100 columns"),
        (codecs.BOM_UTF8 + b"\xff\xfe\xff", "damaged"),
    ],
)
@pytest.mark.parametrize("field", ["staff", "units"])
def test_a_file_that_is_no_table_is_refused_with_the_reason(desk, data, told, field):
    load()

    response = desk.upload(**{field: SimpleUploadedFile("fel.csv", data)})

    assert response.status_code == 422
    assert told in " ".join(response.context["form"].errors[field])
    assert not ImportDraft.objects.exists()


def test_a_file_that_is_too_large_is_refused(desk):
    response = desk.upload(units=SimpleUploadedFile("stor.csv", b"a;b\n" * (LARGEST // 4 + 1)))

    assert response.status_code == 422
    assert "larger than 10 MB" in response.content.decode()
    assert desk.upload(units=SimpleUploadedFile("just.csv", b"a;b\n" * (LARGEST // 4))).status_code == 303


def test_of_a_file_that_is_too_large_nothing_is_kept_in_memory():
    upload = BoundedUpload()
    upload.new_file("staff", "stor.csv", "text/csv", None)

    for start in range(0, LARGEST + 1, 1024 * 1024):
        upload.receive_data_chunk(b"x" * 1024 * 1024, start)
    upload.receive_data_chunk(b"x", 0)

    file = upload.file_complete(0)
    assert (file.size, file.read()) == (LARGEST + 1024 * 1024 + 1, b"")


def test_more_files_than_there_are_fields_are_not_kept(desk):
    response = desk.client.post(START, {"a": units(), "b": units(), "units": units()})

    assert response.status_code == 422
    assert not ImportFile.objects.exists()


def test_no_file_at_all_is_refused(desk):
    load()

    response = desk.upload()

    assert response.status_code == 422
    assert response.context["form"].errors == {"staff": ["Choose a file."]}


def test_staff_alone_need_units_to_be_in(desk):
    root = Unit.objects.get(parent=None)
    Membership.objects.all().delete()
    Person.objects.get_queryset().update(unit=root)
    Unit.objects.exclude(pk=root.pk).delete()
    assert "There are no units yet" in desk.client.get(START).content.decode()
    assert desk.upload(staff=staff(person())).context["form"].errors.keys() == {"units"}
    load()
    assert desk.upload(staff=staff(person())).status_code == 303


def test_a_file_in_the_others_place_is_noticed(desk):
    swapped = desk.upload(staff=units(), units=staff(person()))

    assert swapped.status_code == 422
    errors = swapped.context["form"].errors
    assert "filen med enheterna" in errors["staff"][0]
    assert "filen med personalen" in errors["units"][0]
    assert not ImportFile.objects.exists()


def test_without_a_file_of_the_staff_nobody_can_be_gone_from_it(desk):
    response = desk.upload(units=units(), is_ending_missing="on")

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"is_ending_missing"}


def test_the_good_file_is_kept_while_the_other_is_chosen_again(desk):
    bad = SimpleUploadedFile("enheter.xlsx", b"PK\x03\x04")

    response = desk.upload(staff=staff(person()), units=bad, is_ending_missing="on")

    text = response.content.decode()
    assert response.status_code == 422
    assert "personal.csv is kept, with one row." in text
    assert "checked" in text
    again = desk.upload(units=units(), draft=str(desk.draft.pk), is_ending_missing="on")
    assert again.status_code == 303
    assert set(desk.draft.files.values_list("kind", "name")) == {("staff", "personal.csv"), ("units", "enheter.csv")}
    assert ImportDraft.objects.count() == 1


@pytest.mark.parametrize("draft", ["", "x", "\0", "9" * 4000, str(uuid4())])
def test_a_kept_file_that_nobody_kept_is_left_out(desk, draft):
    assert desk.upload(units=units(), draft=draft).status_code == 303


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b.csv", "<script>.csv", "ö" * 300 + ".csv", "\u202efdp.csv"])
def test_no_name_of_a_file_is_a_fault(desk, name):
    response = desk.upload(units=units(name=name))

    assert response.status_code in (303, 422)
    if response.status_code == 303:
        assert "<script>" not in desk.text("/kolumner").replace('<script src="', "")
        desk.name_columns()
        desk.work()
        assert desk.get().status_code == 200


def test_several_imports_can_be_under_way_but_not_many(desk):
    for _number in range(MOST_DRAFTS):
        assert desk.upload(units=units()).status_code == 303

    assert desk.upload(units=units()).status_code == 422
    assert desk.client.post(desk.at("/kasta")).status_code == 303
    assert desk.upload(units=units()).status_code == 303


def test_imports_go_after_a_day(desk):
    desk.compare(units=units())
    ImportDraft.objects.update(at=timezone.now() - timedelta(hours=23))
    assert drop_old_drafts(at=timezone.now()) == 0

    ImportDraft.objects.update(at=timezone.now() - timedelta(hours=25))

    assert drop_old_drafts(at=timezone.now()) == 1
    assert not ImportFile.objects.exists()
    assert not ImportLine.objects.exists()


# Columns

OWN_HEAD = STAFF_HEAD.replace("titel", "Yrke").replace("enhetskod", "Ansvarsområde").replace("telefon", "Mail")


def test_columns_are_guessed_and_what_is_missing_or_doubled_is_told(desk):
    load()
    desk.upload(staff=staff(person(), head=OWN_HEAD))

    text = desk.text("/kolumner")

    assert "no column is taken for “The code of the unit”, “Title”." in text
    assert "“e-post” is taken for E-mail already." in text
    assert "Åsa" in text
    columns = desk.columns()
    assert (columns["staff-3"], columns["staff-6"], columns["staff-7"]) == ("", "email", "")


def test_columns_that_are_missing_or_doubled_are_refused(desk):
    load()
    desk.upload(staff=staff(person(), head=OWN_HEAD))

    missing = desk.name_columns()
    assert missing.status_code == 422
    assert "no column is taken for" in missing.content.decode()
    doubled = desk.name_columns(**{"staff-3": "unit", "staff-5": "title", "staff-7": "email"})
    assert doubled.status_code == 422
    assert doubled.context["form"].errors.keys() == {"staff-7"}
    assert doubled.context["form"]["staff-3"].value() == "unit"
    assert desk.name_columns(**{"staff-3": "nonsense"}).status_code == 422
    assert desk.draft.state == ImportState.COLUMNS
    assert not HeadMeaning.objects.exists()


def test_corrected_columns_are_remembered_for_the_next_time_until_they_are_corrected_again(desk):
    load()
    desk.upload(staff=staff(person(), head=OWN_HEAD))
    assert desk.name_columns(**{"staff-3": "unit", "staff-5": "title"}).status_code == 303
    remembered = set(HeadMeaning.objects.values_list("kind", "head", "column"))
    assert remembered == {
        ("staff", "ansvarsomrade", "unit"), ("staff", "yrke", "title"), ("staff", "mail", "")
    }  # fmt: skip

    desk.upload(staff=staff(person(), head=OWN_HEAD))
    assert desk.columns()["staff-3"] == "unit"
    assert "already" not in desk.text("/kolumner")
    desk.name_columns(**{"staff-6": "", "staff-7": "email"})
    assert set(HeadMeaning.objects.values_list("head", "column")) == {
        ("ansvarsomrade", "unit"), ("yrke", "title"), ("epost", "")
    }  # fmt: skip


def test_columns_of_two_heads_alike_are_not_remembered(desk):
    load()
    desk.upload(staff=staff(person() + ";x;y", head=STAFF_HEAD + ";Fält;Fält"))

    assert desk.name_columns(**{"staff-12": "protected"}).status_code == 303

    assert not HeadMeaning.objects.exists()


# What would change


def test_each_list_is_told_before_and_after(desk):
    load(person(), person("2"), person("3", manages="T1"))
    desk.compare(
        staff=staff(
            person(title="<b>Chef</b>") + ";ja",
            person("2", "F2") + ";",
            person("4", team="Kassan") + ";",
            head=STAFF_HEAD + ";skyddad",
        ),
        units=units("F2;Nya Fyren;Hotell;VO;Hangö", "K1;Kontoret;Kontor;VO;"),
        is_ending_missing="on",
    )

    text = desk.text()

    lists = {each.kind: each for each in desk.get().context["lists"]}
    assert set(lists) == {
        "created", "moved", "updated", "ended", "managing", "protection", "unit_created", "unit_changed", "team_created"
    }  # fmt: skip
    assert [(c.field, c.before, c.after) for c in lists["moved"].lines[0].changes] == [("unit", "Torget", "Nya Fyren")]
    assert "&lt;b&gt;Chef&lt;/b&gt;" in text
    assert "<b>Chef" not in text
    assert "Apply all 8 changes" in text


def test_a_page_costs_as_many_queries_for_much_as_for_little(desk):
    load()

    def queries(rows: int) -> list[int]:
        people = [person(str(number), team=f"Lag {number}") for number in range(rows)]
        desk.compare(staff=staff(*people, person("x", unit="X9")))
        counted = []
        for tail in ("", "?visa=created", "?visa=rejected", "/kolumner"):
            with CaptureQueriesContext(connection) as captured:
                assert desk.get(tail).status_code == 200
            counted.append(len(captured))
        return counted

    few = queries(1)
    assert max(few) <= 6
    assert queries(150) == few


def test_long_lists_are_paged(desk):
    load()
    desk.compare(staff=staff(*(person(str(number)) for number in range(A_PAGE + 20))))

    beginning = next(each for each in desk.get().context["lists"] if each.kind == "created")
    assert (len(beginning.lines), beginning.count) == (10, A_PAGE + 20)
    first = desk.get("?visa=created").context["list"]
    second = desk.get(f"?visa=created&efter={first.more}").context["list"]
    assert (len(first.lines), len(second.lines), second.more) == (A_PAGE, 20, None)
    assert not {line.number for line in first.lines} & {line.number for line in second.lines}


@pytest.mark.parametrize(
    "query", ["?visa=x", "?visa=%00", "?visa=created&efter=x", "?efter=-1", "?visa=ended&efter=99"]
)
def test_no_address_of_a_list_is_a_fault(desk, query):
    load()
    desk.compare(staff=staff(person()))

    assert desk.get(query).status_code == 200


def test_rows_that_cannot_be_used_are_told_and_nothing_can_be_applied(desk):
    load(person())
    desk.compare(staff=staff(person(title="Chef"), person("2", unit="X9"), person("3", **{"from": "i går"})))

    text = desk.text()

    assert "2 rows cannot be used" in text
    assert "There is no unit with the code X9." in text
    assert "anställd_från" in text
    assert "Apply all" not in text
    assert desk.apply().status_code == 422
    assert desk.draft.state == ImportState.READY


def test_reasons_are_in_the_admins_language(desk):
    load()
    Person.objects.get_queryset().filter(pk=desk.admin.pk).update(language="sv")
    desk.compare(staff=staff(person("2", unit="X9")))

    assert ImportRejection.objects.get().reason == "Det finns ingen enhet med koden X9."


def test_rows_that_cannot_be_used_come_as_a_table_without_formulas(desk):
    load()
    desk.compare(staff=staff(person("1"), person("2", unit="X9", family="=1+1")), units=units("A;A;Lager;X9;"))

    response = desk.get("/underkanda.csv")

    assert response["Content-Disposition"].startswith("attachment")
    text = response.content.decode("utf-8-sig")
    assert "enheter.csv;2;överordnad;There is no unit with the code X9.;A;A;Lager;X9;" in text
    assert "personal.csv;3;enhetskod;There is no unit with the code X9.;2;Åsa;'=1+1;X9;" in text
    assert text.splitlines()[0] == f"File;Line;Column;Reason;{UNIT_HEAD}"
    assert f"File;Line;Column;Reason;{STAFF_HEAD}" in text


def test_without_rejected_rows_there_is_no_table_of_them(desk):
    desk.compare(units=units())

    assert desk.get("/underkanda.csv").status_code == 404


def test_what_is_unusual_has_to_be_ticked(desk):
    load(*(person(str(number)) for number in range(20)))
    desk.compare(staff=staff(*(person(str(number)) for number in range(17))), is_ending_missing="on")
    assert "4 of 21 people end" in desk.text()

    refused = desk.apply(ok=[])

    assert refused.status_code == 422
    assert "Tick what is unusual" in refused.content.decode()
    assert not ProcrastinateJob.objects.filter(task_name="apply_import").exists()
    assert desk.apply().status_code == 303


def test_ending_those_who_are_gone_is_chosen_anew_with_the_columns(desk):
    load(person(), person("2"))
    desk.upload(staff=staff(person()), is_ending_missing="on")
    assert desk.get("/kolumner").context["form"]["is_ending_missing"].value() is True

    desk.name_columns()
    desk.work()

    assert desk.draft.counts["ended"] == 0


def test_where_nothing_would_change_nothing_can_be_applied(desk):
    load(person())
    desk.compare(staff=staff(person()))

    text = desk.text()

    assert "Nothing would change" in text
    assert 'name="digest"' not in text


def test_a_file_of_heads_alone_is_unusual(desk):
    load(person())
    desk.compare(staff=staff())

    assert "The file of the staff has no rows." in desk.text()
    assert asa().employed_to is None


# Applying


def test_a_double_click_applies_once(desk):
    load(person())
    desk.compare(staff=staff(person(title="Chef")))

    assert [desk.apply().status_code for _click in range(2)] == [303, 303]

    assert ProcrastinateJob.objects.filter(task_name="apply_import").count() == 1
    desk.work()
    desk.apply()
    assert not ProcrastinateJob.objects.filter(task_name="apply_import").exists()
    apply_draft(draft_id=desk.draft.pk, at=timezone.now())
    assert AdminAction.objects.filter(verb="import_applied", actor=desk.admin).count() == 1


def test_nothing_about_people_is_left_when_it_is_applied(desk):
    load()
    desk.compare(staff=staff(person()))
    desk.apply()
    desk.work()

    assert not ImportFile.objects.exists()
    assert not ImportLine.objects.exists()
    assert not ImportRejection.objects.exists()
    assert desk.draft.counts["created"] == 1


def test_another_plan_than_the_one_that_was_seen_is_not_applied(desk):
    load(person())
    desk.compare(staff=staff(person(title="Chef")))

    for digest in ("", "x", "0" * 64):
        response = desk.apply(digest=digest)
        assert response.status_code == 422
        assert "no longer what you saw" in response.content.decode()
    assert not ProcrastinateJob.objects.filter(task_name="apply_import").exists()


def test_when_somebody_has_changed_a_person_meanwhile_the_new_plan_is_shown_instead(desk):
    load(person(), person("2"))
    desk.compare(staff=staff(person(title="Chef"), person("2")))
    desk.apply()
    Person.objects.get_queryset().filter(employee_number="2").update(title="Kock")

    desk.work()

    assert asa().title == "Kassör"
    text = desk.text()
    assert "Somebody has changed people or units" in text
    assert "Apply all 2 changes" in text
    desk.apply()
    desk.work()
    assert {asa().title, asa("2").title} == {"Chef", "Kassör"}


def test_when_a_new_day_has_made_it_another_plan_that_is_shown_instead(desk):
    load(person())
    desk.compare(staff=staff(person(unit="F2")))
    desk.apply()

    apply_draft(draft_id=desk.draft.pk, at=timezone.now() + timedelta(days=1))

    assert asa().unit.code == "T1"
    assert (desk.draft.state, desk.draft.trouble) == (ImportState.READY, "changed")


def test_of_two_admins_at_once_the_second_sees_that_it_is_done(desk, maj):
    load(person())
    other = Desk(Client(), maj)
    for each in (desk, other):
        each.compare(staff=staff(person(title="Chef"), person("2")))
    for each in (desk, other):
        each.apply()

    desk.work()

    assert desk.draft.state == ImportState.APPLIED
    assert (other.draft.state, other.draft.trouble) == (ImportState.READY, "changed")
    assert "Nothing would change" in other.text()
    assert Person.objects.get_queryset().filter(employee_number="2").count() == 1


def test_a_job_that_dies_midway_leaves_nothing_and_it_can_be_tried_again(desk, monkeypatch):
    load(person())
    desk.compare(staff=staff(person(title="Chef"), person("2")))
    desk.apply()

    def die(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("The worker is gone.")

    with monkeypatch.context() as patched:
        patched.setattr("cards.actions.importing.log_import", die)
        with pytest.raises(RuntimeError):
            desk.work()

    assert asa().title == "Kassör"
    assert not Person.objects.get_queryset().filter(employee_number="2").exists()
    assert "The import was not applied" in desk.text()
    assert desk.client.post(desk.at("/jamfor")).status_code == 303
    desk.work()
    desk.apply()
    desk.work()
    assert asa().title == "Chef"


def test_a_comparison_that_dies_can_be_tried_again(desk):
    load()
    desk.upload(staff=staff(person()))
    desk.name_columns()
    desk.end_job()

    assert "could not be compared" in desk.text()
    assert desk.get("/kolumner").status_code == 200
    desk.client.post(desk.at("/jamfor"))
    desk.work()
    assert desk.draft.state == ImportState.READY


def test_a_job_that_is_taken_up_again_finds_its_work_done(desk):
    load(person())
    desk.compare(staff=staff(person(title="Chef")))
    lines = ImportLine.objects.count()

    read_draft(draft_id=desk.draft.pk, at=timezone.now())
    apply_draft(draft_id=desk.draft.pk, at=timezone.now())
    read_draft(draft_id=uuid4(), at=timezone.now())

    assert ImportLine.objects.count() == lines
    assert asa().title == "Kassör"


def test_what_is_discarded_while_it_is_compared_leaves_nothing(desk, monkeypatch):
    load()
    desk.upload(staff=staff(person()))
    desk.name_columns()

    def discard_midway(*arguments: Any, **options: Any) -> Any:
        desk.client.post(desk.at("/kasta"))
        return preview_plan(*arguments, **options)

    monkeypatch.setattr("cards.actions.importing_jobs.preview_plan", discard_midway)
    desk.work()

    assert not ImportDraft.objects.exists()
    assert not ImportLine.objects.exists()


def test_an_import_is_discarded_with_all_it_holds(desk):
    load(person())
    desk.compare(staff=staff(person(title="Chef"), person("2", unit="X9")))

    response = desk.client.post(desk.at("/kasta"), follow=True)

    assert "Nothing has changed" in response.content.decode()
    left = (ImportDraft, ImportFile, ImportLine, ImportRejection)
    assert not any(model.objects.exists() for model in left)
    assert asa().title == "Kassör"


def test_what_is_being_applied_cannot_be_discarded_nor_changed(desk):
    load(person())
    desk.compare(staff=staff(person(title="Chef")))
    form = desk.columns()
    desk.apply()

    for tail in ("/kasta", "/jamfor"):
        response = desk.client.post(desk.at(tail), follow=True)
        assert response.context["draft"].is_applying, tail
    assert desk.client.post(desk.at("/kolumner"), form).status_code == 303
    assert desk.draft.state == ImportState.APPLYING
    desk.work()
    assert asa().title == "Chef"


def test_what_was_discarded_while_it_was_applied_is_not_applied(desk, monkeypatch):
    load(person())
    desk.compare(staff=staff(person(title="Chef")))
    desk.apply()

    def discard_midway(*arguments: Any, **options: Any) -> None:
        carry_out(*arguments, **options)
        ImportDraft.objects.all().delete()

    monkeypatch.setattr("cards.actions.importing_jobs.carry_out", discard_midway)
    with pytest.raises(LookupError):
        desk.work()

    assert asa().title == "Kassör"


def test_back_from_what_is_done_leads_to_what_is_done(desk):
    load(person())
    desk.compare(staff=staff(person(title="Chef")))
    digest = desk.draft.plan_digest
    desk.apply()
    desk.work()

    assert desk.get("/kolumner").status_code == 303
    assert desk.client.post(desk.at("/genomfor"), {"digest": digest}).status_code == 303
    assert desk.client.post(desk.at("/jamfor")).status_code == 303
    assert "Everything is saved" in desk.text()


# While a job works


def begin(desk: Desk) -> None:
    load()
    desk.upload(staff=staff(person()))
    desk.name_columns()


def heartbeat(desk: Desk) -> None:
    """Let a worker be alive."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def test_the_page_polls_and_hears_nothing_while_there_is_nothing_new(desk):
    begin(desk)
    heartbeat(desk)
    page = desk.get()
    word = page.context["draft"].word
    assert f"har={word}" in page.content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page.content.decode()

    poll = {"HX-Request": "true"}
    assert desk.get(f"?har={word}", headers=poll).status_code == 204
    ImportDraft.objects.update(percent=65)
    part = desk.get(f"?har={word}", headers=poll)
    assert part.status_code == 200
    assert 'value="65"' in part.content.decode()
    assert "<html" not in part.content.decode()
    desk.work()
    assert desk.get("?har=65", headers=poll)["HX-Redirect"] == desk.at()


def test_the_page_says_when_nobody_is_there_to_do_it(desk):
    begin(desk)
    assert "The background worker does not run" in desk.text()

    heartbeat(desk)

    assert "The background worker does not run" not in desk.text()


def test_the_page_says_when_a_job_has_been_silent_for_long(desk):
    begin(desk)
    heartbeat(desk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert "longer than usual" not in desk.text()

    ImportDraft.objects.update(told_at=timezone.now() - timedelta(seconds=30))

    assert "longer than usual" in desk.text()


@pytest.mark.django_db(transaction=True)
def test_how_far_it_has_come_is_seen_while_it_is_applied(desk, monkeypatch):
    load(person())
    desk.compare(staff=staff(*(person(str(number)) for number in range(30))))
    desk.apply()
    monkeypatch.setattr("cards.actions.importing_jobs.BETWEEN", 0)
    seen = []

    def look(*arguments: Any, **options: Any) -> None:
        with closing(connection.copy()) as outside, outside.cursor() as cursor:
            cursor.execute("SELECT percent, (SELECT count(*) FROM cards_person) FROM cards_importdraft")
            seen.append(cursor.fetchone())
        log_import(*arguments, **options)

    monkeypatch.setattr("cards.actions.importing.log_import", look)
    people = Person.objects.get_queryset().count()
    desk.work()

    ((percent, count),) = seen
    assert 20 < percent <= 90
    assert count == people
    assert Person.objects.get_queryset().count() == people + 30


def test_units_of_new_people_begin_open(desk):
    desk.compare(units=units(), staff=staff(person()))
    desk.apply()
    desk.work()

    assert set(Unit.objects.values_list("stage", flat=True)) == {"open"}
    assert make_person("Ny", Unit.objects.get(code="T1")).unit.stage == "open"
