"""How well the papers can be read, computed from the style sheet."""

import pytest

from cards.lib.palette import colours, contrast, legibility
from cards.models import Paper


def test_black_on_white_has_the_greatest_contrast_there_is():
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21


def test_a_colour_has_no_contrast_to_itself():
    assert contrast("#8dd4cd", "#8dd4cd") == 1


@pytest.mark.parametrize(("paper", "ratio"), [("hav", 7.6), ("sol", 7.3), ("apelsin", 7.4), ("kanel", 7.6)])
def test_the_worse_of_light_and_dark_counts(paper, ratio):
    assert legibility(paper) == ratio  # As the table of the identity has them.


@pytest.mark.parametrize("paper", Paper.values)
def test_every_paper_can_be_read_and_has_its_colours_in_both_modes(paper):
    assert legibility(paper) >= 7
    assert [f"{paper}-{part}" in mode for mode in colours() for part in ("stock", "ink")] == [True] * 4
