"""Fill an empty database with the demo organisation, all at once or not at all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils.translation import gettext as _

from cards.actions.tallies import count_anew
from cards.demo.afterwards import Aftermath
from cards.demo.boards import close_past, store_goals
from cards.demo.copying import (
    CARD_FIELDS,
    RECIPIENT_FIELDS,
    Row,
    analyse,
    audience_rows,
    card_row,
    copy_in,
    ready_line_pk,
    recipient_rows,
    record_row,
    settle_down,
)
from cards.demo.envelopes import see_to_envelopes
from cards.demo.giving import CARDS, Year
from cards.demo.habits import form_habits
from cards.demo.places import ROOT, ROOT_PK, CoOp, co_op
from cards.demo.reports import file_reports
from cards.demo.roster import Colleague, employ
from cards.demo.types import TYPES
from cards.lib.days import day_starts
from cards.lib.ids import delivered_before
from cards.models import (
    Card,
    CardAudience,
    CardRecipient,
    CardRecord,
    CardType,
    CardTypeText,
    FlowTally,
    Heart,
    Level,
    Membership,
    ModeratedBy,
    Organisation,
    Person,
    PersonTally,
    ReadyLine,
    ReadyLineText,
    Reply,
    SavedCard,
    TeamMembership,
    Unit,
    UnitKind,
    UnitManager,
    UnitTally,
)

TIME_ZONE = "Europe/Helsinki"
PASSWORD = "hjartkort"  # noqa: S105 - of everybody in the demo, whose people do not exist.
SALT = "havsbandet"
MODERATORS = ("admin", "moderator")  # Roles of the cast who read what is reported.
ENVELOPES = 0.3  # Of the staff: so many need one written for them, in a year of ordinary cards.
Progress = Callable[[str, int, int], None]


class AlreadyInhabited(Exception):
    """The database holds an organisation already."""


@dataclass(frozen=True)
class Demo:
    """The whole organisation and its year, before a line of it is stored."""

    organisation: CoOp
    staff: list[Colleague]
    aftermath: Aftermath
    waiting: set[tuple[int, int]]  # Pairs of card and person that stay sealed.


def fill_demo(*, seed: int, today: date, progress: Progress, until: datetime | None = None, scale: float = 1.0) -> None:
    """Fill an empty database with the demo organisation and a year of its cards, and close its past periods.

    The same for the same seed and day. The last cards are of yesterday; with `until`, also those of today that were
    delivered by that moment. A scale below one makes it smaller. Raises AlreadyInhabited when there are units.
    """
    until = until or day_starts(today, TIME_ZONE)
    store_demo(seed=seed, today=today, progress=progress, until=until, scale=scale)
    close_past(at=until, time_zone=TIME_ZONE)
    file_reports(until=until, time_zone=TIME_ZONE)
    progress(_("Counting them"), 2, 2)


@transaction.atomic(durable=True)
def store_demo(*, seed: int, today: date, progress: Progress, until: datetime, scale: float) -> None:
    """Store everything and count it. Raises AlreadyInhabited when there are units."""
    if Unit.objects.exists():
        raise AlreadyInhabited
    demo = imagine(seed=seed, today=today, progress=progress, until=until, scale=scale)
    store_organisation(demo.organisation)
    store_people(demo.staff, demo.organisation, today=today)
    store_types(today)
    store_cards(demo, progress)
    settle_down([Unit, Person, CardType, ReadyLine])
    analyse([Unit, Person, Membership, TeamMembership, CardType, Card, CardRecipient, CardAudience, Heart])
    progress(_("Counting them"), 0, 2)
    count_anew(at=until)
    analyse([PersonTally, UnitTally, FlowTally])
    rng = Random(f"goals {seed} {today}")
    store_goals(demo.organisation, demo.staff, at=until, zone=ZoneInfo(TIME_ZONE), rng=rng)
    progress(_("Counting them"), 1, 2)


def imagine(*, seed: int, today: date, progress: Progress, until: datetime | None = None, scale: float = 1.0) -> Demo:
    """Think up the organisation and its year; touches no database."""
    until = until or day_starts(today, TIME_ZONE)
    organisation = co_op(scale)
    staff = employ(organisation, today=today, rng=Random(f"people {seed} {today}"))
    form_habits(staff, organisation, today=today, rng=Random(f"habits {seed} {today}"))
    rng = Random(f"cards {seed} {today}")
    year = Year(organisation, staff, today=today, zone=ZoneInfo(TIME_ZONE), rng=rng)
    count = max(round(CARDS * scale - ENVELOPES * len(staff)), 0)
    sketches = list(year.cards(count, lambda done: progress(_("Writing cards"), done, count)))
    sketches += year.first_cards()
    waiting = see_to_envelopes(year, sketches)
    sketches = [sketch for sketch in sketches if sketch.pk < delivered_before(until)]
    aftermath = Aftermath(year, sketches, until=until, seed=f"afterwards {seed} {today}")
    aftermath.open_envelopes(waiting)
    aftermath.meet_fates(waiting)
    return Demo(organisation, staff, aftermath, waiting)


def store_organisation(organisation: CoOp) -> None:
    """Store the co-op, its areas, units and teams, inside the caller's transaction."""
    Organisation.objects.update_or_create(
        defaults={
            "name": organisation.name,
            "time_zone": TIME_ZONE,
            "encounters_per_year": organisation.encounters_per_year,
            "moderated_by": ModeratedBy.GROUP,
        }
    )
    pks = organisation.unit_pks
    units = [Unit(pk=ROOT_PK, code=ROOT, name=organisation.name, kind=UnitKind.COOP, level=Level.ROOT)]
    units += [
        Unit(
            pk=pks[place.code], code=place.code, name=place.name, kind=place.kind, place=place.town,
            page_name=place.page_name, parent_id=pks.get(place.area or "", ROOT_PK),
            has_givers_board=place.names_givers,
            level=Level.AREA if place.kind == UnitKind.AREA else Level.UNIT,
        )
        for place in organisation.places.values()
    ]  # fmt: skip
    units += [
        Unit(pk=pk, name=team, kind=UnitKind.TEAM, level=Level.TEAM, parent_id=pks[code])
        for (code, team), pk in organisation.team_pks.items()
    ]
    Unit.objects.bulk_create(units)


