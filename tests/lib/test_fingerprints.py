"""Fingerprints of what forms show."""

from datetime import date

import pytest

from cards.lib.fingerprints import fingerprint

SHOWN = ("Astrid", None, date(2026, 11, 22), ("KASSAN", "MEJERIET"), True)


def test_the_same_values_have_the_same_fingerprint():
    assert fingerprint(*SHOWN) == fingerprint("Astrid", None, date(2026, 11, 22), ("KASSAN", "MEJERIET"), True)


@pytest.mark.parametrize(
    "changed",
    [
        ("Astrid ", *SHOWN[1:]),
        ("Astrid", "None", *SHOWN[2:]),
        ("Astrid", None, date(2026, 11, 23), *SHOWN[3:]),
        (*SHOWN[:3], ("KASSAN, MEJERIET",), True),
        (*SHOWN[:4], False),
    ],
)
def test_another_value_has_another(changed):
    assert fingerprint(*changed) != fingerprint(*SHOWN)
