"""Cards, who got them, who may read them, and what happened to them since. A sent card is never changed."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from cards.lib.audiences import Audience
from cards.lib.ids import delivered_before
from cards.models.card_types import MAX_MESSAGE, CardType, ReadyLine
from cards.models.people import Person
from cards.models.units import Unit


class Origin(models.TextChoices):
    """Who a card comes from: customers and paper come later."""

    COLLEAGUE = "colleague", _("Colleague")


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, person: Person, *, card_id: int, at: datetime) -> Self:
        """Keep this card if the person may open it at this moment; lists read queries/feed.py."""
        # Not correlated: each EXISTS runs once, by key, and is never a hashed scan.
        received = CardRecipient.objects.filter(card_id=card_id, person=person, is_received=True)
        listed = CardAudience.objects.filter(card_id=card_id).reaching(person)
        others = (Exists(received) | Exists(listed)) & Q(pk__lt=delivered_before(at))
        moderated = CardRecord.objects.filter(card_id=card_id).moderated()
        return self.filter(Q(sender=person) | others, ~Exists(moderated), pk=card_id)

    def moderated_from(self, sender: Person, *, card_id: int) -> Self:
        """Keep this card if it was theirs and has been moderated: they are told so, and nobody reads it."""
        moderated = CardRecord.objects.filter(card_id=card_id).moderated()
        return self.filter(Exists(moderated), sender=sender, pk=card_id)

    def newest_first(self) -> Self:
        """Put the newest first; the id is made from the time sent."""
        return self.order_by("-id")


class Card(models.Model):
    """A sealed card."""

    id = models.BigIntegerField(primary_key=True)  # cards/lib/ids.py
    at = models.DateTimeField()
    sent_on = models.DateField()  # The organisation's local day of then.
    origin = models.CharField(max_length=9, choices=Origin, default=Origin.COLLEAGUE)
    sender = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, db_index=False, related_name="cards_given")
    sender_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    sender_team = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    card_type = models.ForeignKey(CardType, on_delete=models.PROTECT, db_index=False)
    audience = models.SmallIntegerField(choices=Audience)  # As the sender was told; its rows say who reads it.
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    message = models.TextField(null=True, blank=True)  # noqa: DJ001 - NULL is erased, "" is without words
    ready_line = models.ForeignKey(ReadyLine, on_delete=models.PROTECT, null=True, db_index=False)
    form_id = models.UUIDField()

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("sender", "form_id", name="card_sealed_once"),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("message"), MAX_MESSAGE)),
                name="card_message_at_most_500",
            ),
            models.CheckConstraint(condition=Q(id__gt=0, id__lt=2**53), name="card_id_has_53_bits"),
        ]
        indexes = [models.Index("sender", models.F("id").desc(), name="card_by_sender")]

    def __str__(self) -> str:
        return f"card {self.pk}"


class CardRecipient(models.Model):
    """A person who got a card, by name or with the whole unit; it repeats what lists and tallies ask of the card."""

    pk = models.CompositePrimaryKey("card_id", "person_id")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, db_index=False, related_name="recipients")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="cards_got")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+")
    team = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    sender = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    card_type = models.ForeignKey(CardType, on_delete=models.PROTECT, db_index=False, related_name="+")
    audience = models.SmallIntegerField(choices=Audience)
    is_with_unit = models.BooleanField(default=False)
    # False when the card never reached the person, or no longer does: blocked, withdrawn, moderated.
    is_received = models.BooleanField(default=True)
    unnamed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("person", models.F("card").desc(), name="got_by_person", condition=Q(is_received=True)),
            models.Index(
                "person",
                "card_type",
                models.F("card").desc(),
                name="got_by_person_and_type",
                condition=Q(is_received=True),
            ),
            models.Index("sender", "person", models.F("card").desc(), name="got_by_pair"),
            models.Index("sender", models.F("card").desc(), name="given_to_blockers", condition=Q(is_received=False)),
            models.Index(
                "person",
                models.F("card").desc(),
                name="got_and_sealed",
                condition=Q(is_received=True, opened_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"card {self.card_id} to {self.person_id}"


class CardAudienceQuerySet(models.QuerySet["CardAudience"]):
    def reaching(self, person: Person) -> Self:
        """Keep the rows that let this person read."""
        return self.filter(Q(unit_id=person.unit_id) | Q(audience=Audience.EVERYONE))


class CardAudience(models.Model):
    """A unit whose people may read a card; a card is listed because it has such rows. They are derived."""

    pk = models.CompositePrimaryKey("unit_id", "audience", "card_id")
    # Derived in the statement that stores the card: no key is looked up again.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+")
    audience = models.SmallIntegerField(choices=Audience)
    card = models.ForeignKey(
        Card, on_delete=models.CASCADE, db_index=False, db_constraint=False, related_name="audience_rows"
    )
    card_type = models.ForeignKey(
        CardType, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )

    objects = CardAudienceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "audience", "card_type", "card"], name="audience_by_type"),
            models.Index("card", name="audience_by_card"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(audience__gt=Audience.ONLY_US), name="audience_of_only_us_is_none")
        ]

    def __str__(self) -> str:
        return f"card {self.card_id} for {self.unit_id}"


class RecordKind(models.TextChoices):
    """What can happen to a card after it was sealed."""

    WITHDRAWN = "withdrawn", _("Withdrawn")
    HIDDEN = "hidden", _("Hidden")
    MODERATED = "moderated", _("Moderated")
    RESTORED = "restored", _("Restored")


class CardRecordQuerySet(models.QuerySet["CardRecord"]):
    def moderated(self) -> Self:
        """Keep moderations that no later record has undone."""
        undone = CardRecord.objects.filter(
            card=models.OuterRef("card"), kind=RecordKind.RESTORED, pk__gt=models.OuterRef("pk")
        )
        return self.filter(~Exists(undone), kind=RecordKind.MODERATED)


class CardRecord(models.Model):
    """That a card was withdrawn, hidden or moderated: who, when, why. Never a flag on the card."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=9, choices=RecordKind)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(
        default=dict, blank=True
    )  # Who read and got a moderated card, so that it can be restored.

    objects = CardRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("card", condition=Q(kind=RecordKind.WITHDRAWN), name="card_withdrawn_once"),
        ]

    def __str__(self) -> str:
        return f"card {self.card_id} {self.kind}"
