"""What one says when one reports a card or a reply."""

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_REASON = 500  # Characters, as models/safety.py stores them.


class ReportForm(forms.Form):
    """Why it hurts; one need not say."""

    reason = forms.CharField(
        label=_("What is wrong with it?"),
        help_text=_("You need not write anything. A few words help whoever reads it."),
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
