"""What the database refuses of the organisation's settings."""

import pytest
from django.db import IntegrityError

from cards.models import Organisation, OrganisationText, TextKind


def test_every_language_is_offered_until_an_admin_chooses(db):
    assert Organisation.objects.get().languages == ["sv", "fi", "nb", "en"]


@pytest.mark.parametrize("languages", [[], ["fi", "en"], ["sv", "xx"]])
def test_the_organisation_always_speaks_swedish_and_no_language_we_do_not(db, languages):
    with pytest.raises(IntegrityError, match="organisation_speaks_swedish"):
        Organisation.objects.update(languages=languages)


def test_a_page_has_one_text_a_language(db):
    OrganisationText.objects.create(kind=TextKind.HELP, language="sv", text="Fråga Maj.")

    with pytest.raises(IntegrityError, match="organisation_text_once_a_language"):
        OrganisationText.objects.create(kind=TextKind.HELP, language="sv", text="Fråga Bo.")
