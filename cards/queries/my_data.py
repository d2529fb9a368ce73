"""Everything that is stored about somebody: the registry is walked, so that no table is forgotten."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import Field as Column
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from cards.lib.registry import TABLES, Field, Owner, Table
from cards.models import Person
from cards.queries.my_data_names import Names, kind_of, load_names
from cards.queries.my_data_rows import Asked, masked, own_rows

CHUNK = 500  # Rows in memory at a time.
WIDEST = 9  # Columns of a table to read.
LONG = 160  # Characters that no longer fit in a column.

Value = None | bool | int | float | str | list[Any] | dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """One value: as a machine reads it, and as a person does; `text` is empty where there is nothing to read."""

    field: Field
    value: Value
    text: str


@dataclass(frozen=True)
class Section:
    """A table as far as it is somebody's by one of its paths. The rows are read while they are walked, once."""

    table: Table
    owner: Owner
    fields: tuple[Field, ...]
    rows: Iterator[tuple[Cell, ...]]

    @property
    def is_for_reading(self) -> bool:
        """Tell whether a person reads anything here."""
        return any(not field.is_inner for field in self.fields)

    @property
    def is_tabular(self) -> bool:
        """Tell whether the rows are short enough to stand under each other in a table."""
        read = [field.name for field in self.fields if not field.is_inner]
        return len(read) <= WIDEST and all(is_short(self.table, name) for name in read)


def my_data(person: Person, *, language: str, at: datetime) -> Iterator[Section]:
    """Walk everything that is stored about somebody and that they may be told."""
    names = Names(viewer=person, language=language)
    for table in TABLES:
        for owner in table.owners:
            if owner.withheld is None:
                fields = told(table, owner)
                yield Section(table, owner, fields, walk(table, owner, fields, asked=Asked(person, at), names=names))


def is_short(table: Table, name: str) -> bool:
    """Tell whether what a field holds fits in a column."""
    column = apps.get_model(table.model)._meta.get_field(name)
    kind = column.get_internal_type() if isinstance(column, Column) else ""
    return kind not in ("TextField", "JSONField", "BinaryField") and (getattr(column, "max_length", 0) or 0) < LONG


def told(table: Table, owner: Owner) -> tuple[Field, ...]:
    """Return the fields of a table that one of those whose row it is may be told."""
    hidden = {name for name, _why in owner.hides}
    return tuple(field for field in table.fields if field.withheld is None and field.name not in hidden)


def walk(
    table: Table, owner: Owner, fields: tuple[Field, ...], *, asked: Asked, names: Names
) -> Iterator[tuple[Cell, ...]]:
    """Read rows some hundred at a time, with the names of what they refer to."""
    model = apps.get_model(table.model)
    columns: list[Column[Any, Any]] = [model._meta.get_field(field.name) for field in fields]
    values = {f"{field.attname}_told": masked(table, field.attname) for field in columns}
    rows = iter(own_rows(table, owner, asked).annotate(**values).values_list(*values).iterator(chunk_size=CHUNK))
    while chunk := list(islice(rows, CHUNK)):
        load_names(names, table, columns, chunk)
        for row in chunk:
            yield tuple(
                cell(table, field, column, value, names)
                for field, column, value in zip(fields, columns, row, strict=True)
            )


def cell(table: Table, field: Field, column: "Column[Any, Any]", value: Any, names: Names) -> Cell:
    """Return a value in both forms."""
    kind = kind_of(table, field.name)
    if kind is not None and value is not None:
        name = names.of(kind, value, is_party=(table.model, field.name) in PARTIES)
        return Cell(field, name, name)
    if value is not None and column.choices:
        labels = dict(column.flatchoices)
        return Cell(field, plain(value), str(labels.get(value, value)))
    value = names.within(value) if isinstance(value, dict | list) else value
    return Cell(field, plain(value), text_of(value))


# Whose names stand on one's own cards and settings, wherever they work.
PARTIES = {
    ("cards.Card", "sender"),
    ("cards.CardRecipient", "person"),
    ("cards.CardRecipient", "sender"),
    ("cards.Block", "blocked"),
}


def plain(value: Any) -> Value:
    """Return a value as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, memoryview | bytes):
        return None
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def text_of(value: Any) -> str:
    """Return a value in words; nothing for what is empty."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return pgettext("switch", "yes") if value else pgettext("switch", "no")
    if isinstance(value, datetime):
        at = timezone.localtime(value)
        return f"{date_format(at, 'DATE_FORMAT')} {date_format(at, 'TIME_FORMAT')}"
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return listed(value) if isinstance(value, dict | list) else str(value)


def listed(value: dict[str, Any] | list[Any]) -> str:
    """Return many values in words."""
    parts: Iterable[str] = (
        (f"{key}: {text_of(each)}" for key, each in value.items())
        if isinstance(value, dict)
        else (text_of(each) for each in value)
    )
    return ", ".join(part for part in parts if part)
