"""Making and changing card types; what has been given stays as it was."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from cards.actions.card_types import CannotSaveType, TypeChanged, TypeGone, change_type, create_type
from cards.models import AdminAction, AdminValue, Card, CardType, CardTypeText, Level, ReadyLine, UnitKind
from cards.queries.card_types import type_to_write
from cards.queries.type_content import Line, TypeContent, Words, stored_type
from tests.factories import LONG_AGO, give, make_card_type, make_ready_line, make_team, make_unit

FYR = TypeContent(
    words={
        "sv": Words("Fyrvaktare", "för den som visar vägen", ("Första dagen visade du …",)),
        "fi": Words("Majakanvartija", "sille joka näyttää tietä"),
    },
    lines=(Line(None, {"sv": "Du visade vägen.", "fi": "Näytit tietä."}),),
    paper="hav",
    symbol="fyr",
)


@pytest.fixture(autouse=True)
def plain_words(settings):
    """Read the texts as the code has them: the catalogues have tests of their own."""
    settings.LOCALE_PATHS = []


def stored(card_type):
    found = stored_type(card_type.pk)
    assert found
    return found


def content_of(card_type):
    return stored(card_type).content


def create(admin, content=FYR, *, is_draft=False):
    return create_type(actor=admin, content=content, is_draft=is_draft, at=timezone.now())


def change(admin, card_type, *, is_started=False, seen=None, **changes):
    found = stored(card_type)
    return change_type(
        actor=admin, type_id=card_type.pk, content=replace(found.content, **changes),
        seen=seen or found.version, at=timezone.now(), is_started=is_started,
    )  # fmt: skip


def problems(action, *args, **kwargs):
    with pytest.raises(CannotSaveType) as caught:
        action(*args, **kwargs)
    return caught.value.problems


# --- Making one -------------------------------------------------------------------------------------------------------


def test_a_type_is_stored_with_its_words_lines_and_limits_and_can_be_given(admin, astrid, bo, torget, tack):
    content = replace(
        FYR, starts_on=LONG_AGO, ends_on=date(2199, 1, 1), weekdays=(1, 2, 3, 4, 5, 6, 7), kinds=("hotel",),
        unit_ids=(torget.pk,), max_length=140, is_message_needed=False, is_on_screens=False,
    )  # fmt: skip

    fyr = create(admin, content)

    found = content_of(fyr)
    assert replace(found, lines=()) == replace(content, lines=())
    assert [dict(line.texts) for line in found.lines] == [dict(line.texts) for line in content.lines]
    assert (fyr.slug, fyr.order) == ("fyrvaktare", 1)
    assert give(astrid, to=[bo], card_type=fyr).card_type_id == fyr.pk


def test_a_draft_needs_only_a_name_and_holds_no_paper(admin, tack):
    draft = create(admin, TypeContent(words={"sv": Words("Ny")}, paper=tack.paper), is_draft=True)

    assert draft.is_draft
    assert draft not in CardType.objects.active()


def test_a_draft_that_is_started_is_given_from_now_on(admin, astrid, bo, tack):
    draft = create(admin, is_draft=True)

    fyr = change(admin, draft, is_started=True)

    assert give(astrid, to=[bo], card_type=fyr).card_type_id == fyr.pk


def test_a_draft_is_not_started_before_everything_is_there(admin, tack):
    draft = create(admin, TypeContent(words={"sv": Words("Ny")}, paper=tack.paper), is_draft=True)

    found = problems(change, admin, draft, is_started=True, is_for_staff=False)

    assert found == {
        "purpose_sv": "Say when one gives it.",
        "paper": "Tack has this paper. Choose another.",
        "givers": "Somebody must be able to give the card. To stop it, retire it.",
    }
    assert CardType.objects.get(pk=draft.pk).is_draft


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"words": {"sv": Words("", "för det")}}, "name_sv"),
        ({"words": {"sv": Words("Femton tecken!!", "för det")}}, "name_sv"),
        ({"words": {"sv": Words("Fyr", "x" * 61)}}, "purpose_sv"),
        ({"words": {"sv": Words("Fyr", "")}}, "purpose_sv"),
        ({"words": {"sv": Words("Fyr", "för", ("a", "x" * 61))}}, "opening_sv_1"),
        ({"words": {"sv": Words("Fyr", "för", ("a",) * 9)}}, "openings_sv"),
        ({"words": {"sv": Words("Fyr", "för"), "fi": Words("x" * 21)}}, "name_fi"),
        ({"words": {"sv": Words("Fyr", "för"), "nb": Words("", "for den")}}, "name_nb"),
        ({"words": {"sv": Words("TACK", "för")}}, "name_sv"),
        ({"lines": (Line(None, {"fi": "Kiitos"}),)}, "line_0_sv"),
        ({"lines": (Line(None, {"sv": "a"}), Line(None, {"sv": "x" * 161}))}, "line_1_sv"),
        ({"lines": (Line(None, {"sv": "a", "en": "x" * 161}),)}, "line_0_en"),
        ({"lines": (Line(None, {"sv": "a"}),) * 13}, "lines"),
        ({"paper": "hallon"}, "paper"),
        ({"paper": "siden"}, "paper"),
        ({"symbol": "drake"}, "symbol"),
        ({"max_length": 0}, "max_length"),
        ({"max_length": 501}, "max_length"),
        ({"is_for_staff": False}, "givers"),
        ({"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)}, "ends_on"),
        ({"weekdays": (8,)}, "weekdays"),
        ({"kinds": ("team",)}, "kinds"),
        ({"kinds": ("slott",)}, "kinds"),
        ({"unit_ids": (2**31 - 1,)}, "units"),
    ],
)
def test_what_breaks_a_rule_is_told_at_its_field_and_nothing_is_stored(admin, tack, changes, about):
    assert list(problems(create, admin, replace(FYR, **changes))) == [about]
    assert CardType.objects.count() == 1
    assert not AdminAction.objects.exists()


def test_everything_that_is_wrong_is_told_at_once(admin, tack):
    nothing = TypeContent(words={}, paper=tack.paper, max_length=0)

    assert list(problems(create, admin, nothing)) == ["name_sv", "purpose_sv", "paper", "max_length"]


def test_names_have_room_for_fourteen_letters_in_swedish_and_twenty_in_others(admin, db):
    fyr = create(admin, replace(FYR, words={"sv": Words("å" * 14, "för"), "fi": Words("ä" * 20)}))

    assert content_of(fyr).name == "å" * 14


def test_a_type_is_not_limited_to_a_team(admin, torget, tack):
    team = make_team("Kassan", torget)

    assert list(problems(create, admin, replace(FYR, unit_ids=(team.pk,)))) == ["units"]


def test_a_retired_type_leaves_its_name_and_its_paper(admin, tack):
    CardType.objects.update(retired_at=timezone.now())

    second = create(admin, replace(FYR, words={"sv": Words("Tack", "för")}, paper=tack.paper))

    assert second.slug == "tack-2"


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Glädje", "gladje"), ("Øl & æ", "ol-a"), ("???", "kort"), ("A", "a"), ("Tack!", "tack-2"), ("Kort", "kort")],
)
def test_the_address_follows_the_name(admin, tack, name, slug):
    assert create(admin, replace(FYR, words={"sv": Words(name, "för")})).slug == slug


def test_a_new_type_comes_last(admin, tack, hejhopp):
    CardType.objects.filter(pk=hejhopp.pk).update(order=7, retired_at=timezone.now())

    assert create(admin).order == 8


# --- Changing one -----------------------------------------------------------------------------------------------------


def test_a_corrected_name_shows_on_cards_that_were_given_and_the_address_stays(client, admin, astrid, bo, tack):
    give(astrid, to=[bo], card_type=tack)
    client.force_login(astrid)
    before = client.get("/flode").content.decode()

    change(admin, tack, words={"sv": Words("Tusen tack", "för det")})

    after = client.get("/flode").content.decode()
    assert ("Tusen tack" in before, "Tusen tack" in after) == (False, True)
    assert "Tusen tack" in client.get("/flode?typ=tack").content.decode()
    assert "Tusen tack" in client.get("/enheten").content.decode()


def test_words_of_a_language_are_added_changed_and_taken_away(admin, tack):
    change(admin, tack, words={"sv": Words("Tack", "för"), "en": Words("Thanks")})

    assert set(CardTypeText.objects.values_list("language", "name")) == {("sv", "Tack"), ("en", "Thanks")}


def test_what_a_language_lacks_is_read_in_swedish(admin, astrid, tack):
    change(admin, tack, words={"sv": Words("Tack", "för det", ("Du stannade när …",)), "en": Words("Thanks")})

    found = type_to_write("tack", unit_id=astrid.unit_id, on=timezone.localdate(), language="en")

    assert found is not None
    assert (found.face.name, found.face.purpose, found.openings) == ("Thanks", "för det", ("Du stannade när …",))


def test_paper_and_symbol_are_fixed_once_a_card_has_been_given(admin, astrid, bo, tack):
    change(admin, tack, paper="hav", symbol="fyr")
    give(astrid, to=[bo], card_type=CardType.objects.get())

    found = problems(change, admin, tack, paper="sol", symbol="sol")

    assert found == dict.fromkeys(("paper", "symbol"), "It stays as it is: there are cards that look like this.")
    assert (content_of(tack).paper, content_of(tack).symbol) == ("hav", "fyr")


def test_a_ready_line_in_use_is_replaced_and_its_cards_keep_it(admin, astrid, bo, tack):
    line = make_ready_line(tack, sv="Tack för hjälpen!")
    card = give(astrid, to=[bo], card_type=tack, ready_line=line, message="")

    change(admin, tack, lines=(Line(line.pk, {"sv": "Tack för all hjälp!"}),))

    old, new = ReadyLine.objects.order_by("pk")
    assert old.retired_at is not None
    assert new.retired_at is None
    assert old.texts.get().text == "Tack för hjälpen!"
    assert new.texts.get().text == "Tack för all hjälp!"
    assert Card.objects.get(pk=card.pk).ready_line == old


def test_a_translation_that_is_added_makes_a_new_line_too(admin, tack):
    line = make_ready_line(tack, sv="Tack!")

    change(admin, tack, lines=(Line(line.pk, {"sv": "Tack!", "fi": "Kiitos!"}),))

    assert ReadyLine.objects.get(retired_at=None).pk != line.pk


def test_lines_are_put_in_another_order_and_taken_away_without_being_replaced(admin, tack):
    one, two, three = (make_ready_line(tack, sv=text) for text in ("Ett", "Två", "Tre"))

    change(admin, tack, lines=(Line(three.pk, {"sv": "Tre"}), Line(one.pk, {"sv": "Ett"})))

    assert [line.pk for line in content_of(tack).lines] == [three.pk, one.pk]
    assert ReadyLine.objects.get(pk=two.pk).retired_at is not None


def test_a_line_of_another_type_is_not_touched(admin, tack, hejhopp):
    other = make_ready_line(hejhopp, sv="Hej!")

    change(admin, tack, lines=(Line(other.pk, {"sv": "Kapad"}), Line(other.pk, {"sv": "Två gånger"})))

    assert ReadyLine.objects.get(pk=other.pk).card_type == hejhopp
    assert other.texts.get().text == "Hej!"
    assert len(content_of(tack).lines) == 2


def test_a_drafts_lines_are_edited_in_their_place(admin, db):
    draft = create(admin, is_draft=True)
    (line,) = content_of(draft).lines

    change(admin, draft, lines=(Line(line.pk, {"sv": "Du visade oss vägen."}),))

    assert [(one.pk, dict(one.texts)) for one in content_of(draft).lines] == [(line.pk, {"sv": "Du visade oss vägen."})]


def test_the_second_of_two_admins_is_told_and_changes_nothing(admin, maj, tack):
    seen = stored(tack).version
    change(maj, tack, max_length=100)

    with pytest.raises(TypeChanged) as caught:
        change(admin, tack, max_length=200, seen=seen)

    assert caught.value.stored.content.max_length == 100
    assert content_of(tack).max_length == 100


@pytest.mark.parametrize(
    "change_it",
    [
        lambda tack: CardType.objects.update(retired_at=timezone.now()),
        lambda tack: make_ready_line(tack, sv="Ny"),
        lambda tack: tack.units.set([make_unit("Kajen")]),
        lambda tack: CardTypeText.objects.filter(language="fi").update(openings=["Kun …"]),
    ],
)
def test_whatever_changes_of_a_type_makes_another_version_of_it(tack, change_it):
    before = stored(tack).version

    change_it(tack)

    assert stored(tack).version != before


def test_a_type_that_was_deleted_meanwhile_is_told(admin, tack):
    key, seen = tack.pk, stored(tack).version
    tack.delete()

    with pytest.raises(TypeGone):
        change_type(actor=admin, type_id=key, content=FYR, seen=seen, at=timezone.now())


def test_a_unit_and_all_below_it_are_remembered_as_the_unit(admin, tack):
    area = make_unit("Norra", kind=UnitKind.AREA, level=Level.AREA)

    change(admin, tack, unit_ids=(area.pk,), kinds=("station", "hotel"))
    change(admin, tack, kinds=("station",))

    assert (content_of(tack).unit_ids, content_of(tack).kinds) == ((area.pk,), ("station",))


# --- The log ----------------------------------------------------------------------------------------------------------


def test_what_was_made_and_changed_is_logged_with_before_and_after(admin, torget, tack):
    fyr = create(admin)
    change(admin, fyr, max_length=200, unit_ids=(torget.pk,), words={"sv": Words("Fyr", "för den som visar vägen")})

    made, changed = AdminAction.objects.order_by("pk")
    values = {value.field: (value.before, value.after) for value in AdminValue.objects.filter(action=changed)}
    assert [(one.verb, one.subject_id, one.actor) for one in (made, changed)] == [
        ("type_created", fyr.pk, admin),
        ("type_changed", fyr.pk, admin),
    ]
    assert values == {
        "name": ({"sv": "Fyrvaktare", "fi": "Majakanvartija"}, {"sv": "Fyr"}),
        "purpose": (
            {"sv": "för den som visar vägen", "fi": "sille joka näyttää tietä"},
            {"sv": "för den som visar vägen"},
        ),
        "openings": ({"sv": ["Första dagen visade du …"]}, {}),
        "max_length": (500, 200),
        "units": ([], [{"unit": torget.pk}]),
    }


def test_what_a_new_type_does_not_say_is_not_logged(admin, db):
    create(admin)

    told = AdminValue.objects.values_list("field", "after")
    assert [field for field, after in told if after in (None, [], {})] == []


def test_a_save_that_changes_nothing_is_not_logged(admin, tack):
    change(admin, tack)

    assert not AdminAction.objects.exists()


def test_a_save_that_is_refused_is_not_logged(admin, tack):
    problems(change, admin, tack, max_length=0)

    assert not AdminAction.objects.exists()


def test_saving_again_takes_as_many_queries_whatever_the_number_of_types(admin, tack, django_assert_max_num_queries):
    for number, paper in enumerate(("korall", "sol", "lind", "gras")):
        make_card_type(f"typ-{number}", paper=paper)

    with django_assert_max_num_queries(40):
        change(admin, tack, max_length=200)
