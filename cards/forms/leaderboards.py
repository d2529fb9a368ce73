"""What the address of a board carries, and the switches of boards."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cards.forms.reading import MAX_KEY
from cards.lib.periods import Grain, Period
from cards.models import GiversBoard


class BoardForm(forms.Form):
    """Which type, and which of one's teams; what does not fit is left out, as if nobody had asked."""

    typ = forms.SlugField(max_length=40, required=False)
    lag = forms.IntegerField(min_value=1, max_value=MAX_KEY, required=False)

    def clean_fields(self) -> tuple[str, int | None]:
        """Return the slug of a type, or nothing, and the key of a team."""
        self.is_valid()
        return self.cleaned_data.get("typ") or "", self.cleaned_data.get("lag")


class BoardsForm(forms.Form):
    """What boards of people the organisation has."""

    givers_board = forms.ChoiceField(
        label=pgettext_lazy("board", "Those who gave"), choices=GiversBoard, widget=forms.RadioSelect
    )
    has_receivers_board = forms.BooleanField(label=_("Show those who were seen by many, too"), required=False)


def period_asked(slug: str | None, *, today: date) -> Period:
    """Return the period an address names, the running month where it names none.

    Raises ValueError where there is no such period, or none of its days has come yet.
    """
    if slug is None:
        return Period.containing(Grain.MONTH, today)
    period = Period.parse(slug)
    if period.slug != slug or period.first_on > today:
        raise ValueError(slug)
    return period
