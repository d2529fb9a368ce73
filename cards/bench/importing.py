"""Measure an import as the browser does it: from the uploaded file to what would change, and from yes to done."""

import csv
import io
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from cards.actions.importing_drafts import ask_to_apply, keep_files, name_columns
from cards.actions.importing_glance import glance
from cards.actions.importing_jobs import apply_draft, read_draft
from cards.bench.databases import migrate, using
from cards.bench.people import FAMILY_NAMES, GIVEN_NAMES
from cards.bench.tables import columns
from cards.lib.column_heads import STAFF_HEADS, UNIT_HEADS, StaffColumn, UnitColumn
from cards.models import ImportFileKind, ImportState, Level, Organisation, Person, Unit, UnitKind

AREAS, UNIT_SIZE, TEAMS = 6, 40, 4
TITLES = ("Kassör", "Säljare", "Kock", "Servitör", "Lagerarbetare")
# What part of everybody changes: in an ordinary month, and when a personnel system is replaced.
MONTHS = {"everybody is new": 0.0, "an ordinary month": 0.05, "nobody changes": 0.0, "everybody changes": 1.0}

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Timing:
    """Seconds from the upload to the preview, and from the yes to the end."""

    month: str
    rows: int
    changes: int
    preview: float
    apply: float


def measure_import(rows: int, *, seed: int, report: Report) -> list[Timing]:
    """Import the same people month after month, in a database of its own."""
    with scratch():
        admin = make_admin()
        timings = []
        staff = make_staff(rows, Random(seed))
        for number, (month, part) in enumerate(MONTHS.items()):
            report(f"Import: {month}", 0, 1)
            change(staff, part, Random(f"{seed} {month}"))
            timings.append(measure_month(month, staff, admin, has_units=number == 0))
            report(f"Import: {month}", 1, 1)
    return timings


def measure_month(month: str, staff: Sequence[dict[str, str]], admin: Person, *, has_units: bool) -> Timing:
    """Take the way of the browser with one month's files; the jobs run here instead of in a worker."""
    data = {ImportFileKind.STAFF: as_file(list(STAFF_HEADS), staff)}
    if has_units:
        data[ImportFileKind.UNITS] = as_file(list(UNIT_HEADS), make_units(len(staff)))
    began = time.monotonic()
    files = {kind: glance(f"{kind}.csv", each) for kind, each in data.items()}
    draft = keep_files(admin=admin, files=files, is_ending_missing=False, at=timezone.now())
    chosen = {kind: list(STAFF_HEADS if kind == ImportFileKind.STAFF else UNIT_HEADS) for kind in files}
    name_columns(admin=admin, draft_id=draft.pk, columns=chosen, is_ending_missing=False, at=timezone.now())
    read_draft(draft_id=draft.pk, at=timezone.now())
    previewed = time.monotonic()
    draft.refresh_from_db()
    ticked = [str(warned["about"]) for warned in draft.warnings]
    ask_to_apply(admin=admin, draft_id=draft.pk, digest=draft.plan_digest, ticked=ticked, at=timezone.now())
    apply_draft(draft_id=draft.pk, at=timezone.now())
    ended = time.monotonic()
    draft.refresh_from_db()
    if draft.state != ImportState.APPLIED:
        raise RuntimeError(f"The import was not applied: {draft.counts}")
    changes = sum(draft.counts[kind] for kind in ("created", "moved", "updated", "ended", "returned"))
    return Timing(month, len(staff), changes, previewed - began, ended - previewed)


def make_staff(rows: int, rng: Random) -> list[dict[str, str]]:
    """Return people as the staff file tells them."""
    units = max(rows // UNIT_SIZE, 1)
    return [
        {
            StaffColumn.NUMBER: f"{number:06}",
            StaffColumn.GIVEN_NAME: rng.choice(GIVEN_NAMES),
            StaffColumn.FAMILY_NAME: rng.choice(FAMILY_NAMES),
            StaffColumn.UNIT: f"U{number % units:04}",
            StaffColumn.TEAM: f"Lag {rng.randrange(TEAMS)}",
            StaffColumn.TITLE: rng.choice(TITLES),
            StaffColumn.EMAIL: f"person.{number}@handelslaget.example",
            StaffColumn.LANGUAGE: rng.choice(("sv", "fi")),
            StaffColumn.MANAGES: f"U{number % units:04}" if number < units else "",
            StaffColumn.EMPLOYED_FROM: date(2010 + rng.randrange(16), 1 + rng.randrange(12), 1).isoformat(),
        }
        for number in range(1, rows + 1)
    ]


def make_units(rows: int) -> Iterator[dict[str, str]]:
    """Yield the units that so many people are in."""
    yield {UnitColumn.CODE: "VO", UnitColumn.NAME: "Handelslaget", UnitColumn.KIND: "Handelslag"}
    for area in range(AREAS):
        yield {UnitColumn.CODE: f"A{area}", UnitColumn.NAME: f"Område {area}", UnitColumn.PARENT: "VO"}
    for unit in range(max(rows // UNIT_SIZE, 1)):
        yield {
            UnitColumn.CODE: f"U{unit:04}",
            UnitColumn.NAME: f"Enhet {unit}",
            UnitColumn.KIND: "Supermarket",
            UnitColumn.PARENT: f"A{unit % AREAS}",
        }


def change(staff: Sequence[dict[str, str]], part: float, rng: Random) -> None:
    """Let a part of everybody have another title, and a fifth of those another unit."""
    units = sorted({row[StaffColumn.UNIT] for row in staff})
    for row in staff:
        if rng.random() < part:
            row[StaffColumn.TITLE] = f"{rng.choice(TITLES)} {rng.randrange(9)}"
            if rng.random() < 1 / 5:
                row[StaffColumn.UNIT] = rng.choice(units)


def as_file(heads: Sequence[str], rows: Iterable[dict[str, str]]) -> bytes:
    """Return rows as a personnel system exports them."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, heads, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def make_admin() -> Person:
    """Make who imports, in an organisation without anybody else."""
    Organisation.objects.update_or_create(defaults={"name": "Handelslaget"})
    root = Unit.objects.create(code="ROOT", name="Handelslaget", kind=UnitKind.COOP, level=Level.ROOT)
    return Person.objects.create(
        given_name="Maj", family_name="Åberg", unit=root, employed_from=date(2010, 1, 1), is_admin=True
    )


@contextmanager
def scratch() -> Iterator[None]:
    """Use an empty database of its own, and remove it afterwards."""
    in_use = connections[DEFAULT_DB_ALIAS]
    name = f"{connections.databases[DEFAULT_DB_ALIAS]['NAME']}_bench_import"
    settings = {**in_use.settings_dict, "NAME": name, "CONN_MAX_AGE": None}
    settings["OPTIONS"] = {option: value for option, value in settings["OPTIONS"].items() if option != "pool"}
    connection: BaseDatabaseWrapper = type(in_use)(settings, DEFAULT_DB_ALIAS)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        with using(connection):
            migrate()
            yield
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def import_table(timings: Sequence[Timing]) -> str:
    """Return the figures as a table: rows a second, and the seconds they come to."""
    rows = [
        [
            each.month,
            f"{each.rows:,}",
            f"{each.changes:,}",
            f"{each.preview:.1f} s",
            f"{each.rows / each.preview:,.0f}",
            f"{each.apply:.1f} s",
            f"{each.rows / each.apply:,.0f}",
        ]
        for each in timings
    ]
    return columns([["import", "rows", "changes", "preview", "rows/s", "apply", "rows/s"], *rows])
