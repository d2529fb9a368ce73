"""The pages of people and units, with records that stand twice, for journeys that look at all pages."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from cards.actions.merging import merge_people, pair_version
from cards.models import Level, Person, Stage, Unit, UnitKind
from cards.queries.stays import stays_of
from tests.factories import make_person, make_team, make_unit

OLD, MERGED = "TWICE-1", "TWICE-2"


def set_staff_stage(admin: Person, *, at: datetime) -> None:
    """Let somebody stand three times, once merged; and an area be opened unit by unit."""
    today = timezone.localdate(at)
    area = make_unit("Område Skärgården och Fastlandet", kind=UnitKind.AREA, level=Level.AREA, stage=Stage.MANAGERS)
    kiosk = make_unit("Kioskrestaurangen Järnvägsstationen", parent=area, stage=Stage.CLOSED, place="Mariehamn")
    make_team("Eftermiddagsskiftet och helgerna", kiosk)
    old = make_person(str(admin), area, employee_number=OLD, employed_to=today - timedelta(days=40))
    merged = make_person(str(admin), area, employee_number=MERGED, employed_to=today - timedelta(days=90))
    seen = pair_version((Person.objects.get(pk=one.pk), stays_of(one.pk)) for one in (old, merged))
    merge_people(actor=admin, stays=old, ends=merged, seen=seen, at=at)


def staff_addresses(admin: Person, colleague: Person) -> dict[str, str]:
    """Return the pages of people and units by a name of their own."""
    numbers = Person.objects.filter(employee_number__in=[OLD, MERGED]).values_list("employee_number", "pk")
    twice, who = dict(numbers), [colleague.pk]
    area = Unit.objects.get(kind=UnitKind.AREA, level=Level.AREA)
    kiosk = area.children.get()
    return {
        "people": reverse("people"),
        "people, some": reverse("people") + "?q=ann&anstallda=alla&visa=samma-namn",
        "people, none": reverse("people") + "?q=xyxyx",
        "new person": reverse("new_person"),
        "person": reverse("person", args=who),
        "person who manages": reverse("person", args=[admin.pk]),
        "person who has left": reverse("person", args=[twice[OLD]]),
        "person who was merged": reverse("person", args=[twice[MERGED]]),
        "correct a person": reverse("change_person", args=who),
        "move a person": reverse("move_person", args=who),
        "teams of a person": reverse("person_teams", args=who),
        "end an employment": reverse("end_employment", args=who),
        "reopen an employment": reverse("reopen_employment", args=[twice[OLD]]),
        "roles": reverse("person_roles", args=who),
        "one more unit to manage": reverse("person_manages", args=who),
        "protect somebody": reverse("protect_person", args=who),
        "find another record": reverse("merge_person", args=[admin.pk]),
        "merge two records": reverse("merge_person", args=[admin.pk]) + f"?med={twice[OLD]}",
        "take two records apart": reverse("part_person", args=[twice[MERGED]]),
        "units": reverse("units"),
        "new unit": reverse("new_unit") + f"?under={area.pk}",
        "an area": reverse("admin_unit", args=[area.pk]),
        "a unit": reverse("admin_unit", args=[admin.unit_id]),
        "correct a unit": reverse("change_unit", args=[kiosk.pk]),
        "move a unit": reverse("move_unit", args=[kiosk.pk]),
        "new team": reverse("new_team", args=[kiosk.pk]),
        "remove a unit": reverse("remove_unit", args=[kiosk.pk]),
        "open a unit": reverse("unit_stage", args=[area.pk]),
        "managers of a unit": reverse("unit_managers", args=[admin.unit_id]),
    }
