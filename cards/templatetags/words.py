"""Words that must fit on a card."""

from django import template

from cards.lib import hyphenation

register = template.Library()


@register.filter
def soft_hyphens(text: str) -> str:
    """Let long words break: Asiakas­palvelu."""
    return hyphenation.soft_hyphens(text)
