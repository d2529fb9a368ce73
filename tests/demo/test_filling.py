"""The demo organisation, filled small: what must hold for every card and person in it."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Q

from cards.actions.audience import keep_between_us
from cards.actions.tallies import check_tallies
from cards.demo.filling import AlreadyInhabited, fill_demo, imagine
from cards.demo.giving import ENVELOPE_DAYS
from cards.demo.people import people_to_be
from cards.demo.places import co_op
from cards.demo.roster import Stay
from cards.lib.audiences import Audience, Ceiling
from cards.lib.days import day_starts, local_day
from cards.lib.ids import id_floor, time_of
from cards.lib.periods import Grain, Period
from cards.lib.shares import IN_STEPS, IN_WORDS
from cards.models import (
    Card,
    CardAudience,
    CardRecipient,
    CardRecord,
    CardType,
    CardTypeText,
    ClosedUnit,
    Closing,
    Goal,
    Heart,
    Language,
    Letter,
    LetterKind,
    Level,
    Membership,
    Organisation,
    Outcome,
    Person,
    ReadyLineText,
    Reply,
    Report,
    TallyEntry,
    TeamMembership,
    Unit,
    UnitKind,
    UnitManager,
    UnitTally,
)
from cards.queries.people import signed_in_person

pytestmark = pytest.mark.slow  # The filling alone takes a second.

TODAY = date(2026, 11, 21)
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=ZoneInfo("Europe/Helsinki"))
SCALE = 0.06


def quiet(label: str, done: int, total: int) -> None:
    assert label
    assert 0 <= done <= total


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Fill the demo organisation once for all tests of this module, and take it away after them."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # type: ignore[attr-defined]  # As Django's own TestCase does, so that a durable action may run within.
        with around:
            fill_demo(seed=7, today=TODAY, progress=quiet, scale=SCALE)
            yield
            transaction.set_rollback(True)


def members_by_day() -> dict[int, list[Stay]]:
    stays: dict[int, list[Stay]] = {}
    for row in Membership.objects.select_related("unit"):
        stays.setdefault(row.person_id, []).append(Stay(str(row.unit_id), (), row.from_on, row.to_on))
    return stays


def unit_on(stays: dict[int, list[Stay]], person_id: int, day: date) -> int | None:
    return next((int(stay.unit) for stay in stays[person_id] if stay.covers(day)), None)


def readers_by_card() -> dict[int, set[int]]:
    readers: dict[int, set[int]] = {}
    for card, unit in CardAudience.objects.values_list("card_id", "unit_id"):
        readers.setdefault(card, set()).add(unit)
    return readers


def test_the_tree_is_a_co_op_of_areas_units_and_teams(demo):
    levels = Counter(Unit.objects.values_list("level", flat=True))

    assert levels[Level.ROOT] == 1
    assert levels[Level.AREA] == 3
    assert levels[Level.UNIT] == 40
    assert levels[Level.TEAM] > 40
    assert Unit.objects.filter(code="CEN", parent__level=Level.ROOT).exists()
    assert Organisation.objects.get().encounters_per_year == 1_000_000


def test_the_levels_are_those_the_positions_give(demo):
    stored = dict(Unit.objects.values_list("pk", "level"))

    Unit.objects.settle_levels()

    assert dict(Unit.objects.values_list("pk", "level")) == stored


def test_every_unit_has_a_manager_and_areas_have_their_own(demo):
    managed = set(UnitManager.objects.values_list("unit__code", flat=True))

    assert set(Unit.objects.filter(level=Level.UNIT).values_list("code", flat=True)) <= managed
    assert {"A1", "A2", "A3"} <= managed
    assert not UnitManager.objects.filter(unit__level=Level.AREA).exclude(person__unit=F("unit")).exists()


def test_everybody_stands_where_their_membership_says(demo):
    stays = members_by_day()

    for person in Person.objects.get_queryset().employed(TODAY):
        assert unit_on(stays, person.pk, TODAY) == person.unit_id
    gone = Person.objects.get_queryset().filter(employed_to__lt=TODAY)
    assert gone.exists()
    assert set(gone) == set(Person.objects.get_queryset().filter(is_ended=True))  # An import tells of none of them.
    assert not Membership.objects.on(TODAY).filter(person__in=gone).exists()


def test_employee_numbers_are_text_of_six_figures(demo):
    numbers = list(Person.objects.get_queryset().values_list("employee_number", flat=True))

    assert "004711" in numbers
    assert all(number and len(number) == 6 and number.isdigit() for number in numbers)


def test_the_cast_is_there_in_one_query(demo, django_assert_num_queries):
    with django_assert_num_queries(1):
        people = people_to_be()

    assert [person.role for person in people] == [
        "staff", "staff", "staff", "staff", "staff", "unit_manager", "area_manager", "admin", "representative",
        "moderator", "newcomer",
    ]  # fmt: skip
    assert "Anna-Liisa Hämeenkorpi-Bergström" in [person.name for person in people]
    assert {person.language for person in people} == {"sv", "fi", "nb"}
    assert len({person.unit for person in people}) >= 8


def test_one_can_become_somebody_of_a_unit_of_every_size(demo):
    sizes = {place.name: place.people for place in co_op().units}
    kinds = {place.name: place.kind for place in co_op().units}
    staff = [person.unit for person in people_to_be() if person.role == "staff"]

    assert any(sizes[unit] < IN_WORDS for unit in staff)
    assert any(IN_WORDS <= sizes[unit] < IN_STEPS for unit in staff)
    assert any(sizes[unit] >= IN_STEPS for unit in staff)
    assert UnitKind.WAREHOUSE in {kinds[unit] for unit in staff}


def test_each_role_of_the_cast_may_do_what_it_says(demo):
    cast = {person.role: signed_in_person(person.pk, at=NOON) for person in people_to_be()}

    may = {role: (one.is_admin, one.is_representative, one.may_moderate) for role, one in cast.items() if one}
    assert {role: rights for role, rights in may.items() if any(rights)} == {
        "admin": (True, False, True),
        "representative": (False, True, False),
        "moderator": (False, False, True),
    }


def test_the_newcomer_has_almost_no_cards(demo):
    newcomer = next(person for person in people_to_be() if person.role == "newcomer")

    assert CardRecipient.objects.filter(person=newcomer.pk).count() <= 3
    assert not Card.objects.filter(sender=newcomer.pk).exists()


def test_namesakes_work_in_one_unit_and_differ_by_team_or_title(demo):
    namesakes = Person.objects.get_queryset().filter(name="Johan Karlsson", unit__code="TOR")

    assert namesakes.count() == 2
    assert len(set(namesakes.values_list("title", flat=True))) == 2


def test_card_types_speak_four_languages(demo):
    assert CardType.objects.active().count() == 7
    for language in Language:
        assert CardTypeText.objects.filter(language=language, card_type__is_draft=False).count() == 7
    lines = {language: ReadyLineText.objects.filter(language=language).count() for language in Language}
    assert len(set(lines.values())) == 1


def test_one_type_is_of_december_one_a_draft_and_one_of_units_open_at_night(demo):
    advent, owl = (CardType.objects.get(slug=slug) for slug in ("adventsljus", "nattuggla"))

    assert advent.starts_on is not None
    assert advent.ends_on is not None
    assert (advent.starts_on.month, advent.ends_on.month) == (12, 12)
    assert CardType.objects.get(is_draft=True).slug == "paraply"
    given = Card.objects.filter(card_type=owl)
    assert given.exists()
    assert not given.exclude(sender_unit__kind__in=owl.kinds).exists()
    assert not Card.objects.filter(card_type__slug__in=["adventsljus", "paraply"]).exists()


def test_everybody_employed_has_an_envelope_waiting_in_their_language(demo):
    midnight = day_starts(TODAY, "Europe/Helsinki")

    for person in Person.objects.get_queryset().employed(TODAY):
        sealed = CardRecipient.objects.filter(person=person, is_received=True, opened_at=None, is_with_unit=False)
        assert sealed.filter(card__at__lt=midnight - timedelta(seconds=60)).exists(), person
        assert sealed.filter(card__at__gt=midnight - timedelta(days=ENVELOPE_DAYS + 1)).exists(), person


def test_nobody_gives_themselves_a_card(demo):
    assert not CardRecipient.objects.filter(person=F("card__sender")).exists()


def test_cards_have_recipients_and_repeat_what_lists_ask(demo):
    assert not Card.objects.annotate(n=Count("recipients")).filter(n=0).exists()
    assert not Card.objects.exclude(sender=None).filter(~Q(recipients__sender=F("sender"))).exists()
    assert not CardRecipient.objects.exclude(card_type=F("card__card_type")).exists()


def test_recipients_and_senders_belonged_to_their_unit_that_day(demo):
    stays = members_by_day()

    for person, unit, day in CardRecipient.objects.values_list("person_id", "unit_id", "card__sent_on"):
        assert unit_on(stays, person, day) == unit
    for person, unit, day in Card.objects.values_list("sender_id", "sender_unit_id", "sent_on"):
        assert unit_on(stays, person, day) == unit


def test_cards_to_a_unit_or_team_reach_all_who_belong_that_day_but_the_sender(demo):
    to_all = Card.objects.exclude(to_unit=None)

    assert to_all.exists()
    for card in to_all.select_related("to_unit"):
        assert card.to_unit is not None
        rows = TeamMembership if card.to_unit.level == Level.TEAM else Membership
        field = "team" if card.to_unit.level == Level.TEAM else "unit"
        belong = set(rows.objects.on(card.sent_on).filter(**{field: card.to_unit}).values_list("person", flat=True))
        got = CardRecipient.objects.filter(card=card)
        assert set(got.values_list("person", flat=True)) == belong - {card.sender_id}
        assert not got.filter(is_with_unit=False).exists()
        assert len(belong) > 2


def test_ids_are_made_of_the_time_sent(demo):
    for card in Card.objects.all():
        assert abs(time_of(card.pk) - card.at) < timedelta(milliseconds=50)
        assert card.sent_on == local_day(card.at, "Europe/Helsinki")


def test_cards_go_no_wider_than_recipients_allow(demo):
    root = Unit.objects.get(level=Level.ROOT)
    readers = readers_by_card()

    for row in CardRecipient.objects.filter(is_with_unit=False).select_related("person"):
        read_in = readers.get(row.card_id, set())
        if row.person.is_protected or row.person.ceiling == Ceiling.MY_UNIT:
            assert read_in <= {row.unit_id}
        elif row.person.ceiling == Ceiling.ONLY_ME:
            assert not read_in
        elif row.person.ceiling == Ceiling.UNITS:
            assert root.pk not in read_in


def test_audience_rows_are_what_the_card_says(demo):
    rows = CardAudience.objects.all()

    assert not rows.filter(card__audience=Audience.ONLY_US).exists()
    assert not rows.exclude(audience=F("card__audience")).exists()
    assert not rows.exclude(card_type=F("card__card_type")).exists()
    assert not rows.filter(unit__level=Level.TEAM).exists()
    untouched = Card.objects.filter(records=None, recipients__unnamed_at=None, audience__gt=Audience.ONLY_US)
    assert not untouched.filter(audience_rows=None).exists()


def test_cards_that_a_recipients_unit_may_not_read_are_only_us_for_them(demo):
    written = dict(recipients_by_audience())

    keep_between_us(Card.objects.values_list("pk", flat=True))

    assert dict(recipients_by_audience()) == written
    assert not CardRecipient.objects.filter(is_received=False, audience__gt=Audience.ONLY_US).exists()
    assert not CardRecipient.objects.filter(unnamed_at__isnull=False, audience__gt=Audience.ONLY_US).exists()


def recipients_by_audience() -> Iterator[tuple[tuple[int, int], int]]:
    for card, person, audience in CardRecipient.objects.values_list("card_id", "person_id", "audience"):
        yield (card, person), audience


def test_every_number_is_what_the_cards_add_up_to(demo):
    assert UnitTally.objects.filter(encounters__gt=0).exists()
    assert not TallyEntry.objects.exists()
    assert check_tallies(at=day_starts(TODAY, "Europe/Helsinki")) == []


def test_most_units_have_a_goal_that_their_manager_set(demo):
    goals = Goal.objects.select_related("unit").order_by("unit", "from_month")
    by_unit = {unit: list(rows) for unit, rows in groupby(goals, key=lambda goal: goal.unit)}

    assert 24 <= len(by_unit) < 40
    assert any(len(rows) > 1 for rows in by_unit.values())
    for goal in goals:
        assert UnitManager.objects.filter(unit=goal.unit, person=goal.set_by).exists()
        assert goal.from_month.day == 1
        assert goal.from_month <= TODAY
        assert goal.unit.level == Level.UNIT


def test_past_periods_are_closed_and_the_running_ones_are_not(demo):
    closed = {Period(Grain(one.grain), one.period) for one in Closing.objects.all()}

    assert {Period.parse("2026-10"), Period.parse("2026-v46"), Period.parse("2026-k3"), Period.parse("2025")} <= closed
    assert not any(period.last_on >= TODAY for period in closed)
    assert Closing.objects.get(grain=Grain.MONTH, period=date(2026, 10, 1)).closed_at == day_starts(
        date(2026, 11, 2), "Europe/Helsinki"
    )
    assert ClosedUnit.objects.filter(closing__period=date(2026, 10, 1), goal_target__gt=0).exists()


def test_one_unit_names_nobody_and_a_few_have_left_the_board(demo):
    off_board = Person.objects.get_queryset().filter(is_on_board=False)

    assert list(Unit.objects.filter(has_givers_board=False).values_list("code", flat=True)) == ["BRO"]
    assert off_board.exists()
    assert off_board.count() < Person.objects.get_queryset().count() / 10
    assert not off_board.filter(employee_number__in=[one.employee_number for one in people_to_be()]).exists()


def test_protected_people_give_and_get_within_their_unit(demo):
    across = CardRecipient.objects.exclude(unit=F("card__sender_unit"))

    assert not across.filter(Q(person__is_protected=True) | Q(sender__is_protected=True)).exists()


def test_withdrawn_and_hidden_cards_are_listed_nowhere(demo):
    assert not CardAudience.objects.filter(card__in=CardRecord.objects.values("card")).exists()
    withdrawn = CardRecipient.objects.filter(card__records__kind="withdrawn")
    assert not withdrawn.filter(Q(is_received=True) | Q(opened_at__isnull=False)).exists()


def test_hearts_come_from_others_who_had_opened_what_they_got(demo):
    got = CardRecipient.objects.values_list("card_id", "person_id", "opened_at")
    opened = {(card, person): at for card, person, at in got}

    assert Heart.objects.exists()
    assert not Heart.objects.filter(person=F("card__sender")).exists()
    for heart in Heart.objects.select_related("card"):
        opened_at = opened.get((heart.card_id, heart.person_id), heart.card.at)
        assert opened_at is not None
        assert heart.at > opened_at
        assert heart.at > heart.card.at + timedelta(seconds=60)


def test_hearts_and_replies_come_from_those_who_could_read(demo):
    stays, readers = members_by_day(), readers_by_card()
    parties = set(CardRecipient.objects.filter(is_received=True).values_list("card", "person"))
    root = Unit.objects.get(level=Level.ROOT).pk

    for model in (Heart, Reply):
        for card, person, at in model.objects.values_list("card_id", "person_id", "at"):
            here = unit_on(stays, person, local_day(at, "Europe/Helsinki"))
            assert (card, person) in parties or readers[card] & {here, root}


def test_nothing_is_of_today_unless_asked_for(demo):
    midnight = day_starts(TODAY, "Europe/Helsinki")

    for moment in (Card.objects.latest("at").at, Heart.objects.latest("at").at, Reply.objects.latest("at").at):
        assert moment < midnight


def test_messages_hold_no_open_slots_and_fit_their_type(demo):
    for card in Card.objects.select_related("card_type"):
        assert card.message is not None
        assert "{" not in card.message
        assert len(card.message) <= card.card_type.max_length
        assert card.message or card.ready_line_id or not card.card_type.is_message_needed


def test_new_rows_can_be_added_afterwards(demo):
    unit = Unit.objects.get(code="TOR")

    with transaction.atomic():
        team = Unit.objects.create(name="Blommorna", kind="team", level=Level.TEAM, parent=unit)

    assert team.pk == Unit.objects.order_by("-pk").values_list("pk", flat=True)[0]


def test_constraints_hold(demo):
    connection.check_constraints()


def test_filling_twice_is_refused(demo):
    with pytest.raises(AlreadyInhabited):
        fill_demo(seed=7, today=TODAY, progress=quiet)


def test_an_interrupted_filling_leaves_nothing(transactional_db, monkeypatch):
    def fail(*_arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cards.demo.filling.store_cards", fail)
    with pytest.raises(KeyboardInterrupt):
        fill_demo(seed=7, today=TODAY, progress=quiet, scale=0.02)

    assert not Unit.objects.exists()
    assert not Person.objects.get_queryset().exists()


def test_cards_of_today_come_with_until():
    now = datetime(2026, 11, 21, 18, tzinfo=ZoneInfo("Europe/Helsinki"))

    demo = imagine(seed=7, today=TODAY, progress=quiet, scale=SCALE, until=now)

    last = demo.aftermath.sketches[-1].at
    assert last.date() == TODAY
    assert last <= now - timedelta(seconds=60)


def fingerprint(seed: int) -> str:
    demo = imagine(seed=seed, today=TODAY, progress=quiet, scale=0.03)
    parts = [
        [(one.pk, one.sender.number, one.message, sorted(one.listed), one.fate) for one in demo.aftermath.sketches],
        [(one.pk, person.number, at) for one, person, at in demo.aftermath.hearts()],
        [(one.sketch.pk, one.person.number, one.text, one.form_id) for one in demo.aftermath.answers()],
        sorted(demo.waiting),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def test_the_same_seed_and_day_give_the_same_whatever_the_order_of_hashes():
    program = "import django; django.setup(); from tests.demo.test_filling import fingerprint; print(fingerprint(7))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True, check=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(printed) == 1
    assert printed.pop().strip() != fingerprint(8)


def test_what_befell_old_cards_is_the_same_at_whatever_hour():
    week_ago = id_floor(datetime(2026, 11, 14, tzinfo=ZoneInfo("Europe/Helsinki")))

    def befallen(hour: int) -> list[list[tuple[int, datetime]]]:
        until = datetime(2026, 11, 21, hour, tzinfo=ZoneInfo("Europe/Helsinki"))
        happened = imagine(seed=7, today=TODAY, progress=quiet, scale=0.1, until=until).aftermath
        hearts = [(one.pk, at) for one, _person, at in happened.hearts()]
        replies = [(one.sketch.pk, one.at) for one in happened.answers()]
        noon = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/Helsinki"))
        return [[(pk, at) for pk, at in found if pk < week_ago and at < noon] for found in (hearts, replies)]

    morning = befallen(8)

    assert all(morning)
    assert befallen(20) == morning


def test_a_few_things_are_reported_some_wait_and_some_are_decided(demo):
    reports = list(Report.objects.select_related("card", "reply", "decision", "reporter"))

    assert {report.decision.outcome for report in reports if report.decision} == {Outcome.KEPT, Outcome.HIDDEN}
    waiting = [report for report in reports if report.decision is None]
    assert {report.reply is None for report in waiting} == {True, False}
    assert any(report.card.audience == Audience.ONLY_US for report in waiting)
    for report in reports:
        writer = report.reply.person_id if report.reply else report.card.sender_id
        assert report.reporter_id != writer
    assert Letter.objects.filter(kind=LetterKind.WORDS).count() == 1
