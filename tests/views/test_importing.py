"""Importing in the browser: upload, columns, what would change, apply or walk away."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cards.actions.importing import import_people
from cards.actions.importing_jobs import apply_draft, read_draft
from cards.actions.importing_sheets import Source
from cards.models import AdminAction, ImportDraft, Membership, Person
from tests.actions.test_importing import STAFF_HEAD, UNIT_HEAD, UNITS, person, table

pytestmark = pytest.mark.django_db
START = "/forvaltning/import"


def staff(*rows: str, head: str = STAFF_HEAD, name: str = "personal.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, table(head, rows), content_type="text/csv")


def units(*rows: str, name: str = "enheter.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, table(UNIT_HEAD, rows or UNITS), content_type="text/csv")


def load(*rows: str, head: str = STAFF_HEAD) -> None:
    """Have an organisation that looks like these rows."""
    now = timezone.now()
    import_people(
        units=Source("u", table(UNIT_HEAD, UNITS)),
        staff=Source("s", table(head, rows)),
        on=timezone.localdate(now),
        at=now,
    )


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

    def upload(self, **fields: Any) -> Any:
        return self.client.post(START, fields)

    def columns(self) -> dict[str, str]:
        """Return the form of the columns as it is filled in."""
        form = self.client.get(self.at("/kolumner")).context["form"]
        return {name: form[name].value() or "" for name in form.fields if name != "is_ending_missing"}

    def compare(self, **fields: Any) -> Any:
        """Upload, take the columns as they are guessed, and let the worker compare."""
        is_ending_missing = fields.get("is_ending_missing")
        assert self.upload(**fields).status_code == 303
        form = self.columns() | ({"is_ending_missing": "on"} if is_ending_missing else {})
        assert self.client.post(self.at("/kolumner"), form).status_code == 303
        self.work()
        return self.client.get(self.at())

    def apply(self, **fields: Any) -> Any:
        form = {"digest": self.draft.plan_digest, "ok": [each["about"] for each in self.draft.warnings], **fields}
        return self.client.post(self.at("/genomfor"), form)

    def work(self) -> None:
        """Do what waits for a worker, as it would."""
        for job in ProcrastinateJob.objects.filter(status="todo", task_name__endswith="_import").order_by("pk"):
            run = {"read_import": read_draft, "apply_import": apply_draft}[job.task_name]
            run(draft_id=UUID(job.args["draft"]), at=timezone.now())
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])


@pytest.fixture
def desk(client: Client, admin: Person) -> Desk:
    return Desk(client, admin)


def test_the_whole_way(desk):
    load(person(), person("2"))

    page = desk.compare(staff=staff(person(title="Chef"), person("2", unit="F2"), person("3")))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Kassör" in text
    assert "Apply all 3 changes" in text
    assert Person.objects.get_queryset().filter(employee_number="3").count() == 0

    assert desk.apply().status_code == 303
    desk.work()
    done = desk.client.get(desk.at())
    assert "Everything is saved" in done.content.decode()
    assert Person.objects.get_queryset().get(employee_number="3").unit.code == "T1"
    assert Membership.objects.filter(person__employee_number="2", to_on=None).get().unit.code == "F2"
    assert AdminAction.objects.filter(verb="import_applied").latest("pk").actor == desk.admin
