"""What forms that change people and units have in common: lines, days and units, and being told when overtaken."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cards.actions.changing import CannotChange, ChangedMeanwhile
from cards.forms.choosing import MAX_KEY
from cards.lib.dates_typed import parse_day
from cards.lib.messages import clean_message
from cards.lib.type_limits import clean_line
from cards.models import Unit
from cards.queries.unit_tree import Tree


class LineField(forms.CharField):
    """One line of text, without marks that nobody sees."""

    def clean(self, value: Any) -> str:
        """Return the line."""
        return str(super().clean(clean_line(value) if isinstance(value, str) else value))


class CodeField(forms.CharField):
    """A number or code of a personnel system: text without spaces."""

    def clean(self, value: Any) -> str:
        """Return the code."""
        return str(super().clean("".join(clean_message(value).split()) if isinstance(value, str) else value))


class DayField(forms.Field):
    """A day, as a browser sends it or as one types it: 2026-11-01 or 1.11.2026."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the day."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return parse_day(str(value))
        except ValueError as error:
            text = _("“%(value)s” is no date: write 2026-11-01 or 1.11.2026.")
            raise forms.ValidationError(text % {"value": str(value)[:40]}) from error


class UnitField(forms.TypedChoiceField):
    """A unit or team of the tree, indented as it lies there."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the unit."""
        key = super().clean(value)
        return Unit.objects.filter(pk=key, pk__lte=MAX_KEY).select_related("parent").first() if key else None


def unit_choices(
    tree: Tree, *, nothing: str | Promise, besides: frozenset[int] = frozenset(), has_teams: bool = False
) -> list[tuple[Any, str | Promise]]:
    """Return the units as choices, indented as the tree is, after the words for choosing none of them."""
    rows = [one for one in tree.in_order() if (has_teams or not one.is_team) and one.pk not in besides]
    top = min((one.depth for one in rows), default=0)
    return [("", nothing), *((one.pk, "\N{NO-BREAK SPACE}" * 2 * (one.depth - top) + one.name) for one in rows)]


def let_choose(form: forms.Form, name: str, choices: Sequence[tuple[Any, str | Promise]]) -> None:
    """Let a field of a form offer these."""
    field: Any = form.fields[name]
    field.choices = choices


class ChangeForm(forms.Form):
    """A form that changes what stands: it carries what tells it that somebody else did so first.

    `telling` are the fields that begin as what stands: of those it says what they are now.
    """

    telling: ClassVar[tuple[str, ...]] = ()
    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, version: str, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={**(initial or {}), "seen": version})
        self.version = version
        self.theirs: list[tuple[str, str]] = []

    @property
    def was_seen(self) -> str:
        """What told the form how things stood when it was shown."""
        return str(self.cleaned_data["seen"])

    def does(self, act: Callable[[], object]) -> bool:
        """Do what the form says; False, with the reason in the form, when that cannot be."""
        if not self.is_valid():
            return False
        try:
            act()
        except ChangedMeanwhile as error:
            self.be_overtaken(str(error))
        except CannotChange as error:
            self.add_error(error.about if error.about in self.fields else None, str(error))
        return not self.errors

    def be_overtaken(self, message: str) -> None:
        """Keep what was typed, say what stands now, and let the next try hold."""
        for name in self.telling:
            standing = self.initial.get(name)
            if name in self.fields and (standing or "") != (self.cleaned_data.get(name) or ""):
                self.theirs.append((str(self.fields[name].label), self.in_words(name, standing)))
        data: Any = self.data
        self.data = data.copy()
        self.data["seen"] = self.version  # type: ignore[index]
        self.add_error(None, message)

    def in_words(self, name: str, value: Any) -> str:
        """Return a value that stands as one reads it."""
        if isinstance(value, date):
            return date_format(value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value or "–")).strip()
