"""Tags that draw: symbols, icons, the heart, the wordmark, the postmark.

Paths are written out where they stand, not referred to in a sprite: a repeated path costs a few bytes once the page is
compressed, a fragment carries all it needs, and no browser's reading of the content policy can hide a symbol.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cards.lib import artwork

register = template.Library()
register.filter("initials", artwork.initials)


@register.simple_tag
def symbol(slug: str, extra: str = "") -> SafeString:
    """Draw the symbol of a card type; `extra` are more classes ("stampla" for uneven ink, from 40 px)."""
    return _svg("0 0 64 64", f"sym {extra}", artwork.SYMBOL_PATHS[slug])


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of the interface with a line; the name of what it does stands beside it or in aria-label."""
    return _svg("0 0 24 24", f"i {extra}", artwork.ICON_PATHS[name])


@register.simple_tag
def heart(extra: str = "") -> SafeString:
    """Draw the house heart; the component around it fills or strokes it ("i i--fill" inside a button)."""
    return _svg("0 0 24 24", f"heart {extra}", artwork.HEART_PATH)


@register.simple_tag
def heart_path() -> str:
    """Give the line of the heart alone, for a drawing that places it itself."""
    return artwork.HEART_PATH


@register.simple_tag
def wordmark() -> SafeString:
    """Draw the name of the product, with the heart as the dot of its j."""
    return format_html(
        '<svg viewBox="{}" aria-hidden="true"><path fill="currentColor" d="{}"/>'
        '<g class="mark__h" transform="{}"><path d="{}"/></g></svg>',
        artwork.WORDMARK_VIEW_BOX,
        artwork.WORDMARK_PATH,
        artwork.WORDMARK_DOT,
        artwork.HEART_PATH,
    )


@register.simple_tag
def postmark(date_text: str, year: int | str, unit_name: str) -> SafeString:
    """Stamp the day and the unit; a long unit name takes the motto's room, then smaller letters."""
    ring = artwork.postmark_ring(unit_name, _("With the heart in the right place"))
    return format_html(
        '<svg class="{}" viewBox="0 0 120 120" aria-hidden="true">'
        '<defs><path id="postmark-ring" d="M60 60m-44 0a44 44 0 1 1 88 0a44 44 0 1 1-88 0"/></defs>'
        '<circle cx="60" cy="60" r="57"/><circle cx="60" cy="60" r="37"/>'
        '<text class="postmark__ring" textLength="272" lengthAdjust="{}">'
        '<textPath href="#postmark-ring">{}</textPath></text>'
        '<text class="mid" x="60" y="60">{}</text><text class="mid mid--year" x="60" y="79">{}</text></svg>',
        "postmark postmark--long" if len(ring) > artwork.RING_COMFORT else "postmark",
        "spacing",
        ring,
        date_text,
        year,
    )


def _svg(view_box: str, classes: str, path: str) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true"><path d="{}"/></svg>', classes.strip(), view_box, path
    )
