"""Two records of one person become one, count as one, and can be taken apart again."""

import json
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from cards.actions.audience import narrow_old_cards
from cards.actions.changing import CannotChange, ChangedMeanwhile
from cards.actions.employment import end_employment, move_person
from cards.actions.keeping import open_card, remove_name, save_card
from cards.actions.merging import merge_people, pair_version, part_people
from cards.actions.merging_rows import ELSEWHERE, ROWS
from cards.actions.moderating import moderate_card, restore_card
from cards.actions.reactions import give_heart, reply_to_card
from cards.actions.safety import block_person, report_card
from cards.actions.taking_back import undo_card, withdraw_card
from cards.actions.tallies import check_tallies, fold_tallies
from cards.lib.audiences import Audience, Ceiling
from cards.models import (
    AdminAction,
    Block,
    Card,
    CardAudience,
    CardRecipient,
    CardRecord,
    Heart,
    Membership,
    Person,
    PersonMerge,
    PersonTally,
    Report,
    RotationOffer,
    SavedCard,
    TallyEntry,
    TeamMembership,
    UnitManager,
)
from cards.queries.people import employed_person, people_of_unit
from cards.queries.stays import stays_of
from tests.actions.test_people import logged
from tests.factories import LONG_AGO, give, make_person, make_team

NOON = datetime(2026, 11, 18, 10, tzinfo=UTC)
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def twin(torget):
    """Return another record of Astrid: she left Torget once, and came back under a new number."""
    return make_person("Astrid Lindqvist", torget, title="Extra", employed_to=TODAY - 100 * DAY)


def fresh(person):
    return Person.objects.get(pk=person.pk)


def merge(admin, stays, ends, *, seen=None, at=NOON):
    return merge_people(actor=admin, stays=stays, ends=ends, seen=seen or version(stays, ends), at=at)


def version(*people):
    return pair_version((fresh(one), stays_of(one.pk)) for one in people)


def part(admin, ends, at=NOON):
    return part_people(actor=admin, person=fresh(ends), at=at)


def days(person):
    rows = Membership.objects.filter(person=person).order_by("from_on").select_related("unit")
    return [(row.unit.name, row.from_on, row.to_on) for row in rows]


def got(card):
    rows = CardRecipient.objects.filter(card=card).order_by("person")
    return list(rows.values_list("person_id", "is_received", "audience"))


def tables(besides):
    """Return every table's rows as they are, but for logs and tallies, and for these cards."""
    left_out = {"adminaction", "adminvalue", "tallyentry", "persontally", "unittally", "flowtally", "tallystate",
                "rotationoffer"}  # fmt: skip
    found = {}
    for model in apps.get_app_config("cards").get_models():
        if model._meta.model_name not in left_out:
            table = model._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT to_jsonb(t) - 'id' - 'session_epoch' FROM {table} AS t")  # noqa: S608
                rows = [json.loads(row) for (row,) in cursor.fetchall()]
            found[table] = sorted(str(row) for row in rows if row.get("card_id") not in besides)
    return found


# Every table


