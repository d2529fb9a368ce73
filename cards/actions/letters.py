"""Letters from those who look after Hjärtkort: to who wrote something that was reported, and to who reported it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cards.actions.admin_log import log_action
from cards.actions.moderating import CannotModerate, hold, writer_of
from cards.lib.messages import clean_message, has_no_letters
from cards.models import MAX_WORDS, AdminVerb, Card, Decision, Letter, LetterKind, Outcome, Person, Reply, Report
from cards.queries.moderation import Matter

TO_WRITER = {Outcome.HIDDEN: LetterKind.HIDDEN, Outcome.RESTORED: LetterKind.RESTORED}


class CannotWriteLetter(CannotModerate):
    """There is nobody to write to, or nothing is written; the message is fit to show."""


def tell_outcome(decision: Decision, *, writer_id: int | None, newly_told: Iterable[int], has_changed: bool) -> None:
    """Tell the reporters what came of it, and the writer what has changed for them; inside the caller's transaction.

    What has been decided otherwise since is told to everybody anew, in place of what they have not read yet.
    """
    about = {"card_id": decision.card_id, "reply_id": decision.reply_id}
    reporters = set(newly_told)
    if has_changed:
        reporters |= set(Report.objects.filter(**about).values_list("reporter_id", flat=True))
    letters = [
        Letter(person_id=person_id, kind=LetterKind.ANSWER, decision=decision, at=decision.at, **about)
        for person_id in sorted(reporters)
    ]
    if has_changed and writer_id:
        kind = TO_WRITER[Outcome(decision.outcome)]
        letters.append(Letter(person_id=writer_id, kind=kind, decision=decision, at=decision.at, **about))
    unread = Letter.objects.filter(person__in=[letter.person_id for letter in letters], read_at=None, **about)
    unread.exclude(kind=LetterKind.WORDS).delete()
    Letter.objects.bulk_create(letters)


@transaction.atomic(durable=True)
def write_letter(*, moderator: Person, matter: Matter, text: str, form_id: UUID, at: datetime) -> Letter:
    """Write to whoever wrote the reported words. The same form_id with the same words again returns the first letter.

    Raises CannotModerate when it is another's to decide; CannotWriteLetter when nothing is written, or too much, when
    nobody is there to read it, or when this form has already sent another.
    """
    words = clean_message(text)
    if has_no_letters(words):
        raise CannotWriteLetter(_("Write a few words first."))
    if len(words) > MAX_WORDS:
        raise CannotWriteLetter(_("The letter has room for %(room)d characters.") % {"room": MAX_WORDS})
    reader = reader_of(matter, moderator)
    sent = Letter.objects.filter(written_by=moderator, form_id=form_id).first()
    if sent and (sent.card_id, sent.reply_id, sent.text) == (matter.card_id, matter.reply_id, words):
        return sent
    if sent:
        raise CannotWriteLetter(_("You have already sent a letter from this page. Send these words as one more?"))
    letter = Letter.objects.create(
        person=reader, kind=LetterKind.WORDS, card_id=matter.card_id, reply_id=matter.reply_id, text=words,
        written_by=moderator, form_id=form_id, at=at,
    )  # fmt: skip
    log(AdminVerb.SENDER_WRITTEN_TO, letter, actor=moderator, was=None, becomes=words, at=at)
    return letter


@transaction.atomic(durable=True)
def take_letter_back(*, moderator: Person, matter: Matter, letter_id: int, at: datetime) -> None:
    """Take a letter back that has not been read. Raises CannotWriteLetter when it has, or is gone."""
    hold(matter, moderator)
    letters = Letter.objects.filter(kind=LetterKind.WORDS, card=matter.card_id, reply=matter.reply_id)
    letter = letters.select_for_update(of=("self",)).filter(pk=letter_id, read_at=None).first()
    if letter is None:
        raise CannotWriteLetter(_("The letter has been read, or taken back already."))
    log(AdminVerb.LETTER_TAKEN_BACK, letter, actor=moderator, was=letter.text, becomes=None, at=at)
    letter.delete()


@transaction.atomic(durable=True)
def read_letters(*, person: Person, until: int, at: datetime) -> None:
    """Put away the letters that somebody has read: theirs, up to the newest they have seen."""
    Letter.objects.filter(person=person, pk__lte=until, read_at=None).update(read_at=at)


def reader_of(matter: Matter, moderator: Person) -> Person:
    """Lock the card of a matter, and return who wrote what was reported; inside the caller's transaction.

    Raises CannotModerate when it is another's to decide, CannotWriteLetter when the writer is nobody any more.
    """
    found = hold(matter, moderator)
    reader = writer_of(found)
    if reader is None or reader.erased_at:
        raise CannotWriteLetter(_("There is nobody left to write to."))
    return reader


def log(verb: AdminVerb, letter: Letter, *, actor: Person, was: str | None, becomes: str | None, at: datetime) -> None:
    """Log a letter beside what it is about, inside the caller's transaction."""
    subject = Reply(pk=letter.reply_id) if letter.reply_id else Card(pk=letter.card_id)
    log_action(actor=actor, verb=verb, subject=subject, at=at, changes={"text": (was, becomes)}, about=letter.person)
