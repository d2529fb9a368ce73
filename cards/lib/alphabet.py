"""The order of letters in each language: å, ä and ö stand after z, and Norwegian orders them otherwise."""

# Letters, and what stands for them among plain letters: {, | and } follow z.
SWEDISH = ("åäöæøéèêëüáàç", "{|}|}eeeeyaac")
NORWEGIAN = ("æøåäöéèêëüáàç", "{|}{|eeeeyaac")
ENGLISH = ("åäöæøéèêëüáàç", "aaoaoeeeeuaac")
TABLES = {"sv": SWEDISH, "fi": SWEDISH, "nb": NORWEGIAN, "en": ENGLISH}


def letters_of(language: str) -> tuple[str, str]:
    """Return two rows of letters, for translate() in SQL: the second sorts as the first should in this language."""
    return TABLES.get(language, SWEDISH)


def sort_key(name: str, language: str) -> str:
    """Return what names are sorted by, in any case of letters."""
    return name.lower().translate(str.maketrans(*letters_of(language)))
