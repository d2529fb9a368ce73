"""What readers add to a card: a heart, a reply."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cards.models import MAX_REPLY


class SwitchForm(forms.Form):
    """On or off, said outright: pressing twice, or a retry, ends where it was meant to."""

    value = forms.ChoiceField(choices=[("on", "on"), ("off", "off")])

    @property
    def is_on(self) -> bool:
        """Tell which of the two was meant."""
        return bool(self.cleaned_data["value"] == "on")


class ReplyForm(forms.Form):
    """A slip to tuck under a card."""

    text = forms.CharField(
        label=_("Write a reply"),
        required=False,  # The action says it in warmer words.
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 1, "maxlength": MAX_REPLY, "dir": "auto", "placeholder": _("Write a reply")}
        ),
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def again(self) -> "ReplyForm":
        """Return the same words in a form of their own: the next post is a new reply."""
        form = ReplyForm({"text": self.data.get("text", ""), "form_id": str(uuid4())})
        form.full_clean()
        return form


class ReadFromForm(forms.Form):
    """Where in the replies one reads on."""

    svar_fore = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    @property
    def older_than(self) -> int | None:
        """Return the id to go on backwards from; None when none is asked for, or it makes no sense."""
        return self.cleaned_data["svar_fore"] if self.is_valid() else None
