"""People: the staff, where they work and have worked, and what they have chosen."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cards.lib.accounts import account
from cards.lib.audiences import Audience, Ceiling
from cards.models.text import FoldName, Language
from cards.models.units import Stage, Unit


class Theme(models.TextChoices):
    """Light or dark paper."""

    SYSTEM = "system", _("As the phone")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class PersonQuerySet(models.QuerySet["Person"]):
    def employed(self, on: date) -> Self:
        """Keep those whose employment covers this day."""
        return self.filter(Q(employed_to__isnull=True) | Q(employed_to__gte=on), employed_from__lte=on)

    def let_in(self) -> Self:
        """Keep those who are let in while units open one by one: said again in the statements that find people.

        Where a unit is not open to all, those are who manage one that is not closed, and admins.
        """
        manages = UnitManager.objects.filter(person=OuterRef("pk")).exclude(unit__stage=Stage.CLOSED)
        return self.filter(Q(unit__stage=Stage.OPEN) | Q(is_admin=True) | Exists(manages))

    def findable_by(self, person: "Person", on: date) -> Self:
        """Keep those this person may find and give to: never themselves, nor who has left or is not let in yet.

        Protected people are found within their own unit only, and find only people there.
        """
        others = self.employed(on).let_in().exclude(pk=person.pk)
        if person.is_protected:
            return others.filter(unit=person.unit_id)
        return others.filter(Q(is_protected=False) | Q(unit=person.unit_id))


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        """Return people with the words of PersonQuerySet."""
        return PersonQuerySet(self.model, using=self._db)

    def employed(self, on: date) -> PersonQuerySet:
        """Keep those whose employment covers this day."""
        return self.get_queryset().employed(on)

    def findable_by(self, person: "Person", on: date) -> PersonQuerySet:
        """Keep those this person may find and give to."""
        return self.get_queryset().findable_by(person, on)

    def by_login(self, login: str) -> "Person | None":
        """Return the person with this employee number or e-mail address, in any case and spacing; None if nobody."""
        typed = account(login)
        field = "email" if "@" in typed else "employee_number"
        return self.get_queryset().filter(**{f"{field}__iexact": typed}).first() if typed else None


class Person(AbstractBaseUser):
    """A member of staff, who is also the one who signs in."""

    id = models.AutoField(primary_key=True)  # Four bytes, as a unit's.
    last_login = None  # When somebody signs in is nobody's business.
    employee_number = models.CharField(max_length=32, unique=True, null=True)  # noqa: DJ001 - an erased person has none
    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=80, blank=True)
    email = models.EmailField(unique=True, null=True, blank=True)
    # Today's copy of Membership.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="people")
    employed_from = models.DateField()
    employed_to = models.DateField(null=True, blank=True)
    # Told by an import, once, when the last day has passed. employed_to alone decides who may come in.
    is_ended = models.BooleanField(default=False)
    is_protected = models.BooleanField(default=False)
    is_admin = models.BooleanField(default=False)
    is_representative = models.BooleanField(default=False)  # Förtroendevald: sees what is kept and why, no cards.
    is_moderator = models.BooleanField(default=False)  # Of the group that reads reports, where a group does.
    erased_at = models.DateTimeField(null=True, blank=True)  # From then on a former colleague without a name.
    language = models.CharField(max_length=2, choices=Language, default=Language.SV)
    is_language_chosen = models.BooleanField(default=False)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    ceiling = models.SmallIntegerField(choices=Ceiling, default=Ceiling.EVERYONE)
    last_audience = models.SmallIntegerField(choices=Audience, default=Audience.UNITS)
    is_on_board = models.BooleanField(null=True)  # Of those who gave, as chosen; NULL follows the organisation.
    session_epoch = models.PositiveIntegerField(default=0)  # Sessions of an earlier one have ended.
    name = models.GeneratedField(
        expression=Func(Concat(F("given_name"), Value(" "), F("family_name")), function="btrim"),
        output_field=models.CharField(max_length=141),
        db_persist=True,
    )
    search_text = models.GeneratedField(
        expression=FoldName(Concat(F("given_name"), Value(" "), F("family_name"), Value(" "), F("title"))),
        output_field=models.TextField(),
        db_persist=True,
    )

    # What queries/people.py adds for the one who is signed in.
    time_zone: str
    envelopes: int  # Delivered, and not opened.
    newest_envelope: int | None  # The card in it.
    is_manager: bool  # Of any unit.
    may_moderate: bool  # Reads what is reported.
    matters: int  # Reported, and waiting for them to decide.
    letters: int  # From those who look after Hjärtkort, and not read.
    is_let_in: bool  # As let_in() keeps people.

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "employee_number"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(employed_to__isnull=True) | Q(employed_to__gte=F("employed_from")),
                name="person_employment_ends_after_it_begins",
            ),
        ]
        # Lists ask of every name on a card whether somebody else of the unit bears it.
        indexes = [
            models.Index("unit", "name", name="person_by_unit_and_name"),
            models.Index("id", condition=Q(is_admin=True) | Q(is_moderator=True), name="person_who_may_moderate"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Tie a session to the password and to the epoch; many here have no password that could change."""
        value = f"{self.session_epoch} {self.password}"
        return salted_hmac("cards.Person.session", value, secret=secret, algorithm="sha256").hexdigest()

    def is_employed(self, on: date) -> bool:
        """Tell whether the employment covers this day."""
        return self.employed_from <= on and (self.employed_to is None or on <= self.employed_to)


class DateSpan(Func):
    """The days from one date to another, both included; an open end is infinity."""

    function = "daterange"
    output_field = DateRangeField()


def days_of_row() -> DateSpan:
    """Return the days that a row with from_on and to_on covers."""
    return DateSpan("from_on", "to_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class SpanQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def on(self, day: date) -> Self:
        """Keep the rows that cover this day."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)


class Membership(models.Model):
    """Which unit somebody belonged to, and when: one at a time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="membership_one_unit_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), (days_of_row(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.unit_id} from {self.from_on}"


class TeamMembership(models.Model):
    """Which teams somebody belonged to, and when: several at once are allowed.

    The first team is the staff file's, one at a time; the others are the app's, and no import ends them.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="team_memberships")
    team = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="team_memberships")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    is_first = models.BooleanField(default=False)

    objects = SpanQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="team_membership_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    (days_of_row(), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="team_membership_one_first_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), (days_of_row(), RangeOperators.OVERLAPS)],
                condition=Q(is_first=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id} from {self.from_on}"


class UnitManager(models.Model):
    """Who manages a unit, and what is below it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="managers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="managed_units")

    class Meta:
        constraints = [models.UniqueConstraint("unit", "person", name="unit_manager_once")]

    def __str__(self) -> str:
        return f"{self.person_id} manages {self.unit_id}"
