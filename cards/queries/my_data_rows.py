"""Which rows of each table are somebody's own: the registry's paths, and the conditions that it names."""

from collections.abc import Callable
from datetime import datetime
from itertools import product
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Case, Exists, F, Model, OuterRef, Q, QuerySet, Value, When

from cards.lib.ids import delivered_before
from cards.lib.periods import Grain, Period
from cards.lib.registry import Owner, Table
from cards.models import (
    ALL_TYPES,
    NOBODYS,
    AdminVerb,
    CardRecipient,
    CardRecord,
    CardType,
    Membership,
    Person,
    TallyState,
    UnitTally,
)
from cards.queries.openings import about_unit

Rows = QuerySet[Any, Any]
ASTRAY = -1  # Where a tally waits that is to be counted anew.
MODERATION = (
    AdminVerb.CARD_HIDDEN,
    AdminVerb.CARD_RESTORED,
    AdminVerb.CARD_KEPT,
    AdminVerb.REPLY_HIDDEN,
    AdminVerb.REPLY_RESTORED,
    AdminVerb.REPLY_KEPT,
    AdminVerb.REPORT_OPENED,
    AdminVerb.REPORT_DECIDED,
    AdminVerb.SENDER_WRITTEN_TO,
    AdminVerb.LETTER_TAKEN_BACK,
)


class Asked(NamedTuple):
    """Whose rows, and at which moment."""

    person: Person
    at: datetime


def own_rows(table: Table, owner: Owner, asked: Asked) -> Rows:
    """Return the rows of a table that are somebody's by one of its paths, in the order of their keys."""
    model: type[Model] = apps.get_model(table.model)
    rows: Rows = model._default_manager.get_queryset()
    if owner.only:
        rows = CONDITIONS[table.model, owner.only](rows, asked)
    else:
        rows = rows.filter(**{owner.path or "pk": asked.person.pk})
    return rows.order_by(*(field.attname for field in model._meta.pk_fields))


def received(rows: Rows, asked: Asked, *, path: str = "", card: str = "card_id") -> Rows:
    """Keep what reached somebody: not while it is in the postbox, nor once it is taken back, blocked or moderated."""
    mine = {f"{path}person": asked.person, f"{path}is_received": True, f"{card}__lt": delivered_before(asked.at)}
    return rows.filter(**mine)


def received_cards(rows: Rows, asked: Asked) -> Rows:
    """Keep the cards that reached somebody."""
    return received(rows, asked, path="recipients__", card="id")


def through_card(rows: Rows, asked: Asked) -> Rows:
    """Keep what hangs on the cards that reached somebody."""
    return received(rows, asked, path="card__recipients__")


def readable(rows: Rows, asked: Asked) -> Rows:
    """Keep the replies of others that stand there to read."""
    return rows.filter(withdrawn_at=None, hidden_at=None).exclude(person=asked.person)


def to_sender(rows: Rows, asked: Asked) -> Rows:
    """Keep the replies to the cards that somebody gave, unless the card is moderated."""
    moderated = CardRecord.objects.filter(card=OuterRef("card")).moderated()
    return readable(rows.filter(~Exists(moderated), card__sender=asked.person), asked)


def where_i_was(rows: Rows, asked: Asked) -> Rows:
    """Keep the tallies of somebody by the whole of their key: nothing else finds one without reading all of them."""
    first = UnitTally.objects.filter(grain=Grain.YEAR).order_by("period").values_list("period", flat=True).first()
    last = TallyState.objects.values_list("settled_on", flat=True).first()
    if first is None or last is None:
        return rows.none()
    last = max(last, asked.at.date())
    years = [first.replace(year=year) for year in range(first.year, last.year + 1)]
    days = {year.fromordinal(year.toordinal() + day) for year, day in product(years, range(372))}
    units = {*Membership.objects.filter(person=asked.person).values_list("unit_id", flat=True)}
    types = [ALL_TYPES, *CardType.objects.values_list("pk", flat=True)]
    narrowed = Q()
    for grain in Grain:
        periods = {Period.containing(grain, day).first_on for day in days}
        narrowed |= Q(grain=grain, period__in=sorted(periods))
    return rows.filter(
        narrowed,
        card_type_id__in=types,
        unit_id__in={*units, asked.person.unit_id, NOBODYS, ASTRAY},
        person_id=asked.person.pk,
    )


def counted_soon(rows: Rows, asked: Asked) -> Rows:
    """Keep what waits to be counted of the cards that reached somebody."""
    cards = received(CardRecipient.objects.all(), asked)
    return rows.filter(person_id=asked.person.pk, card_id__in=cards.values("card_id"))


def about_person(rows: Rows, asked: Asked) -> Rows:
    """Keep what was done to somebody."""
    return rows.filter(subject_kind="person", subject_id=asked.person.pk)


def not_moderation(rows: Rows, asked: Asked) -> Rows:
    """Keep what was noted of somebody, but for what might tell who has reported them."""
    return rows.filter(person=asked.person).exclude(action__verb__in=MODERATION)


def of_my_unit(rows: Rows, asked: Asked) -> Rows:
    """Keep what others opened of the unit, and of what is above it."""
    return about_unit(asked.person).exclude(person=asked.person)


CONDITIONS: dict[tuple[str, str], Callable[[Rows, Asked], Rows]] = {
    ("cards.Card", "received"): received_cards,
    ("cards.CardRecipient", "received"): received,
    ("cards.CardAudience", "audience"): through_card,
    ("cards.Reply", "readable_to_sender"): to_sender,
    ("cards.Reply", "readable_to_recipient"): lambda rows, asked: readable(through_card(rows, asked), asked),
    ("cards.PersonTally", "where_i_was"): where_i_was,
    ("cards.TallyEntry", "received_tally"): counted_soon,
    ("cards.AdminAction", "about_person"): about_person,
    ("cards.AdminValue", "not_moderation"): not_moderation,
    ("cards.PageOpening", "of_my_unit"): of_my_unit,
}


def masked(table: Table, name: str) -> Case | F:
    """Return a column as its owner may read it: nothing of what those who moderate have taken from everybody."""
    if (table.model, name) in (("cards.Card", "message"), ("cards.Card", "ready_line_id")):
        taken: Any = Exists(CardRecord.objects.filter(card=OuterRef("pk")).moderated())
    elif (table.model, name) == ("cards.Reply", "text"):
        taken = Q(hidden_at__isnull=False)
    else:
        return F(name)
    output = apps.get_model(table.model)._meta.get_field(name).target_field if name.endswith("_id") else None
    return Case(When(taken, then=Value(None)), default=F(name), output_field=output)
