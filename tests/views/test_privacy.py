"""Mina uppgifter: everything about oneself comes out, and nothing that is another's secret."""

import json
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.actions.keeping import open_card, save_card
from cards.actions.reactions import give_heart, reply_to_card
from cards.actions.safety import block_person, report_card
from cards.actions.tallies import fold_tallies
from cards.lib.audiences import Audience
from cards.lib.registry import TABLES
from cards.models import (
    AdminAction,
    AdminValue,
    AdminVerb,
    Card,
    CardRecipient,
    CardRecord,
    ClosedGiver,
    Closing,
    Decision,
    Goal,
    ImportDraft,
    Letter,
    LetterKind,
    Outcome,
    PageOpening,
    PersonMerge,
    RecordKind,
    Reply,
    RotationOffer,
    TallyEntry,
    UnitManager,
)
from tests.factories import give, make_person, make_team


@pytest.fixture
def world(astrid, bo, maj, aino, admin, torget):
    """Let Astrid have a row in every table, with a word of its own in each text."""
    now = timezone.now()
    earlier = now - timedelta(days=1)
    astrid.email, astrid.is_on_board, astrid.employed_to = "mine-mail@example.org", True, date(2099, 1, 1)
    astrid.save()
    make_team("MINE-TEAM", torget, astrid, bo)
    given = give(astrid, to=[bo], message="MINE-GIVEN", at=earlier)
    got = give(bo, to=[astrid], message="MINE-GOT", at=earlier)
    open_card(person=astrid, card_id=got.pk, at=now)
    give_heart(person=astrid, card=got, at=now)
    for person in (astrid, bo):
        save_card(person=person, card=got, at=now)
    reply_to_card(person=astrid, card=got, text="MINE-REPLY", form_id=uuid4(), at=now)
    reply_to_card(person=bo, card=given, text="MINE-REPLY-TO-GIVEN", form_id=uuid4(), at=now)
    reply_to_card(person=bo, card=got, text="MINE-REPLY-TO-GOT", form_id=uuid4(), at=now)
    report_card(reporter=astrid, card=got, reason="MINE-REPORT", at=now)
    block_person(blocker=astrid, blocked=aino, at=now)
    fold_tallies(at=now)
    give(bo, to=[astrid], message="MINE-LATER", at=now - timedelta(minutes=2))
    TallyEntry.objects.get_or_create(card_id=got.pk, person_id=astrid.pk, defaults={"was": 0, "becomes": 2})
    roles_of(astrid, bo, torget, now)
    log_of(astrid, admin, now)
    return astrid


def roles_of(astrid, bo, torget, now):
    card = Card.objects.get(message="MINE-GOT")
    twin = make_person("MINE-TWIN Lindqvist", torget)
    PersonMerge.objects.create(person=twin, into=astrid, by=bo, at=now, moved={"OTHER-MOVED": 1})
    PersonMerge.objects.create(person=astrid, into=twin, by=bo, at=now)
    RotationOffer.objects.create(person=astrid, colleague=bo, offered_on=date(2026, 1, 2))
    UnitManager.objects.create(unit=torget, person=astrid)
    CardRecord.objects.create(card=card, kind=RecordKind.HIDDEN, person=astrid, at=now, reason="MINE-RECORD")
    decision = Decision.objects.create(card=card, outcome=Outcome.KEPT, person=astrid, reason="MINE-DECISION", at=now)
    for person, writer, text in ((astrid, bo, "MINE-LETTER-GOT"), (bo, astrid, "MINE-LETTER-WRITTEN")):
        Letter.objects.create(
            person=person, kind=LetterKind.WORDS, card=card, decision=decision, text=text, written_by=writer, at=now
        )
    closing = Closing.objects.create(grain="m", period=date(2026, 9, 1), closed_at=now)
    ClosedGiver.objects.create(
        closing=closing, unit=torget, card_type_id=0, person=astrid, place=1, colleagues=71, encounters=72
    )
    Goal.objects.create(unit=torget, from_month=date(2026, 9, 1), kind="encounters", target=73, set_by=astrid, at=now)
    ImportDraft.objects.create(admin=astrid, counts={"MINE-COUNT": 1}, at=now)
    for person, page in ((astrid, "dashboard"), (bo, "goal")):
        PageOpening.objects.create(person=person, unit=torget, page=page, at=now, opened_on=now.date())


