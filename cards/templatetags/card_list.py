"""A list of cards: the words of each are rendered once and kept; its heart is joined at the end.

A card is kept under everything that it shows, with the language, the day and the time zone. Whatever changes of it, for
whomever, makes another key: nothing here is ever out of date, and nobody meets what was drawn for somebody else.
"""

from collections.abc import Hashable

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language

from cards.lib.kept import Kept
from cards.queries.cards import CardRow, face
from cards.templatetags.live import LiveNode

register = template.Library()
WORDS: Kept[list[str]] = Kept(1_500)  # Some 3 kB each.
CARDS: Kept[list[bytes]] = Kept(2_000)  # The same with their hearts.
# What stands for the heart, for the token of its form and for the page it leads to: nobody can write a NUL.
HEART, TOKEN, NEXT = "\0heart\0", "\0token\0", "\0next\0"


class CardListNode(LiveNode):
    """See `card_list`."""

    def __init__(self, rows: FilterExpression) -> None:
        self.rows = rows

    def pieces(self, context: Context) -> list[bytes]:
        """Put the cards together, with what is of this request in their hearts."""
        habits = (get_language(), timezone.localdate(), timezone.get_current_timezone_name())
        token = str(context.get("csrf_token", "")).encode()
        next_page = escape(context.get("next") or context["request"].get_full_path()).encode()
        parts: list[bytes] = []
        for row in self.rows.resolve(context):
            before, *rest = CARDS.get((habits, row.drawn), draw, habits, row)
            parts.append(before)
            if rest:
                parts += (token, rest[0], next_page, rest[1])
        return parts


@register.tag
def card_list(parser: Parser, token: Token) -> CardListNode:
    """Draw cards (rows of card_rows) as a list shows them: {% card_list page.rows %}."""
    _name, rows = token.split_contents()
    return CardListNode(parser.compile_filter(rows))


def draw(habits: Hashable, row: CardRow) -> list[bytes]:
    """Return a card's HTML: whole when its heart has no form, else in three parts around token and next page."""
    before, *after = WORDS.get((habits, row.words), words_around_heart, row)
    heart = render_to_string("components/_heart_spot.html", {"card": face(row), "csrf_token": TOKEN, "next": NEXT})
    html = before + heart + after[0] if after else before
    return [part.encode() for part in html.replace(NEXT, TOKEN).split(TOKEN)]


def words_around_heart(row: CardRow) -> list[str]:
    """Return a card's HTML before its heart and after it; an envelope has none, and comes in one piece."""
    return render_to_string("feed/_card.html", {"card": face(row), "heart": HEART}).split(HEART)
