"""Write what an admin has said of a card type: its row, words, lines and limits, inside the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Max
from django.utils.text import slugify

from cards.models import CardType, CardTypeText, CardTypeUnit, Language, ReadyLine, ReadyLineText
from cards.queries.type_content import Line, StoredType, TypeContent

TYPES_LOCK = 20104  # A key for PostgreSQL's advisory locks, among ours.
ROW = (
    "paper", "symbol", "is_message_needed", "max_length", "is_for_staff", "is_for_customers", "is_on_screens",
    "starts_on", "ends_on", "weekdays", "kinds",
)  # fmt: skip
MAX_SLUG = 40


def hold_types() -> None:
    """Let nobody else change card types before the caller's transaction has ended: papers and the order are shared."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TYPES_LOCK])


def row_of(content: TypeContent) -> dict[str, object]:
    """Return the columns of a type's own row."""
    return {name: list(value) if isinstance(value := getattr(content, name), tuple) else value for name in ROW}


def free_slug(name: str) -> str:
    """Return a type's part of an address, which no other has; it stays when the name is corrected."""
    base = slugify(name.translate(str.maketrans("æøÆØ", "aoAO")))[: MAX_SLUG - 4].strip("-") or "kort"
    taken = set(CardType.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10**3))) if slug not in taken)


def last_place() -> int:
    """Return where a type comes last among all."""
    return (CardType.objects.aggregate(last=Max("order"))["last"] or 0) + 1


def write_words(card_type: CardType, content: TypeContent) -> None:
    """Store a type's words; a language without a name has none."""
    for language in Language.values:
        words = content.of(language)
        of_language = CardTypeText.objects.filter(card_type=card_type, language=language)
        if words.name:
            values = {"name": words.name, "purpose": words.purpose, "openings": list(words.openings)}
            of_language.update_or_create(card_type=card_type, language=language, defaults=values)
        else:
            of_language.delete()


def write_limits(card_type: CardType, unit_ids: Sequence[int]) -> None:
    """Store the units that a type is limited to."""
    limits = CardTypeUnit.objects.filter(card_type=card_type)
    limits.exclude(unit__in=unit_ids).delete()
    CardTypeUnit.objects.bulk_create(
        [CardTypeUnit(card_type=card_type, unit_id=pk) for pk in unit_ids], ignore_conflicts=True
    )


def write_lines(card_type: CardType, lines: Sequence[Line], *, stored: StoredType | None, at: datetime) -> None:
    """Store a type's ready lines in their order.

    Only a draft's are edited: once a type has been in use, a card may carry the line, so a new one takes its place.
    """
    standing = {line.pk: line for line in stored.content.lines} if stored else {}
    is_draft = stored is None or stored.is_draft
    kept: set[int] = set()
    for order, line in enumerate(lines, start=1):
        before = standing.get(line.pk) if line.pk not in kept else None
        if before and before.pk and (is_draft or shown(before) == shown(line)):
            kept.add(before.pk)
            ReadyLine.objects.filter(pk=before.pk).update(order=order)
            if shown(before) != shown(line):
                write_texts(before.pk, line)
        else:
            write_texts(ReadyLine.objects.create(card_type=card_type, order=order).pk, line)
    # Never deleted: the database would look for them on every card there is.
    gone = [pk for pk in standing if pk and pk not in kept]
    ReadyLine.objects.filter(card_type=card_type, pk__in=gone).update(retired_at=at)


def write_texts(line_id: int, line: Line) -> None:
    """Store a line in its languages, in the place of what it was."""
    ReadyLineText.objects.filter(ready_line=line_id).delete()
    ReadyLineText.objects.bulk_create(
        ReadyLineText(ready_line_id=line_id, language=language, text=text) for language, text in shown(line)
    )


def shown(line: Line) -> list[tuple[str, str]]:
    """Return what readers see of a line, by language."""
    return sorted((language, text) for language, text in line.texts.items() if text)
