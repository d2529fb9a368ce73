"""The rows that an import cannot use, as a table: where each stands, why, and its cells as they are."""

from collections.abc import Iterator, Sequence

from django.utils.translation import pgettext

from cards.lib.csv_export import Cell
from cards.queries.importing_pages import RejectedRows


def rejected_table(files: Sequence[RejectedRows]) -> Iterator[Sequence[Cell]]:
    """Yield for each file its heads, and its rows that cannot be used."""
    for number, file in enumerate(files):
        if number:
            yield []
        yield [
            pgettext("import", "File"),
            pgettext("import", "Line"),
            pgettext("import", "Column"),
            pgettext("import", "Reason"),
            *file.heads,
        ]
        for line, column, reason, cells in file.rows:
            yield [file.file, line, column, reason, *cells]
