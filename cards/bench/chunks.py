"""Generate cards in chunks, each from a seed of its own: any chunk comes out the same on any machine, in any order.

All sizes span the same ten years, so that only the density grows. About 80 % of the cards are for everyone, 15 % for
the units involved, 5 % for nobody else; 1.4 recipients a card, one card in 200 to a whole unit, two hearts a card.
The newest cards are the same at every size but for their times: a first page then shows the same, and what differs is
what it costs to find it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from cards.bench.people import (
    BIGGEST,
    NEWCOMER,
    PEOPLE,
    POPULAR,
    QUIET,
    RARE_CARDS,
    RARE_TYPE,
    ROOT,
    UNIT_SIZES,
    staff,
)
from cards.lib.audiences import Audience, Settled, settle
from cards.lib.ids import SEQUENCE_BITS, id_floor

T = TypeVar("T")

NULL = r"\N"  # As COPY writes it.
CHUNK = 20_000  # Cards; some 12 MB of text.
BEGINNING = datetime(2016, 1, 1, tzinfo=UTC)
END = datetime(2026, 1, 1, tzinfo=UTC)  # When the benchmark reads.
SPAN = END - BEGINNING - timedelta(hours=1)  # The newest card has left the postbox by then.
TIME_ZONE = ZoneInfo("Europe/Helsinki")
ALIKE = 5_000  # The newest cards, the same at every size.
UNIT_CARD = 1_000  # Counted from the newest: one to the whole of the biggest unit, for everyone.
STILL_SEALED = 400  # The newest cards, whose envelopes nobody has opened.

ACTIVE = PEOPLE[: NEWCOMER - 1]  # The newcomer has neither given nor got a card.
OUTSIDERS = PEOPLE[: -UNIT_SIZES[-1]]  # All but the quiet unit.
WHOLE_UNIT, ONLY_US, HAS_READY_LINE = 0.005, 0.045, 0.2
FAVOURITE_TYPES = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 11)  # The rare one is in none.
AUDIENCES = (*[Audience.EVERYONE] * 17, *[Audience.UNITS] * 3)  # Before "only us"; settling narrows none of them.
NAMED = (*[1] * 90, *[2] * 8, 3, 5)
HEARTS = (0, 0, 0, 1, 1, 2, 2, 3, 4, 7)
SENTENCES = (
    "Du stannade när kylen larmade och räddade hela mejeriet.",
    "Tack för att du tog kassan så att jag hann med bussen.",
    "Du hälsade på varenda en i kön i morse, och det smittade.",
    "Kunden med rullatorn kom tillbaka bara för att berätta om dig.",
    "Lastkajen var tom och ren när vi kom. Det märks att du bryr dig.",
    "Du lärde mig den nya vågen utan att sucka en enda gång.",
    "När systemet låg nere höll du humöret uppe på oss alla.",
    "Natten på macken blev lugn för att du var där.",
    "Du såg att jag hade en tung dag och frågade. Det betydde mycket.",
    "Frukosten stod klar för hela bussen klockan fem. Hur gjorde du?",
    "Du hittade det borttappade gosedjuret och ringde hem till familjen.",
    "Beställningen blev rätt till sista kartongen, mitt i julruschen.",
)


@dataclass
class Chunk:
    """Rows of some cards, by table, as lines for COPY."""

    cards: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    hearts: list[str] = field(default_factory=list)


class Sealed(NamedTuple):
    """One card, before it is written down."""

    id: int
    at: datetime
    sender: int
    card_type: int
    to_unit: int | None
    recipients: tuple[int, ...]
    settled: Settled
    rng: Random  # For what readers have added to it.


def chunks_of(total: int) -> range:
    """Return the numbers of the chunks that hold this many cards."""
    return range((total + CHUNK - 1) // CHUNK)


def make_chunk(seed: int, total: int, number: int) -> Chunk:
    """Return the rows of one chunk of `total` cards."""
    chunk = Chunk()
    still_sealed = sealed_from(total)
    for card in sealed_cards(seed, total, number):
        write_card(chunk, card, is_opened=card.id < still_sealed)
    return chunk


def sealed_from(total: int) -> int:
    """Return the id from which on no envelope has been opened."""
    return id_floor(BEGINNING + SPAN * (max(total - STILL_SEALED, 0) / total))


def sealed_cards(seed: int, total: int, number: int) -> Iterator[Sealed]:
    """Yield the cards of a chunk, oldest first, evenly spread over their share of the years."""
    step, rng = SPAN / total, Random(f"{seed}:{total}:{number}")
    for index in range(number * CHUNK, min((number + 1) * CHUNK, total)):
        from_end = total - index
        own = Random(f"{seed}:newest:{from_end}") if from_end <= ALIKE else rng
        at = BEGINNING + step * (index + own.random())
        yield seal(own, at=at, is_rare=index < RARE_CARDS, is_unit_card=from_end == UNIT_CARD)


def seal(rng: Random, *, at: datetime, is_rare: bool, is_unit_card: bool) -> Sealed:
    """Make up one card: any, or one that the cases look for."""
    people = staff()
    is_wanted = is_rare or is_unit_card
    sender = pick(rng, OUTSIDERS if is_wanted else ACTIVE)
    if is_unit_card:
        to_unit, recipients = address_unit(BIGGEST, sender)
    elif not is_wanted and rng.random() < WHOLE_UNIT and sender in OUTSIDERS:
        to_unit, recipients = address_unit(pick_unit(rng, sender), sender)
    else:
        to_unit, recipients = None, pick_recipients(rng, sender)
    chosen = Audience.EVERYONE if is_wanted else pick(rng, AUDIENCES)
    units = {people.unit_of[sender], *map(people.unit_of.__getitem__, recipients)}
    if QUIET in units or (not is_wanted and rng.random() < ONLY_US):
        chosen = Audience.ONLY_US
    named = [] if to_unit else [people.party[person] for person in recipients]
    return Sealed(
        id=id_floor(at) | int(rng.random() * (1 << SEQUENCE_BITS)),
        at=at,
        sender=sender,
        card_type=RARE_TYPE if is_rare else pick(rng, FAVOURITE_TYPES),
        to_unit=to_unit,
        recipients=recipients,
        settled=settle(chosen, sender=people.party[sender], named=named, root_id=ROOT, to_unit_id=to_unit),
        rng=rng,
    )


def address_unit(unit: int, sender: int) -> tuple[int, tuple[int, ...]]:
    """Return a whole unit as a card's address, and who gets it."""
    return unit, tuple(person for person in staff().members[unit] if person != sender)


