"""Shape the tree of units by hand: add, correct, move and remove."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from cards.actions.admin_log import log_action
from cards.actions.changing import CannotChange, check_seen, hold_register
from cards.lib.fingerprints import fingerprint
from cards.models import AdminVerb, FlowTally, Level, Person, Stage, Unit, UnitKind, UnitTally
from cards.queries.importing import key_of
from cards.queries.unit_bonds import why_it_stays, why_nothing_goes_under


@dataclass(frozen=True)
class UnitDetails:
    """What is noted of a unit; a team has no code."""

    name: str
    code: str | None
    kind: str
    place: str
    page_name: str

    @classmethod
    def of(cls, unit: Unit) -> "UnitDetails":
        """Return a unit's."""
        return cls(unit.name, unit.code, unit.kind, unit.place, unit.page_name)

    @property
    def version(self) -> str:
        """What tells a form that these are others now than it showed."""
        return fingerprint(*asdict(self).values())


def lock_tree(unit_id: int) -> Unit:
    """Return a unit as it stands, in a tree that nobody else changes until the caller's transaction has ended."""
    hold_register()
    units = Unit.objects.select_for_update(no_key=True).order_by("pk")
    found = {unit.pk: unit for unit in units}.get(unit_id)
    if found is None:
        raise CannotChange(_("The unit is gone. Somebody has removed it."))
    return found


@transaction.atomic(durable=True)
def create_unit(*, actor: Person, parent: Unit, details: UnitDetails, stage: Stage, at: datetime) -> Unit:
    """Add a unit, an area or, without a code, a team.

    Raises CannotChange when the code or the team's name is taken, and when nothing can be put there.
    """
    above = lock_tree(parent.pk)
    check_names(details, parent=above, besides=None)
    if details.code is None:
        if above.level != Level.UNIT:
            raise CannotChange(_("A team belongs to a unit that people work in."), about="parent")
    elif reason := why_nothing_goes_under(above):
        raise CannotChange(reason, about="parent")
    level = Level.TEAM if details.code is None else Level.UNIT
    unit = Unit.objects.create(parent=above, level=level, stage=stage, **asdict(details))
    Unit.objects.settle_levels()
    changes = {name: (None, value) for name, value in asdict(details).items() if value}
    changes |= {"parent": (None, above), "stage": (None, stage)}
    log_action(actor=actor, verb=AdminVerb.UNIT_CREATED, subject=unit, at=at, changes=changes)
    return unit


@transaction.atomic(durable=True)
def change_unit(*, actor: Person, unit: Unit, details: UnitDetails, seen: str, at: datetime) -> Unit:
    """Correct what is noted of a unit. Whether it is a team stays as it is.

    Raises ChangedMeanwhile when it is not what the form showed, CannotChange when the code or the team's name is taken.
    """
    standing = lock_tree(unit.pk)
    before = UnitDetails.of(standing)
    check_seen(seen, before.version)
    if (details.code is None) != (before.code is None):
        raise CannotChange(_("A unit has a code, a team has none."), about="code")
    check_names(details, parent=standing.parent, besides=standing)
    for name, value in asdict(details).items():
        setattr(standing, name, value)
    standing.save(update_fields=list(asdict(details)))
    changes = {name: (value, getattr(details, name)) for name, value in asdict(before).items()}
    log_action(actor=actor, verb=AdminVerb.UNIT_CHANGED, subject=standing, at=at, changes=changes)
    return standing


def check_names(details: UnitDetails, *, parent: Unit | None, besides: Unit | None) -> None:
    """Raise CannotChange when another unit has the code, or another team of the unit the name; teams are TEAM alone."""
    if (details.kind == UnitKind.TEAM) != (details.code is None):
        raise CannotChange(_("Choose what kind of unit it is."), about="kind")
    others = Unit.objects.exclude(pk=besides.pk) if besides else Unit.objects.all()
    if details.code is None:
        names = others.filter(parent=parent, level=Level.TEAM).values_list("name", flat=True)
        if key_of(details.name) in map(key_of, names):
            raise CannotChange(_("The unit has a team of that name already."), about="name")
        return
    for other in others.filter(code__isnull=False):
        if key_of(other.code or "") == key_of(details.code):
            raise CannotChange(_("%(unit)s has this code.") % {"unit": other.name}, about="code")


def place_version(unit: Unit) -> str:
    """Return what tells a form that a unit lies elsewhere now than it showed."""
    return fingerprint(unit.parent_id)


@transaction.atomic(durable=True)
def move_unit(*, actor: Person, unit: Unit, parent: Unit, seen: str, at: datetime) -> Unit:
    """Put a unit under another, with all that is below it. What was counted stays its own; sums follow the tree.

    Raises ChangedMeanwhile when it lies elsewhere than the form showed; CannotChange for the organisation, a team, a
    place below itself, and where nothing can be put.
    """
    standing, above = lock_tree(unit.pk), Unit.objects.get(pk=parent.pk)
    check_seen(seen, place_version(standing))
    if standing.parent is None:
        raise CannotChange(_("The organisation lies under nothing."))
    if standing.level == Level.TEAM:
        raise CannotChange(_("A team stays in its unit. Make a new one where it is needed."))
    if above.pk == standing.parent_id:
        raise CannotChange(_("%(unit)s lies there already.") % {"unit": standing.name}, about="parent")
    step: Unit | None = above
    while step is not None:
        if step.pk == standing.pk:
            raise CannotChange(_("A unit cannot lie under itself."), about="parent")
        step = step.parent
    if reason := why_nothing_goes_under(above):
        raise CannotChange(reason, about="parent")
    changes = {"parent": (standing.parent, above)}
    standing.parent = above
    standing.save(update_fields=["parent"])
    Unit.objects.settle_levels()
    log_action(actor=actor, verb=AdminVerb.UNIT_MOVED, subject=standing, at=at, changes=changes)
    return standing


@transaction.atomic(durable=True)
def remove_unit(*, actor: Person, unit: Unit, at: datetime) -> None:
    """Remove a unit or team that nothing and nobody is bound to.

    Raises CannotChange with every reason why it stays.
    """
    standing = lock_tree(unit.pk)
    if reasons := why_it_stays(standing):
        raise CannotChange(" ".join(reasons))
    changes = {name: (value, None) for name, value in asdict(UnitDetails.of(standing)).items() if value}
    changes |= {"parent": (standing.parent, None)}
    log_action(actor=actor, verb=AdminVerb.UNIT_DELETED, subject=standing, at=at, changes=changes)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '60s'")  # No index tells at once that no card refers to it.
    UnitTally.objects.filter(unit_id=standing.pk).delete()
    FlowTally.objects.filter(from_unit_id=standing.pk).delete()
    FlowTally.objects.filter(to_unit_id=standing.pk).delete()
    try:
        standing.delete()
    except (ProtectedError, RestrictedError) as error:
        raise CannotChange(_("Cards are noted there.")) from error
    Unit.objects.settle_levels()
