"""Count the tallies anew from the cards: `rebuild_tallies [--check]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cards.actions.tallies import Difference, check_tallies, rebuild_tallies


class Command(BaseCommand):
    help = "Count the tallies anew from the cards, or say where they differ from them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let one look without touching."""
        parser.add_argument("--check", action="store_true", help="print each difference, change nothing; 1 if any")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Rebuild, or check. Raises CommandError when a number differs."""
        if not check:
            counted = rebuild_tallies(at=timezone.now())
            self.stdout.write(
                ngettext("%(n)d recipient counted.", "%(n)d recipients counted.", counted) % {"n": counted}
            )
            return
        differences = check_tallies(at=timezone.now())
        for difference in differences:
            self.stdout.write(line_of(difference))
        if differences:
            raise CommandError(
                ngettext(
                    "%(n)d number differs from the cards.", "%(n)d numbers differ from the cards.", len(differences)
                )
                % {"n": len(differences)}
            )
        self.stdout.write(_("Every number is what the cards add up to."))


def line_of(difference: Difference) -> str:
    """Return a difference on one line: keys, as the cards have it, as the tallies have it."""
    one = difference
    place = f"{one.what} {one.grain} {one.period} type {one.card_type_id} unit {one.unit_id} {one.other_id}"
    return f"{place}: counted {one.counted or 0}, stored {one.stored or 0}"
