"""A kept card as a picture to take outside: the linocut, the words, the names, the heart. Always in daylight.

Drawn with Pillow from the same path data and the same fonts as the page.
"""

import math
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from cards.lib.artwork import HEART_PATH, RING_COMFORT, SYMBOL_PATHS, WORDMARK_PATH, postmark_ring
from cards.lib.card_picture_shapes import Placing, Sheet, gouges_mask, polygons, rounded_mask
from cards.lib.card_picture_text import Lettering, shortened, wrap
from cards.lib.messages import lettering as size_of_lettering

WIDTH = 1080  # Pixels.
U = 2.75  # Pixels of the picture to one of the page: the card is 360 wide there.
LEFT, RIGHT, TOP = 45.0, 1035.0, 45.0
INNER = RIGHT - LEFT - 52 * U  # The width of the words.
MOST_LINES, MOST_NAME_LINES = 24, 9

TABLE, INK, HEART = "#ece5df", "#2b171e", "#b91229"


@dataclass(frozen=True)
class Stock:
    """The colours of a paper in daylight, as static/css/tokens.css has them."""

    stock: str
    edge: str
    ink: str
    pigment: str


STOCKS = {
    "hallon": Stock("#f9a7b0", "#d68390", "#560c1f", "#bf043d"),
    "korall": Stock("#faa493", "#d78072", "#4f1006", "#bc0f0b"),
    "apelsin": Stock("#fdb97c", "#db9457", "#4b2800", "#b14301"),
    "sol": Stock("#ffd260", "#dead2a", "#4c3a05", "#b85500"),
    "lind": Stock("#cfdc85", "#afb85b", "#383e12", "#477d28"),
    "gras": Stock("#a5d7a0", "#84b47a", "#1b3a18", "#017932"),
    "hav": Stock("#8dd4cd", "#67b1a8", "#033835", "#057273"),
    "himmel": Stock("#9cd1f2", "#76aecf", "#003751", "#0c68c2"),
    "blaklocka": Stock("#a8b8ef", "#8496cd", "#18205e", "#454dca"),
    "syren": Stock("#cab3e9", "#a691c8", "#391a56", "#7b3fbd"),
    "ljung": Stock("#e5a5cc", "#c183ac", "#490b38", "#ae1173"),
    "kanel": Stock("#dab194", "#b88e71", "#3c2009", "#924729"),
}


@dataclass(frozen=True)
class CardPicture:
    """What stands on the picture, in the reader's language."""

    paper: str
    symbol: str
    type_name: str
    words: str
    to_label: str
    to: str
    from_label: str
    sender: str
    sent: str  # Where and when: "at Torget, 14 November 2025".
    stamp_day: str
    stamp_year: str
    stamp_unit: str
    motto: str


@dataclass(frozen=True)
class Line:
    """A line of text in its place."""

    text: str
    lettering: Lettering
    x: float
    baseline: float
    color: str


def draw_card(picture: CardPicture) -> bytes:
    """Return the card as a PNG, 1080 pixels wide and as high as its words need."""
    stock = STOCKS[picture.paper]
    text_top = TOP + (16 + 236) * U
    lines, rules, bottom = set_lines(picture, stock, text_top)
    height = round(bottom + 62 * U)
    sheet = Sheet(WIDTH, height, TABLE)
    draw_paper(sheet, stock, bottom)
    draw_lino(sheet, stock, picture.symbol)
    for line in lines:
        line.lettering.draw(sheet.image, line.x, line.baseline, line.text, line.color)
    for left, right, y in rules:
        draw_dots(sheet, left, right, y, mix(stock.ink, stock.stock, 0.55))
    draw_postmark(sheet, stock, picture, (RIGHT - 77 * U, text_top + 16 * U))
    heart = Placing((RIGHT - 39 * U, bottom - 37 * U), 46 / 24 * 1.1 * U, (12, 12), turn=-9)
    sheet.drawing(polygons(HEART_PATH), heart, HEART)
    draw_wordmark(sheet, bottom + 33 * U)
    found = BytesIO()
    sheet.image.save(found, "PNG", compress_level=4)  # Half the work for a tenth more bytes.
    return found.getvalue()


def set_lines(
    picture: CardPicture, stock: Stock, top: float
) -> tuple[list[Line], list[tuple[float, float, float]], float]:
    """Set all text below the panel; return its lines, the dotted rules under To and From, and where the card ends."""
    words, y = set_words(picture, stock, top + 16 * U)
    named, rules, y = set_names(picture, stock, y + 18 * U)
    return words + named, rules, y + 26 * U