def pick_unit(rng: Random, sender: int) -> int:
    """Return the sender's own unit or somebody else's."""
    return staff().unit_of[sender if rng.random() < 0.5 else pick(rng, OUTSIDERS)]


def pick_recipients(rng: Random, sender: int) -> tuple[int, ...]:
    """Return whom a card names: never the sender, nobody twice."""
    people = staff()
    own = people.unit_of[sender]
    members = people.members[own]
    wanted = pick(rng, NAMED)
    found: set[int] = set()
    for _attempt in range(3 * wanted):
        draw = rng.random()
        if draw < 0.01:
            person = POPULAR
        elif draw < 0.75 or own == QUIET:
            person = pick(rng, members)
        else:
            person = pick(rng, OUTSIDERS)
        if person not in (sender, NEWCOMER):
            found.add(person)
            if len(found) == wanted:
                break
    return tuple(sorted(found)) or (POPULAR if sender != POPULAR else POPULAR + 1,)


def write_card(chunk: Chunk, card: Sealed, *, is_opened: bool) -> None:
    """Add a card's rows to a chunk."""
    rng, unit_of, team_of = card.rng, staff().unit_of, staff().team_of
    local = card.at.astimezone(TIME_ZONE).isoformat()
    audience = int(card.settled.audience)
    ready_line = card.card_type if rng.random() < HAS_READY_LINE else NULL
    message = f"{pick(rng, SENTENCES)} {pick(rng, SENTENCES)}"
    chunk.cards.append(
        f"{card.id}\t{local}\t{local[:10]}\tcolleague\t{card.sender}\t{unit_of[card.sender]}\t"
        f"{team_of.get(card.sender, NULL)}\t{card.card_type}\t{audience}\t{card.to_unit or NULL}\t{message}\t"
        f"{ready_line}\t{rng.getrandbits(128):032x}\n"
    )
    with_unit = "t" if card.to_unit else "f"
    for person in card.recipients:
        opened_at = local if is_opened and rng.random() < 0.95 else NULL
        chunk.recipients.append(
            f"{card.id}\t{person}\t{unit_of[person]}\t{team_of.get(person, NULL)}\t{card.sender}\t{card.card_type}\t"
            f"{audience}\t{with_unit}\tt\t{opened_at}\n"
        )
    for unit in sorted(card.settled.unit_ids):
        chunk.readers.append(f"{unit}\t{audience}\t{card.id}\t{card.card_type}\n")
    readers = readers_of(card)
    for person in sorted({pick(rng, readers) for _ in range(pick(rng, HEARTS))}):
        chunk.hearts.append(f"{card.id}\t{person}\t{local}\n")


def readers_of(card: Sealed) -> tuple[int, ...]:
    """Return who could give a heart: all, the people of one unit involved, or the card's own."""
    if card.settled.audience == Audience.EVERYONE:
        return ACTIVE
    if card.settled.audience == Audience.UNITS:
        return staff().members[staff().unit_of[card.recipients[0]]]
    return (card.sender, *card.recipients)


def pick(rng: Random, values: tuple[T, ...]) -> T:
    """Return one of the values; three times as fast as Random.choice."""
    return values[int(rng.random() * len(values))]
