"""What a card's picture says, in the reader's language."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cards.lib.card_picture import CardPicture
from cards.queries.cards import CardFace, Name


def picture_of(face: CardFace) -> CardPicture:
    """Return a card as its picture shows it."""
    day = date_format(face.sent_on, "DATE_FORMAT")
    sent = _("at %(unit)s, %(day)s") % {"unit": face.sent_from, "day": day} if face.sent_from else day
    return CardPicture(
        paper=face.card_type.paper,
        symbol=face.card_type.symbol,
        type_name=face.card_type.name,
        words=face.text,
        to_label=pgettext("before names", "To"),
        to=recipients_of(face),
        from_label=pgettext("before a name", "From"),
        sender=sender_of(face),
        sent=sent,
        stamp_day=date_format(face.sent_on, "SHORT_DAY_FORMAT"),
        stamp_year=str(face.sent_on.year),
        stamp_unit=face.sent_from or "",
        motto=_("With the heart in the right place"),
    )


def title_of(face: CardFace) -> str:
    """Return what a card is called as a file."""
    return _("%(type)s from %(name)s %(day)s") % {
        "type": face.card_type.name,
        "name": sender_of(face),
        "day": face.sent_on.isoformat(),
    }


def sender_of(face: CardFace) -> str:
    """Return who gave the card, as far as anybody knows."""
    return (face.sender.name if face.sender else "") or _("a former colleague")


def recipients_of(face: CardFace) -> str:
    """Return whom the card is to, in words."""
    if face.to_unit:
        return _("all of %(unit)s") % {"unit": face.to_unit}
    named = [name_in_full(name) for name in face.named]
    if face.unnamed and not named:
        return ngettext("a colleague", "%(n)s colleagues", face.unnamed) % {"n": face.unnamed}
    if face.unnamed:
        more = ngettext("and one more", "and %(n)s more", face.unnamed) % {"n": face.unnamed}
        return f"{', '.join(named)} {more}"
    if len(named) == 1:
        return named[0]
    return f"{', '.join(named[:-1])} {pgettext('between names', 'and')} {named[-1]}"


def name_in_full(name: Name) -> str:
    """Return a name, with the title when somebody in the unit has the same."""
    full = name.name or _("a former colleague")
    return f"{full} ({name.among_namesakes})" if name.among_namesakes else full
