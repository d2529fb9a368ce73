"""The envelope that waits for whoever one chooses to be."""

from collections import defaultdict
from datetime import date, timedelta
from functools import partial

from cards.demo.giving import ENVELOPE_DAYS, Sketch, Year
from cards.demo.roster import Colleague
from cards.lib.ids import id_floor

Week = tuple[int, int]


def see_to_envelopes(year: Year, sketches: list[Sketch]) -> set[tuple[int, int]]:
    """Write the cards still missing so that everybody employed has one waiting, give ids, and say which those are.

    Returns pairs of card and person. Nobody is seen by a card written for this in a week in which no other saw them.
    """
    chosen: dict[int, Sketch] = {}
    seen: defaultdict[int, set[Week]] = defaultdict(set)
    recent = year.today - timedelta(days=ENVELOPE_DAYS)
    for sketch in sketches:
        if not sketch.to and (day := sketch.at.date()) >= recent:
            for receipt in sketch.receipts:
                if sketch.listed:
                    seen[receipt.person.pk].add(week_of(day))
                if day < year.today and reads(receipt.person, sketch):
                    chosen[receipt.person.pk] = sketch
    for person in year.staff:
        if person.until is None and person.pk not in chosen:
            seen_in = None if person.role else seen[person.pk]
            envelope = year.write_envelope(person, is_open=partial(is_open, seen_in))
            if envelope:
                chosen[person.pk] = envelope
                sketches.append(envelope)
    give_ids(sketches)
    return {(sketch.pk, person) for person, sketch in chosen.items()}


def reads(person: Colleague, sketch: Sketch) -> bool:
    """Tell whether a card has no words, or words in somebody's language."""
    return person.language == sketch.language or sketch.ready_line is not None or not sketch.message


def is_open(weeks: set[Week] | None, day: date) -> bool:
    """Tell whether others may read a card of a day: in the weeks in which the recipient is seen, or in all."""
    return weeks is None or week_of(day) in weeks


def week_of(day: date) -> Week:
    """Return the year and number of the week of a day."""
    return day.isocalendar()[:2]


def give_ids(sketches: list[Sketch]) -> None:
    """Put cards in order of time, and give each the id of its moment."""
    sketches.sort(key=lambda sketch: sketch.at)
    last = 0
    for sketch in sketches:
        sketch.pk = last = max(id_floor(sketch.at), last + 1)
