"""What a table's cell may hold, and how it is kept."""

import unicodedata

JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # Some scripts spell names with them.
LOST = "\N{REPLACEMENT CHARACTER}"  # What a program writes where it could not read a letter.


def tidy(cell: str) -> str:
    """Return the text in NFC, trimmed, each stretch of white space (line ends too) as one space."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def unfit_character(cell: str) -> str | None:
    """Return the first character that must not be in a name: control, invisible, or lost on the way; else None."""
    if cell.isascii() and cell.isprintable():
        return None
    for letter in cell:
        if letter in "\t\r\n":
            continue
        if letter == LOST or (unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and letter not in JOINERS):
            return letter
    return None
