"""The first day of an installation: its tables and one person, no card type, no unit below the root, no card."""

from uuid import uuid4

import pytest

from cards.models import Person, Unit, UnitKind

PAGES = (
    "/flode",
    "/flode?visa=alla",
    "/flode?visa=mig",
    "/flode?typ=tack",
    "/flode?q=hej",
    f"/ge/{uuid4()}",
    f"/ge/{uuid4()}/till?typ=tack",
    f"/ge/{uuid4()}/skriv?typ=tack",
    "/ladan",
    "/ladan?visa=gav",
    "/ladan?visa=sparade",
    "/ladan?q=hej",
    "/enheten",
    "/mer",
    "/installningar",
    "/installningar/gamla-kort",
)


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_there_before_anything_else_is(client, address):
    root = Unit.objects.create(code="VO", name="Handelslaget", kind=UnitKind.COOP, level="root")
    person = Person.objects.create(
        employee_number="1", given_name="Åsa", family_name="Öhman", unit=root, employed_from="2020-01-01"
    )
    client.force_login(person)

    assert client.get(address).status_code == 200
