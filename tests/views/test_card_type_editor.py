"""The editor of a card type, through the client: filled in, shown, saved; with a script and without."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cards.models import CardType, CardTypeText, Organisation, ReadyLine, UnitKind
from cards.queries.type_content import stored_type
from tests.factories import give, make_card_type, make_ready_line, make_unit
from tests.security.test_written_as_text import Elements

NEW = "/forvaltning/korttyper/ny"
PREVIEW = "/forvaltning/korttyper/prov"
LIST = "/forvaltning/korttyper"
HTMX = {"HX-Request": "true"}
FYR: dict[str, Any] = {
    "name_sv": "Fyrvaktare",
    "purpose_sv": "för den som visar vägen",
    "opening_sv": ["Första dagen visade du …", "", "Utan dig hade jag …"],
    "line": ["ny0"],
    "line_ny0_sv": "Du visade vägen.",
    "line_ny0_fi": "Näytit tietä.",
    "name_fi": "Majakanvartija",
    "paper": "hav",
    "symbol": "fyr",
    "max_length": "300",
    "is_message_needed": "1",
    "is_for_staff": "1",
    "is_on_screens": "1",
}


@pytest.fixture(autouse=True)
def plain_words(settings):
    """Read the texts as the code has them: the catalogues have tests of their own."""
    settings.LOCALE_PATHS = []


@pytest.fixture
def workshop(client, admin):
    """Return a client who is an admin and reads English."""
    admin.language = "en"
    admin.save()
    client.force_login(admin)
    return client


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def stored(card_type):
    found = stored_type(card_type.pk)
    assert found
    return found


def filled_in(card_type, **changes):
    """Return what the form of a stored type posts."""
    content = stored(card_type).content
    data: dict[str, Any] = {"seen": stored(card_type).version}
    for code, words in content.words.items():
        data |= {f"name_{code}": words.name, f"purpose_{code}": words.purpose, f"opening_{code}": list(words.openings)}
    data["line"] = [str(line.pk) for line in content.lines]
    for line in content.lines:
        data |= {f"line_{line.pk}_{code}": text for code, text in line.texts.items()}
    data |= {"paper": content.paper, "symbol": content.symbol, "max_length": content.max_length}
    data |= {"weekday": list(content.weekdays), "kind": list(content.kinds), "unit": list(content.unit_ids)}
    flags = ("is_message_needed", "is_for_staff", "is_for_customers", "is_on_screens")
    return data | {name: "1" for name in flags if getattr(content, name)} | changes


# --- Making one -------------------------------------------------------------------------------------------------------


def test_a_type_is_made_and_given_from_then_on(workshop, tack):
    answer = workshop.post(NEW, {**FYR, "do": "start"}, follow=True)

    assert "Fyrvaktare is in use." in text_of(answer)
    fyr = CardType.objects.active().get(slug="fyrvaktare")
    content = stored(fyr).content
    assert content.of("sv").openings == ("Första dagen visade du …", "Utan dig hade jag …")
    assert [dict(line.texts) for line in content.lines] == [{"sv": "Du visade vägen.", "fi": "Näytit tietä."}]
    assert (content.max_length, content.is_for_customers, content.is_on_screens) == (300, False, True)


def test_a_draft_is_kept_with_only_a_name_and_given_by_nobody(workshop, tack):
    answer = workshop.post(
        NEW, {"name_sv": "Ny", "paper": "hallon", "symbol": "bi", "max_length": "500", "do": "draft"}
    )

    assert answer.status_code == 303
    assert CardType.objects.get(slug="ny").is_draft


def test_posting_a_new_type_twice_makes_one(workshop, tack):
    first, second = (workshop.post(NEW, {**FYR, "do": "draft"}) for _time in range(2))

    assert (first.status_code, second.status_code) == (303, 422)
    assert "There is a card called Fyrvaktare already." in text_of(second)
    assert CardType.objects.filter(slug__startswith="fyr").count() == 1


def test_what_is_wrong_comes_back_filled_in_with_a_summary(workshop, tack):
    answer = workshop.post(NEW, {**FYR, "name_sv": "", "purpose_fi": "x" * 61, "paper": tack.paper, "do": "start"})

    page = text_of(answer)
    assert answer.status_code == 422
    assert re.findall(r'<p><a href="#id_(\w+)">', page) == ["name_sv", "purpose_fi", "paper"]
    assert all(f'id="id_{key}' in page for key in ("name_sv", "purpose_fi", "paper"))
    assert "Tack has this paper. Choose another." in page
    assert "Första dagen visade du …" in page
    assert CardType.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_on", "2026-02-31"), ("ends_on", "strunt"), ("ends_on", "99999-01-01"), ("max_length", "x"),
        ("max_length", "-1"), ("max_length", "9" * 40), ("weekday", ["9"]), ("weekday", ["x"]), ("kind", ["team"]),
        ("kind", ["\0"]), ("unit", ["2147483647"]), ("paper", "\0"), ("symbol", ""), ("name_sv", "\0\u200b"),
        ("line", ["ny0"] + [f"ny{number}" for number in range(1, 60)]), ("name_sv", "x" * 10_000),
        ("opening_sv", ["x"] * 300), ("name_sv", "\ud83d\ude00" * 15),
    ],
)  # fmt: skip
def test_no_input_is_a_fault_of_the_server(workshop, tack, field, value):
    lines = {f"line_ny{number}_sv": "x" for number in range(60)} if field == "line" else {}
    value = value.encode("utf-16", "surrogatepass").decode("utf-16") if isinstance(value, str) else value

    answer = workshop.post(NEW, {**FYR, **lines, field: value, "do": "start"})

    assert answer.status_code == 422
    assert CardType.objects.count() == 1


@pytest.mark.parametrize(
    "wish", ["", "strunt", "show", "add-opening:xx", "drop-opening:sv", "drop-opening:sv:99", "\0"]
)
def test_a_wish_that_saves_nothing_shows_the_form_as_it_is(workshop, tack, wish):
    answer = workshop.post(NEW, {**FYR, "do": wish})

    assert answer.status_code == 200
    assert "Du visade vägen." in text_of(answer)
    assert CardType.objects.count() == 1


def test_an_empty_form_is_no_fault_either(workshop, tack):
    assert workshop.post(NEW, {"do": "start"}).status_code == 422
    assert workshop.post(NEW, {}).status_code == 200
    assert workshop.post(PREVIEW, {}).status_code == 200


# --- Rows -------------------------------------------------------------------------------------------------------------


def test_rows_are_added_and_taken_away_without_a_script(workshop, tack):
    def openings(wish, data):
        typed = workshop.post(NEW, {**data, "do": wish}).context["boxes"].typed
        return list(typed.words["sv"].openings), [line.key for line in typed.lines]

    assert openings("add-opening:sv", FYR)[0] == [*FYR["opening_sv"], ""]
    assert openings("drop-opening:sv:0", FYR)[0] == FYR["opening_sv"][1:]
    assert openings("add-line", FYR)[1] == ["ny0", "ny1"]
    assert openings("drop-line:ny0", FYR)[1] == []


def test_a_line_taken_away_and_one_added_are_saved_as_such(workshop, tack):
    one, two = make_ready_line(tack, sv="Ett"), make_ready_line(tack, sv="Två")
    data = filled_in(tack, line=[str(two.pk), "ny0"], line_ny0_sv="Tre", do="save")

    workshop.post(f"{LIST}/{tack.pk}", data)

    assert [line.text("sv") for line in stored(tack).content.lines] == ["Två", "Tre"]
    assert ReadyLine.objects.get(pk=one.pk).retired_at is not None
    assert ReadyLine.objects.get(pk=two.pk).retired_at is None


# --- Changing one -----------------------------------------------------------------------------------------------------


def test_saving_what_the_form_shows_changes_nothing(workshop, torget, tack):
    make_ready_line(tack, sv="Tack!", fi="Kiitos!")
    tack.units.set([torget])
    before = stored(tack).version

    answer = workshop.post(f"{LIST}/{tack.pk}", filled_in(tack, do="save"))

    assert answer.status_code == 303
    assert stored(tack).version == before


def test_paper_and_symbol_are_shown_and_not_asked_for_once_there_are_cards(workshop, astrid, bo, tack):
    assert 'type="radio" name="paper"' in text_of(workshop.get(f"{LIST}/{tack.pk}"))
    give(astrid, to=[bo], card_type=tack)

    page = text_of(workshop.get(f"{LIST}/{tack.pk}"))
    assert 'type="radio" name="paper"' not in page
    assert "They stay as they are: 1 card looks like this." in page

    answer = workshop.post(f"{LIST}/{tack.pk}", filled_in(tack, paper="sol", do="save"))
    assert answer.status_code == 422
    assert CardType.objects.get().paper == "hallon"


def test_a_paper_in_use_is_locked_and_says_whose_it_is_and_a_drafts_is_not(workshop, tack):
    make_card_type("utkast", paper="hav", is_draft=True)
    make_card_type("gammal", paper="lind", retired_at=timezone.now())

    picks = {pick.value: pick for pick in workshop.get(NEW).context["boxes"].papers}

    assert [value for value, pick in picks.items() if pick.is_locked] == ["hallon"]
    assert picks["hallon"].holder == "Tack"


def test_the_second_of_two_admins_reads_what_stands_and_loses_nothing(workshop, tack):
    data = filled_in(tack, name_sv="Tusen tack", do="save")
    CardType.objects.update(max_length=100)

    answer = workshop.post(f"{LIST}/{tack.pk}", data)

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Somebody else has changed this" in page
    assert answer.context["differences"] == [("Name", "sv: Tack, fi: Tack (fi)"), ("Longest message", "100")]
    assert 'value="Tusen tack"' in page
    assert stored(tack).content.name == "Tack"

    again = workshop.post(f"{LIST}/{tack.pk}", {**data, "seen": answer.context["boxes"].typed.seen})
    assert again.status_code == 303
    assert (stored(tack).content.name, CardType.objects.get().max_length) == ("Tusen tack", 500)


def test_offered_languages_come_first(workshop, tack):
    Organisation.objects.update(languages=["sv", "nb"])

    boxes = workshop.get(f"{LIST}/{tack.pk}").context["boxes"]

    assert ([block.code for block in boxes.offered], [block.code for block in boxes.others]) == (["nb"], ["fi", "en"])


def test_limits_are_saved_and_come_back(workshop, torget, fyren, tack):
    area = make_unit("Norra", kind=UnitKind.AREA)
    limits = {"starts_on": "2026-12-01", "ends_on": "24.12.2026", "weekday": ["5", "1"], "kind": ["hotel"]}

    workshop.post(f"{LIST}/{tack.pk}", filled_in(tack, **limits, unit=[str(area.pk)], do="save"))

    typed = workshop.get(f"{LIST}/{tack.pk}").context["boxes"].typed
    assert (typed.starts_on, typed.ends_on, typed.weekdays) == ("2026-12-01", "2026-12-24", ("1", "5"))
    assert (typed.kinds, typed.units) == (("hotel",), (str(area.pk),))


def test_every_day_of_the_week_is_no_limit(workshop, tack):
    workshop.post(f"{LIST}/{tack.pk}", filled_in(tack, weekday=[str(day) for day in range(1, 8)], do="save"))

    assert CardType.objects.get().weekdays == []


def test_a_type_that_was_deleted_meanwhile_is_not_there(workshop, tack):
    data, here = filled_in(tack, do="save"), f"{LIST}/{tack.pk}"
    tack.delete()

    assert workshop.post(here, data).status_code == 404


# --- The preview ------------------------------------------------------------------------------------------------------


def test_the_preview_follows_what_is_typed(workshop):
    answer = workshop.post(PREVIEW, FYR, headers=HTMX)

    page = text_of(answer)
    assert "<html" not in page
    assert 'data-hue="hav"' in page
    assert "Fyrvaktare" in page
    assert "Du visade vägen." in page
    assert "at least 7.6 : 1" in page
    assert all(part in page for part in ('id="prov-kort"', 'id="prov-mer" hx-swap-oob', 'id="prov-alla" hx-swap-oob'))


def test_the_preview_shows_another_language_and_falls_back_to_swedish(workshop):
    page = text_of(workshop.post(PREVIEW, {**FYR, "preview_language": "fi"}))

    assert "Majakanvartija" in page.replace("\u00ad", "")
    assert "Näytit tietä." in page
    assert "för den som visar vägen" in page


@pytest.mark.parametrize("field", ["name_sv", "purpose_sv", "line_ny0_sv", "paper", "symbol", "preview_language"])
def test_nothing_that_is_typed_becomes_part_of_the_preview(workshop, field):
    page = workshop.post(PREVIEW, {**FYR, field: '"><x-evil onx=1>'}).content.decode()

    assert "<x-evil" not in page
    assert 'onx=1"' not in page


@pytest.mark.parametrize(("paper", "ratio"), [("sol", 7.3), ("hav", 7.6), ("strunt", 7.6)])
def test_the_contrast_is_that_of_the_paper(workshop, paper, ratio):
    assert workshop.post(PREVIEW, {**FYR, "paper": paper}).context["preview"].legibility == ratio


EVIL = "\"'></title></textarea><x-evil onx=1>"


def test_nothing_that_is_stored_becomes_part_of_the_editor_or_the_list(workshop, torget, tack):
    CardTypeText.objects.update(name='"><x-evil onx=1>', purpose=EVIL, openings=[EVIL])
    make_ready_line(tack, sv=EVIL, fi=EVIL)
    type(torget).objects.update(name=EVIL)

    for address in (LIST, NEW, f"{LIST}/{tack.pk}", f"{LIST}/{tack.pk}/ta-bort"):
        elements = Elements(workshop.get(address).content.decode())
        assert "x-evil" not in elements.tags, address
        assert "onx" not in elements.attributes, address


# --- The page ---------------------------------------------------------------------------------------------------------


def test_the_editor_takes_at_most_six_queries_however_many_types_lines_and_units(workshop, tack):
    with CaptureQueriesContext(connection) as few:
        workshop.get(f"{LIST}/{tack.pk}")
    for number in range(10):
        make_card_type(f"typ-{number}", paper="hav", is_draft=True)
        make_ready_line(tack, sv=f"Rad {number}", fi="Rivi")
        make_unit(f"Enhet {number}")
    with CaptureQueriesContext(connection) as many:
        workshop.get(f"{LIST}/{tack.pk}")

    assert len(few) == len(many) <= 6
