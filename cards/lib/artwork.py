"""The drawn parts of the product as path data: symbols, heart, wordmark and icons.

Plain data, so that a page and a picture of a card are drawn from the same lines.
"""

import json
from pathlib import Path
from typing import Any

_DRAWN: dict[str, Any] = json.loads(Path(__file__).with_name("artwork.json").read_text(encoding="utf-8"))

# One filled path each, with real holes, on a grid of 64; exactly one heart in every symbol.
SYMBOL_PATHS: dict[str, str] = _DRAWN["symbols"]
# The house heart, filled or drawn with a line, on a grid of 24.
HEART_PATH: str = _DRAWN["heart"]
# One line each, never filled, on a grid of 24.
ICON_PATHS: dict[str, str] = _DRAWN["icons"]
# "Hjärtkort" without the dot of its j, which is the heart.
WORDMARK_PATH: str = _DRAWN["wordmark"]
WORDMARK_VIEW_BOX = "0 0 409.5 102"
WORDMARK_DOT = "translate(78 14) rotate(-6) scale(1.5) translate(-12 -12)"


def initials(name: str) -> str:
    """Shorten a name to the first letters of its first and last word."""
    words = name.split()
    if not words:
        return ""
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


RING_LENGTH = 46  # Characters that can be read around the ring of a postmark.
RING_COMFORT = 39  # Up to here in the ordinary size.


def postmark_ring(unit_name: str, motto: str) -> str:
    """Fit the unit's name around the ring; the motto follows it while there is room."""
    ring = f"{unit_name} · {motto} ·".upper()
    return ring if len(ring) <= RING_LENGTH else f"{unit_name} ·".upper()[:RING_LENGTH]
