"""Let the cards of one record be the other's: given, got, and those between the two, which are taken back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from cards.actions.audience import keep_between_us, settle_again
from cards.actions.merging_rows import Moved, bring_back, drop, run
from cards.actions.people import local_day_of
from cards.actions.tallies import AT_ONCE, settle_until, take_entries
from cards.lib.audiences import Audience
from cards.lib.counting import Counted
from cards.models import Card, CardAudience, CardRecipient, CardRecord, Person, RecordKind, TallyEntry
from cards.queries.counted import Target, states_of

GOT = "cards_cardrecipient"
HEARTS = "cards_heart"
BETWEEN_THEM = """
    this.person_id IN (%(ends)s, %(stays)s) AND EXISTS (
        SELECT FROM cards_card AS card WHERE card.id = this.card_id AND card.sender_id IN (%(ends)s, %(stays)s)
    )
"""


@contextmanager
def counted_anew(card_ids: Sequence[int], *, at: datetime) -> Iterator[None]:
    """Take cards out of the tallies, let the block change whose they are, and count them again.

    Inside the caller's transaction, which has begun a fold and locked the cards. A log entry counts for the sender who
    stands on the card when it is folded; so all is folded before, and after.
    """
    log_states(states_of(card_ids), is_leaving=True)
    fold_all(at=at)
    yield
    log_states(states_of(card_ids), is_leaving=False)
    fold_all(at=at)


def log_states(states: Mapping[Target, Counted], *, is_leaving: bool) -> None:
    """Log that cards count for nothing from now on, or for what they are again."""
    TallyEntry.objects.bulk_create(
        TallyEntry(
            card_id=card_id,
            person_id=person_id,
            was=state if is_leaving else Counted.NOT,
            becomes=Counted.NOT if is_leaving else state,
        )
        for (card_id, person_id), state in states.items()
        if state != Counted.NOT
    )


def fold_all(*, at: datetime) -> None:
    """Fold everything that has left the postbox, by where people belong now."""
    today = local_day_of(at)
    settle_until(today)
    while take_entries(at=at, today=today) == AT_ONCE:
        pass


def cards_of(*person_ids: int) -> list[int]:
    """Return the cards that people gave or got, locked until the caller's transaction has ended."""
    given = Card.objects.filter(sender__in=person_ids).values_list("pk", flat=True)
    got = CardRecipient.objects.filter(person__in=person_ids).values_list("card_id", flat=True)
    cards = Card.objects.select_for_update(of=("self",)).filter(pk__in={*given, *got}).order_by("pk")
    return list(cards.values_list("pk", flat=True))


def move_cards(*, ends: Person, stays: Person, at: datetime) -> Moved:
    """Let the cards of one record be the other's, inside `counted_anew`; return what moved.

    Nobody gives themselves a card: what one gave the other is taken back, or lacks them among its recipients. A card
    that both got they got once.
    """
    values = {"ends": ends.pk, "stays": stays.pk}
    moved: Moved = {"dropped": {}, "alone": [], "records": [], "audience": [], "twins": []}
    # One page can have sealed a card for each of two that were logged in one after the other.
    for table, person in (("cards_card", "sender_id"), ("cards_reply", "person_id")):
        run(
            f"UPDATE {table} SET form_id = gen_random_uuid() WHERE {person} = %(ends)s"  # noqa: S608
            f" AND form_id IN (SELECT form_id FROM {table} WHERE {person} = %(stays)s)",
            values,
        )
    take_back_between(stays=stays, values=values, at=at, moved=moved)
    for card_id in twice_got(values):
        moved["twins"].append(merge_twins(card_id, ends=ends, stays=stays))
    got = f"UPDATE {GOT} SET person_id = %(stays)s WHERE person_id = %(ends)s RETURNING card_id"  # noqa: S608
    moved["got"] = sorted(pk for (pk,) in run(got, values))
    given = "UPDATE cards_card SET sender_id = %(stays)s WHERE sender_id = %(ends)s RETURNING id"
    moved["given"] = sorted(pk for (pk,) in run(given, values))
    run(f"UPDATE {GOT} SET sender_id = %(stays)s WHERE sender_id = %(ends)s", values)  # noqa: S608
    rename_in_records(moved["got"], was=ends.pk, becomes=stays.pk)
    return moved


def take_back_between(*, stays: Person, values: Mapping[str, int], at: datetime, moved: Moved) -> None:
    """Take both, and their hearts, off the cards they gave each other; one that nobody else got is taken back."""
    drop(HEARTS, BETWEEN_THEM, values, moved)
    drop(GOT, BETWEEN_THEM, values, moved)
    for row in {row["card_id"]: row for row in moved["dropped"].get(GOT, ())}.values():
        card_id = row["card_id"]
        if CardRecipient.objects.filter(card=card_id).exists():
            continue
        kept = {"person_id": stays.pk, "is_received": False, "audience": Audience.ONLY_US.value, "opened_at": None}
        bring_back(GOT, [{**row, **kept}])
        moved["alone"].append(card_id)
        listed = CardAudience.objects.filter(card=card_id)
        moved["audience"] += [
            [one.unit_id, one.audience, one.card_id, one.card_type_id] for one in listed.order_by("unit")
        ]
        listed.delete()
        if not CardRecord.objects.filter(card=card_id, kind=RecordKind.WITHDRAWN).exists():
            record = CardRecord.objects.create(card_id=card_id, kind=RecordKind.WITHDRAWN, person=stays, at=at)
            moved["records"].append(record.pk)


