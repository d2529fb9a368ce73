"""The gate: what fails it, what does not, and what its last line says."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cards.bench.cases import DEEP_CASE, HIDDEN, POLL_CASE, SHALLOW_CASE, TYPICAL_CASE
from cards.bench.limits import checks, emptier, worst
from cards.bench.rounds import Figure
from cards.management.commands import bench

SMALL, LARGE = 10_000, 1_000_000
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


def run_gate(monkeypatch: pytest.MonkeyPatch, figures: list[Figure]) -> list[str]:
    """Return the lines that the command prints about these figures."""
    monkeypatch.setattr(bench, "load", lambda *_args, **_options: False)
    monkeypatch.setattr(bench, "measure", lambda *_args, **_options: figures)
    out = StringIO()
    call_command("bench", "gate", "--cards", "10k,1M", stdout=out)
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


def test_more_cpu_in_most_cases_fails_the_gate_and_in_one_does_not(monkeypatch):
    slow = [replace(figure, cpu_us=1160.0) if figure.cards == LARGE else figure for figure in good_figures()]

    run_gate(monkeypatch, changed(TYPICAL_CASE, cpu_us=1500.0))
    with pytest.raises(CommandError, match=r"^Worst: all of these, CPU"):
        run_gate(monkeypatch, slow)


def test_wall_time_fails_nothing(monkeypatch):
    lines = run_gate(monkeypatch, changed(TYPICAL_CASE, wall_ms=5000.0, wall_p95_ms=9000.0))

    assert lines[-1].startswith("Worst: ")


def test_without_cpu_times_the_rest_is_still_held(monkeypatch):
    figures = [replace(figure, cpu_us=None) for figure in good_figures()]

    assert run_gate(monkeypatch, figures)[-1].startswith("Worst: ")
    assert not any(check.measure.startswith("CPU") for check in checks(figures))


def test_an_emptier_page_is_not_compared_and_the_table_says_so(monkeypatch):
    figures = changed("to me", cards=SMALL, rows=14, buffers=200)

    lines = run_gate(monkeypatch, figures)

    assert [name for name in emptier(figures) if name.startswith("to me")] == ["to me (10k: 14 of 20, 1M: 20 of 20)"]
    assert any("to me (10k: 14 of 20" in line for line in lines)


def test_the_worst_is_one_beyond_its_limit_before_any_that_is_near():
    found = checks(changed(POLL_CASE, buffers=9))

    assert worst(found).case == POLL_CASE


def test_figures_go_to_a_file_with_what_one_needs_to_compare_them(monkeypatch, tmp_path):
    monkeypatch.setattr(bench, "as_json", lambda figures, found, **about: {"figures": len(figures), **about})
    monkeypatch.setattr(bench, "load", lambda *_args, **_options: False)
    monkeypatch.setattr(bench, "measure", lambda *_args, **_options: good_figures())

    call_command("bench", "read", "--cards", "10k,1M", "--seed", "7", "--json", str(tmp_path / "f"), stdout=StringIO())

    assert '"seed": 7' in (tmp_path / "f").read_text()
