"""The demo organisation's areas, units and teams, as data/places.toml names them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from cards.demo.messages import DATA
from cards.models import UnitKind

ROOT = "HB"  # The co-op's own code.
ROOT_PK = 1
NIGHT_TEAMS = ("Natten", "Yö")
SHOPS = (
    UnitKind.HYPERMARKET,
    UnitKind.SUPERMARKET,
    UnitKind.CORNER_SHOP,
    UnitKind.STATION,
    UnitKind.FARM_SHOP,
)
# Where the words for a kind of unit stand, the most particular first; "any" follows always.
SECTIONS: dict[str, tuple[str, ...]] = {
    UnitKind.AREA: ("office",),
    UnitKind.HYPERMARKET: ("shop",),
    UnitKind.SUPERMARKET: ("shop",),
    UnitKind.CORNER_SHOP: ("corner", "shop"),
    UnitKind.STATION: ("station",),
    UnitKind.HOTEL: ("hotel",),
    UnitKind.RESTAURANT: ("restaurant",),
    UnitKind.FARM_SHOP: ("farm",),
    UnitKind.WAREHOUSE: ("warehouse",),
    UnitKind.OFFICE: ("office",),
}
MANY_TILLS = (UnitKind.HYPERMARKET, UnitKind.SUPERMARKET)
BEHIND_THE_SHOP = (UnitKind.AREA, UnitKind.OFFICE, UnitKind.WAREHOUSE)
SMALLEST = 4  # People: however small an organisation a test asks for.


@dataclass(frozen=True)
class Place:
    """A unit, or an area with nobody but its manager."""

    code: str
    name: str
    kind: UnitKind
    town: str = ""
    area: str | None = None
    page_name: str = ""
    people: int = 1
    finnish: float = 0.4
    lively: float = 1.0
    course: str = "steady"  # How its habit goes over the year: cards/demo/hours.py.
    goal: int | None = None  # Encounters that its people want of this month; drawn for most.
    names_givers: bool = True
    teams: tuple[str, ...] = ()
    errands: frozenset[str] = frozenset()
    is_service: bool = False
    manager_titles: Mapping[str, str] | None = None
    titles: Mapping[str, Sequence[str]] | None = None

    @property
    def sections(self) -> tuple[str, ...]:
        """Where the words for this unit stand."""
        return ("service",) * self.is_service + SECTIONS[self.kind]

    @property
    def marks(self) -> frozenset[str]:
        """What words may presuppose here."""
        marks = set(self.errands)
        if self.kind in MANY_TILLS:
            marks.add("big")
        if self.kind not in BEHIND_THE_SHOP:
            marks.add("open")
        return frozenset(marks)

    @property
    def night_team(self) -> str | None:
        """The team that works while others sleep, if there is one."""
        return next((team for team in self.teams if team in NIGHT_TEAMS), None)


@dataclass
class CoOp:
    """The whole organisation."""

    name: str
    encounters_per_year: int
    areas: tuple[Place, ...]
    units: tuple[Place, ...]

    @cached_property
    def places(self) -> dict[str, Place]:
        """Areas and units by their code."""
        return {place.code: place for place in (*self.areas, *self.units)}

    @cached_property
    def unit_pks(self) -> dict[str, int]:
        """The key that each unit and area gets in the database; the co-op itself has the first."""
        return {code: pk for pk, code in enumerate(self.places, start=ROOT_PK + 1)}

    @cached_property
    def team_pks(self) -> dict[tuple[str, str], int]:
        """The key that each team gets, by its unit's code and its name."""
        teams = [(place.code, team) for place in self.units for team in place.teams]
        return {team: pk for pk, team in enumerate(teams, start=ROOT_PK + 1 + len(self.places))}


@cache
def co_op(scale: float = 1.0) -> CoOp:
    """Read the organisation; a scale below one makes every unit smaller."""
    data = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
    areas = tuple(
        Place(
            code=area["code"],
            name=area["name"],
            kind=UnitKind.AREA,
            manager_titles=data["managers"]["area"],
            titles={language: [title] for language, title in data["managers"]["area"].items()},
        )
        for area in data["areas"]
    )
    units = []
    for unit in data["units"]:
        kind, people = unit["kind"], max(SMALLEST, round(unit["people"] * scale))
        language = "fi" if unit["finnish"] > 0.8 else "sv"
        units.append(
            Place(
                code=unit["code"],
                name=unit["name"],
                kind=UnitKind(kind),
                town=unit["place"],
                area=unit.get("area"),
                page_name=unit.get("page_name", ""),
                people=people,
                finnish=unit["finnish"],
                lively=unit["lively"],
                course=unit.get("course", "steady"),
                goal=unit.get("goal"),
                names_givers=unit.get("names_givers", True),
                teams=tuple(data["teams"].get(kind, {}).get(language, ())) if unit["people"] > 10 else (),
                errands=frozenset(unit.get("errands", ())),
                is_service=unit.get("is_service", False),
                manager_titles=unit.get("manager") or data["managers"][kind],
                titles=unit.get("titles") or data["titles"][kind],
            )
        )
    return CoOp(data["name"], data["encounters_per_year"], areas, tuple(units))


def relation(sender: Place, recipient: Place) -> str:
    """Name the section of words that one unit has for another; "any" when they have little to do with each other."""
    if sender.code == recipient.code:
        return "own"
    if sender.kind == UnitKind.WAREHOUSE and recipient.kind in SHOPS:
        return "warehouse_to_shop"
    if sender.kind in SHOPS and recipient.kind == UnitKind.WAREHOUSE:
        return "shop_to_warehouse"
    if sender.kind == UnitKind.OFFICE and recipient.area:
        return "office_to_unit"
    if sender.area and recipient.kind == UnitKind.OFFICE:
        return "unit_to_office"
    if sender.area == recipient.area and sender.kind in SHOPS and recipient.kind in SHOPS:
        return "neighbours"
    return "any"
