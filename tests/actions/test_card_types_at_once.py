"""A card type that two people do something with at once: one waits for the other, and reads what came of it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from cards.actions.card_type_writing import hold_types
from cards.actions.card_types import CannotSaveType, create_type, lock_type
from cards.actions.sending import CannotSendCard
from cards.models import Card, CardType
from cards.queries.type_content import TypeContent, Words
from tests.factories import give, make_card_type

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def meanwhile(act: Callable[[], object]) -> Callable[[], object]:
    """Let something be done by another connection, which is closed afterwards."""

    def done() -> object:
        try:
            return act()
        finally:
            connections.close_all()

    return done


def until_it_waits(act: Callable[[], object], change: Callable[[], object]) -> Future[object]:
    """Change something, begin to do something else meanwhile, and commit the change when that waits for it."""
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        change()
        answer = pool.submit(meanwhile(act))
        wait_until_somebody_waits(answer)
    return answer


def wait_until_somebody_waits(answer: Future[object]) -> None:
    """Ask the database until a statement waits for what this transaction has locked."""
    with connection.cursor() as cursor:
        for _time in range(50_000):
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'advisory')"
            )
            if cursor.fetchone()[0]:
                return
            assert not answer.done(), "It did not wait."
    pytest.fail("It did not wait.")


def test_a_card_on_its_way_while_its_type_is_deleted_is_refused_in_words(admin, astrid, bo, tack):
    def send() -> object:
        with pytest.raises(CannotSendCard) as caught:
            give(astrid, to=[bo], card_type=tack)
        return caught.value.about

    answer = until_it_waits(send, CardType.objects.filter(pk=tack.pk).delete)

    assert answer.result() == "card_type"
    assert not Card.objects.exists()


def test_no_card_of_a_type_is_sent_while_an_admin_changes_it(admin, astrid, bo, tack):
    def change() -> None:
        lock_type(tack.pk)
        assert not Card.objects.exists()
        CardType.objects.filter(pk=tack.pk).update(paper="hav")

    answer = until_it_waits(lambda: give(astrid, to=[bo], card_type=tack), change)

    assert answer.result() == Card.objects.get()


def test_two_admins_who_take_the_same_paper_at_once_get_it_once(admin, tack):
    content = TypeContent(words={"sv": Words("Fyrvaktare", "för den som visar vägen")}, paper="hav")

    def take() -> object:
        with pytest.raises(CannotSaveType) as caught:
            create_type(actor=admin, content=content, is_draft=False, at=timezone.now())
        return list(caught.value.problems)

    def take_before() -> None:
        hold_types()
        make_card_type("hav", paper="hav")

    answer = until_it_waits(take, take_before)

    assert answer.result() == ["paper"]
    assert CardType.objects.filter(paper="hav").count() == 1
