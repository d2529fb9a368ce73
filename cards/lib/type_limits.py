"""How much a card type has room for, in code points: on a card, in a list, above a keyboard."""

from cards.lib.messages import clean_message, has_no_letters

NAME, SWEDISH_NAME = 20, 14
PURPOSE = OPENING = 60
LINE = 160
MOST_OPENINGS, MOST_LINES = 8, 12


def room_for_name(language: str) -> int:
    """Return how long a type's name may be."""
    return SWEDISH_NAME if language == "sv" else NAME


def clean_line(text: str) -> str:
    """Return a text as one line without marks that nobody sees; empty when nothing of it can be read."""
    line = " ".join(clean_message(text).split())
    return "" if has_no_letters(line) else line
