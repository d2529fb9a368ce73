"""Write a card: the words, a ready line, who may see it, and in words what will come of that choice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cards.lib.audiences import Audience, Party, Settled, settle
from cards.lib.phrases import join_names
from cards.models import Person, ReadyLine
from cards.queries.card_types import LineToGive, TypeToWrite
from cards.queries.recipients import Recipients

ANY_ROOT = 0  # The preview asks which units; everybody is told by the audience itself.


class SendCardForm(forms.Form):
    """What one writes on a card. Whether it may be sent, the action says."""

    message = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "enterkeyhint": "enter", "data-count-from": "240"}),
        label=gettext_lazy("Your words on the card"),
    )
    ready_line = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("That ready line is gone. Choose another, or write your own.")},
    )
    audience = forms.TypedChoiceField(
        choices=Audience.choices,
        coerce=lambda value: Audience(int(value)),
        error_messages={"required": gettext_lazy("Choose who may see the card.")},
    )

    def __init__(self, *args: Any, card_type: TypeToWrite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {line.line.pk: line for line in card_type.lines}
        lines: Any = self.fields["ready_line"]
        lines.choices = [("", ""), *((pk, line.text) for pk, line in self.lines.items())]
        self.fields["message"].widget.attrs["data-room"] = card_type.card_type.max_length

    @property
    def line_to_send(self) -> ReadyLine | None:
        """The ready line that was chosen."""
        pk = self.cleaned_data.get("ready_line")
        return self.lines[pk].line if pk else None

    @property
    def chosen_line(self) -> LineToGive | None:
        """The ready line the page shows as chosen."""
        value = str(self["ready_line"].value() or "")
        return next((line for pk, line in self.lines.items() if str(pk) == value), None)

    @property
    def typed(self) -> dict[str, Any]:
        """What was filled in, as initial values of the same form later."""
        return {name: self[name].value() for name in self.fields}

    def refuse(self, message: str, *, about: str) -> None:
        """Show why the card could not be sent, at the field it is about, or above all of them."""
        self.add_error(about if about in self.fields else None, message)


@dataclass(frozen=True)
class AudienceChoice:
    """One of the three choices, and what will come of it for these recipients."""

    value: int
    label: str
    outcome: str
    is_chosen: bool


def audience_choices(chosen: Any, *, sender: Person, to: Recipients) -> list[AudienceChoice]:
    """Say for each choice who will see the card. Only what comes of it is told, not whose wish narrows it."""
    units = {sender.unit_id: sender.unit.name} | {row.person.unit_id: row.person.unit.name for row in to.people}
    if to.unit:
        units[to.unit.leaf.pk] = to.unit.leaf.name
    return [
        AudienceChoice(
            value=audience.value,
            label=str(audience.label),
            outcome=outcome_of(settle_for(audience, sender=sender, to=to), units=units, to=to),
            is_chosen=str(chosen) == str(audience.value),
        )
        for audience in Audience
    ]


def settle_for(audience: Audience, *, sender: Person, to: Recipients) -> Settled:
    """Return what sending would settle, as far as the sender can know: a block is not told."""
    return settle(
        audience,
        sender=Party(sender.unit_id, is_protected=sender.is_protected),
        named=[row.party for row in to.people],
        root_id=ANY_ROOT,
        to_unit_id=to.unit.leaf.pk if to.unit else None,
    )


def outcome_of(settled: Settled, *, units: dict[int, str], to: Recipients) -> str:
    """Say in a sentence who will see the card."""
    if settled.audience == Audience.EVERYONE:
        return _("Everyone in the organisation can see it.")
    if settled.audience == Audience.UNITS:
        names = sorted(units[pk] for pk in settled.unit_ids)
        return _("Those who work at %(units)s can see it.") % {"units": join_names(names)}
    if to.unit:
        return _("Only those who get it see it, and you.")
    names = short_names([(row.given_name, row.name) for row in to.people])
    return _("Only %(names)s see it.") % {"names": join_names([pgettext("among names", "you"), *names], most=5)}


def short_names(names: Iterable[tuple[str, str]]) -> list[str]:
    """Return given names, and whole names where two share a given name."""
    pairs: Sequence[tuple[str, str]] = list(names)
    given = [given_name for given_name, _name in pairs]
    return [name if given.count(given_name) > 1 else given_name for given_name, name in pairs]
