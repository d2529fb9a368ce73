"""What the browser fetches: that it is there, is ours, is small, and keeps the palette's promises."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from cards.lib.artwork import SYMBOL_PATHS
from cards.models import Paper, Symbol

ROOT = Path(__file__).resolve().parent.parent
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
SHEETS = sorted(STATIC.glob("css/**/*.css"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
TOKENS = (STATIC / "css/tokens.css").read_text(encoding="utf-8")

FIRST_VIEW_BUDGET = 100_000  # Bytes over the wire, of the 120,000 that a cold feed may cost with its HTML and headers.
FEED_SHEETS = ["css/pages/feed.css", "css/components/envelope.css"]
FEED_TEXTURES = ["img/grain.webp", "img/ink.webp", "img/icon.svg"]


def found(pattern: str, files: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Find the pattern's first group, or all of it, in the files, comments left out."""
    for file in files:
        text = re.sub(
            r"/\*.*?\*/|{% comment %}.*?{% endcomment %}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        for match in re.finditer(pattern, text):
            yield file.relative_to(ROOT), match[match.lastindex or 0]


def test_every_address_in_a_sheet_leads_to_a_file():
    missing = [
        (str(sheet), url)
        for sheet, url in found(r'url\("([^"]+)"\)', SHEETS)
        if not (ROOT / sheet).parent.joinpath(url).resolve().is_file()
    ]

    assert missing == []


def test_every_static_file_a_template_names_is_there():
    missing = [name for _page, name in found(r"""{% static ["']([^"']+)["']""", PAGES) if not (STATIC / name).is_file()]

    assert missing == []


@pytest.mark.parametrize(
    "forbidden", [r"\sstyle\s*=", r"<style\b", r"<script\b(?![^>]*\bsrc=)", r"\son[a-z]+\s*=", "javascript:"]
)
def test_no_template_holds_a_style_or_a_script(forbidden):
    assert list(found(forbidden, PAGES)) == []


def test_nothing_is_fetched_from_another_host():
    ours = [path for path in chain(STATIC.rglob("*"), PAGES) if path.suffix in {".css", ".js", ".svg", ".html"}]

    hosts = {host for _file, host in found(r"""(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[/"' ])""", ours)}

    assert hosts <= {"www.w3.org"}  # The name of SVG, not an address.


def test_colours_and_text_sizes_stand_in_the_tokens_alone():
    others = [sheet for sheet in SHEETS if sheet.name != "tokens.css"]

    colours = [(str(s), c) for s, c in found(r"#[0-9a-fA-F]{3,8}\b", others) if c not in {"#000", "#0000", "#fff"}]
    sizes = [(str(s), c) for s, c in found(r"font(?:-size)?:[^;}]*?[ (]([\d.]+rem)", others)]

    assert colours == []
    assert sizes == []


def test_no_sheet_selects_an_id_or_imports_another():
    assert list(found(r"(?:^|[\s,>}])#[A-Za-z][\w-]*[^;{}]*\{", SHEETS)) == []
    assert list(found("@import", SHEETS)) == []


def test_every_property_a_sheet_reads_is_defined():
    defined = {name for _sheet, name in found(r"(--[\w-]+)\s*:", SHEETS)}

    undefined = {(str(sheet), name) for sheet, name in found(r"var\((--[\w-]+)", SHEETS) if name not in defined}

    assert undefined == set()


def test_papers_and_symbols_are_those_of_the_model():
    assert set(re.findall(r'^  \[data-hue="(\w+)"\]', TOKENS, re.MULTILINE)) == set(Paper.values)
    assert set(SYMBOL_PATHS) == set(Symbol.values)


def test_a_cold_feed_is_within_its_budget():
    named = [name for _page, name in found(r"""{% static ["']([^"']+)["']""", [TEMPLATES / "base.html"])]
    fetched = {*named, *FEED_SHEETS, *FEED_TEXTURES} - {"img/icon-180.png"}  # A home screen's icon, not a page's.

    assert sum(over_the_wire(STATIC / name) for name in fetched) < FIRST_VIEW_BUDGET


def over_the_wire(file: Path) -> int:
    """Count a file's bytes as a server sends them at worst: text gzipped, pictures and fonts as they are."""
    content = file.read_bytes()
    return len(gzip.compress(content)) if file.suffix in {".css", ".js", ".svg"} else len(content)


def test_htmx_is_told_to_run_nothing_and_to_keep_nothing():
    ((_page, config),) = found(r"""name="htmx-config" content='([^']+)'""", [TEMPLATES / "base.html"])
    settings = json.loads(config)

    assert settings["includeIndicatorStyles"] is settings["allowEval"] is settings["allowScriptTags"] is False
    assert settings["selfRequestsOnly"] is True
    assert settings["historyCacheSize"] == 0


def block(start: str) -> dict[str, str]:
    """Read the custom properties of the block that opens with `start`."""
    body = TOKENS[TOKENS.index(start) + len(start) :].partition("}")[0]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", re.sub(r"/\*.*?\*/", "", body, flags=re.DOTALL)))


LIGHT = block(":root, .theme-light {")
DARK = block(':root[data-theme="dark"], .theme-dark {')


def test_dark_is_the_same_by_the_systems_wish_and_by_the_persons():
    assert block(':root:not([data-theme="light"]) {') == DARK


def contrast(one: str, other: str) -> float:
    """Compute WCAG's ratio of two colours."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


PAPER_PROMISES = [
    ("ink", "stock", 7),
    ("ink", "tint", 7),
    ("pigment", "stock", 3),
    ("pigment", "--papper", 4.5),
    ("pigment", "--bord", 3.6),
    ("--hjarta", "stock", 3),
    ("--fokus", "stock", 4.2),
]
NEUTRAL_PROMISES = [
    ("black", "bord", 13),
    ("black", "papper", 13),
    ("black2", "bord", 4.5),
    ("black2", "papper", 4.5),
    ("black2", "papper2", 4.5),
    ("papper", "black", 13),
    ("linje2", "bord", 3),
    ("linje2", "papper", 3),
    ("hjarta", "bord", 4.5),
    ("hjarta", "papper", 4.5),
    ("hjarta-pa", "hjarta", 4.5),
    ("fokus", "bord", 4.5),
    ("fokus", "papper", 4.5),
    ("fel", "bord", 4.5),
    ("fel", "papper", 4.5),
    ("ok", "bord", 4.5),
    ("ok", "papper", 4.5),
]


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("paper", Paper.values)
def test_every_paper_keeps_its_contrasts(paper, mode):
    def colour(name):
        return mode[name.removeprefix("--") if name.startswith("--") else f"{paper}-{name}"]

    broken = [(a, b, ratio) for a, b, least in PAPER_PROMISES if (ratio := contrast(colour(a), colour(b))) < least]

    assert broken == []


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_read_on_the_table_and_on_white_paper_keeps_its_contrasts(mode):
    broken = [(a, b, ratio) for a, b, least in NEUTRAL_PROMISES if (ratio := contrast(mode[a], mode[b])) < least]

    assert broken == []


@pytest.mark.parametrize("paper", Paper.values)
def test_a_postmark_can_be_read_on_the_envelope_day_and_night(paper):
    assert contrast(LIGHT[f"{paper}-dag"], LIGHT["kuvert"]) >= 4.5
    assert contrast(LIGHT[f"{paper}-dag"], DARK["kuvert"]) >= 3
