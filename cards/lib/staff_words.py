"""Words that personnel systems write in their columns, in Swedish, Finnish, Norwegian and English."""

import re
import unicodedata

LANGUAGE_WORDS = {
    "sv": ("sv", "swe", "se", "svenska", "ruotsi", "svensk", "swedish"),
    "fi": ("fi", "fin", "suomi", "finska", "finsk", "finnish"),
    "nb": ("nb", "no", "nn", "nor", "nob", "nno", "norska", "norja", "norsk", "bokmål", "nynorsk", "norwegian"),
    "en": ("en", "eng", "gb", "engelska", "englanti", "engelsk", "english"),
}
YES_WORDS = ("ja", "j", "kyllä", "k", "on", "yes", "y", "true", "sant", "tosi", "1", "x", "skyddad", "suojattu")
NO_WORDS = ("", "nej", "n", "ei", "e", "nei", "no", "false", "falskt", "epätosi", "0", "-")
KIND_WORDS = {
    "coop": ("handelslag", "handelslaget", "osuuskauppa", "samvirkelag", "co-op", "cooperative", "organisation"),
    "area": ("område", "region", "alue", "area"),
    "hypermarket": ("stormarknad", "hypermarket", "suurmyymälä", "tavaratalo", "automarket", "stormarked"),
    "supermarket": ("supermarket", "valintamyymälä", "supermarked"),
    "corner_shop": ("närbutik", "lähikauppa", "nærbutikk", "corner shop", "convenience store", "local shop"),
    "station": ("station", "bensinstation", "servicestation", "asema", "huoltoasema", "liikenneasema", "bensinstasjon",
                "stasjon", "petrol station", "service station"),
    "hotel": ("hotell", "hotelli", "hotel"),
    "restaurant": ("restaurang", "ravintola", "restaurant"),
    "farm_shop": ("lantbruk", "lantbruksbutik", "lantbrukshandel", "maatalous", "maatalouskauppa", "landbruk",
                  "farm shop", "farm", "agriculture"),
    "warehouse": ("lager", "centrallager", "varasto", "keskusvarasto", "warehouse"),
    "office": ("kontor", "toimisto", "konttori", "office"),
}  # fmt: skip
OTHER_KIND = "other"


def parse_language(word: str) -> str | None:
    """Return sv, fi, nb or en for a code such as sv-FI or a word such as ruotsi; None for another language."""
    plain = fold_word(word)
    for candidate in (plain, re.split(r"[-_ ]", plain, maxsplit=1)[0]):
        for language, words in LANGUAGE_WORDS.items():
            if candidate in words:
                return language
    return None


def parse_yes(word: str) -> bool | None:
    """Return whether the word means yes; an empty cell means no; None when it means neither."""
    plain = fold_word(word)
    if plain in YES_WORDS:
        return True
    return False if plain in NO_WORDS else None


def parse_kind(word: str) -> str:
    """Return what kind of unit a word names: one of KIND_WORDS, or other."""
    plain = fold_word(word)
    kinds = (kind for kind, words in KIND_WORDS.items() if plain == kind or plain in words)
    return next(kinds, OTHER_KIND)


def fold_word(word: str) -> str:
    """Return what words are compared by: no case, one space between."""
    return " ".join(unicodedata.normalize("NFC", word).casefold().split())
