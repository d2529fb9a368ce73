"""The words of the demo organisation: whole, in every language, in the product's voice."""

import re
import string
import tomllib
from collections import Counter
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from cards.demo.messages import DATA, LANGUAGES, MARKS, Words, compose, fill_slots, tongue
from cards.lib.messages import clean_message, lettering

NEVER = re.compile(
    r"kudos|poäng|topplist|vinnar|användar|engagemang|pisteet|pisteitä|käyttäjä|poeng|vinner|bruker|points|winner|leaderboard"
    r"|empower|synerg|rockstar|superstar",
    re.IGNORECASE,
)
UNPRINTED = re.compile("[\u2012-\u2015\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]| - ")
AT = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)


def card_types() -> list[dict[str, Any]]:
    types: list[dict[str, Any]] = tomllib.loads((DATA / "card_types.toml").read_text(encoding="utf-8"))["types"]
    return types


def cores(language: str) -> list[tuple[str, str, Words]]:
    return [
        (slug, place, words)
        for slug, places in tongue(language).cores.items()
        for place, lines in places.items()
        for words in lines
    ]


def texts(language: str) -> list[str]:
    words = tongue(language)
    texts = [core.text for _slug, _place, core in cores(language)]
    texts += [tail.text for tails in words.tails.values() for tail in tails]
    texts += [line for lines in words.replies.values() for line in lines]
    texts += [*words.heads, *words.sought, *words.weekdays, words.yesterday]
    for card_type in card_types():
        own = card_type[language]
        texts += [own["name"], own["purpose"], *own["openings"], *own["ready"]]
    return texts


def filled(language: str, seed: int = 1) -> dict[str, str]:
    return fill_slots(language=language, at=AT, first="Anna-Liisa", colleague="Kristoffer", rng=Random(seed))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_keeps_the_voice(language):
    for text in texts(language):
        assert not NEVER.search(text), text
        assert not UNPRINTED.search(text), text
        assert text.count("!") <= 1, text
        assert text == clean_message(text), text
        assert "  " not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_ends_as_a_sentence_and_stands_once(language):
    said = [core.text for _slug, _place, core in cores(language)]

    assert [text for text, times in Counter(said).items() if times > 1] == []
    assert [text for text in said if text[-1] not in ".!?"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_is_known(language):
    marks = set().union(*(core.marks for _slug, _place, core in cores(language)))

    assert marks <= MARKS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slot_fills(language):
    slots, rng = filled(language), Random(3)

    for slug, _place, core in cores(language):
        text = compose(core, language=language, slug=slug, number="one", at=AT, slots=slots, longest=500, rng=rng)

        assert "{" not in text
        assert "}" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_to_several_people_do_not_name_one(language):
    for _slug, _place, core in cores(language):
        fields = {field for _text, field, _spec, _conversion in string.Formatter().parse(core.text) if field}

        assert not (core.marks & {"many", "whole"} and "first" in fields), core.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_room_on_its_card(language):
    longest = {card_type["slug"]: card_type["max_length"] for card_type in card_types()}

    slots = filled(language)

    for slug, _place, core in cores(language):
        assert len(core.text.format_map(slots)) <= longest[slug], core.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_heads_and_tails_stay_within_the_limit(language):
    slots, rng = filled(language), Random(5)

    for slug, _place, core in cores(language):
        text = compose(core, language=language, slug=slug, number="one", at=AT, slots=slots, longest=200, rng=rng)

        assert len(text) <= max(200, len(core.text.format_map(slots)))


def test_there_are_some_hundred_messages_mostly_swedish_and_finnish():
    count = {language: len(cores(language)) for language in LANGUAGES}

    assert sum(count.values()) >= 320
    assert count["sv"] > count["fi"] > count["nb"] >= 60
    assert count["en"] >= 60


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_messages_are_short_and_middling_and_long(language):
    sizes = Counter(lettering(core.text) for _slug, _place, core in cores(language))

    assert sizes["s"] >= 40
    assert sizes["m"] >= 100
    assert sizes["l"] >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_has_words_for_one_in_any_place(language):
    for card_type in card_types():
        anywhere = tongue(language).cores[card_type["slug"]]["any"]

        assert any(core.suits("one") for core in anywhere)


def test_card_types_are_whole_in_every_language():
    for card_type in card_types():
        ready = {len(card_type[language]["ready"]) for language in LANGUAGES}

        assert len(ready) == 1, card_type["slug"]
        assert 4 <= ready.pop() <= 6
        for language in LANGUAGES:
            own = card_type[language]
            assert 3 <= len(own["openings"]) <= 5
            assert all(opening.endswith(" …") for opening in own["openings"])
            assert all(len(line) <= 160 for line in own["ready"])
            assert len(own["purpose"]) <= 60
            assert len(own["name"]) <= (14 if language == "sv" else 20)


def test_words_fit_their_season_and_hour():
    christmas = Words.read("#christmas #morning Gott.")

    assert christmas.text == "Gott."
    assert christmas.fits(datetime(2026, 12, 12, 9, tzinfo=UTC))
    assert not christmas.fits(datetime(2026, 12, 12, 20, tzinfo=UTC))
    assert not christmas.fits(datetime(2026, 7, 12, 9, tzinfo=UTC))


def test_words_suit_one_or_several():
    assert Words.read("Du.").suits("one")
    assert not Words.read("Du.").suits("many")
    assert Words.read("#many Ni.").suits("whole")
    assert not Words.read("#whole Alla.").suits("many")
    assert Words.read("#both Hej.").suits("one")
