"""What binds a unit: why it cannot be removed, and why nothing can be put under it."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cards.models import Level, Unit, UnitKind

BONDS = """
    SELECT
        (SELECT count(*) FROM cards_unit WHERE parent_id = %(unit)s AND level <> 'team'),
        (SELECT count(*) FROM cards_unit WHERE parent_id = %(unit)s AND level = 'team'),
        (SELECT count(*) FROM cards_person WHERE unit_id = %(unit)s),
        EXISTS (SELECT FROM cards_membership WHERE unit_id = %(unit)s),
        EXISTS (SELECT FROM cards_teammembership WHERE team_id = %(unit)s),
        EXISTS (SELECT FROM cards_cardtypeunit WHERE unit_id = %(unit)s),
        EXISTS (SELECT FROM cards_closedunit WHERE unit_id = %(unit)s)
"""


def why_it_stays(unit: Unit) -> list[str]:
    """Return why a unit cannot be removed, in the reader's words; nothing when it can."""
    if unit.level == Level.ROOT:
        return [_("It is the organisation itself.")]
    with connection.cursor() as cursor:
        cursor.execute(BONDS, {"unit": unit.pk})
        units, teams, people, has_history, has_members, has_types, is_on_boards = cursor.fetchone()
    reasons = []
    if units:
        reasons.append(ngettext("%(n)d unit lies under it.", "%(n)d units lie under it.", units) % {"n": units})
    if teams:
        reasons.append(ngettext("It has %(n)d team.", "It has %(n)d teams.", teams) % {"n": teams})
    if people:
        reasons.append(ngettext("%(n)d person belongs to it.", "%(n)d people belong to it.", people) % {"n": people})
    elif has_history or has_members:
        reasons.append(_("People have belonged to it: their days and their cards are noted there."))
    if has_types:
        reasons.append(_("A card type is given there only."))
    if is_on_boards:
        reasons.append(_("It stands on boards that are closed."))
    return reasons


def why_nothing_goes_under(unit: Unit) -> str | None:
    """Return why a unit cannot have units under it; None when it can. Areas and the organisation always can."""
    if unit.level == Level.TEAM:
        return _("%(unit)s is a team. Choose a unit or an area.") % {"unit": unit.name}
    if unit.level != Level.UNIT or unit.kind == UnitKind.AREA:
        return None
    with connection.cursor() as cursor:
        cursor.execute(BONDS, {"unit": unit.pk})
        _units, teams, people, has_history, _has_members, _has_types, is_on_boards = cursor.fetchone()
    if not (teams or people or has_history or is_on_boards):
        return None
    text = _("People belong to %(unit)s, or have belonged: it would leave the boards. Make an area above it instead.")
    return text % {"unit": unit.name}
