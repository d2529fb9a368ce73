"""What readers add to a card: hearts, replies, a place in one's own box."""

from typing import Self

from django.db import models
from django.db.models import Q

from cards.models.cards import Card
from cards.models.people import Person

MAX_REPLY = 280  # Unicode code points after NFC.


class Heart(models.Model):
    """One person's heart on one card."""

    pk = models.CompositePrimaryKey("card_id", "person_id")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, db_index=False, related_name="hearts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("person", name="heart_by_person")]  # Alone: each person is then named once.

    def __str__(self) -> str:
        return f"{self.person_id} likes card {self.card_id}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    def by(self, person: Person, *, reply_id: int) -> Self:
        """Keep this reply if the person wrote it."""
        return self.filter(person=person, pk=reply_id)

    def by_others(self, person: Person, *, reply_id: int) -> Self:
        """Keep this reply if somebody else wrote it, with whose it is."""
        return self.filter(pk=reply_id).exclude(person=person).select_related("person")

    def standing(self) -> Self:
        """Keep the replies that are there to read: neither taken back nor removed."""
        return self.filter(withdrawn_at__isnull=True, hidden_at__isnull=True)


class Reply(models.Model):
    """A slip of paper tucked under a card. Taking it back empties it; hidden, only those who moderate read it."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, db_index=False, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=MAX_REPLY, blank=True)
    at = models.DateTimeField()
    form_id = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)  # A card is hidden by a record; no list is read by its replies.

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint("person", "form_id", name="reply_sent_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(text=""), name="reply_withdrawn_is_empty"
            ),
        ]
        indexes = [models.Index("card", "id", name="reply_by_card")]

    def __str__(self) -> str:
        return f"reply {self.pk} to card {self.card_id}"


class SavedCard(models.Model):
    """A card that somebody keeps at the front of their box."""

    pk = models.CompositePrimaryKey("person_id", "card_id")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="saved_cards")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"card {self.card_id} saved by {self.person_id}"