def store_people(staff: Sequence[Colleague], organisation: CoOp, *, today: date) -> None:
    """Store people, where they belong and have belonged, and whom they manage, inside the caller's transaction."""
    pks, teams = organisation.unit_pks | {ROOT: ROOT_PK}, organisation.team_pks
    password = make_password(None if settings.IS_PRODUCTION else PASSWORD, salt=SALT)
    Person.objects.bulk_create(
        Person(
            pk=one.pk, employee_number=one.number, given_name=one.given_name, family_name=one.family_name,
            title=one.title, email=one.email, unit_id=pks[one.today.unit], employed_from=one.since,
            employed_to=one.until, is_ended=one.until is not None and one.until < today,
            is_protected=one.is_protected, is_admin=one.is_admin, is_moderator=one.role in MODERATORS,
            is_representative=one.role == "representative", language=one.language,
            is_language_chosen=one.is_language_chosen, theme=one.theme, ceiling=one.ceiling,
            last_audience=one.last_audience, is_on_board=one.is_on_board, password=password,
        )
        for one in staff
    )  # fmt: skip
    Membership.objects.bulk_create(
        Membership(person_id=one.pk, unit_id=pks[stay.unit], from_on=stay.since, to_on=stay.until)
        for one in staff
        for stay in one.stays
    )
    TeamMembership.objects.bulk_create(
        TeamMembership(
            person_id=one.pk,
            team_id=teams[stay.unit, team],
            from_on=stay.since,
            to_on=stay.until,
            is_first=number == 0,
        )
        for one in staff
        for stay in one.stays
        for number, team in enumerate(stay.teams)
    )
    UnitManager.objects.bulk_create(
        UnitManager(person_id=one.pk, unit_id=pks[code]) for one in staff for code in one.manages
    )


def store_types(today: date) -> None:
    """Store card types with their texts and ready lines, inside the caller's transaction."""
    for order, one in enumerate(TYPES.values(), start=1):
        starts_on, ends_on = one.days(today)
        card_type = CardType.objects.create(
            pk=one.pk, slug=one.slug, paper=one.paper, symbol=one.symbol, order=order,
            is_message_needed=one.is_message_needed, max_length=one.max_length, kinds=list(one.kinds),
            is_draft=one.is_draft, starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
        lines = [
            ReadyLine(pk=ready_line_pk(one.pk, number), card_type=card_type, order=number + 1)
            for number in range(one.ready_lines)
        ]
        ReadyLine.objects.bulk_create(lines)
        for language, texts in one.texts.items():
            CardTypeText.objects.create(
                card_type=card_type, language=language, name=texts["name"], purpose=texts["purpose"],
                openings=texts["openings"],
            )  # fmt: skip
            ReadyLineText.objects.bulk_create(
                ReadyLineText(ready_line=line, language=language, text=text)
                for line, text in zip(lines, texts["ready"], strict=True)
            )


def store_cards(demo: Demo, progress: Progress) -> None:
    """Store the cards and what became of them, inside the caller's transaction."""
    aftermath, organisation = demo.aftermath, demo.organisation
    sketches = aftermath.sketches
    hearts = ((one.pk, person.pk, at) for one, person, at in aftermath.hearts())
    answers = (
        (one.sketch.pk, one.person.pk, one.text, one.at, one.form_id, one.withdrawn_at) for one in aftermath.answers()
    )
    kept = ((one.pk, receipt.person.pk, at) for one, receipt, at in aftermath.kept())
    steps: list[tuple[type[models.Model], str, Iterable[Row]]] = [
        (Card, CARD_FIELDS, (card_row(one, organisation, aftermath.luck(one, "form")) for one in sketches)),
        (CardRecipient, RECIPIENT_FIELDS, (row for one in sketches for row in recipient_rows(one, organisation))),
        (CardAudience, "card card_type unit audience", (row for one in sketches for row in audience_rows(one))),
        (Heart, "card person at", hearts),
        (Reply, "card person text at form_id withdrawn_at", answers),
        (SavedCard, "card person at", kept),
        (CardRecord, "card kind person at reason before", (record_row(one) for one in sketches if one.fate_at)),
    ]
    for done, (model, fields, rows) in enumerate(steps, start=1):
        copy_in(model, fields.split(), rows)
        progress(_("Storing them"), done, len(steps))
