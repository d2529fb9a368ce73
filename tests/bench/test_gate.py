"""The gate: what fails it, what does not, and what its last line says."""

from dataclasses import replace
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cards.bench import reading
from cards.bench.board_limits import board_checks
from cards.bench.boards import COUNTED, board_cases
from cards.bench.cases import DEEP_CASE, HIDDEN, POLL_CASE, SHALLOW_CASE, TYPICAL_CASE
from cards.bench.checks import Outcome, worst
from cards.bench.crowding import Crowd, crowd_checks
from cards.bench.feed_limits import emptier, feed_checks
from cards.bench.rounds import Figure
from cards.bench.storing import Stored, storage_checks
from cards.bench.writing import RAW, SEND, Sent, sent_checks
from cards.management.commands import bench
from cards.management.commands.bench import until_calm

SMALL, LARGE, MANY = 10_000, 1_000_000, 10_000_000
PAGES = (TYPICAL_CASE, "my unit", "to me", SHALLOW_CASE, DEEP_CASE, HIDDEN + TYPICAL_CASE)


def good_figures() -> list[Figure]:
    """Return figures of two sizes that meet every limit."""
    page = Figure("", SMALL, 20, 2, 400, buffers_to_find=8, cpu_us=1000.0, wall_ms=3.0, wall_p95_ms=4.0)
    poll = replace(page, case=POLL_CASE, rows=0, queries=1, buffers=4, buffers_to_find=4)
    small = [*(replace(page, case=name) for name in PAGES), poll]
    return [*small, *(replace(figure, cards=LARGE, buffers=figure.buffers + 2) for figure in small)]


def changed(case: str, *, cards: int = LARGE, **values: object) -> list[Figure]:
    """Return the good figures but for one."""
    return [
        replace(figure, **values) if (figure.case, figure.cards) == (case, cards) else figure  # type: ignore[arg-type]
        for figure in good_figures()
    ]


def good_boards() -> list[Figure]:
    """Return figures of the boards of two sizes that meet every limit."""
    boards = [
        Figure(case.name, MANY, 40, 1, 5, buffers_to_find=5, cpu_us=200.0, wall_ms=0.4, wall_p95_ms=0.5)
        for case in board_cases()
    ]
    largest = [
        replace(board, buffers=900_000, cpu_us=2e6) if board.case.startswith(COUNTED) else board for board in boards
    ]
    return [*(replace(board, cards=LARGE) for board in boards), *largest]


def run_gate(monkeypatch: pytest.MonkeyPatch, figures: list[Figure], *options: str) -> list[str]:
    """Return the lines that the command prints about these figures."""
    monkeypatch.setattr(bench, "load", lambda *_args, **_options: False)
    monkeypatch.setattr(reading, "measure_feed", lambda *_args, **_options: figures)
    monkeypatch.setattr(reading, "measure_boards", lambda *_args, **_options: good_boards())
    for name in ("measure_writes", "measure_storage", "pages"):
        monkeypatch.setattr(bench, name, lambda *_args, **_options: Outcome("", "", [], []))
    out = StringIO()
    call_command("bench", "gate", "--cards", "10k,1M", *options, stdout=out)
    return out.getvalue().splitlines()


def test_good_figures_pass_and_the_last_line_names_the_worst_ratio(monkeypatch):
    lines = run_gate(monkeypatch, good_figures())

    assert lines[-1].startswith("Worst: ")
    assert not any("TOO MUCH" in line for line in lines)


@pytest.mark.parametrize(
    ("case", "values"),
    [
        (TYPICAL_CASE, {"buffers": 521}),
        (HIDDEN + TYPICAL_CASE, {"buffers": 521}),
        ("to me", {"buffers": 604}),
        (DEEP_CASE, {"buffers": 423}),
        (POLL_CASE, {"buffers": 9}),
        ("my unit", {"queries": 3}),
        ("my unit", {"buffers_to_find": 51}),
    ],
)
def test_a_figure_beyond_its_limit_fails_the_gate_by_name(monkeypatch, case, values):
    with pytest.raises(CommandError, match=f"^Worst: {case}"):
        run_gate(monkeypatch, changed(case, **values))


def test_a_page_that_is_far_to_find_is_told_where_no_smaller_size_shows_as_much():
    figures = changed("to me", cards=SMALL, rows=14, buffers_to_find=64)

    assert ("to me", "buffers to find it at 10k") in [
        (one.case, one.measure) for one in feed_checks(figures) if not one.is_met
    ]


def test_more_cpu_in_most_cases_fails_the_gate_and_in_one_does_not(monkeypatch):
    slow = [replace(figure, cpu_us=1160.0) if figure.cards == LARGE else figure for figure in good_figures()]

    run_gate(monkeypatch, changed(TYPICAL_CASE, cpu_us=1500.0))
    with pytest.raises(CommandError, match=r"^Worst: all of these, CPU"):
        run_gate(monkeypatch, slow)


