"""The papers’ colours, read from the sheet that draws them, and how well they can be read: computed, not claimed."""

import re
from functools import cache
from math import floor
from pathlib import Path

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
# The blocks of the sheet that hold the colours by day and in the dark.
MODES = (":root, .theme-light {", ':root[data-theme="dark"], .theme-dark {')
PROPERTY = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")


@cache
def colours() -> tuple[dict[str, str], ...]:
    """Return the colours of each mode by name, light first. Raises ValueError when the sheet has no such block."""
    sheet = TOKENS.read_text(encoding="utf-8")
    blocks = (sheet[sheet.index(opening) :].partition("}")[0] for opening in MODES)
    return tuple(dict(PROPERTY.findall(block)) for block in blocks)


def contrast(one: str, other: str) -> float:
    """Return WCAG's ratio of two colours such as #f9a7b0."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return WCAG's relative luminance."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def legibility(paper: str) -> float:
    """Return the least contrast of what is read on a paper, in light and in dark, rounded down to a tenth."""
    ratios = (contrast(mode[f"{paper}-ink"], mode[f"{paper}-stock"]) for mode in colours())
    return floor(min(ratios) * 10) / 10
