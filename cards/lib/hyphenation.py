"""Where a long word may break on a narrow card, for browsers that know no Nordic hyphenation."""

import re

LONG = 12  # Characters: shorter words stay whole.
SOFT_HYPHEN = "\u00ad"
# The Finnish rule of consonants (Kielitoimisto: tavutus): a syllable begins before a consonant that a vowel follows.
# It serves Swedish and Norwegian names well enough; three letters stay together at both ends.
BREAK = re.compile(r"(?<=\w{3})(?=[bcdfghjklmnpqrstvwxzšž][aeiouyåäöæø]\w{2})", re.IGNORECASE)


def soft_hyphens(text: str) -> str:
    """Return the text with soft hyphens in words of more than LONG characters."""
    return re.sub(rf"\w{{{LONG + 1},}}", lambda word: BREAK.sub(SOFT_HYPHEN, word[0]), text)
