"""What an import does to the tree of units: judged as a whole, the file's rows over the units that stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cards.actions.importing_rows import UnitRow
from cards.actions.importing_sheets import Sheet
from cards.lib.column_heads import UnitColumn
from cards.models import Level
from cards.queries.importing import Known, KnownUnit, key_of


@dataclass(frozen=True)
class UnitChange:
    """A unit as it will be, by the keys of its code and its parent's; `before` is None for a new one."""

    key: str
    row: UnitRow
    parent: str | None
    level: Level
    before: KnownUnit | None


@dataclass(frozen=True)
class UnitPlan:
    """The units to create, parents before children, those to change, and every unit there will be."""

    created: tuple[tuple[UnitChange, ...], ...] = ()
    changed: tuple[UnitChange, ...] = ()
    keys: frozenset[str] = frozenset()


def plan_units(sheet: Sheet, rows: Sequence[UnitRow], known: Known) -> UnitPlan:
    """Compare the file with the units that stand, and note on the sheet what would make no tree."""
    keys = frozenset(known.units) | {key_of(row.code) for row in rows}
    fit = {key_of(row.code): row for row in rows if row.line not in sheet.faults}
    parents = {key: unit.parent for key, unit in known.units.items()}
    parents |= {key: key_of(row.parent) or None for key, row in fit.items()}
    check_parents(sheet, fit, parents, keys)
    check_root(sheet, fit, parents, known)
    if sheet.faults:
        return UnitPlan(keys=keys)
    above = set(parents.values())
    waves: dict[int, list[UnitChange]] = {}
    changed = []
    for key, row in fit.items():
        level = Level.ROOT if parents[key] is None else Level.AREA if key in above else Level.UNIT
        change = UnitChange(key, row, parents[key], level, known.units.get(key))
        if change.before is None:
            waves.setdefault(len(ancestors(key, parents)), []).append(change)
        elif change.before != KnownUnit(change.before.pk, row.code, row.name, row.kind, row.place, parents[key]):
            changed.append(change)
    return UnitPlan(tuple(tuple(waves[depth]) for depth in sorted(waves)), tuple(changed), keys)


def ancestors(key: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return the keys above a unit, nearest first, each once; a unit that is its own ancestor is the last of them."""
    above: list[str] = []
    parent = parents.get(key)
    while parent is not None and parent not in above:
        above.append(parent)
        parent = parents.get(parent)
    return above


def check_parents(
    sheet: Sheet, fit: Mapping[str, UnitRow], parents: Mapping[str, str | None], keys: frozenset[str]
) -> None:
    """Note the rows whose parent does not exist, or is below them."""
    for key, row in fit.items():
        parent = parents[key]
        if parent is not None and parent not in keys:
            reason = _("There is no unit with the code %(code)s.") % {"code": row.parent}
            sheet.refuse(row.line, UnitColumn.PARENT, reason)
        elif key in ancestors(key, parents):
            reason = _("The unit %(code)s would be its own ancestor.") % {"code": row.code}
            sheet.refuse(row.line, UnitColumn.PARENT, reason)


def check_root(sheet: Sheet, fit: Mapping[str, UnitRow], parents: Mapping[str, str | None], known: Known) -> None:
    """Note the rows without a parent when another unit is the root."""
    standing = next((unit.code for key, unit in known.units.items() if key not in fit and unit.parent is None), None)
    tops = [row for key, row in fit.items() if parents[key] is None]
    for row in tops if standing is not None else tops[1:]:
        reason = _("Only one unit can be without a parent, and %(code)s is.") % {"code": standing or tops[0].code}
        sheet.refuse(row.line, UnitColumn.PARENT, reason)
