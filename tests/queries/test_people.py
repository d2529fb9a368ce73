"""Who is signed in, with all that every page asks of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cards.actions.keeping import open_card
from cards.models import ModeratedBy, Organisation, Person, UnitManager
from cards.queries.people import signed_in_person
from cards.queries.roles import moderators
from tests.factories import give


def signed_in(person):
    return signed_in_person(person.pk, at=timezone.now())


def test_a_person_comes_whole_with_their_unit_in_one_query(astrid, torget, django_assert_num_queries):
    with django_assert_num_queries(1):
        person = signed_in(astrid)

    assert person == astrid
    assert person.unit == torget
    assert person.get_deferred_fields() == person.unit.get_deferred_fields() == set()
    for field in Person._meta.concrete_fields:
        assert getattr(person, field.attname) == getattr(Person.objects.get(pk=astrid.pk), field.attname)


def test_the_organisations_time_zone_comes_along(astrid):
    Organisation.objects.update(time_zone="Pacific/Kiritimati")

    assert signed_in(astrid).time_zone == "Pacific/Kiritimati"


def test_envelopes_are_those_delivered_and_not_opened(astrid, bo):
    opened, newest = give(astrid, to=[bo]), give(astrid, to=[bo])
    open_card(person=bo, card_id=opened.pk, at=timezone.now())
    assert (signed_in(bo).envelopes, signed_in(bo).newest_envelope) == (1, newest.pk)

    give(astrid, to=[bo], at=timezone.now())  # In the postbox.
    assert signed_in(bo).envelopes == 1

    open_card(person=bo, card_id=newest.pk, at=timezone.now())
    assert (signed_in(bo).envelopes, signed_in(bo).newest_envelope) == (0, None)


def test_a_manager_is_told_from_others(astrid, bo, torget):
    UnitManager.objects.create(person=astrid, unit=torget)

    assert [signed_in(person).is_manager for person in (astrid, bo)] == [True, False]


@pytest.mark.parametrize(("by", "who"), [(ModeratedBy.ADMINS, "admin"), (ModeratedBy.GROUP, "moderator")])
def test_the_admins_moderate_or_the_group_they_named(astrid, admin, moderator, representative, by, who):
    Organisation.objects.update(moderated_by=by)
    people = {"astrid": astrid, "admin": admin, "moderator": moderator, "representative": representative}

    assert [name for name, person in people.items() if signed_in(person).may_moderate] == [who]
    assert list(moderators(on=timezone.localdate())) == [people[who]]


def test_who_has_left_moderates_no_more(admin):
    Person.objects.get_queryset().filter(pk=admin.pk).update(employed_to=timezone.localdate() - timedelta(days=1))

    assert not moderators(on=timezone.localdate())


def test_nobody_is_signed_in_before_their_first_day_or_after_their_last(astrid, bo, torget):
    today = timezone.localdate()
    Person.objects.filter(pk=astrid.pk).update(employed_to=today - timedelta(days=1))
    Person.objects.filter(pk=bo.pk).update(employed_from=today + timedelta(days=1))

    assert signed_in(astrid) is signed_in(bo) is None
    assert signed_in_person(2**31 - 1, at=timezone.now()) is None
