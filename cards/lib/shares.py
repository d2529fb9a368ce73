"""How exactly a share of a unit's people may be told, so that nobody can be picked out of it.

The rule stands in decisions.md, *What anybody may see*: steps of five percent from twenty people, words under that,
nothing for a week or a month under ten; never all and never nobody. Under five, a word is as good as a name.

While a period runs its share is told to the unit's own people alone, who may read every card it counts. Whoever may
not, and looked before and after somebody left, or got a card that they can read, would know of that one person what
the rounding hides: the share falls, or stays, for one reason only. When the period has ended there is one number.
"""

from django.db.models import IntegerChoices
from django.utils.translation import pgettext_lazy

from cards.lib.periods import Grain

STEP, LEAST, MOST = 5, 5, 95  # Percent.
IN_STEPS, IN_WORDS, FEWEST = 20, 10, 5  # People, from whom on; the fewest for longer periods only.


class ShareWord(IntegerChoices):
    """A share in words. The lowest is true of nobody, too, and the highest of everybody."""

    NOT_MANY = 0, pgettext_lazy("share", "not many")
    ABOUT_HALF = 1, pgettext_lazy("share", "about half")
    MOST = 2, pgettext_lazy("share", "most")


def may_be_shown(of: int, grain: Grain) -> bool:
    """Tell whether a share of this many people may be told at all, in steps or in words."""
    return of >= IN_WORDS or (of >= FEWEST and grain not in (Grain.WEEK, Grain.MONTH))


def shown_share(part: int, of: int, grain: Grain) -> int | None:
    """Return how many percent a part of a unit's people is, in steps of five; None where words must do, or silence."""
    if of < IN_STEPS or not may_be_shown(of, grain):
        return None
    return max(LEAST, min(MOST, STEP * ((2 * 100 * part + STEP * of) // (2 * STEP * of))))


def share_word(part: int, of: int, grain: Grain) -> ShareWord | None:
    """Return a part of a unit's people in a word; None where a number may be shown, or nothing."""
    if of >= IN_STEPS or not may_be_shown(of, grain):
        return None
    if part * 10 < of * 4:
        return ShareWord.NOT_MANY
    return ShareWord.ABOUT_HALF if part * 10 <= of * 6 else ShareWord.MOST
