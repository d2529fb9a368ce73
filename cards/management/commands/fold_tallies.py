"""Fold what has left the postbox into the tallies: `fold_tallies`. A worker does so by itself."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from cards.actions.tallies import fold_tallies


class Command(BaseCommand):
    help = "Fold what has left the postbox into the tallies; a worker does so by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """Fold, and say how much."""
        taken = fold_tallies(at=timezone.now())
        self.stdout.write(ngettext("%(n)d entry folded.", "%(n)d entries folded.", taken) % {"n": taken})
