"""Who may see a card."""

import pytest

from cards.lib.audiences import Audience, Ceiling, Party, Settled, settle

ROOT, TORGET, FYREN, STATION = 1, 2, 3, 4
SENDER = Party(TORGET)


def units(settled: Settled) -> tuple[Audience, set[int]]:
    return settled.audience, set(settled.unit_ids)


@pytest.mark.parametrize(
    ("chosen", "named", "expected"),
    [
        (Audience.ONLY_US, [Party(FYREN)], (Audience.ONLY_US, set())),
        (Audience.UNITS, [Party(FYREN)], (Audience.UNITS, {TORGET, FYREN})),
        (Audience.EVERYONE, [Party(FYREN)], (Audience.EVERYONE, {ROOT, TORGET, FYREN})),
        (Audience.EVERYONE, [Party(FYREN, Ceiling.UNITS)], (Audience.UNITS, {TORGET, FYREN})),
        (Audience.EVERYONE, [Party(FYREN, Ceiling.MY_UNIT), Party(STATION)], (Audience.UNITS, {FYREN})),
        (Audience.UNITS, [Party(FYREN, Ceiling.MY_UNIT), Party(STATION, Ceiling.MY_UNIT)], (Audience.ONLY_US, set())),
        (Audience.UNITS, [Party(FYREN, Ceiling.MY_UNIT), Party(FYREN, Ceiling.MY_UNIT)], (Audience.UNITS, {FYREN})),
        (Audience.EVERYONE, [Party(FYREN), Party(STATION, Ceiling.ONLY_ME)], (Audience.ONLY_US, set())),
        (Audience.EVERYONE, [Party(TORGET, is_protected=True)], (Audience.UNITS, {TORGET})),
        (Audience.EVERYONE, [], (Audience.ONLY_US, set())),
    ],
)
def test_the_narrowest_wish_wins(chosen, named, expected):
    assert units(settle(chosen, sender=SENDER, named=named, root_id=ROOT)) == expected


def test_a_card_to_a_whole_unit_reaches_it_and_the_senders():
    settled = settle(Audience.UNITS, sender=SENDER, named=[], root_id=ROOT, to_unit_id=FYREN)

    assert units(settled) == (Audience.UNITS, {TORGET, FYREN})


def test_a_protected_sender_stays_within_the_unit():
    settled = settle(Audience.EVERYONE, sender=Party(TORGET, is_protected=True), named=[Party(TORGET)], root_id=ROOT)

    assert units(settled) == (Audience.UNITS, {TORGET})


def test_what_two_allow_is_never_wider_than_either():
    everyone = Settled(Audience.EVERYONE, frozenset({ROOT, TORGET, FYREN}))
    fyren = Settled(Audience.UNITS, frozenset({FYREN}))
    nobody = Settled(Audience.ONLY_US, frozenset())

    assert everyone.within(everyone) == everyone
    assert everyone.within(fyren) == fyren.within(everyone) == fyren
    assert fyren.within(nobody) == nobody.within(fyren) == nobody
    assert units(fyren.within(Settled(Audience.UNITS, frozenset({STATION})))) == (Audience.ONLY_US, set())