def test_every_foreign_key_to_a_person_is_seen_to():
    seen_to = {(rows.model, rows.column) for rows in ROWS} | ELSEWHERE.keys()

    keys = {
        (model, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }

    assert keys == seen_to


# Cards


def test_cards_given_and_got_are_the_others(admin, astrid, twin, bo, aino):
    given, received = give(astrid, to=[bo, aino], at=NOON - DAY), give(bo, to=[astrid], at=NOON - DAY)

    merge(admin, twin, astrid)

    assert Card.objects.get(pk=given.pk).sender == twin
    assert set(CardRecipient.objects.filter(card=given).values_list("sender", flat=True)) == {twin.pk}
    assert got(received) == [(twin.pk, True, Audience.UNITS)]


def test_a_card_that_both_got_is_got_once(admin, astrid, twin, bo):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    card = give(bo, to=[astrid, twin], at=NOON - DAY)
    open_card(person=twin, card_id=card.pk, at=NOON)

    merge(admin, astrid, twin)

    assert got(card) == [(astrid.pk, True, Audience.UNITS)]
    assert CardRecipient.objects.get(card=card).opened_at == NOON


def test_a_name_that_one_of_them_took_off_a_card_stays_off(admin, astrid, twin, bo, aino):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    card = give(bo, to=[astrid, twin], audience=Audience.EVERYONE, at=NOON - DAY)
    remove_name(person=twin, card=card, at=NOON)

    merge(admin, astrid, twin)

    assert CardRecipient.objects.get(card=card).unnamed_at == NOON
    assert not CardAudience.objects.filter(card=card).exists()


def test_who_had_blocked_the_sender_under_one_record_has_the_card_of_the_other(admin, astrid, twin, bo):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    block_person(blocker=astrid, blocked=bo, at=NOON - 2 * DAY)
    card = give(bo, to=[astrid, twin], at=NOON - DAY)

    merge(admin, astrid, twin)

    assert got(card) == [(astrid.pk, True, Audience.UNITS)]
    assert Block.objects.get().blocker == astrid


def test_a_card_from_one_to_the_other_is_taken_back(admin, astrid, twin):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    card = give(astrid, to=[twin], audience=Audience.EVERYONE, at=NOON - DAY)
    give_heart(person=twin, card=card, at=NOON)

    merge(admin, astrid, twin)

    assert got(card) == [(astrid.pk, False, Audience.ONLY_US)]
    assert CardRecord.objects.get(card=card).kind == "withdrawn"
    assert not CardAudience.objects.filter(card=card).exists()
    assert not Heart.objects.exists()


def test_a_card_to_the_other_and_more_goes_to_those(admin, astrid, twin, bo, torget):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    named = give(twin, to=[astrid, bo], at=NOON - DAY)
    make_person("Siv Ek", torget)
    to_unit = give(astrid, to=torget, at=NOON - DAY)

    merge(admin, astrid, twin)

    assert [row[0] for row in got(named)] == [bo.pk]
    assert astrid.pk not in [row[0] for row in got(to_unit)]
    assert not CardRecord.objects.exists()


def test_a_moderated_card_is_restored_to_the_record_that_stays(admin, astrid, twin, bo):
    card = give(bo, to=[astrid], at=NOON - DAY)
    moderate_card(moderator=admin, card_id=card.pk, reason="", at=NOON)

    merge(admin, twin, astrid)
    restore_card(moderator=admin, card_id=card.pk, reason="", at=NOON)

    assert got(card) == [(twin.pk, True, Audience.UNITS)]


def test_two_cards_from_one_page_are_two_cards_still(admin, astrid, twin, bo):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    form_id = uuid4()
    cards = [give(sender, to=[bo], form_id=form_id, at=NOON - DAY) for sender in (astrid, twin)]
    for person in (astrid, twin):
        reply_to_card(person=person, card=cards[0], text="Ja!", form_id=form_id, at=NOON)

    merge(admin, astrid, twin)

    assert Card.objects.filter(sender=astrid).count() == 2


# What readers add


def test_hearts_replies_saved_cards_blocks_and_reports_come_along_once(admin, astrid, twin, bo, aino):
    both, mine = (give(bo, to=[aino], audience=Audience.EVERYONE, at=NOON - n * DAY) for n in (1, 2))
    for person, cards in ((astrid, [both]), (twin, [both, mine])):
        for card in cards:
            give_heart(person=person, card=card, at=NOON)
            save_card(person=person, card=card, at=NOON)
            report_card(reporter=person, card=card, reason="x", at=NOON)
        block_person(blocker=person, blocked=bo, at=NOON)
        block_person(blocker=aino, blocked=person, at=NOON)
    block_person(blocker=astrid, blocked=twin, at=NOON)
    block_person(blocker=twin, blocked=aino, at=NOON)
    reply_to_card(person=twin, card=both, text="Ja!", form_id=uuid4(), at=NOON)
    RotationOffer.objects.create(person=twin, colleague=astrid, offered_on=TODAY)

    merge(admin, astrid, twin)

    assert set(Heart.objects.values_list("person", "card")) == {(astrid.pk, both.pk), (astrid.pk, mine.pk)}
    assert set(SavedCard.objects.values_list("person", "card")) == {(astrid.pk, both.pk), (astrid.pk, mine.pk)}
    assert both.replies.get().person == astrid
    assert set(Block.objects.values_list("blocker", "blocked")) == {
        (astrid.pk, bo.pk), (aino.pk, astrid.pk), (astrid.pk, aino.pk),
    }  # fmt: skip
    assert set(Report.objects.values_list("reporter", "card")) == {
        (astrid.pk, both.pk), (twin.pk, both.pk), (astrid.pk, mine.pk),
    }  # fmt: skip
    assert not RotationOffer.objects.exists()


# The two records


def test_the_days_of_both_are_laid_over_each_other(admin, astrid, twin, torget, fyren):
    Person.objects.filter(pk=astrid.pk).update(employed_from=TODAY - 10 * DAY)
    Membership.objects.filter(person=astrid).update(from_on=TODAY - 10 * DAY)
    seen = stays_of(astrid.pk).version(fresh(astrid))
    move_person(actor=admin, person=astrid, unit=fyren, on=TODAY, seen=seen, at=NOON)
    team = make_team("Kassan", torget, twin)
    TeamMembership.objects.update(to_on=TODAY - 100 * DAY)
    UnitManager.objects.create(unit=torget, person=twin)

    merge(admin, twin, astrid)

    assert days(twin) == [
        ("Torget", LONG_AGO, TODAY - 100 * DAY),
        ("Torget", TODAY - 10 * DAY, TODAY - DAY),
        ("Hotell Fyren", TODAY, None),
    ]
    twin = fresh(twin)
    assert (twin.unit, twin.employed_from, twin.employed_to, twin.is_ended) == (fyren, LONG_AGO, None, False)
    assert twin.team_memberships.get().team == team
    assert (days(astrid), fresh(astrid).is_ended, fresh(astrid).unit.level) == ([], True, "root")
    assert logged("people_merged")["other_record"] == (None, {"person": twin.pk})


def test_where_they_were_at_two_places_the_record_that_stays_holds(admin, astrid, twin, fyren):
    Membership.objects.filter(person=twin).update(unit=fyren)

    merge(admin, astrid, twin)

    assert days(astrid) == [("Torget", LONG_AGO, None)]


def test_the_record_that_ends_is_out_and_found_by_nobody(client, admin, astrid, twin, torget):
    Person.objects.filter(pk=twin.pk).update(employed_to=None, employed_from=TODAY)
    client.force_login(twin)

    merge(admin, astrid, twin)

    assert client.get("/mer").status_code == 302
    assert employed_person(twin.pk, at=NOON) is None
    assert twin not in people_of_unit(torget, on=TODAY, besides=admin)


def test_roles_come_along_from_a_record_in_use_alone_and_protection_from_either(admin, astrid, twin, bo, aino, torget):
    Person.objects.filter(pk=twin.pk).update(is_moderator=True, is_protected=True)
    card = give(aino, to=[astrid], audience=Audience.EVERYONE, at=NOON - DAY)
    merge(admin, astrid, twin)

    assert (fresh(astrid).is_moderator, fresh(astrid).is_protected) == (False, True)
    assert set(CardAudience.objects.filter(card=card).values_list("unit", flat=True)) == {torget.pk}

    Person.objects.filter(pk=bo.pk).update(is_representative=True)
    merge(admin, astrid, bo)

    assert fresh(astrid).is_representative
    assert not fresh(bo).is_representative


def test_an_address_comes_along_where_there_was_none(admin, astrid, twin, bo):
    Person.objects.filter(pk=twin.pk).update(email="astrid@example.org")
    merge(admin, astrid, twin)
    assert (fresh(astrid).email, fresh(twin).email) == ("astrid@example.org", None)

    Person.objects.filter(pk=bo.pk).update(email="bo@example.org")
    merge(admin, astrid, bo)
    assert (fresh(astrid).email, fresh(bo).email) == ("astrid@example.org", "bo@example.org")


# What is refused


def test_what_cannot_be_merged_is_refused(admin, astrid, twin, bo):
    merge(admin, astrid, twin)
    Person.objects.filter(pk=bo.pk).update(erased_at=NOON)
    seen = AdminAction.objects.count()

    for stays, ends in ((astrid, astrid), (astrid, twin), (twin, admin), (astrid, bo), (bo, astrid)):
        with pytest.raises(CannotChange):
            merge(admin, stays, ends)

    assert AdminAction.objects.count() == seen
    assert PersonMerge.objects.count() == 1


def test_the_second_of_two_who_change_either_is_told(admin, astrid, twin, fyren):
    seen = version(twin, astrid)
    stays = stays_of(astrid.pk).version(astrid)
    end_employment(actor=admin, person=astrid, last_on=TODAY + DAY, seen=stays, at=NOON)

    with pytest.raises(ChangedMeanwhile):
        merge(admin, astrid, twin, seen=seen)

    assert not PersonMerge.objects.exists()


def test_a_merged_record_is_not_changed(admin, astrid, twin, fyren):
    merge(admin, astrid, twin)

    with pytest.raises(CannotChange) as refused:
        move_person(actor=admin, person=twin, unit=fyren, on=TODAY, seen="x", at=NOON)

    assert not isinstance(refused.value, ChangedMeanwhile)


# Taken apart


def test_records_are_taken_apart_the_last_first(admin, astrid, twin, bo):
    merge(admin, astrid, twin)
    merge(admin, astrid, bo)

    with pytest.raises(CannotChange, match="Bo Sundqvist"):
        part(admin, twin)
    part(admin, bo)
    part(admin, twin)
    with pytest.raises(CannotChange):
        part(admin, twin)

    assert not PersonMerge.objects.exists()


def test_what_happened_since_stays_with_the_record_that_stayed(admin, astrid, twin, bo, fyren):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    withdrawn, kept = (give(bo, to=[astrid, twin], at=NOON - n * DAY) for n in (1, 2))
    merge(admin, astrid, twin)
    new = give(astrid, to=[bo], at=NOON - HOUR)
    withdraw_card(sender=bo, card_id=withdrawn.pk, at=NOON)
    seen = stays_of(astrid.pk).version(fresh(astrid))
    move_person(actor=admin, person=astrid, unit=fyren, on=TODAY, seen=seen, at=NOON)

    part(admin, twin)

    assert Card.objects.get(pk=new.pk).sender == astrid
    assert got(withdrawn) == [(astrid.pk, False, Audience.ONLY_US), (twin.pk, False, Audience.ONLY_US)]
    assert got(kept) == [(astrid.pk, True, Audience.UNITS), (twin.pk, True, Audience.UNITS)]
    assert (fresh(astrid).unit, fresh(twin).unit.name) == (fyren, "Torget")
    assert days(twin) == [("Torget", LONG_AGO, TODAY - 100 * DAY)]
    assert logged("people_parted")["other_record"] == (None, {"person": astrid.pk})


# The tallies


def live(people, rng):
    """Let people give and react at random for a month, some of it withdrawn, hidden and blocked."""
    cards = []
    for number in range(60):
        sender = rng.choice(people)
        others = [person for person in people if person != sender]
        at = NOON - timedelta(hours=12 * (60 - number))
        card = give(sender, to=rng.sample(others, rng.choice([1, 1, 2, 3])), audience=rng.choice(list(Audience)), at=at)
        cards.append(card)
        for person in others:
            if rng.random() < 0.3:
                give_heart(person=person, card=card, at=NOON)
            if rng.random() < 0.1:
                save_card(person=person, card=card, at=NOON)
        what = rng.random()
        reached = [pk for pk, is_received, _audience in got(card) if is_received]
        if not reached:
            continue
        recipient = Person.objects.get(pk=rng.choice(reached))
        if what < 0.1:
            withdraw_card(sender=sender, card_id=card.pk, at=NOON)
        elif what < 0.2:
            remove_name(person=recipient, card=card, at=NOON)
        elif what < 0.3:
            narrow_old_cards(person=recipient, ceiling=Ceiling.MY_UNIT)
        elif what < 0.35:
            block_person(blocker=recipient, blocked=sender, at=NOON)
        elif what < 0.4:
            fold_tallies(at=NOON)
    return cards


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 3, 6, 9])
def test_the_tallies_equal_a_recount_and_taken_apart_everything_is_as_it_was(
    admin, astrid, twin, bo, maj, aino, torget, seed
):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    Membership.objects.filter(person=twin).update(to_on=None)
    live([astrid, twin, bo, aino, maj], Random(seed))
    for person in (astrid, bo):
        give(person, to=torget, at=NOON - DAY)
    seen = stays_of(twin.pk).version(fresh(twin))
    end_employment(actor=admin, person=twin, last_on=TODAY - 3 * DAY, seen=seen, at=NOON)
    fold_tallies(at=NOON)
    # A name that one of them took off a card that both got: taken apart, it reaches no further again.
    twice = [row.card_id for row in CardRecipient.objects.filter(person=twin) if row.unnamed_at or unnamed(astrid, row)]
    before = tables(twice)

    merge(admin, astrid, twin)
    assert check_tallies(at=NOON) == []
    assert not TallyEntry.objects.exists()
    assert not PersonTally.objects.filter(person_id=twin.pk, given__gt=0).exists()
    fold_tallies(at=NOON + 3 * DAY)
    assert check_tallies(at=NOON + 3 * DAY) == []

    part(admin, twin)
    assert check_tallies(at=NOON) == []
    after = tables(twice)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def unnamed(person, row):
    """Tell whether somebody has taken their name off the card of a row."""
    return CardRecipient.objects.filter(card=row.card_id, person=person, unnamed_at__isnull=False).exists()


