"""Cards as a viewer sees them: one statement for any number of cards, frozen so that a template starts no query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from cards.lib.audiences import Audience
from cards.lib.ids import POSTBOX
from cards.lib.messages import FOLD_AT, folded, lettering
from cards.models import Person
from cards.sql import statement

SHOWN_NAMES = 3
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Name:
    """Somebody on a card, with what tells them from another of the same name."""

    person_id: int
    name: str
    given_name: str
    unit: str  # Today's.
    is_me: bool
    told_apart_by: str  # The unit, and what tells namesakes there apart; empty when the name says enough.
    among_namesakes: str  # Team and title, when somebody in the unit has the same name.


@dataclass(frozen=True)
class TypeFace:
    """What a card of a type looks like, in the viewer's language."""

    slug: str
    name: str
    paper: str
    symbol: str


@dataclass(frozen=True)
class CardFace:
    """One card as one viewer sees it. `message` is None when it is erased, or not theirs to read."""

    pk: int
    at: datetime
    sent_on: date
    card_type: TypeFace
    message: str | None
    ready_line: str | None
    seen_by: Audience  # Now.
    sender: Name | None
    sent_from: str | None  # The sender's unit of that day.
    named: tuple[Name, ...]
    unnamed: int
    to_unit: str | None
    is_to_team: bool
    hearts: int
    is_hearted: bool
    replies: int
    first_reply_name: str | None
    first_reply_text: str | None
    is_given: bool  # By the viewer.
    is_mine: bool  # Got by the viewer.
    is_mine_with_unit: bool
    is_sealed: bool  # The viewer got it and has not opened it: draw the envelope, show nothing of it.
    am_unnamed: bool
    is_listed: bool  # Others than the sender and the recipients see it too.
    is_saved: bool
    is_opened: bool
    is_withdrawn: bool
    is_moderated: bool

    @property
    def text(self) -> str:
        """The words on the card: the ready line, then what the sender wrote."""
        return "\n".join(part for part in (self.ready_line, self.message) if part)

    @property
    def folded_text(self) -> str:
        """The words as far as the feed shows them."""
        return folded(self.text)

    @property
    def is_folded(self) -> bool:
        """Tell whether the feed leaves something out."""
        return len(self.text) > FOLD_AT

    @property
    def lettering(self) -> str:
        """The size of the lettering: s, m or l."""
        return lettering(self.text)

    @property
    def is_erased(self) -> bool:
        """Tell whether the text is gone for everybody."""
        return self.message is None and not self.is_moderated

    @property
    def shown_names(self) -> tuple[Name, ...]:
        """The recipients a list has room for."""
        return self.named if len(self.named) <= SHOWN_NAMES else self.named[: SHOWN_NAMES - 1]

    @property
    def more_names(self) -> int:
        """How many recipients stand behind those: more of them, or some who have taken their name off."""
        return len(self.named) - len(self.shown_names) + self.unnamed

    @property
    def more_replies(self) -> int:
        """How many replies stand behind the first."""
        return max(self.replies - 1, 0)

    @property
    def is_only_mine(self) -> bool:
        """Tell whether the viewer is the one recipient the card names."""
        return [name.is_me for name in self.named] == [True] and not self.unnamed

    @property
    def other(self) -> Name | None:
        """The one on the other side of the card: its sender, or the only one whom the viewer named; not if erased."""
        others = self.named if self.is_given else (self.sender,) if self.is_mine else ()
        return others[0] if len(others) == 1 and others[0] and others[0].name else None

    @property
    def can_take_name_off(self) -> bool:
        """Tell whether the viewer's name stands there for others to read."""
        is_named = self.is_mine and not self.is_mine_with_unit and not self.am_unnamed
        return is_named and (self.is_listed or not self.is_only_mine)

    @property
    def can_withdraw(self) -> bool:
        """Tell whether the viewer gave the card and nobody has opened it."""
        return self.is_given and not (self.is_opened or self.is_withdrawn or self.is_moderated)

    def is_in_postbox(self, at: datetime) -> bool:
        """Tell whether the card can still be undone at this moment."""
        return at - self.at < POSTBOX


