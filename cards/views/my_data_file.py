"""Everything about somebody as a file: a page to read, and the same for machines. Some hundred rows are in memory."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, TextIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cards.queries.my_data import Cell, Section
from cards.queries.stored import StoredPage

IN_MEMORY = 2_000_000  # Bytes; what is more waits on the disk, in a file that has no name.


def write_my_data(sections: Iterable[Section], page: StoredPage, *, name: str, at: datetime) -> IO[bytes]:
    """Return the ZIP, to be read from its beginning; whoever reads it closes it."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - it is handed on
    with ZipFile(file, "w", ZIP_DEFLATED) as archive, SpooledTemporaryFile(max_size=IN_MEMORY) as data:
        title = _("Everything about me")
        with archive.open("hjartkort.html", "w") as html, TextIOWrapper(html, "utf-8") as text:
            machine = TextIOWrapper(data, "utf-8")
            text.write(head(title, name=name, at=at, page=page))
            machine.write(json.dumps({"name": name, "at": at.isoformat()})[:-1] + ', "tables": [')
            write_sections(sections, page, text=text, machine=machine)
            machine.write("]}\n")
            machine.flush()
            text.write(tail(page))
            machine.detach()
        data.seek(0)
        with archive.open("hjartkort.json", "w") as target:
            while piece := data.read(1 << 16):
                target.write(piece)
    file.seek(0)
    return file


def write_sections(sections: Iterable[Section], page: StoredPage, *, text: TextIO, machine: TextIO) -> None:
    """Write every section in both forms, in one walk."""
    shelf, is_first = None, True
    how_long = {table.title: table.how_long for each in page.shelves for table in each.tables}
    for section in sections:
        table = section.table
        if section.is_for_reading:
            if shelf != table.shelf:
                shelf = table.shelf
                text.write(format_html("<h2>{}</h2>\n", shelf.value))
            text.write(section_head(section, how_long=how_long.get(str(table.title), "")))
        owner = section.owner
        about = {"table": table.model, "title": str(table.title), "as": str(owner.who), "path": owner.path}
        machine.write(("" if is_first else ",") + "\n" + json.dumps(about, ensure_ascii=False)[:-1] + ', "rows": [')
        is_first = False
        count = write_rows(section, text=text, machine=machine)
        if section.is_for_reading:
            text.write(section_tail(section, count=count))
        machine.write("]}")


def section_tail(section: Section, *, count: int) -> str:
    """Return the end of a section, which says so when there was nothing."""
    end = "</table>\n" if section.is_tabular else ""
    return end if count else end + format_html("<p>{}</p>\n", _("Nothing."))


def write_rows(section: Section, *, text: TextIO, machine: TextIO) -> int:
    """Write the rows of a section; return how many there are."""
    count = 0
    for count, row in enumerate(section.rows, start=1):
        line = json.dumps({cell.field.name: cell.value for cell in row}, ensure_ascii=False)
        machine.write(("," if count > 1 else "") + "\n" + line)
        if section.is_for_reading:
            text.write(line_of(row) if section.is_tabular else "<dl>" + "".join(pieces(row)) + "</dl>\n")
    return count


def line_of(row: Iterable[Cell]) -> str:
    """Return a row of a table."""
    return "<tr>" + "".join(f"<td>{escape(cell.text)}</td>" for cell in row if not cell.field.is_inner) + "</tr>\n"


def pieces(row: Iterable[Cell]) -> Iterator[str]:
    """Return what a person reads of a row."""
    for cell in row:
        if cell.text and not cell.field.is_inner:
            yield f"<div><dt>{escape(cell.field.what)}</dt><dd>{escape(cell.text)}</dd></div>"


def section_head(section: Section, *, how_long: str) -> str:
    """Return the head of a section: what it is, as whose, why it is there and how long."""
    table = section.table
    head = format_html(
        "<h3>{} <small>({})</small></h3>\n<p>{} {}</p>\n", table.title, section.owner.who, table.why, how_long
    )
    if not section.is_tabular:
        return head
    names = (f'<th scope="col">{escape(field.what)}</th>' for field in section.fields if not field.is_inner)
    return f"{head}<table>\n<tr>{''.join(names)}</tr>\n"


def head(title: str, *, name: str, at: datetime, page: StoredPage) -> str:
    """Return the beginning of the page."""
    when = date_format(at, "DATE_FORMAT")
    return format_html(
        '<!doctype html>\n<html lang="{}">\n<head><meta charset="utf-8"><title>{}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{}</style></head>\n'
        "<body>\n<h1>{}</h1>\n<p>{}<br>{}, {}</p>\n<p>{}</p>\n",
        get_language() or "sv",
        title,
        render_to_string("privacy/file.css"),
        title,
        name,
        page.organisation,
        when,
        _("This is your own copy. Keep it where others do not read it: it holds words that were meant for you alone."),
    )


def tail(page: StoredPage) -> str:
    """Return the end of the page: what is not here, and why."""
    rows = "".join(
        format_html("<li>{}: {} <small>({})</small></li>\n", one.what, one.why, one.whose)
        for _title, untold in page.untold
        for one in untold
    )
    return f"<h2>{escape(_('What is not here, and why'))}</h2>\n<ul>\n{rows}</ul>\n</body>\n</html>\n"
