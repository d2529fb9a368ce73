"""The columns of the staff file and the units file, and the heads they may wear: the one table, shown in the README."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

LANGUAGES = ("sv", "fi", "en")


@dataclass(frozen=True)
class Heads:
    """The heads a column may wear in each language, the usual one first."""

    sv: tuple[str, ...]
    fi: tuple[str, ...]
    en: tuple[str, ...]
    is_required: bool = True

    def usual(self, language: str) -> str:
        """Return the head to name when the column is missing."""
        accepted: tuple[str, ...] = getattr(self, language)
        return accepted[0]

    def accepted(self) -> tuple[str, ...]:
        """Return every head, in all languages."""
        return self.sv + self.fi + self.en


class StaffColumn(StrEnum):
    """What the staff file says of a person."""

    NUMBER = "number"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    UNIT = "unit"
    TEAM = "team"
    TITLE = "title"
    EMAIL = "email"
    PHONE = "phone"
    LANGUAGE = "language"
    MANAGES = "manages"
    EMPLOYED_FROM = "employed_from"
    EMPLOYED_TO = "employed_to"
    PROTECTED = "protected"


class UnitColumn(StrEnum):
    """What the units file says of a unit."""

    CODE = "code"
    NAME = "name"
    KIND = "kind"
    PARENT = "parent"
    PLACE = "place"


# fmt: off
STAFF_HEADS: Mapping[StaffColumn, Heads] = {
    StaffColumn.NUMBER: Heads(
        sv=("anställningsnummer", "anst nr", "anställningsnr", "personalnummer", "personalnr"),
        fi=("henkilönumero", "työntekijänumero", "henkilöstönumero", "palkansaajanumero", "työsuhdenumero"),
        en=("employee number", "employee no", "employee id", "staff number", "personnel number", "employment number"),
    ),
    StaffColumn.GIVEN_NAME: Heads(
        sv=("förnamn", "tilltalsnamn"),
        fi=("etunimi", "etunimet", "kutsumanimi"),
        en=("first name", "given name", "given names", "forename"),
    ),
    StaffColumn.FAMILY_NAME: Heads(
        sv=("efternamn", "släktnamn"),
        fi=("sukunimi",),
        en=("last name", "family name", "surname"),
    ),
    StaffColumn.UNIT: Heads(
        sv=("enhetskod", "enhet", "enhetens kod", "kostnadsställe"),
        fi=("yksikkökoodi", "yksikkö", "yksikön koodi", "kustannuspaikka"),
        en=("unit code", "unit", "unit id", "cost centre", "cost center"),
    ),
    StaffColumn.TEAM: Heads(
        sv=("team", "lag", "arbetslag", "grupp"),
        fi=("tiimi", "ryhmä", "työryhmä"),
        en=("team", "team name", "group"),
    ),
    StaffColumn.TITLE: Heads(
        sv=("titel", "befattning", "yrkesbeteckning", "yrkestitel"),
        fi=("nimike", "tehtävänimike", "ammattinimike", "titteli", "tehtävä"),
        en=("title", "job title", "position"),
    ),
    StaffColumn.EMAIL: Heads(
        sv=("e-post", "e-postadress", "mejl", "mejladress"),
        fi=("sähköposti", "sähköpostiosoite", "s-posti"),
        en=("e-mail", "e-mail address", "mail", "work e-mail"),
    ),
    StaffColumn.PHONE: Heads(
        sv=("telefon", "telefonnummer", "tfn", "mobil", "mobiltelefon", "mobilnummer"),
        fi=("puhelin", "puhelinnumero", "puh", "matkapuhelin", "kännykkä"),
        en=("phone", "phone number", "telephone", "telephone number", "mobile", "mobile phone"),
        is_required=False,
    ),
    StaffColumn.LANGUAGE: Heads(
        sv=("språk", "modersmål", "språkkod"),
        fi=("kieli", "äidinkieli", "asiointikieli", "kielikoodi"),
        en=("language", "preferred language", "language code"),
    ),
    StaffColumn.MANAGES: Heads(
        sv=("chef_för", "chef för enhet", "leder", "leder enhet", "chef"),
        fi=("esihenkilö yksikössä", "esimies yksikössä", "esihenkilö", "esimies", "yksikön esihenkilö",
            "yksikön esimies", "johtaa", "johtaa yksikköä", "päällikkö", "vastaa yksiköstä"),
        en=("manager of", "manages", "manages unit", "manager of unit", "manages units", "manager for"),
    ),
    StaffColumn.EMPLOYED_FROM: Heads(
        sv=("anställd_från", "anställd fr o m", "anställningsdatum", "anställningen börjar", "anställning från",
            "startdatum", "börjar"),
        fi=("työsuhde alkaa", "työsuhteen alku", "työsuhde alkanut", "työsuhde alkoi", "työsuhteen alkupäivä",
            "työsuhteen alkamispäivä", "alkamispäivä", "alkupäivä", "aloituspäivä", "palveluksessa alkaen", "alkaen"),
        en=("employed from", "employment start", "employment start date", "employed since", "start date", "from",
            "hire date", "from date"),
    ),
    StaffColumn.EMPLOYED_TO: Heads(
        sv=("anställd_till", "anställd t o m", "anställningen slutar", "anställning till", "slutdatum", "slutar"),
        fi=("työsuhde päättyy", "työsuhteen loppu", "työsuhde päättynyt", "työsuhde päättyi", "työsuhteen loppupäivä",
            "työsuhteen päättymispäivä", "päättymispäivä", "loppupäivä", "palveluksessa asti", "asti", "saakka"),
        en=("employed to", "employment end", "employment end date", "employed until", "end date", "to", "last day",
            "to date", "until"),
    ),
    StaffColumn.PROTECTED: Heads(
        sv=("skyddad", "skyddad identitet", "skyddade personuppgifter", "sekretessmarkering"),
        fi=("suojattu", "turvakielto", "suojattu henkilöllisyys"),
        en=("protected", "protected identity", "is protected"),
        is_required=False,
    ),
}

UNIT_HEADS: Mapping[UnitColumn, Heads] = {
    UnitColumn.CODE: Heads(
        sv=("enhetskod", "kod", "enhetens kod", "kostnadsställe"),
        fi=("yksikkökoodi", "koodi", "yksikön koodi", "kustannuspaikka"),
        en=("unit code", "code", "unit id", "cost centre", "cost center"),
    ),
    UnitColumn.NAME: Heads(
        sv=("namn", "enhetens namn", "enhetsnamn"),
        fi=("nimi", "yksikön nimi"),
        en=("name", "unit name"),
    ),
    UnitColumn.KIND: Heads(
        sv=("typ", "enhetstyp", "slag"),
        fi=("tyyppi", "yksikön tyyppi", "laji", "yksikkötyyppi"),
        en=("type", "kind", "unit type"),
    ),
    UnitColumn.PARENT: Heads(
        sv=("överordnad", "överordnad enhet", "hör till", "överordnad enhetskod"),
        fi=("yläyksikkö", "ylempi yksikkö", "ylätaso", "emoyksikkö", "kuuluu yksikköön", "yläyksikön koodi", "ylempi"),
        en=("parent", "parent unit", "parent code", "parent unit code", "belongs to", "superior", "superior unit"),
    ),
    UnitColumn.PLACE: Heads(
        sv=("ort", "plats", "postort"),
        fi=("paikkakunta", "paikka", "kunta"),
        en=("place", "town", "city", "location"),
    ),
}
# fmt: on


Accepted = Mapping[StaffColumn, Heads] | Mapping[UnitColumn, Heads]


@dataclass(frozen=True)
class OwnHeads:
    """What an organisation's own files mean by their heads: columns by fold_head, nothing for one to leave out."""

    units: Mapping[str, str] = field(default_factory=dict)
    staff: Mapping[str, str] = field(default_factory=dict)


