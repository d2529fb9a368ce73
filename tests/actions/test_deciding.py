"""Deciding about what has been reported: what happens to it, who may, who is told, and what the log keeps."""

from uuid import uuid4

import pytest
from django.utils.timezone import now

from cards.actions.deciding import DecidedMeanwhile, decide, open_report
from cards.actions.moderating import CannotModerate
from cards.actions.reactions import reply_to_card
from cards.actions.safety import report_card
from cards.actions.taking_back import withdraw_card
from cards.actions.tallies import check_tallies, fold_tallies
from cards.models import (
    AdminAction,
    AdminValue,
    Card,
    CardRecord,
    Decision,
    Letter,
    LetterKind,
    ModeratedBy,
    Organisation,
    Outcome,
    Person,
    RecordKind,
    Reply,
    Report,
    UnitTally,
)
from cards.queries.moderation import find_matter
from tests.factories import give, matter_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(astrid, bo):
    """Give a card that Bo reports."""
    card = give(astrid, to=[bo])
    report_card(reporter=bo, card=card, reason="Det är ironiskt menat.", at=now())
    return card


@pytest.fixture
def reply(astrid, bo, aino):
    """Give a card whose reply, by Astrid, Bo reports."""
    card = give(aino, to=[bo])
    reply = reply_to_card(person=astrid, card=card, text="Typiskt dig.", form_id=uuid4(), at=now())
    report_card(reporter=bo, card=card, reply=reply, reason="", at=now())
    return reply


def about(thing):
    return {"card_id": thing.pk} if isinstance(thing, Card) else {"card_id": thing.card_id, "reply_id": thing.pk}


def decided(person, thing, outcome, *, reason="Det sårar.", after=None):
    matter = matter_of(person, **about(thing))
    after = matter.decision_id if after is None else after
    return decide(moderator=person, matter=matter, outcome=outcome, reason=reason, after=after, at=now())


def letters():
    return sorted(Letter.objects.values_list("person__given_name", "kind", "decision__outcome"))


def test_a_card_that_stays_closes_its_reports_and_tells_the_reporters_alone(admin, card, maj, bo):
    report_card(reporter=maj, card=card, reason="", at=now())

    decided(admin, card, Outcome.KEPT, reason="")

    assert set(Report.objects.values_list("decision__outcome", flat=True)) == {Outcome.KEPT}
    assert letters() == [("Bo", LetterKind.ANSWER, Outcome.KEPT), ("Maj", LetterKind.ANSWER, Outcome.KEPT)]
    assert Card.objects.visible_to(bo, card_id=card.pk, at=now()).exists()
    assert not CardRecord.objects.exists()


def test_a_hidden_card_is_read_by_nobody_counts_nowhere_and_its_sender_is_told(admin, card, bo):
    fold_tallies(at=now())

    decided(admin, card, Outcome.HIDDEN)

    fold_tallies(at=now())
    assert not Card.objects.visible_to(bo, card_id=card.pk, at=now()).exists()
    assert set(UnitTally.objects.values_list("encounters", flat=True)) == {0}
    assert check_tallies(at=now()) == []
    assert letters() == [("Astrid", LetterKind.HIDDEN, Outcome.HIDDEN), ("Bo", LetterKind.ANSWER, Outcome.HIDDEN)]


def test_what_was_hidden_comes_back_as_it_was_and_everybody_is_told_anew(admin, card, bo):
    fold_tallies(at=now())
    decided(admin, card, Outcome.HIDDEN)

    decided(admin, card, Outcome.RESTORED)

    fold_tallies(at=now())
    assert Card.objects.visible_to(bo, card_id=card.pk, at=now()).exists()
    assert check_tallies(at=now()) == []
    assert letters() == [("Astrid", LetterKind.RESTORED, Outcome.RESTORED), ("Bo", LetterKind.ANSWER, Outcome.RESTORED)]


def test_what_was_let_stay_can_be_hidden_all_the_same(admin, card):
    decided(admin, card, Outcome.KEPT)

    decided(admin, card, Outcome.HIDDEN)

    assert CardRecord.objects.get().kind == RecordKind.MODERATED
    assert [one.outcome for one in Decision.objects.order_by("pk")] == [Outcome.KEPT, Outcome.HIDDEN]


def test_a_hidden_reply_keeps_its_words_and_comes_back_with_them(admin, reply):
    decided(admin, reply, Outcome.HIDDEN)
    assert not Reply.objects.standing().exists()
    assert letters() == [("Astrid", LetterKind.HIDDEN, Outcome.HIDDEN), ("Bo", LetterKind.ANSWER, Outcome.HIDDEN)]

    decided(admin, reply, Outcome.RESTORED)

    assert Reply.objects.standing().get().text == "Typiskt dig."
    assert not CardRecord.objects.exists()


def test_a_card_and_a_reply_to_it_are_decided_apart(admin, reply, bo):
    card = reply.card
    report_card(reporter=bo, card=card, reason="", at=now())

    decided(admin, card, Outcome.KEPT)

    assert matter_of(admin, **about(reply)).is_open
    assert not matter_of(admin, **about(card)).is_open


def test_a_reply_under_a_card_that_was_hidden_meanwhile_is_still_decided(admin, reply, bo):
    report_card(reporter=bo, card=reply.card, reason="", at=now())
    decided(admin, reply.card, Outcome.HIDDEN)

    decided(admin, reply, Outcome.HIDDEN)

    assert not Report.objects.filter(decision=None).exists()


