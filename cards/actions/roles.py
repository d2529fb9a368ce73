"""Say who has which role, who manages which unit, and whose identity is protected."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cards.actions.admin_log import log_action
from cards.actions.audience import hide_old_cards
from cards.actions.changing import CannotChange, check_seen, hold_register, lock_person
from cards.actions.people import local_day_of
from cards.lib.fingerprints import fingerprint
from cards.models import AdminVerb, Level, Person, Unit, UnitManager


def roles_version(person: Person) -> str:
    """Return what tells a form that somebody has other roles now than it showed."""
    return fingerprint(person.is_admin, person.is_representative, person.is_moderator)


@transaction.atomic(durable=True)
def set_roles(
    *, actor: Person, person: Person, is_admin: bool, is_representative: bool, is_moderator: bool, seen: str,
    at: datetime,
) -> Person:  # fmt: skip
    """Give somebody roles, or take them.

    Raises ChangedMeanwhile when they are others than the form showed; CannotChange when no admin would be left, and for
    somebody who has left.
    """
    admins, standing, today = lock_admins(), lock_person(person.pk), local_day_of(at)
    check_seen(seen, roles_version(standing))
    wanted = {"is_admin": is_admin, "is_representative": is_representative, "is_moderator": is_moderator}
    if any(wanted.values()) and standing.employed_to is not None and standing.employed_to < today:
        raise CannotChange(_("%(name)s has left. Reopen the employment first.") % {"name": standing.name})
    if standing.is_admin and not is_admin:
        check_admin_left(admins, besides=standing, on=today)
    changes = {name: (getattr(standing, name), value) for name, value in wanted.items()}
    for name, value in wanted.items():
        setattr(standing, name, value)
    standing.save(update_fields=list(wanted))
    log_action(actor=actor, verb=AdminVerb.ROLES_CHANGED, subject=standing, at=at, changes=changes)
    return standing


def lock_admins() -> list[Person]:
    """Return the admins, and let nobody else change them until the caller's transaction has ended.

    Called before anybody else is locked: two who take the role from each other wait here, and the second is refused.
    """
    return list(Person.objects.get_queryset().filter(is_admin=True).order_by("pk").select_for_update(no_key=True))


def check_admin_left(admins: Iterable[Person], *, besides: Person, on: date) -> None:
    """Raise CannotChange when none of the admins besides one is there on a day."""
    if not any(admin.is_employed(on) for admin in admins if admin.pk != besides.pk):
        raise CannotChange(_("There must be an admin. Make somebody else one first."), about="is_admin")


@transaction.atomic(durable=True)
def add_manager(*, actor: Person, person: Person, unit: Unit, at: datetime) -> None:
    """Let somebody manage a unit, and what is below it; doing it again changes nothing.

    Raises CannotChange for a team, and for somebody who has left.
    """
    standing = lock_person(person.pk)
    if unit.level == Level.TEAM:
        raise CannotChange(_("A team is managed by whoever manages its unit."), about="unit")
    if standing.employed_to is not None and standing.employed_to < local_day_of(at):
        raise CannotChange(_("%(name)s has left. Reopen the employment first.") % {"name": standing.name})
    before = managers_of(unit)
    UnitManager.objects.bulk_create([UnitManager(person=standing, unit=unit)], ignore_conflicts=True)
    changes = {"managers": (before, managers_of(unit))}
    log_action(actor=actor, verb=AdminVerb.MANAGERS_CHANGED, subject=unit, at=at, changes=changes, about=standing)


@transaction.atomic(durable=True)
def remove_manager(*, actor: Person, person: Person, unit: Unit, at: datetime) -> None:
    """Let somebody no longer manage a unit; doing it again changes nothing."""
    hold_register()
    before = managers_of(unit)
    UnitManager.objects.filter(person=person, unit=unit).delete()
    changes = {"managers": (before, managers_of(unit))}
    log_action(actor=actor, verb=AdminVerb.MANAGERS_CHANGED, subject=unit, at=at, changes=changes, about=person)


def managers_of(unit: Unit) -> list[Person]:
    """Return who manages a unit, in order of id."""
    return list(Person.objects.get_queryset().filter(managed_units__unit=unit).order_by("pk"))


@transaction.atomic(durable=True)
def set_protection(*, actor: Person, person: Person, is_protected: bool, at: datetime) -> Person:
    """Protect somebody's identity: they are found, give and get within their own unit only, and so do old cards reach.

    Taking the protection away widens no card again. Doing it again changes nothing.
    """
    standing = lock_person(person.pk)
    changes = {"is_protected": (standing.is_protected, is_protected)}
    if is_protected and not standing.is_protected:
        hide_old_cards([standing.pk])
    standing.is_protected = is_protected
    standing.save(update_fields=["is_protected"])
    log_action(actor=actor, verb=AdminVerb.PERSON_CHANGED, subject=standing, at=at, changes=changes)
    return standing