def log_of(astrid, admin, now):
    for actor, verb in ((astrid, AdminVerb.GOAL_SET), (admin, AdminVerb.PERSON_CHANGED)):
        action = AdminAction.objects.create(
            actor=actor, verb=verb, subject_kind="person", subject_id=astrid.pk, fields=["title"], at=now
        )
        AdminValue.objects.create(action=action, person=astrid, field="title", before="MINE-BEFORE", after="MINE-AFTER")


@pytest.fixture
def others(world, bo, maj, aino, erik, fyren, moderator):
    """Let others have rows beside Astrid's, each with a word that is not hers to read."""
    now = timezone.now()
    mine = Card.objects.get(message="MINE-GIVEN")
    give(bo, to=[maj], message="OTHER-CARD", audience=Audience.ONLY_US)
    give(aino, to=[world, erik], message="OTHER-BLOCKED")
    give(bo, to=[world], message="OTHER-POSTBOX", at=now)
    report_card(reporter=bo, card=mine, reason="OTHER-REPORT", at=now)
    Decision.objects.create(card=mine, outcome=Outcome.KEPT, person=maj, reason="OTHER-DECISION", at=now)
    block_person(blocker=make_person("OTHER-BLOCKER Ek", fyren), blocked=world, at=now)
    Letter.objects.create(person=bo, kind=LetterKind.WORDS, card=mine, text="OTHER-LETTER", written_by=maj, at=now)
    action = AdminAction.objects.create(actor=world, verb=AdminVerb.PERSON_CHANGED, fields=["title"], at=now)
    AdminValue.objects.create(action=action, person=bo, field="title", before=None, after="OTHER-VALUE")
    moderated = AdminAction.objects.create(actor=maj, verb=AdminVerb.REPORT_DECIDED, fields=["reason"], at=now)
    AdminValue.objects.create(action=moderated, person=world, field="reason", before=None, after="OTHER-MODERATED")
    named = AdminAction.objects.create(actor=maj, verb=AdminVerb.MANAGERS_CHANGED, fields=["managers"], at=now)
    erik.given_name, erik.family_name = "OTHER-NAMED", "Ek"
    erik.save()
    AdminValue.objects.create(action=named, person=world, field="managers", before=[{"person": erik.pk}], after=[])
    hidden = Reply.objects.create(card=mine, person=bo, text="OTHER-HIDDEN", at=now, form_id=uuid4(), hidden_at=now)
    protected = make_person("OTHER-PROTECTED Ek", fyren, is_protected=True)
    Reply.objects.create(card=mine, person=protected, text="Fint!", at=now, form_id=uuid4())
    PageOpening.objects.create(person=protected, unit=world.unit, page="goal", at=now, opened_on=now.date())
    PageOpening.objects.create(person=maj, unit=fyren, page="OTHER-PAGE", at=now, opened_on=now.date())
    return hidden


def fetch(client, person):
    """Return the file's two parts: what machines read, and what people read."""
    client.force_login(person)
    response = client.post("/mina-uppgifter/allt.zip")
    assert response.status_code == 200
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        return json.loads(archive.read("hjartkort.json")), archive.read("hjartkort.html").decode()


@pytest.mark.slow
def test_every_field_of_every_own_row_comes_out(client, world):
    data, _page = fetch(client, world)
    sections = {(each["table"], each["path"]): each["rows"] for each in data["tables"]}

    for table in TABLES:
        for owner in table.owners:
            if owner.withheld is None:
                rows = sections[table.model, owner.path]
                assert rows, (table.model, owner.path)
                hidden = {name for name, _why in owner.hides} | {f.name for f in table.fields if f.withheld}
                assert set(rows[0]) == {field.name for field in table.fields} - hidden


@pytest.mark.slow
def test_what_is_written_in_own_rows_comes_out_for_machines_and_for_people(client, world):
    data, page = fetch(client, world)
    text = json.dumps(data, ensure_ascii=False)

    words = [
        "MINE-GIVEN", "MINE-GOT", "MINE-LATER", "MINE-REPLY", "MINE-REPLY-TO-GIVEN", "MINE-REPLY-TO-GOT", "MINE-REPORT",
        "MINE-RECORD", "MINE-DECISION", "MINE-LETTER-GOT", "MINE-LETTER-WRITTEN", "MINE-TEAM", "MINE-TWIN",
        "MINE-COUNT", "MINE-BEFORE", "MINE-AFTER", "mine-mail@example.org", world.employee_number, "Aino Mäkelä",
    ]  # fmt: skip
    assert [word for word in words if word not in text] == []
    assert [word for word in words if word not in page] == []


