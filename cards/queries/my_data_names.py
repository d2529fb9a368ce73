"""Names for the keys in somebody's data, as pages would show them to that person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Field as Column
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cards.lib.registry import Table
from cards.models import AdminAction, Card, CardTypeText, Closing, Language, Person, ReadyLineText, Unit
from cards.queries.admin_log import verb_name
from cards.queries.admin_log_words import field_name
from cards.queries.openings import name_shown, page_name

# Keys that are kept without a foreign key, by the field's name.
LOOSE = {"person_id": "Person", "unit_id": "Unit", "card_type_id": "CardType", "card_id": "Card"}
WORDS = {
    ("cards.AdminAction", "verb"): "verb",
    ("cards.AdminValue", "field"): "field",
    ("cards.PageOpening", "page"): "page",
}
MANY = {"Person", "Card", "AdminAction", "Closing"}  # Asked for with each chunk; the others once.
KNOWN = MANY | {"Unit", "CardType", "ReadyLine"}


@dataclass
class Names:
    """What rows are called; those of tables that are small stay, the others as long as their chunk."""

    viewer: Person
    language: str
    found: dict[str, dict[int, str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)  # Protected people who work elsewhere than the viewer.

    def of(self, kind: str, key: Any, *, is_party: bool = False) -> str:
        """Return what a row is called. The other side of one's own card has a name wherever they work."""
        if kind in WORDS.values():
            return {"verb": verb_name, "field": field_name, "page": page_name}[kind](key)
        name = self.found.get(kind, {}).get(key, "")
        if kind == "Person":
            return name_shown(name, is_hidden=key in self.hidden and not is_party)
        return name or (str(key) if key else "")

    def within(self, value: Any) -> Any:
        """Return what the log keeps, with names for keys; of other people it says nothing."""
        if isinstance(value, list):
            return [self.within(each) for each in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1 and isinstance(key := next(iter(value.values())), int):
            if "person" in value:
                is_me = key == self.viewer.pk
                return self.viewer.name if is_me else pgettext("whose name is not told", "a colleague")
            for name, kind in (("unit", "Unit"), ("cardtype", "CardType")):
                if name in value:
                    return self.of(kind, key)
        return {name: self.within(each) for name, each in value.items()}


def kind_of(table: Table, name: str) -> str | None:
    """Return what a field refers to, if it has a name to show; keys without one stay keys."""
    if (table.model, name) in WORDS:
        return WORDS[table.model, name]
    if name in LOOSE:
        return LOOSE[name]
    model = apps.get_model(table.model)._meta.get_field(name).related_model
    kind = model.__name__ if isinstance(model, type) else None
    return kind if kind in KNOWN else None


def load_names(
    names: Names, table: Table, columns: "Sequence[Column[Any, Any]]", rows: Sequence[tuple[Any, ...]]
) -> None:
    """Find the names of what some rows refer to: a query for each kind, and none for what is known."""
    wanted: dict[str, set[Any]] = {}
    for position, column in enumerate(columns):
        kind = kind_of(table, column.name)
        if kind in KNOWN:
            wanted.setdefault(kind, set()).update(row[position] for row in rows if row[position])
    if table.model == "cards.AdminValue":
        wanted |= {"Unit": set(), "CardType": set()}  # What stands within the values.
    for kind, keys in wanted.items():
        if kind in MANY or kind not in names.found:
            names.found[kind] = FINDERS[kind](names, keys)


def people(names: Names, keys: set[Any]) -> dict[int, str]:
    """Return the names of people, and note whose are not for the viewer."""
    rows = Person.objects.get_queryset().filter(pk__in=keys).values_list("pk", "name", "is_protected", "unit_id")
    found = {}
    for pk, name, is_protected, unit_id in rows:
        found[pk] = name
        if is_protected and unit_id != names.viewer.unit_id:
            names.hidden.add(pk)
    return found


def units(names: Names, keys: set[Any]) -> dict[int, str]:
    """Return the names of all units and teams."""
    return dict(Unit.objects.values_list("pk", "name"))


def card_types(names: Names, keys: set[Any]) -> dict[int, str]:
    """Return the names of all card types in the reader's language, or else in Swedish."""
    rows = CardTypeText.objects.filter(language__in={names.language, Language.SV})
    return in_language(list(rows.values_list("card_type_id", "name", "language")), names)


def ready_lines(names: Names, keys: set[Any]) -> dict[int, str]:
    """Return all ready lines in the reader's language, or else in Swedish."""
    rows = ReadyLineText.objects.filter(language__in={names.language, Language.SV})
    return in_language(list(rows.values_list("ready_line_id", "text", "language")), names)


def in_language(rows: list[tuple[int, str, str]], names: Names) -> dict[int, str]:
    """Return texts by key, those in the reader's language before the others."""
    return {pk: text for pk, text, own in sorted(rows, key=lambda row: row[2] == names.language)}


def cards(names: Names, keys: set[Any]) -> dict[int, str]:
    """Return cards by type and day, and nothing of what is written on them."""
    if "CardType" not in names.found:
        names.found["CardType"] = card_types(names, set())
    rows = Card.objects.filter(pk__in=keys).values_list("pk", "card_type_id", "sent_on")
    return {pk: f"{names.of('CardType', kind)}, {date_format(on, 'DATE_FORMAT')}" for pk, kind, on in rows}


def actions(names: Names, keys: set[Any]) -> dict[int, str]:
    """Return what was done, with the day."""
    rows = AdminAction.objects.filter(pk__in=keys).values_list("pk", "verb", "at")
    return {pk: f"{verb_name(verb)}, {date_format(at, 'DATE_FORMAT')}" for pk, verb, at in rows}


def closings(names: Names, keys: set[Any]) -> dict[int, str]:
    """Return periods that have ended by their first day."""
    rows = Closing.objects.filter(pk__in=keys)
    text = _("%(length)s from %(day)s")
    return {
        one.pk: text % {"length": one.get_grain_display(), "day": date_format(one.period, "DATE_FORMAT")}
        for one in rows
    }


FINDERS = {
    "Person": people,
    "Unit": units,
    "CardType": card_types,
    "ReadyLine": ready_lines,
    "Card": cards,
    "AdminAction": actions,
    "Closing": closings,
}
