"""Numbers as people say them: in words to twelve, then digits."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def in_words(number: int) -> str:
    """Return seven for 7 and 13 for 13, in the reader's language."""
    words = (
        pgettext("number of cards", "no"),
        pgettext("number of cards", "one"),
        pgettext("number of cards", "two"),
        pgettext("number of cards", "three"),
        pgettext("number of cards", "four"),
        pgettext("number of cards", "five"),
        pgettext("number of cards", "six"),
        pgettext("number of cards", "seven"),
        pgettext("number of cards", "eight"),
        pgettext("number of cards", "nine"),
        pgettext("number of cards", "ten"),
        pgettext("number of cards", "eleven"),
        pgettext("number of cards", "twelve"),
    )
    return words[number] if 0 <= number < len(words) else str(intcomma(number))


@register.filter
def to_ninety_nine(number: int) -> str:
    """Return 99+ for more than 99: lists are not counted further."""
    return str(number) if number < 100 else "99+"
