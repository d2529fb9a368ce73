"""Which words somebody writes: drawn like cards from a deck, so that a unit does not hear the same twice in a row."""

from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from random import Random

from cards.demo.messages import PRESUPPOSED, Words, tongue
from cards.demo.places import Place, relation
from cards.demo.roster import Colleague
from cards.demo.types import DemoType
from cards.lib.messages import MIDDLE

PARTICULAR = 0.35  # How often a card between units is about what the two have in common.
REMEMBERED = 240  # Cards, in all units together: some days.
REMEMBERED_HERE = 25  # In one unit.
RARELY = 0.4  # How often a long story is in the deck: one remembers it.


@cache
def pool(language: str, slug: str, number: str, sections: tuple[str, ...], marks: frozenset[str]) -> tuple[Words, ...]:
    """Return all words that could be said in these sections, by a unit of these marks."""
    places = tongue(language).cores[slug]
    return tuple(
        words
        for section in sections
        for words in places.get(section, ())
        if words.suits(number) and words.marks & PRESUPPOSED <= marks
    )


class Wording:
    """A deck for each unit, language, card type and number of people addressed."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.decks: dict[tuple[object, ...], list[Words]] = {}
        self.lines: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self.recent: deque[str] = deque(maxlen=REMEMBERED)
        self.here: defaultdict[str, deque[str]] = defaultdict(lambda: deque(maxlen=REMEMBERED_HERE))

    def draw(
        self,
        *,
        slug: str,
        language: str,
        number: str,
        at: datetime,
        giver: Place,
        taker: Place,
        listeners: Sequence[Colleague],
    ) -> Words | None:
        """Draw words that fit the moment and that the listeners have not heard; None when there are none."""
        between = relation(giver, taker)
        if between == "own":
            sections, marks = (*giver.sections, "any"), giver.marks | {"home"}
        elif between != "any" and self.rng.random() < PARTICULAR:
            sections, marks = (between,), giver.marks | taker.marks
        else:
            sections, marks = ("any",), giver.marks & taker.marks
        words = self._turn(giver.code, (language, slug, number, sections, marks), at, listeners)
        if words is None and sections != ("any",):
            words = self._turn(giver.code, (language, slug, number, ("any",), giver.marks & taker.marks), at, listeners)
        if words is not None:
            self.recent.append(words.text)
            self.here[giver.code].append(words.text)
            for listener in listeners:
                listener.heard.add(words.text)
        return words

    def ready_line(self, card_type: DemoType, code: str) -> int:
        """Draw the number of a ready line: each once, before a unit hears one of them again."""
        left = self.lines[code, card_type.slug]
        if not left:
            left += self.rng.sample(range(card_type.ready_lines), k=card_type.ready_lines)
        return left.pop()

    def _turn(
        self,
        code: str,
        asked: tuple[str, str, str, tuple[str, ...], frozenset[str]],
        at: datetime,
        listeners: Sequence[Colleague],
    ) -> Words | None:
        """Take the first card of a deck that fits, at best one not heard lately; shuffle a spent deck anew."""
        every = pool(*asked)
        cards = self.decks.setdefault((code, asked), [])
        for must_be_rare, is_new_round in ((True, False), (True, True), (False, False)):
            if is_new_round:
                kept = [words for words in every if len(words.text) <= MIDDLE or self.rng.random() < RARELY]
                cards[:] = self.rng.sample(kept, k=len(kept))
            for index, words in enumerate(cards):
                if words.fits(at) and not self._is_stale(words.text, code, listeners, must_be_rare=must_be_rare):
                    return cards.pop(index)
        return next((cards.pop(index) for index, words in enumerate(cards) if words.fits(at)), None)

    def _is_stale(self, text: str, code: str, listeners: Sequence[Colleague], *, must_be_rare: bool) -> bool:
        """Tell whether it was said in this unit or to these people before; or, to be rare, anywhere lately."""
        if text in self.here[code] or (must_be_rare and text in self.recent):
            return True
        return any(text in listener.heard for listener in listeners)
