"""What somebody manages: the units they are named for and all below them; admins everything."""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from cards.models import Level, Person, Unit

MANAGED = """
    WITH RECURSIVE managed AS (
        SELECT unit_id AS id FROM cards_unitmanager WHERE person_id = %s
        UNION
        SELECT unit.id FROM managed JOIN cards_unit AS unit ON unit.parent_id = managed.id
    ) SELECT id FROM managed
"""


def managed_units(person: Person) -> QuerySet[Unit]:
    """Return the leaf units that somebody sets the goals of, in no order."""
    leaves = Unit.objects.filter(level=Level.UNIT)
    return leaves if person.is_admin else leaves.filter(pk__in=RawSQL(MANAGED, [person.pk]))  # noqa: S611
