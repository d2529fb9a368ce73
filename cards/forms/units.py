"""What admins type about units: names and codes, where they lie, how far they are opened."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from cards.actions.units import UnitDetails
from cards.forms.changing import ChangeForm, CodeField, LineField, UnitField, let_choose, unit_choices
from cards.forms.choosing import MAX_KEY
from cards.lib.messages import clean_message
from cards.models import Stage, Unit, UnitKind
from cards.queries.people_search import LONGEST
from cards.queries.unit_tree import Branch, Tree

KINDS = [(kind.value, kind.label) for kind in UnitKind if kind != UnitKind.TEAM]


def find_unit(unit_id: int) -> Unit | None:
    """Return a unit or team, with what it lies under; None when there is none."""
    return Unit.objects.filter(pk=unit_id, pk__lte=MAX_KEY).select_related("parent").first()


class TeamForm(ChangeForm):
    """What is noted of a team."""

    telling = ("name",)
    name = LineField(label=pgettext_lazy("of a unit", "Name"), max_length=80)

    @property
    def details(self) -> UnitDetails:
        """What was typed, of a form that is right."""
        return UnitDetails(self.cleaned_data["name"], None, UnitKind.TEAM, "", "")


class UnitForm(ChangeForm):
    """What is noted of a unit or an area."""

    telling = ("name", "code", "kind", "place", "page_name")
    name = LineField(label=pgettext_lazy("of a unit", "Name"), max_length=80)
    code = CodeField(
        label=pgettext_lazy("unit", "Code"), max_length=32,
        help_text=gettext_lazy("As in the personnel system: the files find the unit by it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=KINDS)
    place = LineField(label=pgettext_lazy("town", "Place"), max_length=80, required=False)
    page_name = LineField(
        label=gettext_lazy("What its people call it"), max_length=80, required=False,
        help_text=gettext_lazy("Stands above the unit’s own page. The name does, when nothing is written here."),
    )  # fmt: skip

    @property
    def details(self) -> UnitDetails:
        """What was typed, of a form that is right."""
        chosen = self.cleaned_data
        return UnitDetails(chosen["name"], chosen["code"], chosen["kind"], chosen["place"], chosen["page_name"])


class NewUnitForm(UnitForm):
    """A new unit or area."""

    parent = UnitField(label=gettext_lazy("Belongs under"))
    stage = forms.ChoiceField(label=pgettext_lazy("roll-out", "Who is let in"), choices=Stage, initial=Stage.OPEN)

    def __init__(self, data: Any = None, *, tree: Tree, initial: Mapping[str, Any]) -> None:
        super().__init__(data, version="", initial=initial)
        let_choose(self, "parent", unit_choices(tree, nothing=gettext_lazy("Choose …")))


class MoveUnitForm(ChangeForm):
    """Where a unit lies in the tree."""

    parent = UnitField(label=gettext_lazy("Belongs under"))

    def __init__(self, data: Any = None, *, version: str, tree: Tree, branch: Branch) -> None:
        super().__init__(data, version=version, initial={"parent": branch.parent_id})
        below = frozenset(one.pk for one in branch.with_units_below)
        let_choose(self, "parent", unit_choices(tree, nothing=gettext_lazy("Choose …"), besides=below))


class StageForm(ChangeForm):
    """How far a unit, or it and all below it, is opened."""

    stage = forms.ChoiceField(label=pgettext_lazy("roll-out", "Who is let in"), choices=Stage, widget=forms.RadioSelect)
    is_for_all_below = forms.BooleanField(label=gettext_lazy("The same for every unit under it"), required=False)


class FindManagerForm(forms.Form):
    """Who is looked for, to manage a unit."""

    q = forms.CharField(
        label=gettext_lazy("Name or employee number"), max_length=LONGEST, required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )  # fmt: skip

    @property
    def words(self) -> str:
        """The words, as far as they make sense."""
        return clean_message(self.data.get("q", ""))[:LONGEST]


class PersonForm(forms.Form):
    """One person of a list."""

    person = forms.IntegerField(min_value=1, max_value=MAX_KEY)
