"""Settings: one small form for each."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from cards.lib.audiences import Ceiling
from cards.models import Language, Theme


class LanguageForm(forms.Form):
    """Which language."""

    language = forms.ChoiceField(choices=Language)


class ThemeForm(forms.Form):
    """Light or dark paper."""

    theme = forms.ChoiceField(choices=Theme)


def to_ceiling(value: str) -> Ceiling:
    """Return the ceiling of a posted value."""
    return Ceiling(int(value))


class CeilingForm(forms.Form):
    """Who may see the cards one gets."""

    ceiling = forms.TypedChoiceField(choices=Ceiling, coerce=to_ceiling)


@dataclass(frozen=True)
class CeilingChoice:
    """One answer to who may see my cards, with what it means."""

    ceiling: Ceiling
    meaning: str
    is_chosen: bool


MEANINGS = {
    Ceiling.EVERYONE: _("The sender chooses, up to all units."),
    Ceiling.UNITS: _("The sender may show them in your two units, nowhere else."),
    Ceiling.MY_UNIT: _("Nobody outside your own unit sees them, not even the sender's."),
    Ceiling.ONLY_ME: _("They are between the two of you."),
}


def ceiling_choices(chosen: int) -> list[CeilingChoice]:
    """Return the four ceilings, the widest first."""
    return [CeilingChoice(ceiling, str(text), ceiling == chosen) for ceiling, text in MEANINGS.items()]