def test_cpu_beyond_a_limit_once_is_measured_again_and_buffers_are_not(monkeypatch):
    slow = [replace(figure, cpu_us=1160.0) if figure.cards == LARGE else figure for figure in good_figures()]
    measured = iter([slow, good_figures(), changed(TYPICAL_CASE, buffers=521), good_figures()])
    monkeypatch.setattr(bench, "load", lambda *_args, **_options: False)
    monkeypatch.setattr(reading, "measure_boards", lambda *_args, **_options: good_boards())
    monkeypatch.setattr(reading, "measure_feed", lambda *_args, **_options: next(measured))
    measurement = partial(reading.measure_reads, [SMALL, LARGE], seed=1, rounds=1, report=lambda *_args: None)

    calm, heavy = until_calm(measurement), until_calm(measurement)

    assert all(check.is_met for outcome in calm for check in outcome.checks)
    assert not all(check.is_met for outcome in heavy for check in outcome.checks)
    assert next(measured) == good_figures()


def test_wall_time_fails_nothing(monkeypatch):
    lines = run_gate(monkeypatch, changed(TYPICAL_CASE, wall_ms=5000.0, wall_p95_ms=9000.0))

    assert lines[-1].startswith("Worst: ")


def test_without_cpu_times_the_rest_is_still_held(monkeypatch):
    figures = [replace(figure, cpu_us=None) for figure in good_figures()]

    assert run_gate(monkeypatch, figures)[-1].startswith("Worst: ")
    assert not any(check.measure.startswith("CPU") for check in feed_checks(figures))


def test_an_emptier_page_is_not_compared_and_the_table_says_so(monkeypatch):
    figures = changed("to me", cards=SMALL, rows=14, buffers=200)

    lines = run_gate(monkeypatch, figures)

    assert [name for name in emptier(figures) if name.startswith("to me")] == ["to me (10k: 14 of 20, 1M: 20 of 20)"]
    assert any("to me (10k: 14 of 20" in line for line in lines)


def test_the_worst_is_one_beyond_its_limit_before_any_that_is_near():
    found = feed_checks(changed(POLL_CASE, buffers=9))

    assert worst(found).case == POLL_CASE


def test_figures_go_to_a_file_with_what_one_needs_to_compare_them(monkeypatch, tmp_path):
    monkeypatch.setattr(bench, "as_json", lambda outcomes, sizes, **about: {"outcomes": len(outcomes), **about})

    run_gate(monkeypatch, good_figures(), "--seed", "7", "--json", str(tmp_path / "f"))

    assert '"seed": 7' in (tmp_path / "f").read_text()


@pytest.mark.parametrize(
    ("case", "values", "measure"),
    [
        ("a unit's board, 29, week", {"buffers": 11}, "buffers at 10M"),
        ("a unit's board, 5, all", {"buffers": 8}, "buffers more, 10M / 1M"),
        ("between units, year", {"buffers": 101}, "buffers at 10M"),
        ("between units, all", {"cpu_us": 2e4}, "CPU, / counting at 10M"),
    ],
)
def test_a_board_beyond_its_limit_is_found(case, values, measure):
    figures = [
        replace(board, **values) if (board.case, board.cards) == (case, MANY) else board for board in good_boards()
    ]

    assert all(check.is_met for check in board_checks(good_boards()))
    assert (case, measure) in [(check.case, check.measure) for check in board_checks(figures) if not check.is_met]


@pytest.mark.parametrize(
    ("values", "is_met"),
    [
        ({}, True),
        ({"statements": 2}, False),
        ({"buffers": 33}, False),
        ({"calm_us": 1300.0}, False),
        ({"python_us": 700.0}, True),
        ({"wall_us": 99_000.0}, True),
    ],
)
def test_a_send_is_held_to_its_cpu_and_its_statements_never_to_wall_time(values, is_met):
    raw = Sent(RAW, SMALL, "off", 2, buffers=20, python_us=400.0, database_us=600.0, wall_us=1500.0, calm_us=900.0)
    sent = replace(raw, **{"contender": SEND, "statements": 1, **values})

    assert all(check.is_met for check in sent_checks([raw, sent])) is is_met


@pytest.mark.parametrize(
    ("values", "is_met"), [({}, True), ({"deadlocks": 1}, False), ({"one_database_us": 900.0}, False)]
)
def test_everyone_thanking_one_person_is_held_to_cpu_and_no_deadlock(values, is_met):
    crowd = Crowd(SMALL, 8, 300.0, 500.0, spread_database_us=600.0, one_database_us=700.0, deadlocks=0)

    assert all(check.is_met for check in crowd_checks([replace(crowd, **values)])) is is_met


@pytest.mark.parametrize(("cards", "size", "is_met"), [(MANY, 1200, True), (MANY, 1201, False), (LARGE, 1201, True)])
def test_what_a_card_takes_is_held_to_where_there_are_many(cards, size, is_met):
    stored = [
        Stored(cards, "cards_card", cards, heap_bytes=600 * cards, index_bytes=400 * cards),
        Stored(cards, "cards_persontally", cards, heap_bytes=(size - 1000) * cards, index_bytes=0),
    ]

    assert all(check.is_met for check in storage_checks(stored)) is is_met


def test_a_card_is_weighed_with_two_hearts_however_many_were_made():
    hearts = Stored(MANY, "cards_heart", rows=MANY, heap_bytes=60 * MANY, index_bytes=20 * MANY)

    assert hearts.per_card == 160
