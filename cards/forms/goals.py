"""A unit's goal, as its manager types it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cards.actions.goals import MOST_ENCOUNTERS
from cards.lib.shares import LEAST, MOST, STEP
from cards.models import GoalKind
from cards.queries.goals import GoalPage
from cards.templatetags.figures import percent, period_name

DEFAULT_SHARE = 80


class GoalForm(forms.Form):
    """How many encounters a month, or, where a share can be told, what share of the unit is seen; and from when."""

    kind = forms.ChoiceField(choices=GoalKind, widget=forms.RadioSelect)
    encounters = forms.IntegerField(
        label=pgettext_lazy("goal", "Encounters a month"), min_value=1, max_value=MOST_ENCOUNTERS, required=False
    )
    share = forms.TypedChoiceField(label=gettext_lazy("Share of us who get a card"), coerce=int, required=False)
    from_month = forms.TypedChoiceField(label=gettext_lazy("From"), coerce=date.fromisoformat, widget=forms.RadioSelect)

    def __init__(self, data: Any, *, page: GoalPage) -> None:
        """Begin with the goal there is, or that there will be."""
        goal, month = (
            (page.goal, page.this_month) if page.goal or not page.next_goal else (page.next_goal, page.next_month)
        )
        kind = goal.kind if goal else GoalKind.ENCOUNTERS
        is_share = bool(goal) and kind == GoalKind.SHARE
        initial = {
            "kind": kind if page.can_have_share else GoalKind.ENCOUNTERS,
            "encounters": goal.target if goal and not is_share else None,
            "share": goal.target if goal and is_share else DEFAULT_SHARE,
            "from_month": month.first_on.isoformat(),
        }
        super().__init__(data, initial=initial)
        self.page = page
        self.fields["share"].choices = [(step, percent(step)) for step in range(LEAST, MOST + 1, STEP)]  # type: ignore[attr-defined]
        months = (page.this_month, page.next_month)
        self.fields["from_month"].choices = [(one.first_on.isoformat(), period_name(one)) for one in months]  # type: ignore[attr-defined]
        if not page.can_have_share:
            self.fields["kind"].choices = [(GoalKind.ENCOUNTERS.value, GoalKind.ENCOUNTERS.label)]  # type: ignore[attr-defined]
            del self.fields["share"]

    def clean(self) -> dict[str, Any]:
        """Take the number of the chosen kind."""
        cleaned = super().clean() or {}
        if not self.errors:
            name = "share" if cleaned["kind"] == GoalKind.SHARE else "encounters"
            if not cleaned.get(name):
                self.add_error(name, _("Give a number."))
            cleaned["target"] = cleaned.get(name)
        return cleaned