@pytest.mark.slow
def test_what_is_anothers_stays_where_it_is(client, world, others):
    data, page = fetch(client, world)
    text = json.dumps(data, ensure_ascii=False)

    replies = [row["id"] for each in data["tables"] if each["table"] == "cards.Reply" for row in each["rows"]]
    assert "OTHER-" not in text
    assert "OTHER-" not in page
    assert others.pk not in replies  # Not even that it was there.


def test_the_password_and_the_key_of_the_form_of_another_never_come_out(client, world):
    world.set_password("en lång hemlighet")
    world.save()
    data, page = fetch(client, world)
    got = Card.objects.get(message="MINE-GOT")

    assert world.password not in json.dumps(data)
    assert str(got.form_id) not in json.dumps(data)
    assert str(got.form_id) not in page


def test_a_moderated_card_has_no_words_for_its_sender_nor_its_recipient(client, world, bo):
    moderate("MINE-GIVEN", by=bo)
    moderate("MINE-GOT", by=bo)

    for person in (world, bo):
        data, page = fetch(client, person)

        assert "MINE-GIVEN" not in json.dumps(data) + page
        assert "MINE-GOT" not in json.dumps(data) + page


def moderate(message, *, by):
    card = Card.objects.get(message=message)
    CardRecord.objects.create(card=card, kind=RecordKind.MODERATED, person=by, at=timezone.now())
    CardRecipient.objects.filter(card=card).update(is_received=False)


def test_a_removed_reply_has_no_words_for_who_wrote_it(client, world):
    Reply.objects.filter(person=world).update(hidden_at=timezone.now())
    data, page = fetch(client, world)

    assert '"MINE-REPLY"' not in json.dumps(data)
    assert ">MINE-REPLY<" not in page


def test_a_sender_is_not_told_who_blocks_them_nor_who_took_a_name_off(client, astrid, bo, maj):
    block_person(blocker=bo, blocked=astrid, at=timezone.now())
    card = give(astrid, to=[bo, maj])
    CardRecipient.objects.filter(card=card, person=maj).update(unnamed_at=timezone.now())
    data, _page = fetch(client, astrid)
    rows = next(each["rows"] for each in data["tables"] if each["table"] == "cards.CardRecipient" and each["rows"])

    assert {row["person"] for row in rows} == {bo.name, maj.name}
    assert len({frozenset(set(row) - {"person"}) for row in rows}) == 1
    assert {"is_received", "audience", "unnamed_at", "opened_at"} & set(rows[0]) == set()
    assert rows[0] | {"person": ""} == rows[1] | {"person": ""}


def test_the_page_to_read_has_no_script_and_fetches_nothing(client, world):
    Card.objects.filter(message="MINE-GOT").update(message="<script>alert(1)</script>")
    _data, page = fetch(client, world)

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "src=" not in page
    assert "url(" not in page


def test_the_file_is_written_in_the_readers_language(client, aino):
    _data, page = fetch(client, aino)

    assert '<html lang="fi">' in page


def test_the_file_is_never_kept_and_needs_a_post(client, astrid):
    client.force_login(astrid)
    response = client.post("/mina-uppgifter/allt.zip")
    assert b"".join(response.streaming_content)

    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == "application/zip"
    assert "attachment" in response["Content-Disposition"]
    assert client.get("/mina-uppgifter/allt.zip").status_code == 405


def queries_of(client, person):
    with CaptureQueriesContext(connection) as captured:
        fetch(client, person)
    return len(captured)


@pytest.mark.slow
def test_the_file_asks_as_often_for_many_cards_as_for_one(client, astrid, bo):
    give(bo, to=[astrid])
    give(astrid, to=[bo])
    queries_of(client, astrid)  # What is asked once is not counted.
    few = queries_of(client, astrid)
    for _number in range(8):
        give(bo, to=[astrid])
        give(astrid, to=[bo])

    assert queries_of(client, astrid) == few


def test_who_opened_pages_of_ones_unit_is_shown_and_of_another_is_not(client, world, others, fyren):
    client.force_login(world)
    page = client.get("/mina-uppgifter/vem-har-tittat").content.decode()

    assert "Bo Sundqvist" in page
    assert "OTHER-" not in page


def test_who_opened_the_pages_above_ones_unit_is_shown(client, astrid, admin, torget):
    client.force_login(admin)
    client.get(f"/enhet/{torget.parent_id}")
    client.force_login(astrid)

    assert admin.name in client.get("/mina-uppgifter/vem-har-tittat").content.decode()
