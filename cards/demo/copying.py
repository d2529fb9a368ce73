"""The demo's cards as rows of their tables, and how they get there: by COPY, in bulk."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models

from cards.demo.giving import Receipt, Sketch
from cards.demo.places import ROOT_PK, CoOp
from cards.lib.audiences import Audience
from cards.models import Origin

READY_LINES_A_TYPE = 10  # Room for keys.
Row = tuple[Any, ...]
CARD_FIELDS = (
    "id at sent_on origin sender sender_unit sender_team card_type audience to_unit message ready_line form_id"
)
RECIPIENT_FIELDS = "card person unit team sender card_type audience is_with_unit is_received unnamed_at opened_at"


def ready_line_pk(type_pk: int, number: int) -> int:
    """Return the key of a type's ready line."""
    return type_pk * READY_LINES_A_TYPE + number


def card_row(sketch: Sketch, organisation: CoOp, rng: Random) -> Row:
    """Return a card's row, in the order of CARD_FIELDS."""
    unit, team = organisation.unit_pks[sketch.stay.unit], first_team(sketch.stay.unit, sketch.stay.teams, organisation)
    ready_line = None if sketch.ready_line is None else ready_line_pk(sketch.card_type.pk, sketch.ready_line)
    to_unit = None
    if sketch.to:
        code, name = sketch.to
        to_unit = organisation.team_pks[code, name] if name else organisation.unit_pks[code]
    return (
        sketch.pk, sketch.at, sketch.at.date(), Origin.COLLEAGUE.value, sketch.sender.pk, unit, team,
        sketch.card_type.pk, int(sketch.settled.audience), to_unit, sketch.message, ready_line,
        UUID(int=rng.getrandbits(128), version=4),
    )  # fmt: skip


def recipient_rows(sketch: Sketch, organisation: CoOp) -> Iterator[Row]:
    """Return the rows of a card's recipients, in the order of RECIPIENT_FIELDS."""
    for receipt in sketch.receipts:
        stay = receipt.stay
        yield (
            sketch.pk, receipt.person.pk, organisation.unit_pks[stay.unit],
            first_team(stay.unit, stay.teams, organisation), sketch.sender.pk, sketch.card_type.pk,
            audience_of(sketch, receipt, organisation), sketch.to is not None, receipt.is_received, receipt.unnamed_at,
            receipt.opened_at,
        )  # fmt: skip


def audience_rows(sketch: Sketch) -> Iterator[Row]:
    """Return a row for each unit whose people may read a card: card, type, unit, audience."""
    for unit in sorted(sketch.listed):
        yield sketch.pk, sketch.card_type.pk, unit, int(sketch.settled.audience)


def record_row(sketch: Sketch) -> Row:
    """Return the record of a card that was taken back by its sender, or hidden by its recipient."""
    person = sketch.sender if not sketch.receipts[0].is_received else sketch.receipts[0].person
    return sketch.pk, str(sketch.fate), person.pk, sketch.fate_at, "", "{}"


def audience_of(sketch: Sketch, receipt: Receipt, organisation: CoOp) -> int:
    """Return what a recipient's row says of the audience, by the rule of cards/actions/audience.py.

    One unnamed, one who did not get it, and one whose own unit may not read it have it as only us.
    """
    is_read_at_home = bool(sketch.listed & {ROOT_PK, organisation.unit_pks[receipt.stay.unit]})
    is_open = is_read_at_home and receipt.is_received and receipt.unnamed_at is None
    return int(sketch.settled.audience if is_open else Audience.ONLY_US)


def first_team(code: str, teams: Sequence[str], organisation: CoOp) -> int | None:
    """Return the key of the first team: the one that a card remembers."""
    return organisation.team_pks[code, teams[0]] if teams else None


def copy_in(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> int:
    """Copy rows into a model's table, inside the caller's transaction; return how many."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column_of(model, field)) for field in fields)
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def column_of(model: type[models.Model], name: str) -> str:
    """Return the column of a field."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field) or field.column is None:
        raise TypeError(name)
    return field.column


def settle_down(organised: Sequence[type[models.Model]]) -> None:
    """Set sequences past the keys that were given, inside the caller's transaction."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(organised)):
            cursor.execute(statement)


def analyse(filled: Sequence[type[models.Model]]) -> None:
    """Let the planner see what some tables hold now, inside the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(connection.ops.quote_name(model._meta.db_table) for model in filled))
