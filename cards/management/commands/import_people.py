"""Import units and people from two exported tables: `import_people --units U.csv --staff S.csv`."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from cards.actions.importing import import_people
from cards.actions.importing_apply import Tell, tell_nobody
from cards.actions.importing_plan import Outcome, Plan
from cards.actions.importing_sheets import Source
from cards.lib.dates_typed import parse_day
from cards.lib.days import local_day
from cards.queries.organisation import time_zone_of_organisation

BAR = 30  # Characters of the progress bar.


class Command(BaseCommand):
    help = "Import units and staff from the tables a personnel system exports. All of it is saved, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name both files, and what to do with them."""
        parser.add_argument("--units", metavar="FILE", help="the units: code, name, type, parent, place")
        parser.add_argument("--staff", metavar="FILE", help="the staff, one person a row; either file may be left out")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and save nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")
        parser.add_argument("--end-missing", action="store_true", help="end those who are gone from the staff file")
        parser.add_argument("--today", type=day, metavar="DATE", help="the day it is (default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, tell the result, and leave with 1 when something was rejected."""
        if not options["units"] and not options["staff"]:
            raise CommandError(_("Name a file: --units, --staff, or both."))
        if options["end_missing"] and not options["staff"]:
            raise CommandError(_("--end-missing needs a staff file."))
        is_watched = sys.stderr.isatty() and not options["json"]
        plan = import_people(
            units=source(options["units"]),
            staff=source(options["staff"]),
            on=options["today"] or today(),
            at=timezone.now(),
            is_ending_missing=options["end_missing"],
            is_dry_run=options["dry_run"],
            tell=self.bar() if is_watched else tell_nobody,
        )
        lines = [as_json(plan)] if options["json"] else as_text(plan, is_dry_run=options["dry_run"])
        for line in lines:
            self.stdout.write(line)
        if plan.rejected:
            raise SystemExit(1)

    def bar(self) -> Tell:
        """Return what draws a progress bar on the terminal, and takes it away when all is done."""

        def draw(done: int, total: int) -> None:
            filled = BAR * done // total
            end = "\r\x1b[K" if done == total else ""
            text = f"\r{'█' * filled}{'░' * (BAR - filled)} {100 * done // total} %{end}"
            self.stderr.write(text, style_func=str, ending="")  # Without a style, Django writes it red, as an error.
            self.stderr.flush()

        return draw


def day(typed: str) -> date:
    """Return the date an argument names."""
    try:
        return parse_day(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(_("write the date as 2026-11-01 or 1.11.2026")) from None


def today() -> date:
    """Return the day it is where the organisation is."""
    return local_day(timezone.now(), time_zone_of_organisation())


def source(name: str | None) -> Source | None:
    """Return a file's bytes, or why there are none; nothing for a file that is left out."""
    if not name:
        return None
    try:
        return Source(name, Path(name).read_bytes())
    except OSError as error:
        return Source(name, unreadable=_("The file cannot be read: %(why)s.") % {"why": error.strerror})


def as_json(plan: Plan) -> str:
    """Return the result for programs, in one line."""
    result = {outcome.value: plan.count(outcome) for outcome in counted}
    return json.dumps(result | {"rejected": [asdict(rejection) for rejection in plan.rejected]}, separators=(",", ":"))


counted = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.ENDED)


def as_text(plan: Plan, *, is_dry_run: bool) -> list[str]:
    """Return the result for people, line by line."""
    lines = [
        f"{found.file}:{found.line}: {found.column}: {found.reason}"
        if found.column
        else f"{found.file}:{found.line}: {found.reason}"
        for found in plan.rejected
    ]
    if plan.rejected:
        return [*lines, _("Rejected: %(count)d. Nothing was saved.") % {"count": len(plan.rejected)}]
    counts = {outcome.value: plan.count(outcome) for outcome in Outcome}
    lines.append(
        _("Units: %(created)d new, %(changed)d changed. Teams: %(teams)d new.")
        % {"created": sum(map(len, plan.units.created)), "changed": len(plan.units.changed), "teams": len(plan.teams)}
    )
    lines.append(_("People: %(created)d new, %(updated)d changed, %(ended)d ended, %(unchanged)d as before.") % counts)
    lines.append(_("A dry run: nothing was saved.") if is_dry_run else _("Everything is saved."))
    return lines
