"""What is stored, in the reader's words: the registry and the organisation's settings, shaped for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext, pgettext

from cards.lib.registry import TABLES, Field, Kept, Owner, Shelf, Table, Withheld
from cards.lib.registry.exports import EXPORTS
from cards.models import Organisation
from cards.queries.my_data import text_of


@dataclass(frozen=True)
class FieldGroup:
    """Fields of a table of which the same is true."""

    what: str
    how_long: str
    seen_by: str
    erasing: str


@dataclass(frozen=True)
class Untold:
    """What somebody is not told, and why."""

    what: str
    whose: str
    why: str


@dataclass(frozen=True)
class StoredTable:
    """A table in words."""

    title: str
    why: str
    how_long: str
    whose: str  # Empty when it is about nobody.
    exceptions: tuple[FieldGroup, ...]  # What is kept for another time than the table.
    groups: tuple[FieldGroup, ...]
    untold: tuple[Untold, ...]


@dataclass(frozen=True)
class StoredShelf:
    """Tables of one kind."""

    title: str
    tables: tuple[StoredTable, ...]


@dataclass(frozen=True)
class Told:
    """A report or a file in words."""

    title: str
    what: str
    seen_by: str
    is_file: bool


@dataclass(frozen=True)
class Setting:
    """What the organisation has chosen."""

    what: str
    value: str


@dataclass(frozen=True)
class StoredPage:
    """Everything that is stored, and what decides over it."""

    organisation: str
    shelves: tuple[StoredShelf, ...]
    settings: tuple[Setting, ...]
    exports: tuple[Told, ...]

    @property
    def of_people(self) -> tuple[StoredShelf, ...]:
        """What says something about somebody."""
        shelves = (
            StoredShelf(shelf.title, tuple(each for each in shelf.tables if each.whose)) for shelf in self.shelves
        )
        return tuple(shelf for shelf in shelves if shelf.tables)

    @property
    def untold(self) -> tuple[tuple[str, tuple[Untold, ...]], ...]:
        """What is not in *Mina uppgifter*, by its table."""
        tables = (each for shelf in self.shelves for each in shelf.tables)
        return tuple((each.title, each.untold) for each in tables if each.untold)


def stored_page() -> StoredPage:
    """Return what is stored, in one query."""
    organisation = Organisation.objects.get()
    months = organisation.retention_months
    return StoredPage(
        organisation=organisation.name,
        shelves=tuple(
            StoredShelf(
                str(shelf.value), tuple(stored_table(each, months=months) for each in TABLES if each.shelf == shelf)
            )
            for shelf in Shelf
        ),
        settings=settings_of(organisation),
        exports=tuple(Told(str(one.title), str(one.what), joined(one.seen_by), one.is_file) for one in EXPORTS),
    )


def stored_table(table: Table, *, months: int | None) -> StoredTable:
    """Return a table in words."""
    return StoredTable(
        title=str(table.title),
        why=str(table.why),
        how_long=how_long(table.kept, months=months),
        whose=", ".join(dict.fromkeys(str(owner.who) for owner in table.owners)),
        exceptions=groups_of((field for field in table.fields if field.kept != table.kept), months=months),
        groups=groups_of(table.fields, months=months),
        untold=once(untold_of(table)),
    )


def groups_of(fields: Iterable[Field], *, months: int | None) -> tuple[FieldGroup, ...]:
    """Return fields of which the same is true together, in their order."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    for field in fields:
        groups.setdefault((field.kept, field.seen_by, field.fate), []).append(str(field.what))
    return tuple(
        FieldGroup(", ".join(dict.fromkeys(names)), how_long(kept, months=months), joined(seen_by), str(fate.value))
        for (kept, seen_by, fate), names in groups.items()
    )


def untold_of(table: Table) -> Iterable[Untold]:
    """Return what those whose rows these are are not told: the whole of it, or some fields."""
    for owner in table.owners:
        if owner.withheld is not None:
            yield Untold(str(table.title), str(owner.who), str(owner.withheld.value))
        else:
            yield from hidden_from(table, owner)


def once(untold: Iterable[Untold]) -> tuple[Untold, ...]:
    """Return what is not told with everybody whom the same is not told."""
    whose: dict[tuple[str, str], list[str]] = {}
    for one in untold:
        whose.setdefault((one.what, one.why), []).append(one.whose)
    return tuple(Untold(what, ", ".join(dict.fromkeys(who)), why) for (what, why), who in whose.items())


def hidden_from(table: Table, owner: Owner) -> Iterable[Untold]:
    """Return the fields that one of those whose rows these are is not told, those with the same reason together."""
    hidden = [(field.name, field.withheld) for field in table.fields if field.withheld is not None]
    reasons: dict[Withheld, list[str]] = {}
    for name, why in [*hidden, *owner.hides]:
        reasons.setdefault(why, []).append(str(table.field(name).what))
    for why, names in reasons.items():
        yield Untold(", ".join(dict.fromkeys(names)), str(owner.who), str(why.value))


def how_long(kept: Kept, *, months: int | None) -> str:
    """Return how long something is kept, as the organisation has it."""
    if kept not in (Kept.TEXTS, Kept.TEXTS_IN_BOX):
        return str(kept.value)
    if months is None:
        return pgettext("how long", "For good: the organisation has set no limit for texts.")
    if kept == Kept.TEXTS:
        text = ngettext("%(n)d month from the day of the card.", "%(n)d months from the day of the card.", months)
    else:
        text = ngettext(
            "%(n)d month from the day of the card; after that only in the recipients’ boxes, while they are employed.",
            "%(n)d months from the day of the card; after that only in the recipients’ boxes, while they are employed.",
            months,
        )
    return text % {"n": months}


def joined(seen_by: Iterable[Any]) -> str:
    """Return who sees something, in words."""
    return ", ".join(str(seen.value) for seen in seen_by)


def settings_of(organisation: Organisation) -> tuple[Setting, ...]:
    """Return what the organisation has chosen, field by field as the registry has it."""
    table = next((each for each in TABLES if each.model == "cards.Organisation"), None)
    fields = [field for field in table.fields if not field.is_inner] if table else []
    return tuple(Setting(str(field.what), value_of(organisation, field.name)) for field in fields)


def value_of(organisation: Organisation, name: str) -> str:
    """Return a setting in words."""
    column = organisation._meta.get_field(name)
    value = getattr(organisation, name)
    choices = dict(getattr(getattr(column, "base_field", column), "flatchoices", None) or ())
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(each, "")) or text_of(each) for each in values) or "–"