class CardRow(NamedTuple):
    """One card as one viewer sees it, as sql/card_faces.sql tells it, column by column."""

    id: int
    microseconds: int  # Since 1970: reading twenty times of day costs as much as drawing the cards.
    sent_on: date
    message: str | None
    slug: str
    type_name: str
    paper: str
    symbol: str
    ready_line: str | None
    to_unit: str | None
    is_to_team: bool | None
    sender_id: int | None
    sender_name: str | None
    sender_given_name: str | None
    sender_unit: str | None
    sender_is_elsewhere: bool | None
    sender_among_namesakes: str
    sent_from: str | None
    named: str | None  # JSON, to be read by those who shape it.
    unnamed: int
    is_given: bool | None
    is_mine: bool | None
    is_sealed: bool | None
    is_mine_with_unit: bool | None
    am_unnamed: bool | None
    is_withdrawn: bool | None
    is_moderated: bool | None
    replies: int
    first_reply_name: str | None
    first_reply_text: str | None
    # Its heart.
    hearts: int
    is_hearted: bool | None
    # What a card in a list does not show.
    is_opened: bool | None
    is_saved: bool
    seen_by: int | None

    @property
    def words(self) -> tuple[Any, ...]:
        """Everything that the card in a list shows but its heart: as long as it is the same, so is that."""
        return self[:WORDS]

    @property
    def drawn(self) -> tuple[Any, ...]:
        """Everything that the card in a list shows."""
        return self[:DRAWN]


WORDS, DRAWN = CardRow._fields.index("hearts"), CardRow._fields.index("is_opened")


def card_rows(card_ids: Sequence[int], *, viewer: Person, language: str) -> list[CardRow]:
    """Return these cards as the viewer sees them, newest first; the caller has asked whether they may."""
    if not card_ids:
        return []
    values: dict[str, Any] = {
        "cards": list(card_ids),
        "viewer": viewer.pk,
        "unit": viewer.unit_id,
        "language": language,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("card_faces"), values)
        return [CardRow._make(row) for row in cursor.fetchall()]


def card_faces(card_ids: Sequence[int], *, viewer: Person, language: str) -> list[CardFace]:
    """Return the faces of these cards as the viewer sees them, newest first."""
    return [face(row) for row in card_rows(card_ids, viewer=viewer, language=language)]


def face(row: CardRow) -> CardFace:
    """Shape what one row tells."""
    seen_by = None if row.is_withdrawn else row.seen_by
    return CardFace(
        pk=row.id,
        at=EPOCH + timedelta(microseconds=row.microseconds),
        sent_on=row.sent_on,
        card_type=TypeFace(row.slug, row.type_name, row.paper, row.symbol),
        message=None if row.is_moderated else row.message,
        ready_line=None if row.is_moderated else row.ready_line,
        seen_by=Audience(seen_by or Audience.ONLY_US),
        sender=sender_name(row),
        sent_from=row.sent_from,
        named=tuple(name_of(entry) for entry in json.loads(row.named or "[]")),
        unnamed=row.unnamed,
        to_unit=row.to_unit,
        is_to_team=bool(row.is_to_team),
        hearts=row.hearts,
        is_hearted=bool(row.is_hearted),
        replies=row.replies,
        first_reply_name=row.first_reply_name,
        first_reply_text=row.first_reply_text,
        is_given=bool(row.is_given),
        is_mine=bool(row.is_mine),
        is_mine_with_unit=bool(row.is_mine_with_unit),
        is_sealed=bool(row.is_sealed),
        am_unnamed=bool(row.am_unnamed),
        is_listed=seen_by is not None,
        is_saved=row.is_saved,
        is_opened=bool(row.is_opened),
        is_withdrawn=bool(row.is_withdrawn),
        is_moderated=bool(row.is_moderated),
    )


def sender_name(row: CardRow) -> Name | None:
    """Return who gave the card, or None when nobody's name stands on it any more."""
    if row.sender_id is None:
        return None
    return name_of(
        [
            row.sender_id,
            row.sender_name,
            row.sender_given_name,
            row.sender_unit,
            row.sender_is_elsewhere,
            row.sender_among_namesakes,
            row.is_given,
        ]
    )


def name_of(entry: list[Any]) -> Name:
    """Shape somebody on a card: id, names, unit, whether it is another than the viewer's, more, whether it is they."""
    person_id, name, given_name, unit, is_elsewhere, among_namesakes, is_me = entry
    told_apart_by = ", ".join(part for part in (unit if is_elsewhere else "", among_namesakes) if part)
    return Name(person_id, name, given_name, unit, is_me, told_apart_by, among_namesakes)
