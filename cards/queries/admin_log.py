"""The log of admin actions, newest first, narrowed by who, what and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from cards.lib.days import day_starts
from cards.models import AdminAction, AdminValue, AdminVerb, CardTypeText, Language, Person, Unit
from cards.models.text import FoldName
from cards.queries.admin_log_words import Names, Ref, field_name, name_of, ref_of, value_text
from cards.queries.moderation import logged_about_own_words

A_PAGE = 50
A_FILE = 20_000  # Rows of an export; dates narrow what is more.


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; nothing named means everything."""

    words: str = ""  # Of the name of who did it, or of what it was done to.
    verb: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class LogValue:
    """A field, and what it was before and after; both None when they have been erased with the person."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class LogLine:
    """One thing that was done."""

    pk: int
    at: datetime
    actor: str  # Empty for the app itself.
    verb: str
    subject: str
    values: tuple[LogValue, ...]


@dataclass(frozen=True)
class LogPage:
    """Lines, and the key from which the next page goes on."""

    lines: tuple[LogLine, ...]
    older_than: int | None


def log_page(
    wanted: Wanted, *, viewer: Person, time_zone: str, language: str, older_than: int | None = None
) -> LogPage:
    """Return a page of the log, in three queries."""
    found = wanted_actions(wanted, viewer=viewer, time_zone=time_zone)
    if older_than:
        found = found.filter(pk__lt=older_than)
    actions = list(found[: A_PAGE + 1])
    lines = log_lines(actions[:A_PAGE], language=language)
    return LogPage(tuple(lines), lines[-1].pk if len(actions) > A_PAGE else None)


def log_file(wanted: Wanted, *, viewer: Person, time_zone: str, language: str) -> list[LogLine]:
    """Return as much of the log as a file holds."""
    return log_lines(list(wanted_actions(wanted, viewer=viewer, time_zone=time_zone)[:A_FILE]), language=language)


def wanted_actions(wanted: Wanted, *, viewer: Person, time_zone: str) -> QuerySet[AdminAction]:
    """Return the actions somebody looks for, newest first; nobody reads of a report about their own words."""
    found = AdminAction.objects.exclude(logged_about_own_words(viewer)).select_related("actor").order_by("-pk")
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.from_on:
        found = found.filter(at__gte=day_starts(wanted.from_on, time_zone))
    if wanted.to_on:
        found = found.filter(at__lt=day_starts(wanted.to_on + timedelta(days=1), time_zone))
    return found.filter(about(wanted.words)) if wanted.words else found


def about(words: str) -> Q:
    """Return what keeps the actions of somebody, or upon something, of this name."""
    folded = FoldName(Value(words))
    people = Person.objects.get_queryset().filter(search_text__contains=folded).values("pk")
    units = Unit.objects.filter(search_text__contains=folded).values("pk")
    types = CardTypeText.objects.filter(name__icontains=words).values("card_type")
    return (
        Q(actor__in=people)
        | Q(subject_kind="person", subject_id__in=people)
        | Q(subject_kind="unit", subject_id__in=units)
        | Q(subject_kind="cardtype", subject_id__in=types)
    )


def log_lines(actions: list[AdminAction], *, language: str) -> list[LogLine]:
    """Return actions as the page shows them."""
    values: dict[int, list[AdminValue]] = {}
    for value in AdminValue.objects.filter(action__in=[action.pk for action in actions]).order_by("pk"):
        values.setdefault(value.action_id, []).append(value)
    refs = {(action.subject_kind, action.subject_id) for action in actions if action.subject_id is not None}
    refs |= {ref for of_action in values.values() for value in of_action for ref in refs_in(value)}
    names = names_of(refs, language=language)
    return [log_line(action, values.get(action.pk, []), names) for action in actions]


def refs_in(value: AdminValue) -> list[Ref]:
    """Return the rows that a value names."""
    parts = [part for side in (value.before, value.after) for part in (side if isinstance(side, list) else [side])]
    return [ref for part in parts if (ref := ref_of(part))]


def names_of(refs: Iterable[Ref], *, language: str) -> Names:
    """Return the names of people, units and card types, in one query."""
    keys: dict[str, list[int]] = {}
    for kind, pk in refs:
        keys.setdefault(kind, []).append(pk)
    none = Value("")
    people = Person.objects.get_queryset().filter(pk__in=keys.get("person", ()))
    units = Unit.objects.filter(pk__in=keys.get("unit", ()))
    types = CardTypeText.objects.filter(card_type__in=keys.get("cardtype", ()), language__in={language, Language.SV})
    text = Cast("name", CharField())
    rows = people.values_list(Value("person"), "pk", text, none).union(
        units.values_list(Value("unit"), "pk", text, none),
        types.values_list(Value("cardtype"), "card_type_id", text, "language"),
        all=True,
    )
    return {(kind, pk): name for kind, pk, name, own in sorted(rows, key=lambda row: row[3] == language)}


def log_line(action: AdminAction, values: list[AdminValue], names: Names) -> LogLine:
    """Return an action as the page shows it."""
    ref = (action.subject_kind, action.subject_id) if action.subject_id is not None else None
    known = {value.field: value for value in values}
    return LogLine(
        pk=action.pk,
        at=action.at,
        actor=(action.actor.name or _("a former colleague")) if action.actor else "",
        verb=verb_name(action.verb),
        subject=name_of(ref, names) if ref else "",
        values=tuple(log_value(field, known.get(field), names) for field in action.fields),
    )


def verb_name(verb: str) -> str:
    """Return what was done, in words; a verb of a later version by its name."""
    return str(AdminVerb(verb).label) if verb in AdminVerb.values else verb


def log_value(field: str, value: AdminValue | None, names: Names) -> LogValue:
    """Return a field with its values, if they are still there."""
    if value is None or value.before is value.after is None:
        return LogValue(field_name(field), None, None)
    before, after = (value_text(field, side, names) for side in (value.before, value.after))
    return LogValue(field_name(field), before, after)
