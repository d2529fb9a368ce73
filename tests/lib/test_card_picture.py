"""The picture of a card: right in every letter, never too large, never in the way."""

import re
import struct
import time
import unicodedata
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cards.lib.artwork import HEART_PATH, SYMBOL_PATHS, WORDMARK_PATH
from cards.lib.card_picture import HEART, INNER, STOCKS, WIDTH, CardPicture, draw_card, message
from cards.lib.card_picture_shapes import gouges, polygons
from cards.lib.card_picture_text import Lettering, shortened, wrap

TOKENS = Path(__file__).parents[2] / "static/css/tokens.css"
PICTURE = CardPicture(
    paper="hallon",
    symbol="blomma",
    type_name="Tack",
    words="Du tog hela mjölkleveransen själv när Kaj blev sjuk, och hann ändå skratta i kassan.",
    to_label="Till",
    to="Sofia Lindqvist",
    from_label="Från",
    sender="Mikael Nyholm",
    sent="på Torget, 14 november 2025",
    stamp_day="14 nov",
    stamp_year="2025",
    stamp_unit="Torget",
    motto="Med hjärtat på rätt ställe",
)
LARGE = Lettering("display", 76, 600)
SMALL = Lettering("text", 56, 500)


def opened(png):
    with Image.open(BytesIO(png)) as image:
        image.load()
        return image


def size(png):
    """Read the size from the head of the file, without believing a library."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


@pytest.mark.slow
def test_a_picture_is_a_portrait_of_the_card_on_its_paper():
    png = draw_card(PICTURE)

    width, height = size(png)
    image = opened(png)
    assert (width, image.mode) == (WIDTH, "RGB")
    assert 1.4 < height / width < 2
    assert image.getpixel((200, 1000)) == tuple(bytes.fromhex(STOCKS["hallon"].stock[1:]))
    assert image.getpixel((WIDTH - 45 - 107, height - 170 - 102)) == tuple(bytes.fromhex(HEART[1:]))


@pytest.mark.slow
def test_a_picture_takes_less_than_half_a_second_of_the_processor_and_is_not_heavy():
    heavy = replace(PICTURE, words="Du hann med alla i kön. " * 20, to=", ".join(["Anna-Liisa Hämeenkorpi"] * 20))

    def seconds():
        started = time.process_time()
        draw_card(heavy)
        return time.process_time() - started

    assert min(seconds() for _time in range(3)) < 0.5
    assert len(draw_card(heavy)) < 600_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        "",
        "x" * 500,
        "a\n\n" * 166,
        "W" * 61,
        "Hej 🎉👍🏽👨‍👩‍👧 ❤️ \u0301\u200d\ufe0f",
        "مرحبا 你好 Привет Ștefan ŁÓDŹ ß €",
        "<script>alert(1)</script> &amp; <svg onload=x>",
        "\u2028\u00a0\u3000\u200b",
        " Ett\n  indraget\n\n\nstycke ",
    ],
)
def test_any_words_give_a_picture_of_a_reasonable_size(words):
    _width, height = size(draw_card(replace(PICTURE, words=words)))

    assert 1200 < height < 4500


@pytest.mark.slow
def test_no_name_is_too_long():
    long = "Bartholomäus-Maximilian Åkerström-Hämeenkorpi " * 3
    picture = replace(
        PICTURE, type_name="Asiakaspalvelun ratkaisija", to=", ".join([long] * 20), sender=long, sent=long * 2,
        stamp_unit="Kundtjänst och varumottagning i Österbotten", to_label="Vastaanottaja",
    )  # fmt: skip

    assert size(draw_card(picture))[1] < 4500


@pytest.mark.slow
@pytest.mark.parametrize("symbol", SYMBOL_PATHS)
def test_every_symbol_can_be_drawn(symbol):
    assert size(draw_card(replace(PICTURE, symbol=symbol)))[0] == WIDTH


def test_its_papers_are_those_of_the_pages():
    css = TOKENS.read_text()
    for name, stock in STOCKS.items():
        for part in ("stock", "edge", "ink", "pigment"):
            first = re.search(rf"--{name}-{part}: (#\w+);", css)
            assert first is not None
            assert getattr(stock, part) == first[1]


def test_artwork_is_made_of_what_the_drawing_understands():
    for path in (*SYMBOL_PATHS.values(), HEART_PATH, WORDMARK_PATH):
        assert set(re.findall("[A-Za-z]", path)) <= set("MLHVQCZ")
        assert all(len(shape) > 2 for shape in polygons(path))
    assert len(gouges()) > 50


def test_a_curve_ends_where_it_says():
    (shape,) = polygons("M0 0C10 0 10 10 0 10Q-5 5 0 0Z")

    assert shape[0] == shape[-1] == (0, 0)
    assert (0, 10) in shape


# --- Text -----------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_no_line_is_wider_than_its_room_and_no_word_is_lost(text):
    lines = wrap(text, SMALL, 400)

    assert all(SMALL.width(line) <= 400 or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_lines_break_between_words_and_where_the_writer_broke_them():
    assert wrap("Hej\n\ndu", LARGE, 800) == ["Hej", "", "du"]
    assert wrap("Tack för hjälpen i dag", LARGE, 400) == ["Tack för", "hjälpen i", "dag"]


def test_few_words_are_large_and_many_are_small():
    def lettering(words):
        return message(replace(PICTURE, words=words))[0][1]

    assert lettering("Hej!").face == "display"
    assert lettering("Du hann med alla. " * 20).face == "text"
    assert all(
        lettering.width(line) <= INNER for line, lettering, _leading in message(replace(PICTURE, words="W" * 80))
    )


def test_letters_from_elsewhere_come_from_the_second_font():
    assert SMALL.font_for("å") == 0
    assert SMALL.font_for("Ł") == 1
    assert SMALL.font_for("ș") == 1


def test_what_no_font_draws_is_an_empty_box_and_joiners_are_nothing():
    assert [number for number, _run in SMALL.runs("🎉")] == [-1]
    assert SMALL.width("🎉") > 0
    for joiner in ("\u200d", "\ufe0f", "\U0001f3fd", "\u0301"):
        assert unicodedata.category(joiner) in ("Cf", "Mn", "Sk")
        assert SMALL.width(joiner) == 0


def test_a_line_is_as_wide_as_its_ink():
    canvas = Image.new("L", (900, 200))
    ends = SMALL.draw(canvas, 10, 100, "Mikael Nyholm på Torget", 255)

    ink = canvas.getbbox()
    assert ink is not None
    assert ends == pytest.approx(10 + SMALL.width("Mikael Nyholm på Torget"))
    assert abs(ink[2] - ends) < 6


def test_too_many_lines_end_in_an_ellipsis():
    assert shortened(["ett", "två", "tre"], 2, SMALL, 400) == ["ett", "två …"]
    assert shortened(["ett", "två"], 2, SMALL, 400) == ["ett", "två"]
