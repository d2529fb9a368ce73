"""What keeps people safe from each other and from guessers: reports and what came of them, blocks, limits."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from cards.models.cards import Card
from cards.models.people import Person
from cards.models.reactions import Reply

MAX_WORDS = 500  # Of a report's reason, a decision's, a letter's text.


class Outcome(models.TextChoices):
    """What was decided about a card or a reply that somebody reported."""

    KEPT = "kept", pgettext_lazy("outcome of a report", "It stays")
    HIDDEN = "hidden", pgettext_lazy("outcome of a report", "Removed")
    RESTORED = "restored", pgettext_lazy("outcome of a report", "Brought back")
    GONE = "gone", pgettext_lazy("outcome of a report", "Already taken back")


class Decision(models.Model):
    """What somebody decided about a reported card, or about a reply to it; the newest one holds."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, db_index=False, related_name="decisions")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, related_name="decisions")
    outcome = models.CharField(max_length=8, choices=Outcome)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # Who decided.
    reason = models.CharField(max_length=MAX_WORDS, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("card", "reply", "id", name="decision_by_card")]

    def __str__(self) -> str:
        return f"card {self.card_id} {self.outcome}"


class Report(models.Model):
    """That somebody found a card or a reply hurtful; those who moderate read it and decide."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="reports")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, related_name="reports")
    reporter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=MAX_WORDS, blank=True)
    at = models.DateTimeField()
    decision = models.ForeignKey(Decision, on_delete=models.RESTRICT, null=True, related_name="reports")  # NULL: open.

    class Meta:
        constraints = [
            models.UniqueConstraint("card", "reporter", condition=Q(reply__isnull=True), name="report_card_once"),
            models.UniqueConstraint("reply", "reporter", condition=Q(reply__isnull=False), name="report_reply_once"),
        ]
        indexes = [models.Index("card", "reply", condition=Q(decision__isnull=True), name="report_open")]

    def __str__(self) -> str:
        return f"report {self.pk} of card {self.card_id}"


class LetterKind(models.TextChoices):
    """What a letter is about; its fixed words are the reader's language's."""

    WORDS = "words", pgettext_lazy("letter", "Words to who wrote it")
    HIDDEN = "hidden", pgettext_lazy("letter", "What one wrote is removed")
    RESTORED = "restored", pgettext_lazy("letter", "What one wrote is back")
    ANSWER = "answer", pgettext_lazy("letter", "What came of a report")


class Letter(models.Model):
    """What those who look after Hjärtkort have to say to somebody; shown to them until they have read it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(max_length=8, choices=LetterKind)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="+")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.RESTRICT, null=True, related_name="+")
    text = models.CharField(max_length=MAX_WORDS, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    form_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("written_by", "form_id", name="letter_sent_once"),
            models.CheckConstraint(
                condition=Q(~Q(text=""), kind=LetterKind.WORDS) | Q(~Q(kind=LetterKind.WORDS), text=""),
                name="letter_of_words_has_some",
            ),
        ]
        indexes = [
            models.Index("person", models.F("id").desc(), name="letter_by_person"),
            models.Index("person", condition=Q(read_at__isnull=True), name="letter_unread"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk} to {self.person_id}"


class Block(models.Model):
    """That somebody does not want cards from somebody. The blocked one is never told."""

    blocker = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="blocks")
    blocked = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("blocker", "blocked", name="block_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="block_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"


class GuessLimit(models.Model):
    """How often somebody has guessed wrong at one door, and from when they may try again."""

    key = models.CharField(max_length=64, primary_key=True)  # A digest: the table names nobody.
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField()
    open_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.failures} failures"
