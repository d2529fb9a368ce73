"""What an admin has said of a card type, whole: what the editor shows, a save compares, and the log tells."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from cards.lib.fingerprints import fingerprint
from cards.models import MAX_MESSAGE, Language, Paper, Symbol, Unit
from cards.sql import statement

MAX_KEY = 2**15 - 1  # Of a type.


@dataclass(frozen=True)
class Words:
    """A type's words in one language; what is empty falls back to the Swedish."""

    name: str = ""
    purpose: str = ""
    openings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A ready line by language; `pk` is the line that is stored, if this one began as it."""

    pk: int | None
    texts: Mapping[str, str]

    def text(self, language: str) -> str:
        """Return the line in a language, empty where there is none."""
        return self.texts.get(language, "")


@dataclass(frozen=True)
class TypeContent:
    """A card type as an admin shapes it."""

    words: Mapping[str, Words]
    lines: tuple[Line, ...] = ()
    paper: str = Paper.HALLON
    symbol: str = Symbol.BLOMMA
    is_message_needed: bool = True
    max_length: int = MAX_MESSAGE
    is_for_staff: bool = True
    is_for_customers: bool = False
    is_on_screens: bool = True
    starts_on: date | None = None
    ends_on: date | None = None
    weekdays: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    unit_ids: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The Swedish name, which every type has."""
        return self.of(Language.SV).name

    def of(self, language: str) -> Words:
        """Return the words in a language, empty where there are none."""
        return self.words.get(language, Words())

    def told(self) -> dict[str, object]:
        """Return it field by field, as the log keeps it."""
        words = {language: self.of(language) for language in Language.values if self.of(language) != Words()}
        lines = {language: [line.text(language) for line in self.lines] for language in Language.values}
        plain = asdict(self)
        return {
            "name": {language: of.name for language, of in words.items()},
            "purpose": {language: of.purpose for language, of in words.items() if of.purpose},
            "openings": {language: list(of.openings) for language, of in words.items() if of.openings},
            "ready_lines": {language: texts for language, texts in lines.items() if any(texts)},
            **{name: value for name, value in plain.items() if name not in ("words", "lines", "unit_ids")},
            "units": [Unit(pk=pk) for pk in self.unit_ids],
        }


@dataclass(frozen=True)
class StoredType:
    """A card type as it stands in the database."""

    pk: int
    slug: str
    order: int
    is_draft: bool
    is_retired: bool
    content: TypeContent = field(repr=False)

    @property
    def is_in_use(self) -> bool:
        """Tell whether it can be given, be it on other days or elsewhere."""
        return not (self.is_draft or self.is_retired)

    @property
    def version(self) -> str:
        """What tells a form that it is another now than it showed."""
        content = self.content
        lines = [(line.pk, sorted(line.texts.items())) for line in content.lines]
        words = sorted((language, *asdict(of).values()) for language, of in content.words.items())
        rest = [value for name, value in asdict(content).items() if name not in ("words", "lines")]
        return fingerprint(self.is_draft, self.is_retired, words, lines, rest)


def stored_type(type_id: int) -> StoredType | None:
    """Return a card type with all that is said of it; None where there is none."""
    if not 0 < type_id <= MAX_KEY:
        return None
    with connection.cursor() as cursor:
        cursor.execute(statement("card_type_content"), {"type": type_id})
        columns = [column.name for column in cursor.description or ()]
        row = cursor.fetchone()
    return shaped(dict(zip(columns, row, strict=True))) if row else None


def shaped(row: dict[str, Any]) -> StoredType:
    """Shape what the row tells."""
    same = ("paper", "symbol", "is_message_needed", "max_length", "is_for_staff", "is_for_customers", "is_on_screens")
    words = {
        language: Words(name, purpose, tuple(openings)) for language, (name, purpose, openings) in row["words"].items()
    }
    return StoredType(
        pk=row["id"],
        slug=row["slug"],
        order=row["order"],
        is_draft=row["is_draft"],
        is_retired=row["retired_at"] is not None,
        content=TypeContent(
            words=words,
            lines=tuple(Line(pk, texts or {}) for pk, texts in row["lines"] or ()),
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            weekdays=tuple(sorted(row["weekdays"])),
            kinds=tuple(sorted(row["kinds"])),
            unit_ids=tuple(sorted(row["units"] or ())),
            **{name: row[name] for name in same},
        ),
    )
