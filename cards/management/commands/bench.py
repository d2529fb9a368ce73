"""Measure what pages, boards and cards cost as cards grow: load databases, measure, hold the figures to limits."""

import json
import os
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings

from cards.bench.checks import Outcome, worst
from cards.bench.databases import drop, parse_sizes, size_name
from cards.bench.importing import import_table, measure_import
from cards.bench.loading import load
from cards.bench.pages import measure_pages, page_checks, pages_table
from cards.bench.reading import measure_reads
from cards.bench.reporting import as_json, checks_table
from cards.bench.storing import measure_storage
from cards.bench.writing import measure_writes
from hjartkort.progress import Progress

TOLD = {
    "load": "fill a database for each size, unless this seed fills it already",
    "read": "measure the feed and the boards at each size",
    "write": "measure sending at each size",
    "page": "measure the feed's page in Django at each size",
    "storage": "measure what a card takes on disk at each size",
    "gate": "measure all of that, and fail when a limit is exceeded",
    "drop": "remove the databases of these sizes",
    "import": "import people month after month, as the browser does, in a database of its own",
}

ATTEMPTS = 3  # At staying within the limits of CPU.

Measurement = Callable[[], list[Outcome]]


def sizes(text: str) -> list[int]:
    """Read numbers of cards for argparse."""
    try:
        return parse_sizes(text)
    except ValueError as error:
        raise ArgumentTypeError("write numbers of cards from 2k on, such as 10k,1M") from error


def pages(cards: list[int], *, seed: int, rounds: int, progress: Progress) -> Outcome:
    """Measure whole pages at each size."""
    runs = [measure_pages(total, seed=seed, rounds=rounds, report=progress) for total in cards]
    figures = [figure for run in runs for figure in run.figures]
    return Outcome("page", pages_table(runs), figures, [check for run in runs for check in page_checks(run)])


def until_calm(measurement: Measurement) -> list[Outcome]:
    """Measure again when CPU is beyond a limit: with busy neighbours it is now and then, and with a cause always."""
    for _attempt in range(ATTEMPTS):
        outcomes = measurement()
        if all(check.is_met or not check.is_of_cpu for outcome in outcomes for check in outcome.checks):
            break
    return outcomes


class Command(BaseCommand):
    help = "Measure what pages, boards and cards cost as cards grow. Each size has a database of its own."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        for name, text in TOLD.items():
            command = what.add_parser(name, help=text)
            if name == "import":
                command.add_argument("--rows", type=int, default=5000, help="how many people")
                command.add_argument("--seed", type=int, default=1, help="another seed makes other people")
                continue
            command.add_argument("--cards", type=sizes, default="10k,100k", help="the sizes, such as 10k,1M")
            if name == "drop":
                continue
            command.add_argument("--seed", type=int, default=1, help="another seed makes other cards")
            if name != "load":
                command.add_argument("--rounds", type=int, default=30, help="how often each contender runs")
                command.add_argument("--json", type=Path, help="write all figures to this file")

    def handle(self, *, what: str, **options: Any) -> None:
        if what == "import":
            timings = measure_import(options["rows"], seed=options["seed"], report=Progress())
            self.stdout.write(f"\n{import_table(timings)}")
        else:
            self.handle_cards(what, **options)

    def handle_cards(self, what: str, *, cards: list[int], **options: Any) -> None:
        """Do what is about a number of cards."""
        if what == "drop":
            for total in cards:
                drop(total)
            return
        progress = Progress()
        for total in cards:
            if not load(total, seed=options["seed"], report=progress):
                self.stdout.write(f"{size_name(total)} cards: there already")
        if what != "load":
            with override_settings(DEBUG=False):  # Which would have every statement written out for a person to read.
                self.measure(what, cards, progress, **options)

    def measure(self, what: str, cards: list[int], progress: Progress, *, seed: int, **options: Any) -> None:
        """Measure, tell, and hold to the limits if that is asked."""
        began, rounds = os.getloadavg()[0], options["rounds"]
        asked: dict[str, Measurement] = {
            "storage": lambda: [measure_storage(cards, report=progress)],  # Before anything is written.
            "read": lambda: measure_reads(cards, seed=seed, rounds=rounds, report=progress),
            "write": lambda: [measure_writes(cards, seed=seed, rounds=rounds, report=progress)],
            "page": lambda: [pages(cards, seed=seed, rounds=rounds, progress=progress)],
        }
        outcomes: list[Outcome] = []
        for name, measurement in asked.items():
            if what == "gate":
                outcomes += until_calm(measurement)
            elif what == name:
                outcomes += measurement()
        if options["json"]:
            told = as_json(outcomes, cards, seed=seed, rounds=rounds, began=began)
            options["json"].write_text(json.dumps(told, indent=1, ensure_ascii=False))
        for outcome in outcomes:
            self.stdout.write(f"\n{outcome.table}")
        if what == "gate":
            self.hold(outcomes)

    def hold(self, outcomes: list[Outcome]) -> None:
        """Print the limits; the last line names what uses up most of one. Raises CommandError when one is exceeded."""
        self.stdout.write(f"\n{checks_table(outcomes)}")
        most = worst([check for outcome in outcomes for check in outcome.checks])
        told = f"Worst: {most.case}, {most.measure}: {most.value:g}, at most {most.at_most:g}."
        if not most.is_met:
            raise CommandError(told)
        self.stdout.write(told)
