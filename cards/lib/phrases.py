"""Names put together in a sentence, as people say them."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def join_names(names: Sequence[str], *, most: int = 3) -> str:
    """Return "Sofia", "Sofia and Tuula", or past `most` names "Sofia, Tuula and 4 others"."""
    if not names:
        return ""
    if len(names) == 1:
        return names[0]
    if len(names) <= most:
        return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
    rest = len(names) - (most - 1)
    return ngettext("%(names)s and %(n)d other", "%(names)s and %(n)d others", rest) % {
        "names": ", ".join(names[: most - 1]),
        "n": rest,
    }


def capitalised(text: str) -> str:
    """Return the text with a capital where a sentence begins: the name put there may be "everyone at Torget"."""
    return re.sub(r"(^|[.!?] )(\w)", lambda found: found[1] + found[2].upper(), text)
