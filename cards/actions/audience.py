"""Derive again which units a card is listed for, after something has happened to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from cards.actions.counting import recounted
from cards.lib.audiences import Audience, Ceiling, Party, settle
from cards.models import Card, CardAudience, CardRecipient, CardRecord, Level, Person, Unit


def settle_again(card: Card) -> None:
    """Write a card's audience rows as its recipients stand now, never wider; inside the caller's transaction.

    Who is received, named and not hidden counts; whoever has taken their name off becomes "only us", and so does the
    whole card when no row is left; those who have blocked the sender stay as the sender was told. The caller has
    locked the card.
    """
    got = CardRecipient.objects.filter(card=card)
    got.filter(unnamed_at__isnull=False).update(audience=Audience.ONLY_US)
    kept = got.filter(is_received=True, unnamed_at__isnull=True)
    named = [Party(unit_id) for unit_id in kept.filter(is_with_unit=False).values_list("unit_id", flat=True)]
    readers: frozenset[int] = frozenset()
    if kept.exists() and card.sender_unit_id and not CardRecord.objects.filter(card=card).moderated().exists():
        readers = settle(
            Audience(card.audience),
            sender=Party(card.sender_unit_id),
            named=named,
            root_id=Unit.objects.values_list("pk", flat=True).get(level=Level.ROOT),
            to_unit_id=leaf_of(card.to_unit),
        ).unit_ids
    CardAudience.objects.filter(card=card).exclude(unit__in=readers).delete()
    keep_between_us([card.pk])


def keep_between_us(card_ids: Iterable[int]) -> None:
    """Let what recipients got count as "only us" where neither their own unit nor everyone may read it."""
    own_or_all = Q(unit=OuterRef("unit")) | Q(audience=Audience.EVERYONE)
    listed = CardAudience.objects.filter(own_or_all, card=OuterRef("card_id"))
    got = CardRecipient.objects.filter(~Exists(listed), card__in=list(card_ids), is_received=True)
    got.update(audience=Audience.ONLY_US)


def leaf_of(unit: Unit | None) -> int | None:
    """Return the unit whose people a card to this unit or team concerns."""
    if unit is None:
        return None
    return unit.parent_id if unit.level == Level.TEAM else unit.pk


@transaction.atomic(durable=True)
def change_ceiling(*, person: Person, ceiling: Ceiling) -> None:
    """Choose how wide the cards one gets may be shown; it binds new cards."""
    Person.objects.filter(pk=person.pk).update(ceiling=ceiling)


@transaction.atomic(durable=True)
def narrow_old_cards(*, person: Person, ceiling: Ceiling) -> int:
    """Hold the cards that name somebody to their ceiling as well; return how many now reach fewer people."""
    if ceiling == Ceiling.EVERYONE:
        return 0
    got = CardRecipient.objects.filter(person=person, is_received=True, is_with_unit=False)
    own_unit = dict(got.filter(audience__gt=Audience.ONLY_US).values_list("card_id", "unit_id"))
    if ceiling == Ceiling.UNITS:
        return hold_within(units_involved(own_unit))
    is_for_unit = ceiling == Ceiling.MY_UNIT
    return hold_within({card_id: {unit_id} if is_for_unit else set() for card_id, unit_id in own_unit.items()})


def hide_old_cards(people: Iterable[int]) -> None:
    """Hold the cards that protected people have got by name and given to their own unit of then, nobody else's.

    Inside the caller's transaction. `people` are keys.
    """
    got = CardRecipient.objects.filter(person__in=people, is_received=True, is_with_unit=False)
    given = Card.objects.filter(sender__in=people)
    own_units: dict[int, set[int]] = {}
    for card_id, unit_id in (*got.values_list("card_id", "unit_id"), *given.values_list("pk", "sender_unit_id")):
        own_units[card_id] = own_units.get(card_id, {unit_id}) & {unit_id}
    hold_within(own_units)


def hold_within(allowed: Mapping[int, set[int]]) -> int:
    """Let each card be read in the units allowed at most; return how many were read in more.

    Inside the caller's transaction. Keyed by card; nothing is listed that was not.
    """
    # Else a card that is withdrawn meanwhile would be listed again.
    list(Card.objects.select_for_update(of=("self",)).filter(pk__in=allowed).order_by("pk").values_list("pk"))
    listed: dict[int, set[tuple[int, int]]] = defaultdict(set)
    rows = CardAudience.objects.filter(card__in=allowed).values_list("card_id", "unit_id", "audience")
    for card_id, unit_id, audience in rows:
        listed[card_id].add((unit_id, audience))
    narrowed = {}
    for card_id, wide in listed.items():
        kept = {(unit_id, Audience.UNITS) for unit_id, _audience in wide if unit_id in allowed[card_id]}
        if kept != wide:
            narrowed[card_id] = kept
    with recounted(narrowed):
        relist(narrowed)
    return len(narrowed)


def units_involved(card_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return, for each card, the units of its sender and of the people it names."""
    units: dict[int, set[int]] = defaultdict(set)
    for card_id, unit_id in Card.objects.filter(pk__in=card_ids).values_list("pk", "sender_unit_id"):
        units[card_id].add(unit_id)
    named = CardRecipient.objects.filter(card__in=card_ids, is_with_unit=False)
    for card_id, unit_id in named.values_list("card_id", "unit_id"):
        units[card_id].add(unit_id)
    return units


def relist(rows_of: dict[int, set[tuple[int, Audience]]]) -> None:
    """Replace the audience rows of some cards, and what their recipients' rows repeat of them."""
    types = dict(Card.objects.filter(pk__in=rows_of).values_list("pk", "card_type_id"))
    CardAudience.objects.filter(card__in=rows_of).delete()
    CardAudience.objects.bulk_create(
        CardAudience(unit_id=unit_id, audience=audience, card_id=card_id, card_type_id=types[card_id])
        for card_id, rows in sorted(rows_of.items())
        for unit_id, audience in sorted(rows)
    )
    for audience, cards in (
        (Audience.UNITS, [card_id for card_id, rows in rows_of.items() if rows]),
        (Audience.ONLY_US, [card_id for card_id, rows in rows_of.items() if not rows]),
    ):
        CardRecipient.objects.filter(card__in=cards, audience__gt=audience).update(audience=audience)
    keep_between_us(rows_of)
