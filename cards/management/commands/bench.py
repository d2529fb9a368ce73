"""Measure what pages read as cards grow: load databases, read them, hold the figures to limits."""

import json
import os
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cards.bench.databases import drop, parse_sizes, size_name
from cards.bench.limits import checks, worst
from cards.bench.loading import load
from cards.bench.pages import measure_pages, page_checks, pages_as_json, pages_table
from cards.bench.reporting import as_json, checks_table, figures_table
from cards.bench.rounds import Figure, measure
from hjartkort.progress import Progress


def sizes(text: str) -> list[int]:
    """Read numbers of cards for argparse."""
    try:
        return parse_sizes(text)
    except ValueError as error:
        raise ArgumentTypeError("write numbers of cards from 2k on, such as 10k,1M") from error


class Command(BaseCommand):
    help = "Measure what pages read as cards grow. Each size has a database of its own."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        told = {
            "load": "fill a database for each size, unless this seed fills it already",
            "read": "measure the feed at each size",
            "page": "measure the feed's page in Django, and fail when a limit is exceeded",
            "gate": "measure, and fail when a limit is exceeded",
            "drop": "remove the databases of these sizes",
        }
        for name, text in told.items():
            command = what.add_parser(name, help=text)
            command.add_argument("--cards", type=sizes, default="10k,100k", help="the sizes, such as 10k,1M")
            if name == "drop":
                continue
            command.add_argument("--seed", type=int, default=1, help="another seed makes other cards")
            if name != "load":
                command.add_argument("--rounds", type=int, default=30, help="how often each contender runs")
                command.add_argument("--json", type=Path, help="write all figures to this file")

    def handle(self, *, what: str, cards: list[int], **options: Any) -> None:
        if what == "drop":
            for total in cards:
                drop(total)
            return
        progress, seed = Progress(), options["seed"]
        for total in cards:
            if not load(total, seed=seed, report=progress):
                self.stdout.write(f"{size_name(total)} cards: there already")
        if what == "page":
            self.pages(cards, progress, **options)
        elif what != "load":
            self.read(cards, progress, is_gate=what == "gate", **options)

    def read(self, cards: list[int], progress: Progress, *, is_gate: bool, seed: int, **options: Any) -> None:
        """Measure, tell, and hold to the limits if that is asked."""
        began = os.getloadavg()[0]
        figures = measure(cards, seed=seed, rounds=options["rounds"], report=progress)
        found = checks(figures)
        if options["json"]:
            told = as_json(figures, found, seed=seed, rounds=options["rounds"], began=began)
            options["json"].write_text(json.dumps(told, indent=1, ensure_ascii=False))
        self.stdout.write(figures_table(figures))
        if is_gate:
            self.hold(figures)

    def pages(self, cards: list[int], progress: Progress, *, seed: int, rounds: int, **options: Any) -> None:
        """Measure whole pages at each size, tell, and hold them to their limits."""
        runs = [measure_pages(total, seed=seed, rounds=rounds, report=progress) for total in cards]
        found = [check for run in runs for check in page_checks(run)]
        if options["json"]:
            options["json"].write_text(json.dumps(pages_as_json(runs, seed=seed, rounds=rounds), indent=1))
        self.stdout.write(f"{pages_table(runs)}\n\n{checks_table(found, [])}")
        if not worst(found).is_met:
            raise CommandError(f"Worst: {worst(found).case}, {worst(found).measure}: {worst(found).value:g}.")

    def hold(self, figures: list[Figure]) -> None:
        """Print the limits; the last line names what uses up most of one. Raises CommandError when one is exceeded."""
        found = checks(figures)
        self.stdout.write(f"\n{checks_table(found, figures)}")
        most = worst(found)
        told = f"Worst: {most.case}, {most.measure}: {most.value:g}, at most {most.at_most:g}."
        if not most.is_met:
            raise CommandError(told)
        self.stdout.write(told)
