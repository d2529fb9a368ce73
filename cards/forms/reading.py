"""What may stand in the addresses of feed and box. What does not fit is left out, as if nobody had asked."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from cards.lib.ids import MAX_ID, time_of
from cards.lib.messages import clean_message
from cards.models import CardType, Level, Person, Unit
from cards.queries.box import Shelf
from cards.queries.feed import Scope, Selection
from cards.queries.people import colleague

SCOPES = {"enhet": Scope.UNIT, "alla": Scope.EVERYONE, "mig": Scope.ME}
SHELVES = {"fick": Shelf.GOT, "gav": Shelf.GAVE, "sparade": Shelf.SAVED}
MAX_KEY = 2**31 - 1


class LooseForm(forms.Form):
    """A form of an address: `choices()` holds what fits, None for the rest."""

    fore = forms.IntegerField(min_value=1, max_value=MAX_ID, required=False)
    q = forms.CharField(max_length=80, required=False)
    manad = forms.DateField(input_formats=["%Y-%m"], required=False)

    def choices(self) -> dict[str, Any]:
        """Return every field's value, or None where it is missing or makes no sense."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}

    def clean_manad(self) -> date | None:
        """Keep a month in which a card can have been sent, and whose neighbours the calendar has."""
        month: date | None = self.cleaned_data["manad"]
        return month if month and time_of(0).date() <= month <= time_of(MAX_ID).date() else None

    def clean_q(self) -> str:
        """Keep the words; clean them as a message is cleaned."""
        return clean_message(self.cleaned_data["q"])


class FeedForm(LooseForm):
    """The address of the feed."""

    visa = forms.ChoiceField(choices=[(name, name) for name in SCOPES], required=False)
    typ = forms.SlugField(max_length=40, required=False)
    enhet = forms.IntegerField(min_value=1, max_value=MAX_KEY, required=False)
    med = forms.IntegerField(min_value=1, max_value=MAX_KEY, required=False)
    sedan = forms.IntegerField(min_value=0, max_value=MAX_ID, required=False)


class BoxForm(LooseForm):
    """The address of the box."""

    visa = forms.ChoiceField(choices=[(name, name) for name in SHELVES], required=False)


def feed_selection(query: QueryDict, viewer: Person, *, on: date) -> tuple[Selection, dict[str, Any]]:
    """Return what of the feed an address asks for, and its other choices (see FeedForm)."""
    chosen = FeedForm(query).choices()
    scope = SCOPES[chosen["visa"] or "enhet"]
    units = Unit.objects.exclude(level=Level.TEAM)
    is_by_unit = chosen["enhet"] and scope != Scope.ME
    unit = units.filter(pk=chosen["enhet"]).first() if is_by_unit else None
    selection = Selection(
        scope=Scope.EVERYONE if unit else scope,  # A unit is chosen among all of them.
        card_type=CardType.objects.filter(slug=chosen["typ"]).first() if chosen["typ"] else None,
        unit=unit,
        person=colleague(chosen["med"], viewer=viewer, on=on) if chosen["med"] else None,
    )
    return selection, chosen
