"""Every text is there in every language, and the compiled catalogues are those of the sources."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LOCALE = Path(settings.BASE_DIR, "locale")
FIELD = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def texts_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_untranslated_or_fuzzy(language):
    entries = catalogue(language)

    missing = [entry.msgid for entry in entries if not entry.obsolete and not all(texts_of(entry))]
    fuzzy = [entry.msgid for entry in entries if "fuzzy" in entry.flags]

    assert (missing, fuzzy) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_texts(language):
    def keys(code):
        return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue(code) if not entry.obsolete}

    assert keys(language) == keys("sv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_has_its_place_in_the_translation(language):
    for entry in catalogue(language):
        named = set(FIELD.findall(entry.msgid)) | set(FIELD.findall(entry.msgid_plural))
        for text in texts_of(entry):
            assert set(FIELD.findall(text)) <= named, (entry.msgid, text)
            # A singular may say "one" in words; what everything says, every translation says.
            if not entry.msgid_plural:
                assert set(FIELD.findall(text)) == named, (entry.msgid, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_source(language):
    compiled = polib.mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))

    assert {(e.msgctxt, e.msgid): texts_of(e) for e in compiled} == {
        (e.msgctxt, e.msgid): texts_of(e) for e in catalogue(language) if not e.obsolete
    }


@pytest.mark.slow
def test_every_text_in_code_and_templates_is_in_the_catalogues():
    known = {entry.msgid for entry in catalogue("sv") if not entry.obsolete}
    found = set()
    for path in [
        *Path(settings.BASE_DIR, "cards").rglob("*.py"),
        *Path(settings.BASE_DIR, "templates").rglob("*.html"),
    ]:
        text = path.read_text()
        pattern = (
            r"""\b(?:_|gettext|gettext_lazy)\(\s*"([^"\\]+)"\s*[),]"""
            if path.suffix == ".py"
            else (r"""\{% translate "([^"]+)"|\b_\("([^"]+)"\)""")
        )
        found |= {
            next(filter(None, match)) if isinstance(match, tuple) else match for match in re.findall(pattern, text)
        }

    assert found - known == set()