def test_a_card_that_became_narrower_stays_so_taken_apart(admin, astrid, twin, bo, aino):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    card = give(bo, to=[astrid, twin], audience=Audience.EVERYONE, at=NOON - DAY)
    remove_name(person=twin, card=card, at=NOON)
    merge(admin, astrid, twin)

    part(admin, twin)

    assert not CardAudience.objects.filter(card=card).exists()
    rows = {row.person_id: row for row in CardRecipient.objects.filter(card=card)}
    assert (rows[astrid.pk].unnamed_at, rows[astrid.pk].audience) == (None, Audience.ONLY_US)
    assert (rows[twin.pk].unnamed_at, rows[twin.pk].audience) == (NOON, Audience.ONLY_US)


def test_a_card_between_the_two_that_was_taken_back_before_has_one_recipient_again(admin, astrid, twin):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    card = give(astrid, to=[twin], at=NOON - DAY)
    withdraw_card(sender=astrid, card_id=card.pk, at=NOON)
    merge(admin, astrid, twin)

    part(admin, twin)

    assert got(card) == [(twin.pk, False, Audience.ONLY_US)]
    assert CardRecord.objects.get().kind == "withdrawn"


@pytest.mark.slow
def test_a_card_in_the_postbox_comes_along_and_can_be_undone(admin, astrid, twin, bo):
    Person.objects.filter(pk=twin.pk).update(employed_to=None)
    fold_tallies(at=NOON)
    given, received = give(twin, to=[bo], at=NOON), give(bo, to=[twin], at=NOON)

    merge(admin, astrid, twin)

    assert check_tallies(at=NOON + HOUR) == []
    assert [row[0] for row in got(received)] == [astrid.pk]
    undo_card(sender=astrid, card_id=given.pk, at=NOON)
    fold_tallies(at=NOON + HOUR)
    assert check_tallies(at=NOON + HOUR) == []
