"""Who is asked about what: the one rule behind the queue, the page, the decision and the number in the frame."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.timezone import now

from cards.actions.deciding import decide
from cards.actions.reactions import reply_to_card
from cards.actions.safety import report_card
from cards.models import ModeratedBy, Organisation, Outcome, Person, Stage, Unit
from cards.queries import moderation
from cards.queries.moderation import decided_before, find_matter, queue_before
from cards.queries.people import signed_in_person
from tests.factories import give, make_person, matter_of

pytestmark = pytest.mark.django_db


def reported(writer, by, *others):
    card = give(writer, to=[by, *others])
    report_card(reporter=by, card=card, reason="", at=now())
    return card


def seen(person):
    """Return what stands in somebody's queue and what the frame counts, by card."""
    queue = queue_before(person, language="sv")
    assert queue.count == len(queue.waiting)
    signed_in = signed_in_person(person.pk, at=now())
    assert signed_in
    return [one.card_id for one in queue.waiting], signed_in.matters


def test_admins_are_asked_about_what_others_wrote(astrid, bo, maj, admin):
    card = reported(astrid, bo)

    assert [seen(person) for person in (maj, admin)] == [([card.pk], 1)] * 2
    assert [seen(person) for person in (astrid, bo)] == [([], 0)] * 2


def test_nobody_sees_in_the_queue_or_among_the_decided_what_they_wrote_themselves(bo, maj, admin):
    card = reported(maj, bo)
    assert (seen(maj), seen(admin)) == (([], 0), ([card.pk], 1))

    decide(
        moderator=admin,
        matter=matter_of(admin, card_id=card.pk),
        outcome=Outcome.KEPT,
        reason="",
        after=0,
        at=now(),
    )

    assert [len(decided_before(person, language="sv", older_than=2**62).decided) for person in (maj, admin)] == [0, 1]


def test_what_one_has_reported_oneself_is_seen_and_not_counted(astrid, maj, admin):
    card = reported(astrid, maj)

    assert seen(maj) == ([card.pk], 0)
    assert not queue_before(maj, language="sv").waiting[0].may_decide
    assert seen(admin) == ([card.pk], 1)


def test_a_report_about_the_only_one_who_decides_says_so_to_them_without_saying_what(bo, maj):
    reported(maj, bo)

    queue = queue_before(maj, language="sv")

    assert (queue.waiting, queue.count, queue.about_me) == ((), 0, 1)


def test_somebody_else_who_may_decide_and_nothing_is_said(bo, maj, admin):
    reported(maj, bo)

    assert queue_before(maj, language="sv").about_me == 0


def test_the_named_group_is_asked_and_the_admins_are_not(astrid, bo, admin, moderator):
    Organisation.objects.update(moderated_by=ModeratedBy.GROUP)
    card = reported(astrid, bo)

    assert (seen(moderator), seen(admin)) == (([card.pk], 1), ([], 0))


def test_what_none_of_the_group_is_free_to_decide_goes_to_the_admins(bo, admin, maj, moderator):
    Organisation.objects.update(moderated_by=ModeratedBy.GROUP)
    card = reported(moderator, bo)
    assert [seen(person) for person in (moderator, admin, maj)] == [([], 0), ([card.pk], 1), ([card.pk], 1)]

    another = make_person("Rut Holm", bo.unit, is_moderator=True)

    assert [seen(person) for person in (another, admin)] == [([card.pk], 1), ([], 0)]


@pytest.mark.parametrize("gone", ["left", "closed"])
def test_one_of_the_group_who_cannot_come_in_is_not_waited_for(astrid, bo, admin, moderator, gone):
    Organisation.objects.update(moderated_by=ModeratedBy.GROUP)
    card = reported(astrid, bo)
    if gone == "left":
        Person.objects.filter(pk=moderator.pk).update(employed_to=timezone.localdate() - timedelta(days=1))
    else:
        Unit.objects.filter(pk=moderator.unit_id).update(stage=Stage.CLOSED)

    assert seen(admin) == ([card.pk], 1)


def test_what_is_reported_by_several_is_one_thing_and_the_oldest_comes_first(astrid, bo, aino, erik, admin):
    first, second = reported(astrid, bo, aino, erik), reported(bo, astrid)
    for person in (aino, erik, make_person("Siv Ek", bo.unit)):
        report_card(reporter=person, card=first, reason="", at=now())
    make_person("Ulf Ek", bo.unit)

    one, two = queue_before(admin, language="sv").waiting

    assert (one.card_id, one.count, len(one.reports), one.more) == (first.pk, 4, 3, 1)
    assert (two.card_id, two.count, two.more) == (second.pk, 1, 0)


def test_the_queue_goes_on_where_a_page_ends(astrid, bo, admin, monkeypatch):
    monkeypatch.setattr(moderation, "PAGE_SIZE", 2)
    cards = [reported(astrid, bo).pk for _number in range(5)]

    pages: list[list[int]] = []
    place: int | None = 0
    while place is not None:
        queue = queue_before(admin, language="sv", newer_than=place)
        pages.append([one.card_id for one in queue.waiting])
        place = queue.newer_than

    assert pages == [cards[:2], cards[2:4], cards[4:]]


def test_what_was_decided_goes_on_where_a_page_ends(astrid, bo, admin, monkeypatch):
    monkeypatch.setattr(moderation, "PAGE_SIZE", 2)
    cards = [reported(astrid, bo).pk for _number in range(3)]
    for card in cards:
        decide(
            moderator=admin,
            matter=matter_of(admin, card_id=card),
            outcome=Outcome.KEPT,
            reason="",
            after=0,
            at=now(),
        )

    first = decided_before(admin, language="sv", older_than=2**62)
    assert first.older_than
    second = decided_before(admin, language="sv", older_than=first.older_than)

    assert [one.card_id for one in (*first.decided, *second.decided)] == cards[::-1]
    assert second.older_than is None


def test_what_nobody_has_reported_is_nobodys_to_open(astrid, bo, admin):
    card = give(astrid, to=[bo])
    reply = reply_to_card(person=bo, card=card, text="Tack!", form_id=uuid4(), at=now())

    assert find_matter(admin, card_id=card.pk) is find_matter(admin, reply_id=reply.pk) is None
