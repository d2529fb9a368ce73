"""The command: what it prints, and how it leaves."""

import json
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import translation

from cards.actions.importing import IMPORT_LOCK
from cards.management.commands.import_people import Command
from cards.models import Organisation, Person, Unit

UNITS = "enhetskod;namn;typ;överordnad;ort\nVO;Handelslaget;Handelslag;;\nT1;Torget;Supermarket;VO;Borgå\n"
STAFF = (
    "anställningsnummer;förnamn;efternamn;enhetskod;team;titel;e-post;språk;chef_för;anställd_från;anställd_till\n"
    "004711;Åsa;Öhman;T1;Kassan;Kassör;;sv;;2015-01-01;2026-11-21\n"
    "004712;Bo;Ek;T1;;Kassör;;sv;T1;1.2.2015;\n"
)

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"


@pytest.fixture
def files(tmp_path, db):
    """Write both files as most systems do."""
    Organisation.objects.get_or_create()  # A test with transactions of its own has emptied the tables before.
    units, staff = tmp_path / "enheter.csv", tmp_path / "personal.csv"
    units.write_text(UNITS, encoding="utf-8-sig")
    staff.write_text(STAFF, encoding="windows-1252")
    return units, staff


def run(units: Path, staff: Path, *options: str) -> tuple[list[str], int]:
    """Return the lines that the command prints, in English, and its exit code."""
    out, code = StringIO(), 0
    with translation.override("en"):
        try:
            call_command("import_people", "--units", str(units), "--staff", str(staff), *options, stdout=out)
        except SystemExit as left:
            code = int(str(left.code))
    return out.getvalue().splitlines(), code


@pytest.mark.django_db
def test_json_is_one_line_with_every_row_in_one_of_five(files):
    lines, code = run(*files, "--json", "--today", "2026-11-21")

    assert code == 0
    assert lines == ['{"created":2,"updated":0,"unchanged":0,"ended":0,"rejected":[]}']
    again, _code = run(*files, "--json", "--today", "21.11.2026")
    assert again == ['{"created":0,"updated":0,"unchanged":2,"ended":0,"rejected":[]}']
    assert json.loads(run(*files, "--json", "--today", "2026-11-22")[0][-1])["ended"] == 1


@pytest.mark.django_db
def test_rejected_rows_are_in_the_json_and_the_exit_code_is_1(files):
    units, staff = files
    staff.write_text(STAFF.replace(";T1;Kassan", ";X9;Kassan"), encoding="utf-16")

    lines, code = run(units, staff, "--json")

    result = json.loads(lines[-1])
    assert code == 1
    assert result["created"] == 1
    assert result["rejected"] == [
        {"file": str(staff), "line": 2, "column": "enhetskod", "reason": "There is no unit with the code X9."}
    ]
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_rejected_rows_are_told_to_people_with_their_place(files):
    units, staff = files
    units.write_text(UNITS.replace(";VO;Borgå", ";T1;Borgå"), encoding="utf-8")

    lines, code = run(units, staff)

    assert code == 1
    assert lines == [
        f"{units}:3: överordnad: The unit T1 would be its own ancestor.",
        "Rejected: 1. Nothing was saved.",
    ]
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_people_read_what_was_done(files):
    lines, code = run(*files)

    assert code == 0
    assert lines == [
        "Units: 2 new, 0 changed. Teams: 1 new.",
        "People: 2 new, 0 changed, 0 ended, 0 as before.",
        "Everything is saved.",
    ]


@pytest.mark.django_db
def test_a_dry_run_prints_the_same_and_saves_nothing(files):
    dry, _code = run(*files, "--dry-run", "--json")

    assert not Unit.objects.exists()
    assert run(*files, "--dry-run")[0][-1] == "A dry run: nothing was saved."
    assert run(*files, "--json")[0] == dry


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_rejected_by_name(files, tmp_path):
    lines, code = run(files[0], tmp_path / "borta.csv", "--json")

    assert code == 1
    found = json.loads(lines[-1])["rejected"]
    assert [(row["file"], row["line"]) for row in found] == [(str(tmp_path / "borta.csv"), 1)]


def test_a_day_that_is_none_is_refused(files):
    with pytest.raises(CommandError, match="2026-11-01"):
        run(*files, "--today", "i morgon")


@pytest.mark.django_db
def test_end_missing_is_an_option(files):
    units, staff = files
    run(units, staff, "--today", "2026-11-20")
    staff.write_text("".join(STAFF.splitlines(keepends=True)[:2]), encoding="utf-8")

    assert json.loads(run(units, staff, "--json", "--today", "2026-11-20")[0][-1])["ended"] == 0
    assert json.loads(run(units, staff, "--json", "--today", "2026-11-20", "--end-missing")[0][-1])["ended"] == 1


@pytest.mark.django_db
def test_either_file_can_be_left_out_but_not_both(files):
    units, staff = map(str, files)
    for arguments in (["--units", units], ["--staff", staff]):
        with redirect_stdout(StringIO()):
            call_command("import_people", *arguments)

    assert Person.objects.get_queryset().count() == 2
    for arguments in ([], ["--units", units, "--end-missing"]):
        with pytest.raises(CommandError):
            call_command("import_people", *arguments)


@pytest.mark.django_db
def test_today_is_the_organisations_day(files, monkeypatch):
    Organisation.objects.update(time_zone="Pacific/Kiritimati")
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))

    run(*files)

    assert Person.objects.get_queryset().get(employee_number="004711").is_ended


@pytest.mark.django_db(transaction=True)
def test_a_second_import_waits_for_the_first(files):
    results = []

    def second() -> None:
        try:
            results.append(run(*files, "--json", "--today", "2026-11-21"))
        finally:
            connection.close()

    other = Thread(target=second)
    with transaction.atomic(), closing(connection.cursor()) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        other.start()
        is_waiting = False
        while other.is_alive() and not is_waiting:
            cursor.execute(WAITING, [IMPORT_LOCK])
            is_waiting = cursor.fetchone()[0] == 1

        assert is_waiting
        assert not Person.objects.exists()
    other.join()

    assert json.loads(results[0][0][-1])["created"] == 2


@pytest.mark.django_db
def test_a_terminal_sees_a_bar_that_goes_away(files, monkeypatch):
    err = StringIO()
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with translation.override("en"):
        call_command("import_people", "--units", str(files[0]), "--staff", str(files[1]), stdout=StringIO(), stderr=err)

    assert "0 %" in err.getvalue()
    assert err.getvalue().endswith("\r\x1b[K")


class Terminal(StringIO):
    """A terminal, as far as Django asks."""

    def isatty(self) -> bool:
        return True


def test_the_bar_is_not_red_as_an_error_is():
    err = Terminal()

    Command(stderr=err, force_color=True).bar()(1, 5)

    assert err.getvalue().startswith("\r█")
