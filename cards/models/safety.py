"""What keeps people safe from each other and from guessers: reports, blocks, limits."""

from django.db import models
from django.db.models import F, Q

from cards.models.cards import Card
from cards.models.people import Person
from cards.models.reactions import Reply


class Report(models.Model):
    """That somebody found a card or a reply hurtful; an admin reads it."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="reports")
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, null=True, related_name="reports")
    reporter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("card", "reporter", condition=Q(reply__isnull=True), name="report_card_once"),
            models.UniqueConstraint("reply", "reporter", condition=Q(reply__isnull=False), name="report_reply_once"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk} of card {self.card_id}"


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
