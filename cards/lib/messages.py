"""What people write, as it is stored: plain text that browser, server and database count alike."""

import re
import unicodedata

FOLD_AT = 280  # Code points: the feed shows no more of a message.
SHORT, MIDDLE = 61, 190  # Code points: three sizes of lettering (DESIGN.md, Type).
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
UNWANTED = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff{BIDI}]")


def clean_message(text: str) -> str:
    """Return the text in NFC with plain line ends, no control or direction marks, and no blank ends."""
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\t", " ")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    text = unicodedata.normalize("NFC", UNWANTED.sub("", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def has_no_letters(text: str) -> bool:
    """Tell whether a text shows nothing: only spaces, joiners and other marks without ink."""
    return all(unicodedata.category(character)[0] in "ZC" for character in text)


def lettering(text: str) -> str:
    """Return the size of the lettering, s, m or l, for a message of this length."""
    return "s" if len(text) <= SHORT else "m" if len(text) <= MIDDLE else "l"


def folded(text: str) -> str:
    """Return the beginning of a long message, cut between words, with an ellipsis; a short one whole."""
    if len(text) <= FOLD_AT:
        return text
    return text[:FOLD_AT].rsplit(maxsplit=1)[0].rstrip(" .,;:!?") + " …"
