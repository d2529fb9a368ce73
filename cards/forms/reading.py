"""What may stand in the addresses of feed and box. What does not fit is left out, as if nobody had asked."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from cards.lib.ids import MAX_ID, time_of
from cards.lib.messages import clean_message
from cards.models import Person
from cards.queries.box import Shelf
from cards.queries.feed import Scope, Selection
from cards.queries.feed_choices import NO_CHOICES, FeedChoices, feed_choices
from cards.queries.people import colleague

SCOPES = {"enhet": Scope.UNIT, "alla": Scope.EVERYONE, "mig": Scope.ME}
SHELVES = {"fick": Shelf.GOT, "gav": Shelf.GAVE, "sparade": Shelf.SAVED}
MAX_KEY = 2**31 - 1


class MonthField(forms.DateField):
    """A month, such as 2026-11, in which a card can have been sent, and whose neighbours the calendar has."""

    def __init__(self) -> None:
        super().__init__(input_formats=["%Y-%m"], required=False)

    def clean(self, value: Any) -> date | None:
        """Return the first day of the month."""
        month: date | None = super().clean(value)
        return month if month and time_of(0).date() <= month <= time_of(MAX_ID).date() else None


class WordsField(forms.CharField):
    """Words to search for, cleaned as a message is."""

    def clean(self, value: Any) -> str:
        """Return the words."""
        return clean_message(super().clean(value))


class Address:
    """What may stand in an address. No form of Django's, which would take its fields apart for every request."""

    fields: ClassVar[dict[str, forms.Field]] = {
        "fore": forms.IntegerField(min_value=1, max_value=MAX_ID, required=False),
        "q": WordsField(max_length=80, required=False),
        "manad": MonthField(),
    }

    def __init__(self, query: QueryDict) -> None:
        self.query = query

    def choices(self) -> dict[str, Any]:
        """Return every field's value, or None where it is missing or makes no sense."""
        return {name: self.fitting(name, field) for name, field in self.fields.items()}

    def fitting(self, name: str, field: forms.Field) -> Any:
        """Return what fits of one field."""
        if name not in self.query:
            return None
        try:
            return field.clean(self.query[name]) or None
        except forms.ValidationError:
            return None


class FeedAddress(Address):
    """The address of the feed."""

    fields: ClassVar[dict[str, forms.Field]] = {
        **Address.fields,
        "visa": forms.ChoiceField(choices=[(name, name) for name in SCOPES], required=False),
        "typ": forms.SlugField(max_length=40, required=False),
        "enhet": forms.IntegerField(min_value=1, max_value=MAX_KEY, required=False),
        "med": forms.IntegerField(min_value=1, max_value=MAX_KEY, required=False),
        "sedan": forms.IntegerField(min_value=0, max_value=MAX_ID, required=False),
    }


class BoxAddress(Address):
    """The address of the box."""

    fields: ClassVar[dict[str, forms.Field]] = {
        **Address.fields,
        "visa": forms.ChoiceField(choices=[(name, name) for name in SHELVES], required=False),
    }


def feed_selection(
    chosen: dict[str, Any], viewer: Person, *, on: date, language: str, is_page: bool
) -> tuple[Selection, FeedChoices]:
    """Return what of the feed is asked for, and what a page of it offers to choose.

    A part of a page offers nothing: types and units are looked up only when the address names one.
    """
    scope = SCOPES[chosen["visa"] or "enhet"]
    unit_id = chosen["enhet"] if scope != Scope.ME else None
    has_units = is_page and (scope == Scope.EVERYONE or unit_id is not None)
    choices = NO_CHOICES
    if is_page or unit_id or chosen["typ"]:
        choices = feed_choices(language, on=on, has_units=has_units, slug=chosen["typ"], unit_id=unit_id)
    selection = Selection(
        scope=Scope.EVERYONE if choices.unit else scope,  # A unit is chosen among all of them.
        card_type=choices.card_type,
        unit=choices.unit,
        person=colleague(chosen["med"], viewer=viewer, on=on) if chosen["med"] else None,
    )
    return selection, choices
