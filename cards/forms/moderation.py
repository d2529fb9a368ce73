"""What those who moderate type: a decision, and a letter to who wrote what was reported."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from cards.lib.ids import MAX_ID
from cards.models import MAX_WORDS, Outcome
from cards.queries.moderation import Matter


class DecisionForm(forms.Form):
    """One of what can be decided as things stand, why, and which decision had been seen by then."""

    outcome = forms.ChoiceField(widget=forms.RadioSelect, label=pgettext_lazy("of a report", "Your decision"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It stays with those who decide, and in the log. Neither the writer nor who reported it reads it."),
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    after = forms.IntegerField(min_value=0, max_value=MAX_ID, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, matter: Matter) -> None:
        """Offer what fits."""
        super().__init__(data, initial={"after": matter.decision_id}, auto_id="decision_%s")
        self.matter = matter
        # All of them may come in: things may stand otherwise by now, and the action says so in better words.
        self.fields["outcome"].choices = Outcome.choices  # type: ignore[attr-defined]

    @property
    def offered(self) -> list[tuple[str, str, bool]]:
        """What one can decide: value, words, and whether it is chosen."""
        chosen = self["outcome"].value()
        return [(one.value, label_of(one, self.matter), one.value == chosen) for one in self.matter.choices]


def label_of(outcome: Outcome, matter: Matter) -> str:
    """Say what one would decide."""
    if outcome == Outcome.HIDDEN:
        if matter.is_hidden:
            return pgettext("decision", "It stays removed")
        return pgettext("decision", "Remove it: nobody can read it, and the writer is told")
    return {
        Outcome.KEPT: pgettext("decision", "Let it stay"),
        Outcome.RESTORED: pgettext("decision", "Bring it back, as it was"),
        Outcome.GONE: pgettext("decision", "Close it: it is already taken back"),
    }[outcome]


class LetterForm(forms.Form):
    """A few words to whoever wrote it."""

    text = forms.CharField(
        label=_("Your words"),
        help_text=_(
            "They read it as from those who look after Hjärtkort, without your name. Do not say who reported it."
        ),
        required=False,  # The action says it in warmer words.
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MAX_WORDS}),
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, data: Any = None) -> None:
        """Keep its ids apart from those of the decision on the same page."""
        super().__init__(data, auto_id="letter_%s")

    def again(self) -> "LetterForm":
        """Return the same words in a form of their own: the next post is a new letter."""
        form = LetterForm({"text": self.data.get("text", ""), "form_id": str(uuid4())})
        form.full_clean()
        return form


class WhichLetterForm(forms.Form):
    """Which letter is taken back, or up to which letters are read."""

    letter = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class ListForm(forms.Form):
    """Where in a list one reads on; what makes no sense is left out."""

    fran = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    @property
    def place(self) -> int | None:
        """Return the key to go on from; None at the beginning."""
        return self.cleaned_data["fran"] if self.is_valid() else None
