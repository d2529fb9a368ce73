"""Names in a row."""

from collections.abc import Sequence

from django import template
from django.utils.text import get_text_list
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def and_more(names: Sequence[str], has_more: object) -> str:
    """Return names as one says them: Aleksi, Nadia and Tuula; and some more, where there are."""
    shown = [*names, pgettext("people", "some more")] if has_more else list(names)
    return get_text_list(shown, pgettext("between the last two names", "and"))