def fold_head(head: str) -> str:
    """Return what heads are compared by: neither case, accents, spaces nor signs matter."""
    plain = unicodedata.normalize("NFKD", head.casefold()).replace("ø", "o").replace("æ", "ae")
    return "".join(letter for letter in plain if letter.isalnum())


@dataclass(frozen=True)
class Match:
    """Which column stands where in a file; `columns` maps a column to its place in the row."""

    columns: Mapping[str, int]
    missing: tuple[str, ...]  # The usual heads of required columns, in the file's language.
    doubled: tuple[int, ...]  # Places of heads whose column an earlier head has taken.
    unknown: tuple[int, ...]


def match_heads(heads: Sequence[str], accepted: Accepted, own: Mapping[str, str] | None = None) -> Match:
    """Find each column by its head, in whichever language it is written; `own` as in guess_columns."""
    return match_columns(heads, accepted, guess_columns(heads, accepted, own))


def guess_columns(heads: Sequence[str], accepted: Accepted, own: Mapping[str, str] | None = None) -> list[str]:
    """Return what each head means: a column, or nothing.

    `own` are the meanings an organisation has given to heads of its files, by fold_head; they go before the table's.
    """
    known = {head: column for head, (column, _language) in known_heads(accepted).items()} | dict(own or {})
    return [known.get(fold_head(head), "") for head in heads]


def match_columns(heads: Sequence[str], accepted: Accepted, meanings: Sequence[str]) -> Match:
    """Say which column stands where, given what each head means; nothing where it means none of the columns."""
    columns: dict[str, int] = {}
    doubled, unknown = [], []
    for place, column in enumerate(meanings):
        if column not in accepted:
            unknown.append(place)
        elif column in columns:
            doubled.append(place)
        else:
            columns[column] = place
    spoken = language_of(heads, accepted)
    missing = [names.usual(spoken) for wanted, names in accepted.items() if names.is_required and wanted not in columns]
    return Match(columns, tuple(missing), tuple(doubled), tuple(unknown))


def known_heads(accepted: Accepted) -> dict[str, tuple[str, str]]:
    """Return the column and the language of each head of the table, by fold_head."""
    known: dict[str, tuple[str, str]] = {}
    for wanted, names in accepted.items():
        for language in LANGUAGES:
            for name in getattr(names, language):
                known.setdefault(fold_head(name), (str(wanted), language))
    return known


def language_of(heads: Sequence[str], accepted: Accepted) -> str:
    """Return the language that most of the heads are written in; the first one where they tell none."""
    known = known_heads(accepted)
    spoken = [LANGUAGES[0], *(known[folded][1] for folded in map(fold_head, heads) if folded in known)]
    return max(LANGUAGES, key=spoken.count)


def markdown_table() -> str:
    """Return both files' heads as the table that stands in the README."""
    lines = ["| file | column | Swedish | Finnish | English |", "|---|---|---|---|---|"]
    for file, accepted in (("units", UNIT_HEADS), ("staff", STAFF_HEADS)):
        for column, heads in accepted.items():
            name = f"{column.replace('_', ' ')}{'' if heads.is_required else ' (optional)'}"
            cells = (", ".join(heads.sv), ", ".join(heads.fi), ", ".join(heads.en))
            lines.append(f"| {file} | {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
