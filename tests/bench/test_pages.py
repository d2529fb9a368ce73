"""Whole pages against a constant view and against their SQL: it runs, and what passes a limit is told."""

from dataclasses import replace
from typing import Any

import pytest

from cards.bench.pages import CONSTANT, FEED, POLL, SQL, STATUSES, PageFigure, PageRun, measure_pages, page_checks
from tests.bench.sizes import SMALL, say_nothing


def good_run() -> PageRun:
    """Return a run that meets every limit."""
    costs = dict.fromkeys(STATUSES, 3000.0) | {CONSTANT: 1000.0, POLL: 1500.0, SQL: 1600.0}
    figures = tuple(PageFigure(name, SMALL, 5, 18_000, cost, 0.0) for name, cost in costs.items())
    return PageRun(figures, {name: [cost, cost * 1.1] for name, cost in costs.items()}, {"/ladan": 6, "/flode": 5})


def test_a_good_run_meets_every_limit():
    assert all(check.is_met for check in page_checks(good_run()))


@pytest.mark.parametrize(
    ("contender", "cost", "case"), [(FEED, 4100.0, FEED), (POLL, 2100.0, POLL), (SQL, 1400.0, FEED)]
)
def test_a_contender_beyond_its_limit_is_told_by_name(contender, cost, case):
    run = good_run()
    run.rounds[contender] = [cost, cost * 1.1]

    assert {check.case for check in page_checks(run) if not check.is_met} == {case}


def test_a_seventh_query_of_any_page_is_too_much():
    run = replace(good_run(), asked={"/ladan": 7, "/flode": 5})

    assert [(check.case, check.measure) for check in page_checks(run) if not check.is_met] == [
        ("any page, such as /ladan", "queries at 2k")
    ]


def test_without_the_databases_process_only_queries_are_held():
    run = good_run()
    elsewhere = replace(run, figures=tuple(replace(figure, backend_us=None) for figure in run.figures))

    assert [check.measure for check in page_checks(elsewhere)] == ["queries at 2k"]


@pytest.mark.slow
def test_every_contender_runs_and_is_what_it_should_be(filled: None, django_db_blocker: Any):
    with django_db_blocker.unblock():
        run = measure_pages(SMALL, seed=1, rounds=1, report=say_nothing)

    figures = {figure.contender: figure for figure in run.figures}
    assert set(figures) == {*STATUSES, SQL}
    assert [figures[name].queries for name in (CONSTANT, POLL, FEED, SQL)] == [2, 3, 5, 5]
    assert figures[FEED].bytes_sent > 5_000
    assert figures[POLL].bytes_sent == 0
    assert {"/flode", "/ladan", "/enheten", "/enhet", "/programmet", "/forvaltning/", "/mer"} <= run.asked.keys()
    assert run.asked["/flode"] == 5
