"""Measure what the feed and the boards read."""

from collections.abc import Sequence

from cards.bench.board_limits import board_checks
from cards.bench.checks import Outcome
from cards.bench.feed_limits import emptier, feed_checks
from cards.bench.loading import Report
from cards.bench.reporting import figures_table
from cards.bench.rounds import measure_boards, measure_feed


def measure_reads(sizes: Sequence[int], *, seed: int, rounds: int, report: Report) -> list[Outcome]:
    """Read the feed and the boards at every size."""
    feed = measure_feed(sizes, seed=seed, rounds=rounds, report=report)
    left_out = emptier(feed)
    remark = f"Not compared, for the smaller size shows fewer cards: {'; '.join(left_out)}." if left_out else ""
    boards = measure_boards(sizes, seed=seed, rounds=rounds, report=report)
    return [
        Outcome("feed", figures_table(feed), feed, feed_checks(feed), remark),
        Outcome("boards", figures_table(boards), boards, board_checks(boards)),
    ]
