"""A card type as its cards will look, while somebody is still typing it."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cards.forms.card_types import Typed
from cards.lib.messages import lettering
from cards.lib.palette import legibility
from cards.lib.type_limits import LINE, NAME, PURPOSE, clean_line
from cards.models import Language, Paper, Symbol

READABLE = 4.5  # The least contrast that WCAG asks of text.
RECIPIENT, SENDER = "Aleksi Virtanen", "Kaj Sundqvist"  # Nobody: the names on every sample.


@dataclass(frozen=True)
class Preview:
    """A card of the type, in one of the languages."""

    language: str
    name: str
    purpose: str
    paper: str
    symbol: str
    message: str
    to_label: str
    from_label: str
    recipient: str
    sender: str
    legibility: float  # The least contrast in light and dark, rounded down.

    @property
    def lettering(self) -> str:
        """The size of the message's lettering."""
        return lettering(self.message)

    @property
    def is_readable(self) -> bool:
        """Tell whether the contrast is enough for text."""
        return self.legibility >= READABLE


def preview_of(typed: Typed, language: str) -> Preview:
    """Return the card as it is typed; what is missing is as its readers would see it."""
    language = language if language in Language.values else Language.SV.value
    own, swedish = typed.words[language], typed.words[Language.SV]
    lines = (line.texts.get(language) or line.texts.get(Language.SV, "") for line in typed.lines)
    paper = typed.paper if typed.paper in Paper.values else Paper.HALLON.value
    with translation.override(language):
        sample = _("Your first week, and you already find your way better than I do.")
        return Preview(
            language=language,
            name=clean_line(own.name or swedish.name)[:NAME] or pgettext("card type", "The name"),
            purpose=clean_line(own.purpose or swedish.purpose)[:PURPOSE],
            paper=paper,
            symbol=typed.symbol if typed.symbol in Symbol.values else Symbol.BLOMMA.value,
            message=next((line[:LINE] for text in lines if (line := clean_line(text))), sample),
            to_label=pgettext("before names", "To"),
            from_label=pgettext("before a name", "From"),
            recipient=RECIPIENT,
            sender=SENDER,
            legibility=legibility(paper),
        )
