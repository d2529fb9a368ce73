"""Charts as the attributes of an SVG.

Across, everything is a percentage of the drawing's own width, so that one drawing fits phone, screen and paper while
its letters keep their size; up and down it is pixels. Numbers are written out here: a template would write 12,5 where
the reader's language does, and no browser would draw it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.28  # Between columns, of the room that one has.
ROOMS = (12, 16, 21, 30, 42, 60)  # Widths in rem that static/css/components/chart.css knows: from there on it is shown.
SPACINGS = (1, 2, 4, 8)
LETTER, AIR = 0.43, 0.3  # Rem: how wide a digit of a chart's label is, and what stands between two labels.
CROWD = 24  # Columns: from there on a number is wider than its column, and stands above the neighbours' too.
MOST_SHEETS, THINNEST = 60, 2.5  # Ruled lines in a pile, and pixels between two.


@dataclass(frozen=True)
class Column:
    """A standing bar with its number above; `room` names the narrowest chart that shows the number."""

    x: str
    width: str
    y: str
    height: str
    middle: str
    number_y: str
    number: int
    room: str
    is_last: bool


@dataclass(frozen=True)
class Tick:
    """A word under the chart."""

    x: str
    text: str
    room: str


@dataclass(frozen=True)
class Point:
    """A dot, and the line to the next one; no line where the next is not known."""

    x: str
    y: str
    to_x: str
    to_y: str
    has_line: bool


def columns(numbers: Sequence[int], *, height: int, top: int) -> list[Column]:
    """Return standing bars, the highest as high as the drawing less the room for its number at the top."""
    if not numbers:
        return []
    highest = max(numbers)
    step, most = 100 / len(numbers), max(highest, 1)
    shown = rooms(len(numbers), letters=len(f"{highest:,}"), first=numbers.index(highest))
    reach = 1 if len(numbers) > CROWD else 0
    return [
        Column(
            x=percent(step * (place + GAP / 2)),
            width=percent(step * (1 - GAP)),
            y=pixels(height - tall),
            height=pixels(tall),
            middle=percent(step * (place + 0.5)),
            number_y=pixels(height - (height - top) * around / most - 6),
            number=number,
            room=shown[place],
            is_last=place == len(numbers) - 1,
        )
        for place, number in enumerate(numbers)
        for tall in [(height - top) * number / most]
        for around in [max(numbers[max(place - reach, 0) : place + reach + 1])]
    ]


def ticks(words: Sequence[str], at: Sequence[int], *, of: int) -> list[Tick]:
    """Return words that stand under some of the columns, by their places."""
    shown = rooms(len(words), letters=max((len(word) for word in words), default=0))
    return [
        Tick(percent(100 * (place + 0.5) / of), word, room) for word, place, room in zip(words, at, shown, strict=True)
    ]


def points(levels: Sequence[float | None], *, height: int) -> list[Point]:
    """Return a dot for each level that is known, from 0 at the bottom to 1 at the top."""
    step = 100 / max(len(levels), 1)
    known = [(place, level) for place, level in enumerate(levels) if level is not None]
    found = []
    for number, (place, level) in enumerate(known):
        beside, other = known[number + 1] if number + 1 < len(known) else (place, level)
        found.append(
            Point(
                x=percent(step * (place + 0.5)),
                y=pixels(height * (1 - level)),
                to_x=percent(step * (beside + 0.5)),
                to_y=pixels(height * (1 - other)),
                has_line=beside == place + 1,
            )
        )
    return found


def lengths(numbers: Sequence[int], *, most: int = 0) -> list[str]:
    """Return how long lying bars are, the longest the whole width; one that is not nothing can be seen."""
    longest = max(most, *numbers, 1) if numbers else 1
    return [percent(max(100 * number / longest, 1.5)) if number else "0%" for number in numbers]


def heights(numbers: Sequence[int], *, height: int, least: int) -> list[int]:
    """Return how many pixels of a pile each number takes; one that is not nothing takes the least."""
    total = max(sum(numbers), 1)
    return [max(round(height * number / total), least) if number else 0 for number in numbers]


def sheets(number: int, *, height: int) -> str:
    """Return the path of the lines between a pile's cards: one a card, as far as they can be told apart."""
    lines = min(number, MOST_SHEETS, int(height / THINNEST)) - 1
    return "".join(f"M0 {height * line / (lines + 1):.1f}h2000" for line in range(1, lines + 1))


def rooms(count: int, *, letters: int, first: int = -1) -> list[str]:
    """Return, for each of some labels in a row, the class of the narrowest chart it fits in beside its neighbours.

    The last is in all of them; the first (by place) is in as many as it can be without touching the last.
    """
    spaced: dict[int, int] = {count - 1: max(SPACINGS)} if count else {}
    for place in [first] if 0 <= first < count - 1 else []:
        spaced[place] = max(spacing for spacing in SPACINGS if spacing <= count - 1 - place)
    for spacing in reversed(SPACINGS):
        for place in range(count - 1, -1, -spacing):
            if all(abs(place - other) >= min(spacing, its) for other, its in spaced.items()):
                spaced[place] = spacing
    classes = [
        room_class(count * (LETTER * letters + AIR) / spaced[place]) if place in spaced else "never"
        for place in range(count)
    ]
    return [*classes[:-1], ""] if count else []


def room_class(rem: float) -> str:
    """Return the class of the narrowest of the known widths that is at least this."""
    return next((f"from-{width}" for width in ROOMS if width >= rem), "never")


def percent(number: float) -> str:
    """Write a percentage as an attribute."""
    return f"{number:.2f}%"


def pixels(number: float) -> str:
    """Write a length as an attribute."""
    return f"{number:.1f}"
