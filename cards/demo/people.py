"""A few people of each role whom one can become in the demo."""

from dataclasses import dataclass

from cards.demo.roster import people_data
from cards.models import Person


@dataclass(frozen=True)
class PersonToBe:
    """Somebody to become; `role` is what the log-in page says of them."""

    pk: int
    employee_number: str
    name: str
    title: str
    unit: str
    role: str
    language: str


def people_to_be() -> list[PersonToBe]:
    """Return the cast who have a role, in its order, in one query; nobody in a database that is not the demo's."""
    roles = {one["number"]: one["role"] for one in people_data()["cast"] if "role" in one}
    found = Person.objects.get_queryset().filter(employee_number__in=roles).select_related("unit").order_by("pk")
    people = {person.employee_number: person for person in found}
    return [
        PersonToBe(
            pk=people[number].pk,
            employee_number=number,
            name=people[number].name,
            title=people[number].title,
            unit=people[number].unit.name,
            role=role,
            language=people[number].language,
        )
        for number, role in roles.items()
        if number in people
    ]
