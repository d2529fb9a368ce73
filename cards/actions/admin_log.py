"""Write the log of what admins and managers do: who, what, whom, when, and what was before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from cards.models import AdminAction, AdminValue, AdminVerb, Person
from cards.queries.admin_log import LogLine, Wanted, log_file

REASON = "reason"  # The field under which a reason stands among the values.

Changes = Mapping[str, tuple[object, object]]  # By the field's name: before and after.
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True)
class Entry:
    """One thing that was done. `about` is the person whose values these are; erasing them takes the values away."""

    verb: AdminVerb
    subject: Model | None = None
    changes: Changes = field(default_factory=dict)
    about: Person | None = None
    reason: str = ""


def log_action(
    *,
    actor: Person | None,
    verb: AdminVerb,
    subject: Model | None = None,
    at: datetime,
    changes: Changes | None = None,
    about: Person | None = None,
    reason: str = "",
) -> AdminAction | None:
    """Log one thing that was done, inside the caller's transaction; nobody as actor is the app itself.

    A person as subject is whom the values are about, unless `about` says otherwise. Changes that change nothing are
    left out; where none is left, and there is no reason, nothing is logged and None returned.
    """
    entry = Entry(verb, subject, changes or {}, about, reason)
    return next(iter(log_actions(actor=actor, at=at, entries=[entry])), None)


def log_actions(*, actor: Person | None, at: datetime, entries: Iterable[Entry]) -> list[AdminAction]:
    """Log many things at once, in two statements, inside the caller's transaction; return what was logged."""
    actions: list[AdminAction] = []
    values: list[list[AdminValue]] = []
    for entry in entries:
        changed = changes_of(entry)
        if entry.changes and not changed:
            continue
        actions.append(action_of(entry, actor=actor, at=at, fields=list(changed)))
        about = entry.about or (entry.subject if isinstance(entry.subject, Person) else None)
        values.append(
            [
                AdminValue(person=about, field=name, before=was, after=becomes)
                for name, (was, becomes) in changed.items()
            ]
        )
    AdminAction.objects.bulk_create(actions, batch_size=1000)
    for action, of_action in zip(actions, values, strict=True):
        for value in of_action:
            value.action = action
    AdminValue.objects.bulk_create([value for of_action in values for value in of_action], batch_size=1000)
    return actions


def changes_of(entry: Entry) -> dict[str, tuple[Json, Json]]:
    """Return what an entry changes, as the log keeps it, its reason last."""
    kept = {name: (as_json(was), as_json(becomes)) for name, (was, becomes) in entry.changes.items()}
    changed = {name: (was, becomes) for name, (was, becomes) in kept.items() if was != becomes}
    return {**changed, REASON: (None, entry.reason)} if entry.reason else changed


def action_of(entry: Entry, *, actor: Person | None, at: datetime, fields: Sequence[str]) -> AdminAction:
    """Return the row of an entry, not saved."""
    subject = entry.subject
    return AdminAction(
        at=at,
        actor=actor,
        verb=entry.verb,
        subject_kind=(subject._meta.model_name or "") if subject else "",
        subject_id=subject.pk if subject else None,
        fields=list(fields),
    )


def as_json(value: object) -> Json:
    """Return a value as JSON keeps it; a row of a table by its key alone, so that no name outlives its owner."""
    if isinstance(value, Model):
        return {value._meta.model_name or "": value.pk}
    if isinstance(value, Enum):
        return as_json(value.value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return [as_json(each) for each in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return cast(Json, value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"The log cannot keep a {type(value).__name__}.")


@transaction.atomic(durable=True)
def export_log(wanted: Wanted, *, actor: Person, at: datetime, time_zone: str, language: str) -> list[LogLine]:
    """Return what somebody looks for in the log, and log that they took it along.

    What they searched for is not logged: it may be a name, and no erasing would find it there.
    """
    lines = log_file(wanted, viewer=actor, time_zone=time_zone, language=language)
    changes = {"from_on": (None, wanted.from_on), "to_on": (None, wanted.to_on), "rows": (None, len(lines))}
    log_action(actor=actor, verb=AdminVerb.LOG_EXPORTED, at=at, changes=changes)
    return lines
