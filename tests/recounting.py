"""Count cards the slow way, row by row, as decisions.md says it in words: what the tallies are held against."""

from collections import Counter, defaultdict
from typing import Any

from cards.lib.days import local_day
from cards.lib.ids import delivered_before
from cards.models import Card, CardRecipient, Membership

ZONE = "Europe/Helsinki"


def pairs_of(at):
    """Yield each card's sender, target, day, type, units and state, oldest card first, once it has left the postbox."""
    for card in Card.objects.filter(pk__lt=delivered_before(at)).order_by("pk"):
        rows = CardRecipient.objects.filter(card=card)
        if target := card.to_unit:
            got = [row for row in rows if row.is_received]
            if got:
                state = "open" if any(row.audience for row in got) else "only us"
                leaf = target.parent_id if target.level == "team" else target.pk
                yield card, ("unit", card.to_unit_id), leaf, state
            continue
        for row in rows:
            if row.is_received:
                yield card, ("person", row.person_id), row.unit_id, "open" if row.audience else "only us"
            elif row.audience:
                yield card, ("person", row.person_id), row.unit_id, "own"


def people_on(on):
    """Return the unit of everybody who belongs to one on a day."""
    return {
        one.person_id: one.unit_id
        for one in Membership.objects.select_related("person")
        if one.from_on <= on and (one.to_on is None or on <= one.to_on) and one.person.is_employed(on)
    }


def recount(period, at, card_type_id=None):
    """Return what each person and each unit has of a period, as dictionaries by key."""
    today = local_day(at, ZONE)
    first_days: dict[Any, Any] = {}
    encounters, every = {}, set()
    thanked, own, seen_by = defaultdict(set), defaultdict(set), defaultdict(set)
    for card, target, leaf, state in pairs_of(at):
        if state == "open":
            first_days.setdefault(card.sender_id, card.sent_on)
        if not period.first_on <= card.sent_on <= period.last_on or card_type_id not in (None, card.card_type_id):
            continue
        key = (card.sender_id, target, card.sent_on)
        if state != "own" and key not in every:
            every.add(key)
            encounters[key, "all"] = (card.sender_unit_id, leaf)
        if state == "open" and (key, "open") not in encounters:
            encounters[key, "open"] = (card.sender_unit_id, leaf)
        if state in ("open", "own") and target[0] == "person":
            own[card.sender_id].add(target[1])
        if state == "open" and target[0] == "person":
            thanked[card.sender_id].add(target[1])
            seen_by[target[1]].add((card.sender_id, leaf))
    return summed(period, today, encounters, thanked, own, seen_by, {} if card_type_id else first_days)


def summed(period, today, encounters, thanked, own, seen_by, first_days):
    """Add encounters up by person, unit and flow; what somebody got counts where they belong, and got it."""
    home = people_on(period.reference_day(today))
    given: Counter[Any] = Counter()
    received, units, open_units, flow = given.copy(), given.copy(), given.copy(), given.copy()
    for ((sender, target, _day), which), (from_unit, to_unit) in encounters.items():
        if which == "all":
            units[from_unit] += 1
            continue
        open_units[from_unit] += 1
        flow[from_unit, to_unit] += 1
        given[sender] += 1
        if target[0] == "person" and home.get(target[1]) == to_unit:
            received[target[1]] += 1
    people = {}
    for person, unit in home.items():
        is_first = person in first_days and period.first_on <= first_days[person] <= period.last_on
        numbers = (
            given[person],
            received[person],
            len(thanked[person]),
            len(own[person]),
            sum(in_unit == unit for _sender, in_unit in seen_by[person]),
            is_first,
        )
        if any(numbers):
            people[unit, person] = numbers
    members = defaultdict(list)
    for person, unit in home.items():
        members[unit].append(person)
    by_unit = {
        unit: (
            len(members[unit]),
            sum(received[one] > 0 for one in members[unit]),
            sum(given[one] > 0 for one in members[unit]),
            units[unit],
            open_units[unit],
        )
        for unit in {*members, *units}
    }
    return people, by_unit, {pair: n for pair, n in flow.items() if n}
