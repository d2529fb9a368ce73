"""What somebody types to say who they are: an employee number or an e-mail address."""

import unicodedata


def account(typed: str) -> str:
    """Return the one spelling of an account, whatever case, spaces and marks it was typed with.

    Every spelling that lets somebody in comes to the same, so that limits on guessing can't be spelled around:
    upper case first, because a database compares that way, and "ı" and "ſ" then are no other letters than "i" and "s".
    """
    return unicodedata.normalize("NFC", "".join(typed.split())).upper().casefold()
