"""Make and change card types. A card once given never looks otherwise; only corrected names show everywhere."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cards.actions.admin_log import log_action
from cards.actions.card_type_rules import Setting, problems_of
from cards.actions.card_type_writing import (
    free_slug,
    hold_types,
    last_place,
    row_of,
    write_limits,
    write_lines,
    write_words,
)
from cards.models import AdminVerb, CardType, Person
from cards.queries.card_counts import card_counts
from cards.queries.type_content import StoredType, TypeContent, stored_type
from cards.queries.type_neighbours import neighbours


class CannotSaveType(Exception):
    """A rule forbids it; `problems` are fit to show, by the field of the editor that each belongs to."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(next(iter(problems.values()), ""))
        self.problems = dict(problems)


class TypeGone(Exception):
    """The type has been deleted."""


class TypeChanged(Exception):
    """Somebody else has changed the type since the form was shown; `stored` is how it stands."""

    def __init__(self, stored: StoredType) -> None:
        super().__init__(_("Somebody else has changed this since you opened the page. Nothing of yours is saved yet."))
        self.stored = stored


@transaction.atomic(durable=True)
def create_type(*, actor: Person, content: TypeContent, is_draft: bool, at: datetime) -> CardType:
    """Make a card type that is given from now on, or a draft that nobody can give yet; it comes last.

    Raises CannotSaveType with everything that is wrong with it.
    """
    hold_types()
    check(content, stored=None, is_draft=is_draft)
    card_type = CardType.objects.create(
        slug=free_slug(content.name), order=last_place(), is_draft=is_draft, **row_of(content)
    )
    write_words(card_type, content)
    write_lines(card_type, content.lines, stored=None, at=at)
    write_limits(card_type, content.unit_ids)
    changes = {name: (None, value) for name, value in content.told().items() if value not in (None, [], {}, ())}
    log_action(
        actor=actor, verb=AdminVerb.TYPE_CREATED, subject=card_type, at=at,
        changes={**changes, "is_draft": (None, is_draft)},
    )  # fmt: skip
    return card_type


@transaction.atomic(durable=True)
def change_type(
    *, actor: Person, type_id: int, content: TypeContent, seen: str, at: datetime, is_started: bool = False
) -> CardType:
    """Change a card type; a draft that `is_started` is given from now on.

    Raises TypeChanged when it is not what the form showed (`seen`), TypeGone when it has been deleted, and
    CannotSaveType with everything that is wrong with it.
    """
    hold_types()
    card_type, stored = lock_type(type_id)
    if seen != stored.version:
        raise TypeChanged(stored)
    is_draft = stored.is_draft and not is_started
    check(content, stored=stored, is_draft=is_draft)
    for name, value in {**row_of(content), "is_draft": is_draft}.items():
        setattr(card_type, name, value)
    card_type.save()
    write_words(card_type, content)
    write_lines(card_type, content.lines, stored=stored, at=at)
    write_limits(card_type, content.unit_ids)
    after = content.told()
    changes = {name: (value, after[name]) for name, value in stored.content.told().items()}
    log_action(
        actor=actor, verb=AdminVerb.TYPE_CHANGED, subject=card_type, at=at,
        changes={**changes, "is_draft": (stored.is_draft, is_draft)},
    )  # fmt: skip
    return card_type


def lock_type(type_id: int) -> tuple[CardType, StoredType]:
    """Return a type as it stands, inside the caller's transaction: until its end no card of it is sent.

    Raises TypeGone when there is none.
    """
    card_type = CardType.objects.select_for_update().filter(pk=type_id).first()
    stored = stored_type(type_id) if card_type else None
    if card_type is None or stored is None:
        raise TypeGone(_("This card type has been deleted."))
    return card_type, stored


def check(content: TypeContent, *, stored: StoredType | None, is_draft: bool) -> None:
    """Raise CannotSaveType when a rule forbids the content."""
    setting = Setting(
        stored=stored,
        others=neighbours(besides=stored.pk if stored else None, language=get_language() or "sv"),
        cards=card_counts()[stored.pk] if stored else 0,
        is_draft=is_draft,
    )
    if problems := problems_of(content, setting):
        raise CannotSaveType(problems)
