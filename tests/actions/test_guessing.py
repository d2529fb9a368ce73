"""Getting in, and keeping guessers out."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.db import connection
from django.utils import timezone

from cards.actions.guessing import DoorClosed, WrongPassword, count_guess, key_of, sign_in
from cards.models import GuessLimit
from tests.factories import make_person

PASSWORD = "kanel bulle morgon fyr"
NOW = timezone.now()


@pytest.fixture
def astrid(astrid):
    astrid.password, astrid.email = make_password(PASSWORD), "Astrid@example.org"
    astrid.save()
    return astrid


def guess(login, typed="fel", at=NOW):
    with pytest.raises(WrongPassword):
        sign_in(login=login, password=typed, at=at)


def test_number_or_address_and_password_let_in_however_they_are_typed(astrid):
    number = astrid.employee_number

    for login in (number, f" {number[:3]} {number[3:]} ", "astrid@EXAMPLE.org"):
        assert sign_in(login=login, password=PASSWORD, at=NOW) == astrid


def test_a_wrong_password_lets_nobody_in(astrid):
    guess(astrid.employee_number)
    guess("999999", PASSWORD)
    guess("", PASSWORD)


def test_somebody_without_a_password_cannot_come_in_with_an_empty_one(bo):
    guess(bo.employee_number, "")


def test_a_leaver_is_told_the_same_as_a_stranger(astrid):
    astrid.employed_to = timezone.localdate() - timedelta(days=1)
    astrid.save()

    guess(astrid.employee_number, PASSWORD)


@pytest.mark.parametrize("login", ["004711", "nobody@example.org"])
def test_the_door_closes_for_longer_and_longer(db, login):
    at, opened = NOW, []
    for _free in range(4):
        guess(login, at=at)
    for _wait in range(5):
        guess(login, at=at)
        with pytest.raises(DoorClosed) as caught:
            sign_in(login=login, password="fel", at=at)
        opened.append((caught.value.open_at - at) // timedelta(minutes=1))
        at = caught.value.open_at

    assert opened == [1, 5, 15, 60, 60]


def test_the_right_password_does_not_open_a_closed_door(astrid):
    for _try in range(5):
        guess(astrid.employee_number)

    with pytest.raises(DoorClosed):
        sign_in(login=astrid.employee_number, password=PASSWORD, at=NOW + timedelta(seconds=59))
    assert sign_in(login=astrid.employee_number, password=PASSWORD, at=NOW + timedelta(seconds=60)) == astrid


def test_a_try_at_a_closed_door_does_not_close_it_for_longer(astrid):
    for _try in range(5):
        guess(astrid.employee_number)
    for second in range(0, 60, 10):
        with pytest.raises(DoorClosed):
            sign_in(login=astrid.employee_number, password="fel", at=NOW + timedelta(seconds=second))

    assert sign_in(login=astrid.employee_number, password=PASSWORD, at=NOW + timedelta(seconds=60)) == astrid


def test_coming_in_forgets_the_wrong_tries_of_that_account_alone(astrid):
    for _try in range(4):
        guess(astrid.employee_number)
    guess("999999")

    sign_in(login=astrid.employee_number, password=PASSWORD, at=NOW)

    assert list(GuessLimit.objects.values_list("key", flat=True)) == [key_of("999999")]


def test_a_day_without_a_try_begins_again(db):
    for _try in range(5):
        guess("004711")

    guess("004711", at=NOW + timedelta(days=1, seconds=1))

    assert GuessLimit.objects.get().failures == 1


def test_counts_too_old_to_matter_are_swept_away(astrid):
    guess("999999", at=NOW - timedelta(days=2))
    guess("999998")

    sign_in(login=astrid.employee_number, password=PASSWORD, at=NOW)

    assert list(GuessLimit.objects.values_list("key", flat=True)) == [key_of("999998")]


@pytest.mark.parametrize(
    "spelling", ["ASTRID@example.org", " astrid @ example.org", "astr\u0131d@example.org", "a\u017ftrid@example.org"]
)
def test_no_spelling_of_an_account_has_tries_of_its_own(astrid, spelling):
    for _try in range(5):
        guess("astrid@example.org")

    with pytest.raises(DoorClosed):
        sign_in(login=spelling, password="fel", at=NOW)


def test_the_table_names_nobody(astrid):
    guess(astrid.employee_number)

    row = GuessLimit.objects.values().get()

    assert astrid.employee_number not in str(row)


def test_every_wrong_try_hashes_exactly_once_whoever_it_names(astrid, bo, torget, monkeypatch):
    gone = make_person("Gun Holm", torget, employed_to=NOW.date() - timedelta(days=9), password=make_password("x"))
    hashed: Counter[str] = Counter()
    encode = MD5PasswordHasher.encode

    def counting(self, password, salt):
        hashed[login] += 1
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    logins = [astrid.employee_number, bo.employee_number, gone.employee_number, "999999", "nobody@example.org"]

    for login in logins:
        guess(login)

    assert hashed == dict.fromkeys(logins, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_tries_at_once_exceed_the_limit_by_none():
    key = key_of("004711")

    def attempt(_number):
        try:
            count_guess(key=key, at=NOW)
        except DoorClosed:
            return "closed"
        finally:
            connection.close()
        return "counted"

    with ThreadPoolExecutor(16) as pool:
        tries = Counter(pool.map(attempt, range(50)))

    assert tries == {"counted": 5, "closed": 45}
