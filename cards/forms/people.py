"""What admins type about people: whom they look for, and what they change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy, pgettext_lazy

from cards.actions.people import Details
from cards.forms.changing import ChangeForm, CodeField, DayField, LineField, UnitField, let_choose, unit_choices
from cards.forms.choosing import keys
from cards.lib.messages import clean_message
from cards.models import Language, Person, Unit
from cards.queries.people_list import Looked
from cards.queries.people_search import LONGEST
from cards.queries.person_page import PersonPage
from cards.queries.unit_tree import Tree

STATES = {"": "employed", "slutat": "ended", "kommer": "coming", "alla": "all"}
SHOWN = {
    "": "", "chefer": "managers", "admin": "admins", "modererar": "moderators", "fortroendevalda": "representatives",
    "skyddade": "protected", "samma-namn": "namesakes", "sammanslagna": "merged",
}  # fmt: skip
LAST_PAGE = 10_000


class PeopleFilter(forms.Form):
    """Whom an admin looks for; what makes no sense is left out, as if nobody had asked."""

    q = forms.CharField(
        label=gettext_lazy("Name, number, title or team"), max_length=LONGEST, required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )  # fmt: skip
    enhet = forms.TypedChoiceField(label=pgettext_lazy("filter", "Unit"), coerce=int, empty_value=None, required=False)
    anstallda = forms.ChoiceField(
        label=gettext_lazy("Employment"), required=False,
        choices=[
            ("", pgettext_lazy("people", "Employed")), ("kommer", pgettext_lazy("people", "Beginning later")),
            ("slutat", pgettext_lazy("people", "Have left")), ("alla", pgettext_lazy("people", "All")),
        ],
    )  # fmt: skip
    visa = forms.ChoiceField(
        label=pgettext_lazy("filter", "Show"), required=False,
        choices=[
            ("", pgettext_lazy("people", "Everybody")), ("chefer", gettext_lazy("Managers")),
            ("admin", gettext_lazy("Admins")), ("modererar", gettext_lazy("Moderators")),
            ("fortroendevalda", gettext_lazy("Representatives of the staff")),
            ("skyddade", gettext_lazy("Protected identity")),
            ("samma-namn", gettext_lazy("Several records of one name")),
            ("sammanslagna", gettext_lazy("Merged into another record")),
        ],
    )  # fmt: skip
    sida = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    def __init__(self, query: QueryDict, *, tree: Tree) -> None:
        fitting = query.copy()
        fitting["q"] = clean_message(query.get("q", ""))[:LONGEST]
        super().__init__(fitting)
        let_choose(self, "enhet", unit_choices(tree, nothing=pgettext_lazy("filter", "All units"), has_teams=True))
        for name in [name for name in self.fields if name in self.errors]:
            fitting.pop(name, None)
        self.data = fitting
        self.full_clean()

    @property
    def looked(self) -> Looked:
        """What is looked for."""
        chosen = self.cleaned_data
        show = SHOWN[chosen["visa"]]
        looked = Looked(chosen["q"], chosen["enhet"], STATES[chosen["anstallda"]], show)
        # Who was merged has ended, and who stands twice often has.
        return replace(looked, state="all") if show in ("merged", "namesakes") and not chosen["anstallda"] else looked

    @property
    def number(self) -> int:
        """Which page of the list."""
        return int(self.cleaned_data["sida"] or 1)

    @property
    def address(self) -> str:
        """What was chosen, as the end of an address that a page's number can follow."""
        chosen = [(name, self.data[name]) for name in ("q", "enhet", "anstallda", "visa") if self.data.get(name)]
        return urlencode([*chosen, ("sida", "")])

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is chosen."""
        return self.looked != Looked()


def number_field() -> CodeField:
    """Return the field of an employee number."""
    return CodeField(
        label=gettext_lazy("Employee number"), max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip


class DetailsForm(ChangeForm):
    """What is noted of somebody."""

    telling = tuple(Details.__dataclass_fields__)
    given_name = LineField(label=gettext_lazy("Given name"), max_length=60)
    family_name = LineField(label=gettext_lazy("Family name"), max_length=80, required=False)
    employee_number = number_field()
    title = LineField(label=pgettext_lazy("of a person", "Title"), max_length=80, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language)
    employed_from = DayField(label=gettext_lazy("First day of work"))

    def __init__(self, data: Any = None, *, version: str, initial: Mapping[str, Any], is_language_chosen: bool = False):
        super().__init__(data, version=version, initial=initial)
        if is_language_chosen:
            del self.fields["language"]

    @property
    def details(self) -> Details:
        """What was typed, of a form that is right."""
        typed: dict[str, Any] = {name: self.cleaned_data.get(name) for name in Details.__dataclass_fields__}
        return Details(**{**typed, "email": typed["email"] or None, "language": typed["language"] or Language.SV})


class NewPersonForm(DetailsForm):
    """Somebody who is not in the staff file."""

    unit = UnitField(label=pgettext_lazy("of a person", "Unit"))

    def __init__(self, data: Any = None, *, tree: Tree, initial: Mapping[str, Any]) -> None:
        super().__init__(data, version="", initial=initial)
        let_choose(self, "unit", unit_choices(tree, nothing=gettext_lazy("Choose …")))


class MoveForm(ChangeForm):
    """Where somebody belongs, and from when."""

    unit = UnitField(label=gettext_lazy("New unit"))
    on = DayField(label=gettext_lazy("From the day"))

    def __init__(self, data: Any = None, *, version: str, tree: Tree, initial: Mapping[str, Any]) -> None:
        super().__init__(data, version=version, initial=initial)
        let_choose(self, "unit", unit_choices(tree, nothing=gettext_lazy("Choose …")))


class TeamsForm(ChangeForm):
    """The teams of somebody: the first, which others of them stay, and one to add."""

    first = UnitField(label=gettext_lazy("First team"), required=False)
    others = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Other teams"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    added = UnitField(label=gettext_lazy("One more team"), required=False)

    def __init__(self, data: Any = None, *, tree: Tree, page: PersonPage) -> None:
        on, person = max(page.today, page.person.employed_from), page.person
        others = page.stays.teams_on(on)
        first = page.stays.first_team_on(on)
        super().__init__(data, version=page.version, initial={"first": first, "others": list(others)})
        none, teams = pgettext_lazy("team", "None"), [one for one in tree.in_order() if one.is_team]
        own = tree.by_id[page.stays.unit_on(on) or person.unit_id].teams
        let_choose(self, "first", [("", none), *((one.pk, one.name) for one in own)])
        let_choose(self, "others", [(one.pk, f"{one.name}, {one.parent_name}") for one in teams if one.pk in others])
        let_choose(self, "added", [("", none), *((one.pk, f"{one.parent_name}: {one.name}") for one in teams)])

    @property
    def other_teams(self) -> list[Unit]:
        """The other teams that somebody is to belong to, of a form that is right."""
        added = self.cleaned_data["added"]
        kept = Unit.objects.filter(pk__in=self.cleaned_data["others"]).order_by("pk")
        return [*kept, *([added] if added else [])]


class EndForm(ChangeForm):
    """The last day of an employment."""

    last_on = DayField(label=gettext_lazy("Last day of work"))


class ReopenForm(ChangeForm):
    """The first day of an employment that begins anew."""

    first_on = DayField(label=gettext_lazy("First day of work, again"))


class RolesForm(ChangeForm):
    """Which roles somebody has."""

    telling = ("is_admin", "is_moderator", "is_representative")
    is_admin = forms.BooleanField(
        label=pgettext_lazy("role", "Admin"), required=False,
        help_text=gettext_lazy("Shapes card types, people, units and rules here. Sees no cards but the reported ones."),
    )  # fmt: skip
    is_moderator = forms.BooleanField(
        label=pgettext_lazy("role", "Moderator"), required=False,
        help_text=gettext_lazy("Reads and decides what is reported, where a named group does."),
    )  # fmt: skip
    is_representative = forms.BooleanField(
        label=pgettext_lazy("role", "Representative of the staff"), required=False,
        help_text=gettext_lazy("Sees which data is kept, why and for how long, and who opened managers’ pages."),
    )  # fmt: skip

    @classmethod
    def of(cls, person: Person, data: Any = None, *, version: str) -> "RolesForm":
        """Return the form with somebody's roles."""
        roles = {name: getattr(person, name) for name in ("is_admin", "is_moderator", "is_representative")}
        return cls(data, version=version, initial=roles)


class ManagesForm(forms.Form):
    """One more unit that somebody manages."""

    unit = UnitField(label=gettext_lazy("One more unit"))

    def __init__(self, data: Any = None, *, tree: Tree, besides: frozenset[int]) -> None:
        super().__init__(data)
        let_choose(self, "unit", unit_choices(tree, nothing=gettext_lazy("Choose …"), besides=besides))


class MergeForm(ChangeForm):
    """Which of two records stays."""

    stays = forms.TypedChoiceField(label=gettext_lazy("Which record stays"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, version: str, pair: tuple[Person, Person], stays: int) -> None:
        super().__init__(data, version=version, initial={"stays": stays})
        let_choose(self, "stays", [(one.pk, f"{one.name}, {one.employee_number}") for one in pair])


def other_record(query: QueryDict) -> int | None:
    """Return the key of the record that an address compares with; None when it names none."""
    return next(iter(keys(query.getlist("med")[:1])), None)
