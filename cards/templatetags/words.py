"""Words that must fit on a card."""

from django import template

from cards.lib import hyphenation

register = template.Library()


@register.filter
def soft_hyphens(text: str) -> str:
    """Let long words break: Asiakas­palvelu."""
    return hyphenation.soft_hyphens(str(text))  # It may be a lazy translation.


@register.filter
def ends_in_s(name: str) -> bool:
    """Tell whether a name takes no s of its own when something is theirs: Mats låda, Max låda."""
    return name[-1:].lower() in {"s", "x", "z", "ß"}
