"""What one reader can open, and what stands there: told from the pages' text, not from the queries behind them."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.test import Client
from django.utils.translation import override

from cards.lib.audiences import Audience
from cards.lib.periods import Grain, Period, running
from cards.lib.shares import ShareWord, share_word, shown_share
from cards.lib.standings import Seen, closes_on
from cards.queries.cards import CardFace
from cards.queries.feed import Scope, Selection, feed_page
from tests.security.curious_world import FIRST, WATCHED, Look, World

MONTH = re.compile(r'<tr><th scope="row">([A-Z]\w+)</th><td>(\d+)</td></tr>')
LINE = re.compile(r'<span class="u">(.*?)</span><span class="num">(.*?)</span>')
COUPON = re.compile(r"Have got a card [^:<]*: (.*?) of us\.")
PERCENT = re.compile(r"(?:at most |at least )?(\d+)%")
OWN, BESIDE = "own", "beside"
with override("en"):
    WORDS = {str(word.label): word for word in ShareWord}


def exact_share(part: int, of: int, _grain: Grain) -> int | None:
    """Tell a share to the percent, as it would be told without the rounding."""
    return round(100 * part / of) if of else None


def no_word(_part: int, _of: int, _grain: Grain) -> None:
    """Tell no share in words."""


@dataclass(frozen=True)
class Told:
    """That a page said of a unit and a period which share had got a card."""

    unit: str
    period: Period
    share: int | ShareWord | None
    place: str = "table"  # Of a dashboard; on a board it is one's own unit, or units beside each other.
    is_exact: bool = False

    def counts(self, of: int) -> tuple[int, int]:
        """Return the fewest and the most who can have been seen, of so many people."""
        fitting = [part for part, said in enumerate(sayings(of, self.period.grain, self.is_exact)) if self.says(said)]
        return min(fitting), max(fitting)

    def says(self, seen: Seen) -> bool:
        """Tell whether the page would say this of such numbers."""
        return self.share == (seen.shown if self.place == BESIDE else seen.told)


@cache
def sayings(of: int, grain: Grain, is_exact: bool) -> list[Seen]:
    """Return what a page says of none of so many people, of one, and so on."""
    tell_share, tell_word = (exact_share, no_word) if is_exact else (shown_share, share_word)
    return [Seen(of, 0, share=tell_share(part, of, grain), word=tell_word(part, of, grain)) for part in range(of + 1)]


def share_of(text: str) -> int | ShareWord | None:
    """Return the share that a text tells."""
    text = text.strip().lower()
    percent = PERCENT.fullmatch(text)
    return int(percent[1]) if percent else WORDS.get(text)


def read_board(page: str, period: Period, own: str) -> Iterator[Told]:
    """Yield what a unit's page says of its own people, and of units beside each other."""
    for text in COUPON.findall(page):
        yield Told(own, period, share_of(text), OWN)
    for unit, text in LINE.findall(page):
        yield Told(unit, period, share_of(text), BESIDE)


def read_table(table: str, period: Period, today: date, *, is_exact: bool = False) -> Iterator[Told]:
    """Yield what a dashboard's table says of its unit, of those below it, and of the year's weeks."""
    weeks = weeks_of(period, today)
    for row in csv.reader(io.StringIO(table, newline=""), delimiter=";"):
        if row[0] in ("Period", "Unit"):
            yield Told(row[2], period, share_of(row[4]), is_exact=is_exact)
        elif row[0] == "Week":
            yield Told(row[2], next(weeks), share_of(row[4]), is_exact=is_exact)


def weeks_of(period: Period, today: date) -> Iterator[Period]:
    """Yield the weeks of a dashboard, the newest first."""
    return reversed(Period.containing(Grain.WEEK, period.reference_day(today)).back(52))


class Reader:
    """Somebody of the world with a browser."""

    def __init__(self, world: World, role: str) -> None:
        self.world, self.role, self.client = world, role, Client()
        self.client.force_login(world.watchers[role])
        self.seen: set[tuple[Period, bool, bool]] = set()  # What has ended, and need not be opened again.

    def open(self, address: str) -> str:
        """Return what stands at an address."""
        response = self.client.get(address)
        assert response.status_code == 200, address
        return response.content.decode("utf-8-sig")

    def look(self, look: Look) -> Iterator[Told]:
        """Open whatever tells of a period that runs, or has ended or been closed since the last time."""
        for period in self.periods(look.on):
            yield from read_board(self.open(f"/enheten/{period.slug}"), period, self.world.home_of(self.role))
            # What a dashboard says of the reader's own unit the board has said; its year has all the weeks.
            if period.grain == Grain.YEAR or (self.role not in WATCHED and period.grain != Grain.ALL):
                yield from self.table(period, look.on)

    def exact_look(self, look: Look) -> Iterator[Told]:
        """Open the tables again, while they tell shares to the percent."""
        for period in self.periods(look.on, is_exact=True):
            if period.grain != Grain.ALL:
                yield from self.table(period, look.on, is_exact=True)

    def table(self, period: Period, today: date, *, is_exact: bool = False) -> Iterator[Told]:
        """Open the table of the widest dashboard that they manage."""
        address = f"/enhet/{self.world.managed[self.role].pk}.csv?period={period.slug}"
        return read_table(self.open(address), period, today, is_exact=is_exact)

    def periods(self, today: date, *, is_exact: bool = False) -> Iterator[Period]:
        """Yield what runs, and what they have not looked at since it ended, or since it was closed."""
        for period in running(today):
            yield period
            before = period.previous
            if before and before.last_on >= FIRST:
                key = (before, closes_on(before) <= today, is_exact)
                if key not in self.seen:
                    self.seen.add(key)
                    yield before

    def months(self) -> dict[str, int]:
        """Return the encounters of each month of this year, as the programme's page has them."""
        return {month: int(number) for month, number in MONTH.findall(self.open("/programmet"))}

    def names(self, at: datetime) -> dict[tuple[int, datetime], bool]:
        """Return who is named on the cards they can read, when, and whether it is sure to count as seen."""
        home, found = self.world.home_of(self.role), {}
        for scope in Scope:
            for card in self.cards(scope, at):
                for name in card.named:
                    is_home = self.world.unit_of(name.person_id, card.sent_on) == home
                    is_open = card.seen_by == Audience.EVERYONE or (card.seen_by == Audience.UNITS and is_home)
                    found[name.person_id, card.at] = is_open
        return found

    def cards(self, scope: Scope, at: datetime) -> Iterator[CardFace]:
        """Read the feed from the newest card to the oldest."""
        viewer, older_than, is_more = self.world.watchers[self.role], None, True
        while is_more:
            page = feed_page(Selection(scope), viewer=viewer, language="en", at=at, older_than=older_than)
            yield from page.cards
            older_than, is_more = page.older_than, page.older_than is not None