def test_a_card_that_was_taken_back_meanwhile_is_closed_and_the_reporter_is_told(admin, astrid, bo, maj):
    card = give(astrid, to=[bo])
    report_card(reporter=maj, card=card, reason="", at=now())
    withdraw_card(sender=astrid, card_id=card.pk, at=now())

    assert matter_of(admin, card_id=card.pk).choices == (Outcome.GONE,)
    decided(admin, card, Outcome.GONE, reason="")

    assert matter_of(admin, card_id=card.pk).choices == ()
    assert letters() == [("Maj", LetterKind.ANSWER, Outcome.GONE)]


def test_a_card_whose_words_are_erased_is_closed(admin, card):
    Card.objects.filter(pk=card.pk).update(message=None)

    assert matter_of(admin, card_id=card.pk).choices == (Outcome.GONE,)


def test_what_is_hidden_and_reported_once_more_can_stay_hidden(admin, card, maj):
    decided(admin, card, Outcome.HIDDEN)
    Report.objects.create(card=card, reporter=maj, at=now())  # Their page was open while it was hidden.

    decided(admin, card, Outcome.HIDDEN, reason="")

    assert CardRecord.objects.count() == 1
    assert letters() == [
        ("Astrid", LetterKind.HIDDEN, Outcome.HIDDEN),
        ("Bo", LetterKind.ANSWER, Outcome.HIDDEN),
        ("Maj", LetterKind.ANSWER, Outcome.HIDDEN),
    ]


@pytest.mark.parametrize("outcome", [Outcome.RESTORED, Outcome.GONE])
def test_what_does_not_fit_how_it_stands_is_refused(admin, card, outcome):
    with pytest.raises(CannotModerate):
        decided(admin, card, outcome)

    assert not Decision.objects.exists()


@pytest.mark.parametrize("reason", ["", " \u200b "])
def test_hiding_needs_a_reason(admin, card, reason):
    with pytest.raises(CannotModerate):
        decided(admin, card, Outcome.HIDDEN, reason=reason)

    assert not CardRecord.objects.exists()


def test_the_second_of_two_is_told_what_the_first_did(admin, maj, card):
    decided(maj, card, Outcome.HIDDEN)

    with pytest.raises(DecidedMeanwhile, match="Maj Åberg"):
        decided(admin, card, Outcome.RESTORED, after=0)

    assert Decision.objects.get().person == maj


def test_nobody_decides_about_their_own(maj, bo, admin):
    card = give(maj, to=[bo])
    report_card(reporter=bo, card=card, reason="", at=now())

    assert find_matter(maj, card_id=card.pk) is None
    with pytest.raises(CannotModerate):
        decide(
            moderator=maj,
            matter=matter_of(admin, card_id=card.pk),
            outcome=Outcome.KEPT,
            reason="",
            after=0,
            at=now(),
        )

    assert not Decision.objects.exists()


def test_whoever_reported_it_leaves_it_to_another(maj, admin, astrid, bo):
    card = give(astrid, to=[bo])
    report_card(reporter=maj, card=card, reason="", at=now())

    assert matter_of(maj, card_id=card.pk).is_reporter
    with pytest.raises(CannotModerate):
        decided(maj, card, Outcome.KEPT)

    assert decided(admin, card, Outcome.KEPT)


def test_who_is_not_asked_decides_nothing(astrid, admin, aino, card):
    with pytest.raises(CannotModerate):
        decide(
            moderator=aino,
            matter=matter_of(admin, card_id=card.pk),
            outcome=Outcome.KEPT,
            reason="",
            after=0,
            at=now(),
        )

    Organisation.objects.update(moderated_by=ModeratedBy.GROUP)
    Person.objects.filter(pk=aino.pk).update(is_moderator=True)
    assert find_matter(admin, card_id=card.pk) is None
    assert decided(aino, card, Outcome.KEPT)


def test_the_log_keeps_ids_and_the_reason_stands_with_the_writer_who_can_be_erased(admin, astrid, card):
    open_report(moderator=admin, matter=matter_of(admin, card_id=card.pk), at=now())
    decided(admin, card, Outcome.HIDDEN, reason="Det sårar Bo.")

    opened, hidden = AdminAction.objects.order_by("pk")
    assert (opened.actor, opened.verb, opened.subject_kind, opened.subject_id) == (
        admin, "report_opened", "card", card.pk,
    )  # fmt: skip
    assert (hidden.verb, hidden.subject_id, hidden.fields) == ("card_hidden", card.pk, ["is_hidden", "reason"])
    assert set(AdminValue.objects.values_list("field", "before", "after", "person")) == {
        ("is_hidden", False, True, astrid.pk), ("reason", None, "Det sårar Bo.", astrid.pk),
    }  # fmt: skip


def test_what_cannot_be_logged_is_not_decided(admin, card, monkeypatch):
    def fail(**_values):
        raise RuntimeError

    monkeypatch.setattr("cards.actions.deciding.log_action", fail)

    with pytest.raises(RuntimeError):
        decided(admin, card, Outcome.HIDDEN)

    assert not Decision.objects.exists()
    assert not CardRecord.objects.exists()
    assert not Letter.objects.exists()
