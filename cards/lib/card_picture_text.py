"""Text of a card's picture: the product's own fonts, measured by what draws them, so that nothing runs over."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parents[2] / "static/fonts"
FACES = {
    "display": ("winky-sans-hk.woff2", "winky-sans-latin-ext.woff2"),
    "text": ("atkinson-next-hk.woff2", "atkinson-next-latin-ext.woff2"),
}
NOBODY = "\uffff"  # No font has a glyph for it.
BOX, BOX_WIDTH = "\uffff", 0.7  # What no face can draw is an empty box; parts of an em.


@dataclass
class Lettering:
    """One face at one size (pixels) and weight. Made anew for each picture: a font object is not for two threads."""

    face: str
    size: float
    weight: int

    @cached_property
    def fonts(self) -> list[ImageFont.FreeTypeFont]:
        """The file with the common letters, then the one with the rest."""
        return [self._font(name) for name in FACES[self.face]]

    def _font(self, name: str) -> ImageFont.FreeTypeFont:
        font = ImageFont.truetype(FONTS / name, self.size, layout_engine=ImageFont.Layout.BASIC)
        font.set_variation_by_axes([self.weight])
        return font

    @cached_property
    def _known(self) -> dict[str, int]:
        return {}

    @cached_property
    def _empty_boxes(self) -> list[tuple[tuple[int, int], bytes]]:
        return [drawn(font, NOBODY) for font in self.fonts]

    def font_for(self, character: str) -> int:
        """Return which of the fonts has the character: 0 or 1; -1 when neither does, -2 when it needs no ink."""
        if character not in self._known:
            self._known[character] = self._find(character)
        return self._known[character]

    def _find(self, character: str) -> int:
        if character == " ":
            return 0
        for number, font in enumerate(self.fonts):
            if drawn(font, character) != self._empty_boxes[number]:
                return number
        # Joiners, variation selectors and marks belong to the sign before them.
        return -2 if unicodedata.category(character) in ("Cf", "Mn", "Me", "Sk", "Zs", "Cc") else -1

    def runs(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the text in pieces that one font draws, with its number."""
        for number, characters in groupby(text, key=self.font_for):
            if number != -2:
                yield number, "".join(characters)

    def width(self, text: str) -> float:
        """Return how wide a line is."""
        return sum(
            len(run) * BOX_WIDTH * self.size if number < 0 else self.fonts[number].getlength(run)
            for number, run in self.runs(text)
        )

    def draw(self, image: Image.Image, x: float, baseline: float, text: str, color: str | int) -> float:
        """Draw a line and return where it ends."""
        canvas = ImageDraw.Draw(image)
        for number, run in self.runs(text):
            if number < 0:
                x = self._draw_boxes(canvas, x, baseline, len(run), color)
            else:
                canvas.text((x, baseline), run, fill=color, font=self.fonts[number], anchor="ls")
                x += self.fonts[number].getlength(run)
        return x

    def _draw_boxes(
        self, canvas: ImageDraw.ImageDraw, x: float, baseline: float, count: int, color: str | int
    ) -> float:
        for _number in range(count):
            left, right = x + 0.1 * self.size, x + (BOX_WIDTH - 0.1) * self.size
            box = (left, baseline - 0.66 * self.size, right, baseline)
            canvas.rectangle(box, outline=color, width=max(1, round(self.size / 16)))
            x += BOX_WIDTH * self.size
        return x


def drawn(font: ImageFont.FreeTypeFont, character: str) -> tuple[tuple[int, int], bytes]:
    """Return a character's ink, to compare."""
    mask = font.getmask(character)
    return mask.size, bytes(mask)


def wrap(text: str, lettering: Lettering, width: float) -> list[str]:
    """Return the text in lines no wider than this; a word that is, is broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if lettering.width(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = pieces(word, lettering, width)
            lines.extend(full)
        lines.append(line)
    return lines


def pieces(word: str, lettering: Lettering, width: float) -> list[str]:
    """Break a word into as many pieces as it needs to fit."""
    found = [""]
    for character in word:
        if found[-1] and lettering.width(found[-1] + character) > width:
            found.append("")
        found[-1] += character
    return found


def shortened(lines: list[str], most: int, lettering: Lettering, width: float) -> list[str]:
    """Return at most so many lines; the last one tells that there was more."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and lettering.width(f"{last} …") > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()} …"]
