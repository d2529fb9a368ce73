"""Hearts in words: for a heading, for a button's label, and as short as the corner of a card."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cards.templatetags.numbers import in_words

register = template.Library()


@register.filter
def heart_count(number: int) -> str:
    """Return the number that stands beside the heart: 999, then 1 thousand."""
    return str(number) if number < 1000 else _("%(n)s thousand") % {"n": number // 1000}


@register.filter
def hearts_phrase(number: int) -> str:
    """Return 12 hearts, as a label says it."""
    if not number:
        return _("No hearts yet")
    return ngettext("%(n)s heart", "%(n)s hearts", number) % {"n": intcomma(number)}


@register.filter
def hearts_heading(number: int) -> str:
    """Return Seven hearts: in words to twelve, then digits."""
    if not number:
        return _("No hearts yet")
    words = in_words(number)
    return ngettext("%(words)s heart", "%(words)s hearts", number) % {"words": words[:1].upper() + words[1:]}
