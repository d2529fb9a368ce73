"""What is measured: the pages people open every day, and those that would hurt if a read were not bounded."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from cards.bench.chunks import BEGINNING, END, UNIT_CARD
from cards.bench.people import BIGGEST, COMMON_TYPE, FIVE, LONER, NEWCOMER, POPULAR, RARE_TYPE, ROOT, TYPICAL, staff
from cards.lib.audiences import Audience
from cards.lib.ids import delivered_before, id_floor
from cards.models import CardType, Person
from cards.queries.feed import PAGE_SIZE, Scope, Selection, count_new, feed_page

TYPICAL_CASE = "everyone"
HIDDEN = "newest 200 hidden: "  # Cases that are read once more after these cards have gone.
SHALLOW_CASE, DEEP_CASE = "everyone, pages 1 to 5", "everyone, five pages from 500 on, or the last"
DEEP_PAGE, PAGES = 500, 5  # Five pages, for one may happen to name twice as many people as another.
POLL_CASE, BUSY_POLL_CASE = "poll, nothing new", "poll, 99 and more"
NOTHING_CASES = ("newcomer: to me", "sees only private: my unit", POLL_CASE, HIDDEN + POLL_CASE)


@dataclass(frozen=True)
class Case:
    """A page as one person asks for it, or some in a row; `read` returns how many cards, or lines, came."""

    name: str
    read: Callable[[], int]
    pages: int = 1
    every: int = 1  # Rounds from one run to the next.


def feed_cases() -> list[Case]:
    """Return the cases for the database in use. The same names come in the same order for every size."""
    typical, biggest, five = (person_of(unit) for unit in (TYPICAL, BIGGEST, FIVE))
    popular, newcomer, loner = (Person.objects.get(pk=pk) for pk in (POPULAR, NEWCOMER, LONER))
    common, rare = (CardType.objects.get(pk=pk) for pk in (COMMON_TYPE, RARE_TYPE))
    colleague = Person.objects.get(pk=closest_to(typical))
    everyone, unit, mine = Selection(Scope.EVERYONE), Selection(Scope.UNIT), Selection(Scope.ME)
    asked = [
        (TYPICAL_CASE, everyone, typical, None),
        ("my unit", unit, typical, None),
        ("my unit, the biggest", unit, biggest, None),
        ("my unit of five", unit, five, None),
        ("to me", mine, typical, None),
        ("to me, whom everyone thanks", mine, popular, None),
        ("everyone, common type", replace(everyone, card_type=common), typical, None),
        ("everyone, rare oldest type", replace(everyone, card_type=rare), typical, None),
        ("my unit, common type", replace(unit, card_type=common), typical, None),
        ("my unit, rare oldest type", replace(unit, card_type=rare), typical, None),
        ("another unit, the biggest", replace(unit, unit=biggest.unit), typical, None),
        ("another unit, of five", replace(unit, unit=five.unit), typical, None),
        ("between me and a person", Selection(person=colleague), typical, None),
        ("between me and a person, rare type", Selection(person=colleague, card_type=rare), typical, None),
        ("newcomer: to me", mine, newcomer, None),
        ("newcomer: everyone", everyone, newcomer, None),
        ("sees only private: my unit", unit, loner, None),
        ("sees only private: to me", mine, loner, None),
        ("a whole-unit card at the top", unit, biggest, unit_card()),
    ]
    cases = [feed_case(name, selection, viewer, older_than) for name, selection, viewer, older_than in asked]
    return [
        *cases,
        feed_case(SHALLOW_CASE, everyone, typical, None, pages=PAGES),
        feed_case(DEEP_CASE, everyone, typical, deep_in(ROOT), pages=PAGES),
        poll_case(POLL_CASE, unit, typical, since=delivered_before(END) - 1),
        poll_case(BUSY_POLL_CASE, everyone, typical, since=id_floor(BEGINNING)),
    ]


def hidden_cases() -> list[Case]:
    """Return the cases to read again when the newest cards have been hidden."""
    kept = (TYPICAL_CASE, "my unit", "my unit, the biggest", "to me", "everyone, common type", "my unit, common type")
    again = [replace(case, name=HIDDEN + case.name) for case in feed_cases() if case.name in kept]
    poll = poll_case(HIDDEN + POLL_CASE, Selection(Scope.EVERYONE), person_of(TYPICAL), since=newest_hidden() - 1)
    return [*again, poll]


def feed_case(name: str, selection: Selection, viewer: Person, older_than: int | None, *, pages: int = 1) -> Case:
    """Make a case of a page of the feed, or of some from there on."""

    def read() -> int:
        shown, below = 0, older_than
        for _page in range(pages):
            page = feed_page(selection, viewer=viewer, language="fi", at=END, older_than=below)
            shown, below = shown + len(page.cards), page.older_than
        return shown

    return Case(name, read, pages)


def poll_case(name: str, selection: Selection, viewer: Person, *, since: int) -> Case:
    """Make a case of asking whether there is anything new."""
    return Case(name, lambda: count_new(selection, viewer=viewer, at=END, since=since))


def person_of(unit: int) -> Person:
    """Return somebody of a unit."""
    return Person.objects.select_related("unit").get(pk=staff().members[unit][1])


def closest_to(viewer: Person) -> int:
    """Return whom most cards go to and fro with."""
    return int(
        value(
            "SELECT CASE sender_id WHEN %(viewer)s THEN person_id ELSE sender_id END FROM cards_cardrecipient"
            " WHERE %(viewer)s IN (sender_id, person_id) GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
            viewer=viewer.pk,
        )
    )


def deep_in(unit: int) -> int:
    """Return the id that page 500 of a unit's cards for everyone begins after; where it has fewer, the last five."""
    rows = "FROM cards_cardaudience WHERE unit_id = %(unit)s AND audience = %(audience)s"
    where = {"unit": unit, "audience": Audience.EVERYONE.value}
    last = int(value(f"SELECT count(*) {rows}", **where)) - PAGES * PAGE_SIZE
    passed = min((DEEP_PAGE - 1) * PAGE_SIZE, last)
    return int(value(f"SELECT card_id {rows} ORDER BY card_id DESC OFFSET {passed - 1} LIMIT 1", **where))


def unit_card() -> int:
    """Return an id just above the card to the whole of the biggest unit."""
    return 1 + int(value("SELECT id FROM cards_card ORDER BY id DESC OFFSET %(newer)s LIMIT 1", newer=UNIT_CARD - 1))


def newest_hidden() -> int:
    """Return the id of the oldest card that a record speaks of."""
    return int(value("SELECT min(card_id) FROM cards_cardrecord"))


def value(sql: str, **values: int) -> Any:
    """Return the one value a statement answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
