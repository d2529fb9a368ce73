"""Which rows name a person, and what becomes of them when two records turn out to be one person's.

Every foreign key to a person stands here, or in ELSEWHERE with what sees to it; a test walks the models.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from psycopg.types.json import Jsonb

from cards.models import (
    AdminAction,
    AdminValue,
    Block,
    Card,
    CardRecipient,
    CardRecord,
    ClosedGiver,
    Decision,
    Goal,
    Heart,
    ImportDraft,
    Letter,
    Membership,
    PageOpening,
    PersonMerge,
    Reply,
    Report,
    RotationOffer,
    SavedCard,
    TeamMembership,
    UnitManager,
)

Moved = dict[str, Any]  # As PersonMerge keeps it.


@dataclass(frozen=True)
class Rows:
    """Rows that name a person in a column, and by which column each is found again.

    `within` are the columns that, with the person, tell one from another: where both records have such a row, the one
    of the record that ends is dropped, or left as it is where it holds words of its own (`is_left`).
    """

    model: type[models.Model]
    column: str
    key: str = "id"
    within: tuple[str, ...] = ()
    is_left: bool = False

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @property
    def name(self) -> str:
        """What the rows are called among those that moved."""
        return f"{self.model._meta.model_name}.{self.column}"

    @property
    def twin(self) -> str:
        """The condition under which the record that stays has such a row, too."""
        same = " AND ".join(f"own.{column} IS NOT DISTINCT FROM this.{column}" for column in self.within)
        return f"EXISTS (SELECT FROM {self.table} AS own WHERE own.{self.column} = %(stays)s AND {same})"


ROWS = (
    Rows(Heart, "person_id", key="card_id", within=("card_id",)),
    Rows(SavedCard, "person_id", key="card_id", within=("card_id",)),
    Rows(Block, "blocker_id", within=("blocked_id",)),
    Rows(Block, "blocked_id", within=("blocker_id",)),
    Rows(UnitManager, "person_id", within=("unit_id",)),
    Rows(Report, "reporter_id", within=("card_id", "reply_id"), is_left=True),
    Rows(ClosedGiver, "person_id", within=("closing_id", "unit_id", "card_type_id"), is_left=True),
    Rows(Reply, "person_id", within=("form_id",), is_left=True),
    Rows(Letter, "written_by_id", within=("form_id",), is_left=True),
    Rows(Letter, "person_id"),
    Rows(CardRecord, "person_id"),
    Rows(Decision, "person_id"),
    Rows(Goal, "set_by_id"),
)

# Foreign keys to a person that are seen to in another way.
ELSEWHERE: Mapping[tuple[type[models.Model], str], str] = {
    (Card, "sender_id"): "merging_cards.py",
    (CardRecipient, "person_id"): "merging_cards.py",
    (CardRecipient, "sender_id"): "merging_cards.py",
    (Membership, "person_id"): "merging.py lays the days of both over each other",
    (TeamMembership, "person_id"): "merging.py lays the days of both over each other",
    (RotationOffer, "person_id"): "go: they were a day's suggestion",
    (RotationOffer, "colleague_id"): "go: they were a day's suggestion",
    (AdminAction, "actor_id"): "stay: the log is never changed",
    (AdminValue, "person_id"): "stay: the log is never changed",
    (PageOpening, "person_id"): "stay: it says under which record somebody looked",
    (ImportDraft, "admin_id"): "stay: nobody goes on with it, and it is dropped within a day",
    (PersonMerge, "person_id"): "stay: it says what ended",
    (PersonMerge, "into_id"): "stay: it says where it went, and is taken apart only once this one is",
    (PersonMerge, "by_id"): "stay: it says who did it",
}


def move_rows(*, ends: int, stays: int) -> Moved:
    """Let everything that names one record name the other, inside the caller's transaction; return what moved."""
    values = {"ends": ends, "stays": stays}
    moved: Moved = {"keys": {}, "dropped": {}}
    between = "(blocker_id, blocked_id) IN ((%(ends)s, %(stays)s), (%(stays)s, %(ends)s))"
    drop("cards_block", between, values, moved)
    for name in ("person_id", "colleague_id"):
        run(f"DELETE FROM cards_rotationoffer WHERE {name} = %(ends)s", values)  # noqa: S608
    for rows in ROWS:
        where = f"this.{rows.column} = %(ends)s"
        if rows.within and not rows.is_left:
            drop(rows.table, f"{where} AND {rows.twin}", values, moved)
        left = f" AND NOT {rows.twin}" if rows.is_left else ""
        keys = run(
            f"UPDATE {rows.table} AS this SET {rows.column} = %(stays)s WHERE {where}{left} RETURNING {rows.key}",  # noqa: S608
            values,
        )
        if keys:
            moved["keys"][rows.name] = sorted(key for (key,) in keys)
    return moved


def move_rows_back(moved: Moved, *, ends: int, stays: int) -> None:
    """Let what moved name the record that ended again, and bring back what was dropped, inside the transaction.

    What has gone since, or no longer names the record that stayed, stays so.
    """
    for rows in ROWS:
        if keys := moved["keys"].get(rows.name):
            run(
                f"UPDATE {rows.table} AS this SET {rows.column} = %(ends)s"  # noqa: S608
                f" WHERE {rows.column} = %(stays)s AND {rows.key} = ANY(%(keys)s)",
                {"ends": ends, "stays": stays, "keys": keys},
            )
    for table, dropped in moved["dropped"].items():
        bring_back(table, dropped)


def drop(table: str, where: str, values: Mapping[str, Any], moved: Moved) -> None:
    """Delete rows, and keep them among what moved."""
    rows = run(f"DELETE FROM {table} AS this WHERE {where} RETURNING to_jsonb(this)", values)  # noqa: S608
    if rows:
        moved["dropped"].setdefault(table, []).extend(json.loads(row) for (row,) in rows)


def bring_back(table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows again, except those that refer to what is gone, or that exist again."""
    for row in rows:
        try:
            with transaction.atomic():
                run("SET CONSTRAINTS ALL IMMEDIATE")
                run(
                    f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %(row)s)"  # noqa: S608
                    " ON CONFLICT DO NOTHING",
                    {"row": Jsonb(row)},
                )
        except IntegrityError:
            continue


def run(sql: str, values: Mapping[str, Any] | None = None) -> Sequence[tuple[Any, ...]]:
    """Run a statement and return what it returns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(values or {}))
        return cursor.fetchall() if cursor.description else []