def twice_got(values: Mapping[str, int]) -> list[int]:
    """Return the cards that both have got."""
    sql = (
        f"SELECT this.card_id FROM {GOT} AS this JOIN {GOT} AS own ON own.card_id = this.card_id"  # noqa: S608
        " WHERE this.person_id = %(ends)s AND own.person_id = %(stays)s ORDER BY this.card_id"
    )
    return [pk for (pk,) in run(sql, values)]


def merge_twins(card_id: int, *, ends: Person, stays: Person) -> dict[str, Any]:
    """Let a card that both got be got once: received if either did, named if neither took the name off.

    Where one did, it reaches no further than that allows; taken apart, it stays so.
    """
    twins = {row.person_id: row for row in CardRecipient.objects.filter(card=card_id, person__in=[ends, stays])}
    own, other = twins[stays.pk], twins[ends.pk]
    received = [row for row in (own, other) if row.is_received] or [own, other]
    merged = {
        "is_received": own.is_received or other.is_received,
        "audience": min(row.audience for row in received),
        "opened_at": min((row.opened_at for row in twins.values() if row.opened_at), default=None),
        "unnamed_at": min((row.unnamed_at for row in twins.values() if row.unnamed_at), default=None),
    }
    before = in_short(own)
    ((row,),) = run(
        f"DELETE FROM {GOT} AS this WHERE card_id = %(card)s AND person_id = %(ends)s RETURNING to_jsonb(this)",  # noqa: S608
        {"card": card_id, "ends": ends.pk},
    )
    left = CardRecipient.objects.filter(card=card_id, person=stays)
    left.update(**merged)
    if bool(own.unnamed_at) != bool(other.unnamed_at):
        settle_again(Card.objects.get(pk=card_id))
    return {"row": json.loads(row), "before": before, "after": in_short(left.get())}


def in_short(row: CardRecipient) -> dict[str, Any]:
    """Return what merging two changes of a recipient's row, as JSON keeps it."""
    unnamed_at = row.unnamed_at.isoformat() if row.unnamed_at else None
    return {"is_received": row.is_received, "audience": row.audience, "unnamed_at": unnamed_at}


def rename_in_records(card_ids: Sequence[int], *, was: int, becomes: int) -> None:
    """Let a moderated card, should it be restored, be restored to the record that stays."""
    for record in CardRecord.objects.filter(card__in=card_ids, kind=RecordKind.MODERATED):
        rows = record.before.get("recipients", [])
        if not any(person_id == was for person_id, *_rest in rows):
            continue
        renamed = {(becomes if person_id == was else person_id): rest for person_id, *rest in rows}
        record.before["recipients"] = [[person_id, *rest] for person_id, rest in sorted(renamed.items())]
        record.save(update_fields=["before"])


def move_cards_back(moved: Moved, *, ends: Person, stays: Person) -> None:
    """Let what moved be the other record's again, inside `counted_anew`; what happened to a card since holds."""
    values = {"ends": ends.pk, "stays": stays.pk, "got": moved["got"], "given": moved["given"]}
    rename_in_records(moved["got"], was=stays.pk, becomes=ends.pk)
    run(
        "UPDATE cards_card SET sender_id = %(ends)s WHERE sender_id = %(stays)s AND id = ANY(%(given)s::bigint[])",
        values,
    )
    run(f"UPDATE {GOT} SET sender_id = %(ends)s WHERE card_id = ANY(%(given)s::bigint[])", values)  # noqa: S608
    run(
        f"UPDATE {GOT} SET person_id = %(ends)s WHERE person_id = %(stays)s AND card_id = ANY(%(got)s::bigint[])",  # noqa: S608
        values,
    )
    for twin in moved["twins"]:
        own = CardRecipient.objects.filter(card=twin["row"]["card_id"], person=stays)
        now = own.first()
        if now and in_short(now) == twin["after"]:
            own.update(**twin["before"])
            bring_back(GOT, [twin["row"]])
        elif now:
            bring_back(GOT, [{**twin["row"], "is_received": now.is_received, "audience": now.audience}])
    keep_between_us(twin["row"]["card_id"] for twin in moved["twins"])
    give_between(moved)


def give_between(moved: Moved) -> None:
    """Let the cards that one gave the other be given again, unless something else has happened to them."""
    bring_back(HEARTS, moved["dropped"].get(HEARTS, []))
    rows = moved["dropped"].get(GOT, [])
    cards = {row["card_id"] for row in rows}
    ours = CardRecord.objects.filter(pk__in=moved["records"])
    taken_back = set(ours.values_list("card_id", flat=True))
    ours.delete()
    ended = set(
        CardRecord.objects.filter(card__in=cards, kind__in=[RecordKind.WITHDRAWN, RecordKind.MODERATED]).values_list(
            "card_id", flat=True
        )
    )
    CardRecipient.objects.filter(card__in=moved["alone"]).delete()
    off: dict[str, Any] = {"is_received": False, "audience": Audience.ONLY_US.value}
    bring_back(GOT, [{**row, **off} if row["card_id"] in ended else row for row in rows])
    CardAudience.objects.bulk_create(
        (
            CardAudience(unit_id=unit_id, audience=audience, card_id=card_id, card_type_id=type_id)
            for unit_id, audience, card_id, type_id in moved["audience"]
            if card_id in taken_back - ended
        ),
        ignore_conflicts=True,
    )
