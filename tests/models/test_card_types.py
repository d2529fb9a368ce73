"""What the database refuses of a card type."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.utils import timezone

from cards.models import CardType, Paper
from tests.factories import make_card_type


def test_a_draft_may_have_the_paper_of_a_type_in_use(tack):
    draft = make_card_type("utkast", paper=tack.paper, is_draft=True)

    assert draft not in CardType.objects.active()


def test_a_retired_type_leaves_its_paper_to_others(tack):
    CardType.objects.update(retired_at=timezone.now())

    assert make_card_type("ny", paper=tack.paper) in CardType.objects.active()


def test_two_types_in_use_never_share_a_paper(tack):
    with pytest.raises(IntegrityError, match="card_type_paper_once_among_active"):
        make_card_type("ny", paper=tack.paper)


def test_a_type_ends_on_the_day_it_begins_at_the_earliest(db):
    day = date(2026, 12, 1)
    make_card_type("en-dag", starts_on=day, ends_on=day)

    with pytest.raises(IntegrityError, match="card_type_ends_after_it_begins"):
        make_card_type("jul", paper=Paper.GRAS, starts_on=day, ends_on=date(2026, 11, 30))


@pytest.mark.parametrize("weekdays", [[0], [8], [1, 2, 9]])
def test_weekdays_are_those_of_a_week(db, weekdays):
    with pytest.raises(IntegrityError, match="card_type_weekdays_are_of_a_week"):
        make_card_type("fredag", weekdays=weekdays)


def test_a_type_can_be_limited_to_units(tack, torget, fyren):
    tack.units.set([torget])

    assert list(tack.units.all()) == [torget]