def set_words(picture: CardPicture, stock: Stock, y: float) -> tuple[list[Line], float]:
    """Set the type's name and the words from a height on; return the lines and where they end."""
    lines = []
    for rows, color, gap in ((headline(picture), stock.pigment, 8 * U), (message(picture), stock.ink, 0)):
        for text, lettering, leading in rows:
            y += leading
            lines.append(Line(text, lettering, LEFT + 26 * U, y - 0.24 * leading, color))
        y += gap
    return lines, y


def set_names(
    picture: CardPicture, stock: Stock, y: float
) -> tuple[list[Line], list[tuple[float, float, float]], float]:
    """Set To and From from a height on, each with a rule below; return lines, rules and where they end."""
    lines: list[Line] = []
    rules = []
    left = LEFT + 26 * U
    label = Lettering("text", 16 * U, 400)
    column = max(label.width(picture.to_label), label.width(picture.from_label)) + 12 * U
    for number, (name, rows) in enumerate(names(picture, INNER - 58 * U - column)):
        y += 9 * U
        for row, (text, lettering) in enumerate(rows):
            y += lettering.size * 1.26
            if row == 0:
                lines.append(Line(name, label, left, y - 4 * U, stock.ink))
            lines.append(Line(text, lettering, left + column, y - 4 * U, stock.ink))
        y += 5 * U
        rules.append((left, left + INNER - (58 + 34 * number) * U, y))
    return lines, rules, y


def headline(picture: CardPicture) -> list[tuple[str, Lettering, float]]:
    """Return the type's name in lines that leave the postmark its room."""
    width = INNER - 92 * U
    for size in (40, 34, 28, 24):
        lettering = Lettering("display", size * U, 860)
        if all(lettering.width(word) <= width for word in picture.type_name.split()):
            break
    return [(line, lettering, lettering.size * 1.05) for line in wrap(picture.type_name, lettering, width)]


def message(picture: CardPicture) -> list[tuple[str, Lettering, float]]:
    """Return the words in lines, large when they are few; many line breaks give way before the card grows too high."""
    if not picture.words.strip():
        return []
    large = Lettering("display", 27.6 * U, 600)
    small = Lettering("text", 20.2 * U, 500)
    smaller = Lettering("text", 17 * U, 500)
    choices = [(small, 1.45), (smaller, 1.4)]
    if size_of_lettering(picture.words) != "l":
        choices.insert(0, (large, 1.2))
    for lettering, leading in choices:
        lines = wrap(picture.words, lettering, INNER)
        if len(lines) * leading * lettering.size <= MOST_LINES * 1.4 * small.size:
            break
    else:
        lettering, leading = choices[-1]
        lines = shortened(wrap(" ".join(picture.words.split()), lettering, INNER), 60, lettering, INNER)
    return [(line, lettering, leading * lettering.size) for line in lines]


def names(picture: CardPicture, width: float) -> list[tuple[str, list[tuple[str, Lettering]]]]:
    """Return both ruled entries: the label, and the lines that stand beside it."""
    large, small, note = (
        Lettering("display", 20.2 * U, 700),
        Lettering("display", 16 * U, 700),
        Lettering("text", 16 * U, 400),
    )
    lettering = large if len(wrap(picture.to, large, width)) <= 4 else small
    to = shortened(wrap(picture.to, lettering, width), MOST_NAME_LINES, lettering, width)
    sender = [(line, large) for line in wrap(picture.sender, large, width)]
    # The last line leaves room for the heart.
    sent = [(line, note) for line in wrap(picture.sent, note, width - 34 * U)]
    return [(picture.to_label, [(line, lettering) for line in to]), (picture.from_label, sender + sent)]


def draw_paper(sheet: Sheet, stock: Stock, bottom: float) -> None:
    """Lay the card on the table: its edge, its face, and the printed frame with the notch for the heart."""
    sheet.rounded((LEFT, TOP, RIGHT, bottom + 2.5 * U), 16 * U, stock.edge)
    sheet.rounded((LEFT, TOP, RIGHT, bottom), 16 * U, stock.stock)
    color, line = mix(stock.pigment, stock.stock, 0.58), 1.5 * U
    inset, notch = 8 * U, 74 * U
    outer = (LEFT + inset, TOP + inset, RIGHT - inset, bottom - inset)
    inner = (outer[0] + line, outer[1] + line, outer[2] - line, outer[3] - line)
    sheet.rounded(outer, 9 * U, color)
    sheet.rounded(inner, 7.5 * U, stock.stock)
    # Within the corner the frame is paper again, and an arc leads around the heart's place.
    corner = (outer[2] - notch, outer[3] - notch)
    side = round(notch)
    disc = rounded_mask(2 * notch, 2 * notch, notch).crop((0, 0, side, side))
    within = rounded_mask(2 * (notch - line), 2 * (notch - line), notch - line).crop((0, 0, side, side))
    sheet.pour(stock.stock, disc, corner)
    sheet.pour(color, disc, corner)
    sheet.pour(stock.stock, within, (corner[0] + line, corner[1] + line))


