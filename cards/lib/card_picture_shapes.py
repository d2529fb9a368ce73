"""Shapes of a card's picture: the project's path data as polygons, and antialiased masks to pour a colour through."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

FINER = 3  # A mask is drawn this much larger and shrunk: Pillow's shapes have hard edges.
STEPS = 10  # Straight pieces of a curve.
TOKEN = re.compile(r"[MLVHQCZ]|-?\d*\.?\d+")
GOUGES = Path(__file__).parents[2] / "static/img/gouges.svg"

Point = tuple[float, float]
Polygon = tuple[Point, ...]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Placing:
    """Where a drawing on its own grid goes: its middle, how large, how turned (degrees, clockwise)."""

    middle: Point
    scale: float
    grid: Point  # The middle of its own grid.
    turn: float = 0


@lru_cache(maxsize=64)
def polygons(path: str) -> tuple[Polygon, ...]:
    """Return the closed shapes of absolute path data (M L H V Q C Z), curves as short straight lines."""
    tokens = TOKEN.findall(path)
    shapes: list[list[Point]] = []
    command, at = "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
            if command == "M":
                shapes.append([])
            continue
        here = shapes[-1][-1] if shapes[-1] else (0.0, 0.0)
        if command in "HV":
            value, at = float(tokens[at]), at + 1
            shapes[-1].append((value, here[1]) if command == "H" else (here[0], value))
            continue
        count = {"M": 1, "L": 1, "Q": 2, "C": 3}[command]
        numbers = [float(token) for token in tokens[at : at + 2 * count]]
        at += 2 * count
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        shapes[-1].extend(points if count == 1 else curve([here, *points]))
    return tuple(tuple(shape) for shape in shapes)


def curve(points: Sequence[Point]) -> Iterable[Point]:
    """Yield points along a curve with these control points, its first one left out."""
    for step in range(1, STEPS + 1):
        level = list(points)
        while len(level) > 1:
            level = [between(a, b, step / STEPS) for a, b in pairwise(level)]
        yield level[0]


def between(a: Point, b: Point, part: float) -> Point:
    """Return the point so far of the way from one to another."""
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


@lru_cache(maxsize=1)
def gouges() -> tuple[Polygon, ...]:
    """Return the cuts of the knife on a linocut, on their grid of 200."""
    return polygons(" ".join(re.findall(r" d='([^']+)'", GOUGES.read_text())))


class Sheet:
    """The paper one draws on. Lengths are pixels, a colour is #rrggbb."""

    def __init__(self, width: int, height: int, color: str) -> None:
        self.image = Image.new("RGB", (width, height), color)

    def pour(self, color: str, mask: Image.Image, at: Point = (0, 0), *, strength: float = 1) -> None:
        """Pour a colour through a mask whose upper left corner lies at a point."""
        if strength < 1:
            mask = mask.point(lambda value: int(value * strength))
        self.image.paste(color, (round(at[0]), round(at[1])), mask)

    def rounded(self, box: Box, radius: float, color: str) -> None:
        """Fill a rectangle with rounded corners."""
        self.pour(color, rounded_mask(box[2] - box[0], box[3] - box[1], radius), box[:2])

    def drawing(self, shapes: Sequence[Polygon], place: Placing, color: str, *, strength: float = 1) -> None:
        """Fill the shapes of a drawing, with the holes that lie in them."""
        size = 2 * max(max(abs(x - place.grid[0]), abs(y - place.grid[1])) for shape in shapes for x, y in shape)
        side = round(size * place.scale * (1.42 if place.turn else 1)) + 4
        mask = drawing_mask(shapes, side, place)
        self.pour(color, mask, (place.middle[0] - side / 2, place.middle[1] - side / 2), strength=strength)


def rounded_mask(width: float, height: float, radius: float) -> Image.Image:
    """Return a filled rectangle with rounded corners, smooth at the edge."""
    size = (round(width) * FINER, round(height) * FINER)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius * FINER, fill=255)
    return mask.reduce(FINER)


def drawing_mask(shapes: Sequence[Polygon], side: int, place: Placing) -> Image.Image:
    """Return the drawing as a square mask, its own middle in the middle."""
    large = side * FINER
    scale = place.scale * FINER
    mask = Image.new("1", (large, large))
    for shape in shapes:
        points = [((x - place.grid[0]) * scale + large / 2, (y - place.grid[1]) * scale + large / 2) for x, y in shape]
        layer = Image.new("1", (large, large))
        ImageDraw.Draw(layer).polygon(points, fill=1)
        mask = ImageChops.logical_xor(mask, layer)
    smooth = mask.convert("L").reduce(FINER)
    return smooth.rotate(-place.turn, Image.Resampling.BICUBIC) if place.turn else smooth


def gouges_mask(width: float, height: float) -> Image.Image:
    """Return the knife's cuts over a panel of this size; they fan out from its middle."""
    size = (round(width) * FINER, round(height) * FINER)
    scale = max(size) * 1.24 / 200
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    for shape in gouges():
        points = [((x - 100) * scale + size[0] / 2, (y - 100) * scale + size[1] / 2) for x, y in shape]
        draw.polygon(points, fill=255)
    return mask.reduce(FINER)
