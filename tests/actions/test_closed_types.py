"""A card of a type that cannot be given today is refused, whatever its sender's page believed."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cards.actions.sending import CannotSendCard
from cards.models import Card, CardType, Organisation, Unit, UnitKind
from tests.factories import give

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def plain_words(settings):
    """Read the texts as the code has them: the catalogues have tests of their own."""
    settings.LOCALE_PATHS = []
    settings.LANGUAGE_CODE = "en"


def close(card_type, **fields):
    """Close a type in the database alone: the sender's page has it as it was."""
    CardType.objects.filter(pk=card_type.pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"retired_at": FRIDAY}, "This kind of card is no longer given."),
        ({"is_draft": True}, "This kind of card is no longer given."),
        ({"is_for_staff": False, "is_for_customers": True}, "Tack is a card that customers give."),
        ({"starts_on": date(2026, 12, 1)}, "Tack can be given from 1 December 2026."),
        ({"ends_on": date(2026, 11, 19)}, "Tack could be given until 19 November 2026."),
        ({"weekdays": [1]}, "Tack is given on Mondays."),
        ({"weekdays": [7, 1, 3]}, "Tack is given on Mondays, Wednesdays and Sundays."),
        ({"kinds": [UnitKind.HOTEL]}, "Tack is given at other units than yours."),
    ],
)
def test_a_closed_type_is_refused_in_words_and_nothing_is_stored(astrid, bo, tack, fields, sentence):
    close(tack, **fields)

    with pytest.raises(CannotSendCard) as caught:
        give(astrid, to=[bo], card_type=tack, at=FRIDAY)

    assert (str(caught.value), caught.value.about) == (sentence, "card_type")
    assert not Card.objects.exists()


def test_a_type_limited_to_a_unit_is_given_there_and_by_nobody_else(astrid, aino, bo, torget, tack):
    tack.units.set([torget])

    assert give(astrid, to=[bo], card_type=tack).pk
    with pytest.raises(CannotSendCard, match="other units"):
        give(aino, to=[bo], card_type=tack)


def test_whoever_has_moved_meanwhile_gives_what_their_new_unit_gives(astrid, bo, fyren, tack):
    close(tack, kinds=[UnitKind.HOTEL])
    type(astrid).objects.get_queryset().filter(pk=astrid.pk).update(unit=fyren)

    assert give(astrid, to=[bo], card_type=tack).sender_unit_id == fyren.pk


def test_a_type_that_was_deleted_meanwhile_is_refused_in_words(astrid, bo, tack):
    CardType.objects.filter(pk=tack.pk).delete()

    with pytest.raises(CannotSendCard, match="no longer given"):
        give(astrid, to=[bo], card_type=tack)


def test_a_retry_after_the_type_closed_still_shows_the_first_card(astrid, bo, tack):
    form_id = uuid4()
    first = give(astrid, to=[bo], card_type=tack, form_id=form_id)
    close(tack, retired_at=timezone.now())

    assert give(astrid, to=[bo], card_type=tack, form_id=form_id).pk == first.pk


@pytest.mark.parametrize(("zone", "is_given"), [("Europe/Helsinki", True), ("Europe/Oslo", False)])
def test_days_are_the_organisations_own(astrid, bo, tack, zone, is_given):
    Organisation.objects.update(time_zone=zone)
    close(tack, starts_on=date(2026, 11, 21))
    half_past_midnight_in_helsinki = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)

    if is_given:
        assert give(astrid, to=[bo], card_type=tack, at=half_past_midnight_in_helsinki).pk
    else:
        with pytest.raises(CannotSendCard, match="21 November"):
            give(astrid, to=[bo], card_type=tack, at=half_past_midnight_in_helsinki)


def test_the_last_day_is_given_on_until_midnight(astrid, bo, tack):
    close(tack, ends_on=date(2026, 11, 20))
    last_minute = datetime(2026, 11, 20, 21, 59, 59, tzinfo=UTC)

    assert give(astrid, to=[bo], card_type=tack, at=last_minute).pk
    with pytest.raises(CannotSendCard, match="until 20 November"):
        give(astrid, to=[bo], card_type=tack, at=last_minute + timedelta(seconds=1))


def test_a_type_of_an_area_is_given_in_units_below_it(astrid, bo, torget, fyren, tack):
    Unit.objects.filter(pk=torget.pk).update(parent=fyren)
    tack.units.set([fyren])

    assert give(astrid, to=[bo], card_type=tack).pk
