"""What somebody may look for in the log of admin actions."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cards.models import AdminVerb
from cards.queries.admin_log import Wanted

FIRST, LAST = date(2020, 1, 1), date(2199, 12, 31)  # Between these there are logs.
MAX_KEY = 2**63 - 1


class DayField(forms.DateField):
    """A day of the log, as a browser sends it or as one types it."""

    def __init__(self, label: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": str(FIRST), "max": str(LAST)})
        super().__init__(label=label, required=False, input_formats=["%Y-%m-%d", "%d.%m.%Y"], widget=widget)

    def validate(self, value: date | None) -> None:
        """Refuse what no log reaches."""
        super().validate(value)
        if value and not FIRST <= value <= LAST:
            raise forms.ValidationError(_("Choose a day between 2020 and 2199."))


class LogForm(forms.Form):
    """Whom, what and when."""

    q = forms.CharField(
        label=gettext_lazy("Name of a person, a unit or a card type"), max_length=80, required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    vad = forms.ChoiceField(label=pgettext_lazy("log", "What was done"), required=False)
    fran = DayField(pgettext_lazy("log", "From the day"))
    till = DayField(pgettext_lazy("log", "To the day"))
    fore = forms.IntegerField(min_value=1, max_value=MAX_KEY, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = sorted(AdminVerb.choices, key=lambda choice: str(choice[1]))
        self.fields["vad"].choices = [("", pgettext_lazy("log", "Everything")), *verbs]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = cleaned.get("fran"), cleaned.get("till")
        if begin and end and end < begin:
            self.add_error("till", _("The last day is before the first."))
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """What is looked for, of a form that is right."""
        chosen = self.cleaned_data
        return Wanted(chosen["q"], chosen["vad"], chosen["fran"], chosen["till"])

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What was chosen, as it was sent."""
        return [(name, self.data[name]) for name in ("q", "vad", "fran", "till") if self.data.get(name)]

    @property
    def address(self) -> str:
        """What was chosen, as the end of an address."""
        return urlencode(self.chosen)
