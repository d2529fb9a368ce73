"""The parts of a kept page that are rendered for each request: see render_kept_page in http.py."""

from collections.abc import Iterable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape

register = template.Library()
GATHERED = "live parts"  # Where a page that is to be kept gathers them, in its context.
HOLE = "\0"  # What stands for one in its text; nobody can write a NUL.


class LiveNode(template.Node):
    """Something that is rendered anew for each request."""

    def render(self, context: Context) -> str:
        gathered: list[LiveNode] | None = context.get(GATHERED)
        if gathered is None:
            return b"".join(self.pieces(context)).decode()
        gathered.append(self)
        return HOLE

    def pieces(self, context: Context) -> Iterable[bytes]:
        """Render it, in bytes."""
        raise NotImplementedError


class LiveValue(LiveNode):
    """A text, escaped; without what else Django does to every value, since it may be a number or a time."""

    def __init__(self, value: FilterExpression) -> None:
        self.value = value

    def pieces(self, context: Context) -> Iterable[bytes]:
        """Render the text."""
        return (conditional_escape(self.value.resolve(context)).encode(),)


class LivePart(LiveNode):
    """Whatever stands between two tags."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def pieces(self, context: Context) -> Iterable[bytes]:
        """Render what stands there."""
        return (self.nodelist.render(context).encode(),)


@register.tag
def live(parser: Parser, token: Token) -> LiveNode:
    """Render this for each request, with all that its page knows; it sees nothing that is named around it.

    Everything that is about one person is live: {% live request.user.name %}, or {% live %} … {% endlive %}. What is
    not live of a kept page does not know the request.
    """
    _name, *value = token.split_contents()
    if value:
        return LiveValue(parser.compile_filter(*value))
    nodelist = parser.parse(["endlive"])
    parser.delete_first_token()
    return LivePart(nodelist)