def draw_lino(sheet: Sheet, stock: Stock, symbol: str) -> None:
    """Print the panel: the symbol cut out of the pigment, with the marks of the knife."""
    box = (LEFT + 16 * U, TOP + 16 * U, RIGHT - 16 * U, TOP + (16 + 236) * U)
    width, height = box[2] - box[0], box[3] - box[1]
    panel = rounded_mask(width, height, 7 * U)
    sheet.pour(stock.pigment, panel, box[:2])
    sheet.pour(stock.stock, gouges_mask(width, height), box[:2], strength=0.5)
    place = Placing((box[0] + width / 2, box[1] + height / 2), 176 * U / 64, (32, 32))
    sheet.drawing(polygons(SYMBOL_PATHS[symbol]), place, stock.stock)


def draw_dots(sheet: Sheet, left: float, right: float, y: float, color: str) -> None:
    """Rule a dotted line."""
    dot = rounded_mask(2 * U, 2 * U, U)
    x = left
    while x < right:
        sheet.pour(color, dot, (x, y))
        x += 4 * U


def draw_postmark(sheet: Sheet, stock: Stock, picture: CardPicture, middle: tuple[float, float]) -> None:
    """Stamp the day and the unit, a little askew."""
    k = 98 * U / 120
    side = round(120 * k)
    mask = Image.new("L", (side, side))
    for radius, line in ((57, 2.6), (37, 1.8)):
        for reach, value in ((radius + line / 2, 255), (radius - line / 2, 0)):
            disc = rounded_mask(2 * reach * k, 2 * reach * k, reach * k)
            mask.paste(value, (round(side / 2 - reach * k), round(side / 2 - reach * k)), disc)
    stamp_ring(mask, postmark_ring(picture.stamp_unit, picture.motto) if picture.stamp_unit else "", k)
    for text, size, y in ((picture.stamp_day, 19, 60), (picture.stamp_year, 15, 79)):
        lettering = Lettering("display", size * k, 800)
        lettering.draw(mask, side / 2 - lettering.width(text) / 2, y * k, text, 255)
    place = (middle[0] - side / 2, middle[1] - side / 2)
    sheet.pour(stock.stock, rounded_mask(side, side, side / 2), place)
    sheet.pour(stock.pigment, mask.rotate(-12, Image.Resampling.BICUBIC), place)


def stamp_ring(mask: Image.Image, ring: str, k: float) -> None:
    """Set the letters around the postmark, clockwise from the left, each turned to its place."""
    lettering = Lettering("text", (8.6 if len(ring) > RING_COMFORT else 11) * k, 700)
    middle, radius = mask.width / 2, 44 * k
    gap = (2 * math.pi * radius - lettering.width(ring)) / max(len(ring), 1)
    along = 0.0
    tile = round(lettering.size * 2)
    for letter in ring:
        width = lettering.width(letter)
        angle = math.pi + (along + width / 2) / radius
        along += width + gap
        small = Image.new("L", (tile, tile))
        lettering.draw(small, tile / 2 - width / 2, tile / 2, letter, 255)
        turned = small.rotate(-math.degrees(angle) - 90, Image.Resampling.BICUBIC)
        x, y = middle + radius * math.cos(angle), middle + radius * math.sin(angle)
        mask.paste(255, (round(x - tile / 2), round(y - tile / 2)), turned)


def draw_wordmark(sheet: Sheet, middle: float) -> None:
    """Sign the picture with the name of the product."""
    scale = 20 * U / 102
    sheet.drawing(polygons(WORDMARK_PATH), Placing((WIDTH / 2, middle), scale, (204.75, 51)), INK)
    dot = (WIDTH / 2 + (78 - 204.75) * scale, middle + (14 - 51) * scale)
    sheet.drawing(polygons(HEART_PATH), Placing(dot, 1.5 * scale, (12, 12), turn=-6), HEART)


def mix(color: str, other: str, part: float) -> str:
    """Return a colour that holds so much of the first and the rest of the other."""
    channels = (
        round(int(color[at : at + 2], 16) * part + int(other[at : at + 2], 16) * (1 - part)) for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)
