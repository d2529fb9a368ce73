"""Within a unit: those who gave to the most colleagues, those who gave their first card, and, if on, who was seen."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cards.lib.alphabet import sort_key
from cards.lib.standings import FEWEST_FOR_NAMES, named_people, own_place
from cards.models import GiversBoard, Person
from cards.queries.board_frame import Colleague, Frame
from cards.queries.tallies import PersonCount

MOST_FIRSTS = 12  # Names of people who gave their first card: more are told as more.


@dataclass(frozen=True)
class Named:
    """Somebody on a board of people."""

    name: str
    about: str  # Team and title, where somebody else of the unit has the same name.
    colleagues: int
    place: int
    is_me: bool

    @property
    def minis(self) -> range:
        """The little cards beside the name: one a colleague, as far as there is room."""
        return range(min(self.colleagues, 12))


@dataclass(frozen=True)
class Within:
    """What is told of the people of a unit or team, and of the viewer to the viewer."""

    headcount: int
    has_givers: bool  # Whether it names those who gave,
    has_receivers: bool  # and those who were seen.
    am_on_board: bool  # The viewer.
    givers: tuple[Named, ...] = ()
    first_timers: tuple[str, ...] = ()
    has_more_firsts: bool = False
    receivers: tuple[Named, ...] = ()
    own_colleagues: int = 0  # Whom the viewer has thanked.
    own_place: int | None = None  # Told only in the upper half.
    anybody_gave: bool = False

    @property
    def is_too_small(self) -> bool:
        """Tell whether names would be most of the people."""
        return self.headcount < FEWEST_FOR_NAMES

    @property
    def names_people(self) -> bool:
        """Tell whether the unit names anybody: there are enough people, and it is wanted."""
        return self.has_givers or self.has_receivers

    @property
    def can_choose(self) -> bool:
        """Tell whether it makes a difference to the viewer to join or to leave."""
        return self.names_people or not self.am_on_board

    @property
    def is_mine_among(self) -> bool:
        """Tell whether the viewer is named among those who gave."""
        return any(one.is_me for one in self.givers)


def is_on_board(person: Colleague | Person, switch: GiversBoard) -> bool:
    """Tell whether somebody may be named, by their own choice, else by the organisation's."""
    return switch != GiversBoard.OPT_IN if person.is_on_board is None else person.is_on_board


def people_on_board(switch: GiversBoard, *, on: date) -> frozenset[int]:
    """Return everybody employed on a day who may be named."""
    people = Person.objects.employed(on)
    people = people.filter(is_on_board=True) if switch == GiversBoard.OPT_IN else people.exclude(is_on_board=False)
    return frozenset(people.values_list("pk", flat=True))


def within(
    viewer: Person,
    frame: Frame,
    counts: Iterable[PersonCount],
    *,
    headcount: int,
    members: Collection[int] | None = None,
    language: str,
) -> Within:
    """Return whom a unit, or the members of a team, may name; names and places reach those on the board alone."""
    by_person = {count.person_id: count for count in counts if members is None or count.person_id in members}
    own = by_person.get(viewer.pk)
    shown = {pk: count for pk, count in by_person.items() if may_be_named(pk, frame)}
    naming = Naming(viewer, frame, headcount, language)
    found = replace(
        nobody_named(viewer, frame, headcount=headcount),
        own_colleagues=own.own_thanked if own else 0,
        anybody_gave=any(count.thanked for count in by_person.values()),
    )
    if found.has_givers:
        thanked = {pk: one.own_thanked if pk == viewer.pk else one.thanked for pk, one in shown.items()}
        found = replace(found, givers=naming.leading(thanked), own_place=place_of_viewer(viewer, thanked))
    if found.has_givers and not frame.type_id and members is None:
        firsts = first_names([frame.people[pk] for pk, one in shown.items() if one.is_first_time], language)
        found = replace(found, first_timers=firsts[:MOST_FIRSTS], has_more_firsts=len(firsts) > MOST_FIRSTS)
    if found.has_receivers:
        found = replace(found, receivers=naming.leading({pk: one.seen_by for pk, one in shown.items()}))
    return found


def nobody_named(viewer: Person, frame: Frame, *, headcount: int) -> Within:
    """Return what a unit or team of so many people names, without a name."""
    is_wanted = headcount >= FEWEST_FOR_NAMES and viewer.unit.has_givers_board
    return Within(
        headcount=headcount,
        has_givers=is_wanted and frame.givers_board != GiversBoard.OFF,
        has_receivers=is_wanted and frame.has_receivers_board,
        am_on_board=is_on_board(viewer, frame.givers_board),
    )


def may_be_named(person_id: int, frame: Frame) -> bool:
    """Tell whether somebody is here today and on the board."""
    return person_id in frame.people and is_on_board(frame.people[person_id], frame.givers_board)


def place_of_viewer(viewer: Person, thanked: Mapping[int, int]) -> int | None:
    """Return the viewer's place among those on the board, in the upper half alone."""
    if viewer.pk not in thanked:
        return None
    return own_place(thanked[viewer.pk], (number for pk, number in thanked.items() if pk != viewer.pk))


@dataclass(frozen=True)
class Naming:
    """How people are named to one viewer."""

    viewer: Person
    frame: Frame
    headcount: int
    language: str

    def leading(self, values: Mapping[int, int]) -> tuple[Named, ...]:
        """Return the few who may be named for a number of theirs, by place and then by name."""
        placed = named_people(values, headcount=self.headcount)
        found = [self.named(one.key, one.value, one.place) for one in placed]
        return tuple(sorted(found, key=lambda one: (one.place, sort_key(one.name, self.language))))

    def named(self, person_id: int, colleagues: int, place: int) -> Named:
        """Return somebody as they stand on the board."""
        person = self.frame.people[person_id]
        return Named(person.name, person.about, colleagues, place, is_me=person_id == self.viewer.pk)


def first_names(people: Sequence[Colleague], language: str) -> tuple[str, ...]:
    """Return given names in order, whole names where two share one, and what tells namesakes apart."""
    given = Counter(person.given_name for person in people)
    names = []
    for person in people:
        name = person.name if person.about or given[person.given_name] > 1 else person.given_name
        names.append(f"{name} ({person.about})" if person.about else name)
    return tuple(sorted(names, key=lambda name: sort_key(name, language)))
