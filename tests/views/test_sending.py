"""Giving a card, step by step, through the client."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cards.actions.safety import block_person
from cards.lib.audiences import Audience, Ceiling
from cards.models import Card, CardRecipient, Person, RotationOffer
from tests.factories import give, make_person, make_ready_line, make_team

FORM = UUID("3f0e8f7a-5f0b-4c7e-9d3b-0a1b2c3d4e5f")
HTMX = {"HX-Request": "true"}
WORDS = {"message": "Du räddade brödhyllan.", "audience": "1"}


def step(name, query="", form_id=FORM):
    return reverse(name, args=[form_id]) + query


def writing(*people, card_type="tack", form_id=FORM):
    return step("write_card", f"?typ={card_type}" + "".join(f"&till={person.pk}" for person in people), form_id)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture(autouse=True)
def plain_words(settings):
    """Read the texts as the code has them: the catalogues have tests of their own."""
    settings.LOCALE_PATHS = []


@pytest.fixture
def signed_in(client, astrid):
    astrid.language = "en"
    astrid.save()
    client.force_login(astrid)
    return client


# --- The steps --------------------------------------------------------------------------------------------------------


def test_a_form_of_its_own_is_begun_and_keeps_the_query(signed_in):
    answers = [signed_in.get("/ge?typ=tack&till=5&till=7") for _time in range(2)]

    addresses = [answer["Location"] for answer in answers]
    assert all(re.fullmatch(r"/ge/[0-9a-f-]{36}\?typ=tack&till=5&till=7", address) for address in addresses)
    assert addresses[0] != addresses[1]


def test_strangers_are_asked_to_log_in(client, db):
    assert client.get("/ge").status_code == 302
    assert client.get(step("write_card")).url.startswith("/in")


def test_active_types_stand_in_order_and_lead_on(signed_in, tack, hejhopp):
    tack.order, hejhopp.order = 2, 1
    tack.save()
    hejhopp.save()

    links = re.findall(r'class="card" data-hue="(\w+)" href="([^"]+)"', text_of(signed_in.get(step("pick_type"))))

    assert links == [("gras", step("pick_people", "?typ=hejhopp")), ("hallon", step("pick_people", "?typ=tack"))]


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("?typ=tack", step("pick_people", "?typ=tack")),
        ("?typ=tack&till=7", step("write_card", "?typ=tack&till=7")),
        ("?typ=tack&enhet=7", step("write_card", "?typ=tack&enhet=7")),
    ],
)
def test_deep_links_skip_steps(signed_in, tack, query, leads_to):
    assert signed_in.get(step("pick_type", query))["Location"] == leads_to


def test_with_people_known_a_type_leads_straight_to_writing(signed_in, tack):
    assert f'href="{step("write_card", "?typ=tack&amp;till=7")}"' in text_of(
        signed_in.get(step("pick_type", "?till=7"))
    )


@pytest.mark.parametrize("name", ["pick_type", "pick_people", "write_card"])
@pytest.mark.parametrize("slug", ["hejhopp", "strunt", "a%00b", "%F0%9F%98%80", "x" * 5000])
def test_a_type_that_is_not_given_shows_the_first_step_with_a_sentence(signed_in, tack, hejhopp, name, slug):
    hejhopp.retired_at = timezone.now()
    hejhopp.save()

    answer = signed_in.get(step(name, f"?typ={slug}&till=3"))

    assert answer.status_code == 200
    assert "This kind of card is no longer given" in text_of(answer)
    assert step("write_card", "?typ=tack&amp;till=3") in text_of(answer)


@pytest.mark.parametrize("name", ["pick_people", "write_card"])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("till={me}", "You cannot give yourself a card"),
        ("till=999999", "can no longer be given cards"),
        ("till=99999999999999999999", "can no longer be given cards"),
        ("till=bo", "can no longer be given cards"),
        ("till=%00", "can no longer be given cards"),
        ("till={gone}", "can no longer be given cards"),
        ("till={hidden}", "can no longer be given cards"),
        ("enhet=999999", "That unit cannot be given a card together"),
        ("enhet={small}", "That unit cannot be given a card together"),
        ("enhet={root}", "That unit cannot be given a card together"),
        ("enhet={torget}&till={bo}", "Choose one or the other"),
        ("enhet={torget}&enhet={small}", "one unit or team at a time"),
        ("&".join(f"till={number}" for number in range(1, 23)), "room for 20 names"),
    ],
)
def test_an_impossible_recipient_shows_the_second_step_with_a_sentence(
    signed_in, astrid, bo, maj, tack, torget, fyren, stationen, name, query, sentence
):
    gone = make_person("Gun Holm", torget, employed_to=timezone.localdate() - timedelta(days=1))
    hidden = make_person("Siv Dold", fyren, is_protected=True)
    keys = {"me": astrid.pk, "gone": gone.pk, "hidden": hidden.pk, "bo": bo.pk}
    units = {"torget": torget.pk, "small": stationen.pk, "root": torget.parent_id}

    answer = signed_in.get(step(name, "?typ=tack&" + query.format(**keys, **units)))

    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert "Siv" not in text_of(answer)


def test_without_anybody_the_second_step_asks(signed_in, bo, tack):
    for query in ("?typ=tack", "?typ=tack&till=&enhet="):
        assert "Choose who gets the card." in text_of(signed_in.get(step("write_card", query)))
    assert "Choose who gets the card." not in text_of(signed_in.get(step("pick_people", "?typ=tack")))


# --- To whom ----------------------------------------------------------------------------------------------------------


def test_groups_stand_in_their_order_with_the_ticked_first(signed_in, astrid, bo, maj, aino, tack):
    give(astrid, to=[aino])

    page = text_of(signed_in.get(step("pick_people", f"?typ=tack&till={maj.pk}")))

    heads = ["Chosen", "You recently wrote to", "Somebody you have not written to for long", "All together"]
    assert [page.index(head) for head in heads] == sorted(page.index(head) for head in heads)
    assert re.findall(r'value="(\d+)" checked', page) == [str(maj.pk)]
    assert "2 people, one card together" in page
    assert "Astrid Lindqvist" not in page


def test_the_rotation_is_remembered_on_the_first_visit_of_the_day(signed_in, bo, maj, tack):
    signed_in.get(step("pick_people", "?typ=tack"))
    signed_in.get(step("pick_people", "?typ=tack"))

    assert set(RotationOffer.objects.values_list("colleague_id", flat=True)) == {bo.pk, maj.pk}


def test_search_is_a_get_form_and_keeps_ticks(signed_in, bo, aino, tack):
    page = text_of(signed_in.get(step("pick_people", f"?typ=tack&till={bo.pk}&q=maekelae")))

    assert re.findall(r'name="till" value="(\d+)" checked', page) == [str(bo.pk)]
    assert re.findall(r'name="till" value="(\d+)">', page) == [str(aino.pk)]


def test_near_misses_are_offered_in_words(signed_in, tack, torget):
    make_person("Sofia Lindqvist", torget)

    page = text_of(signed_in.get(step("pick_people", "?typ=tack&q=Linkvist")))

    assert "Nobody is called Linkvist." in page
    assert "Did you mean one of these?" in page


def test_a_search_for_somebody_already_ticked_does_not_say_that_nobody_has_the_name(signed_in, aino, tack):
    page = text_of(signed_in.get(step("pick_people", f"?typ=tack&till={aino.pk}&q=maekelae")))

    assert re.findall(r'name="till" value="(\d+)" checked', page) == [str(aino.pk)]
    assert "Nobody is called" not in page
    assert "1 to choose from" in page


def test_choosing_somebody_takes_away_what_was_wrong(signed_in, bo, tack):
    asked = text_of(signed_in.get(step("write_card", "?typ=tack")))
    part = text_of(signed_in.get(step("pick_people", f"?typ=tack&till={bo.pk}"), headers=HTMX | {"HX-Target": "valda"}))

    assert "Choose who gets the card." in asked
    assert '<div class="hinder" id="hinder" hx-swap-oob="true"></div>' in part


def test_a_search_is_escaped_and_cut(signed_in, tack):
    page = text_of(signed_in.get(step("pick_people"), {"typ": "tack", "q": "<b>\0" + "x" * 500}))

    assert "<b>x" not in page
    assert "x" * 81 not in page


def test_one_taken_out_is_no_longer_ticked(signed_in, bo, maj, tack):
    page = text_of(signed_in.get(step("pick_people", f"?typ=tack&till={bo.pk}&till={maj.pk}&bort=p{bo.pk}")))

    assert re.findall(r'value="(\d+)" checked', page) == [str(maj.pk)]


@pytest.mark.parametrize(("target", "name"), [("valda", "pick_people"), ("traffar", "search_people")])
def test_htmx_swaps_a_part_and_the_address_keeps_the_choice(signed_in, bo, tack, target, name):
    answer = signed_in.get(step(name, f"?typ=tack&till={bo.pk}&q="), headers=HTMX | {"HX-Target": target})

    page = text_of(answer)
    assert page.strip().startswith("<div")
    assert f'id="{target}"' in page
    assert "<html" not in page
    assert answer["HX-Replace-Url"] == step("pick_people", f"?typ=tack&till={bo.pk}")
    assert "HX-Request" in answer["Vary"]


def test_the_bar_names_those_chosen(signed_in, bo, maj, torget, tack):
    other = make_person("Bo Alm", torget)

    page = text_of(signed_in.get(step("pick_people", f"?typ=tack&till={bo.pk}&till={maj.pk}&till={other.pk}")))

    assert "Write to Bo Sundqvist, Maj and Bo Alm" in page


def test_namesakes_are_told_apart(signed_in, torget, fyren, tack):
    for unit, title in ((torget, "Kassör"), (torget, "Kock"), (fyren, "Kock")):
        make_person("Anna Berg", unit, title=title)
    first = Person.objects.get_queryset().filter(given_name="Anna").order_by("pk")

    page = text_of(signed_in.get(step("pick_people", "?typ=tack&q=anna")))
    card = text_of(signed_in.get(writing(*first)))

    assert set(re.findall(r"<b>Anna Berg</b><span>([^<]+)</span>", page)) == {"Kassör", "Kock", "Hotell Fyren, Kock"}
    assert re.findall(r"<b>Anna Berg</b> \(([^)]+)\)", card) == [
        "Kassör",
        "Kock",
        "Hotell Fyren",
    ]


def test_one_who_has_blocked_you_looks_like_everybody(signed_in, astrid, bo, tack):
    before = text_of(signed_in.get(writing(bo)))
    block_person(blocker=bo, blocked=astrid, at=timezone.now())

    after = text_of(signed_in.get(writing(bo)))

    hidden = re.compile(r'value="\w{64}"|"X-CSRFToken": "\w+"')
    assert hidden.sub("", after) == hidden.sub("", before)
    assert signed_in.post(writing(bo), WORDS).status_code == 303


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_a_card_is_sealed_and_the_audience_remembered(signed_in, astrid, bo, aino, tack):
    answer = signed_in.post(writing(bo, aino), WORDS | {"audience": "2"})

    card = Card.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("sealed", args=[card.pk]))
    assert (card.message, card.audience, card.form_id) == (WORDS["message"], Audience.EVERYONE, FORM)
    assert set(CardRecipient.objects.values_list("person_id", flat=True)) == {bo.pk, aino.pk}
    astrid.refresh_from_db()
    assert astrid.last_audience == Audience.EVERYONE
    page = text_of(signed_in.get(writing(bo, form_id=uuid4())))
    assert re.findall(r'name="audience" value="(\d)" checked', page) == ["2"]


def test_htmx_is_led_to_the_sealed_page_as_a_real_navigation(signed_in, bo, tack):
    answer = signed_in.post(writing(bo), WORDS, headers=HTMX)

    assert answer["HX-Redirect"] == reverse("sealed", args=[Card.objects.get().pk])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_second_post_shows_the_first_card(signed_in, bo, tack, headers):
    answers = [signed_in.post(writing(bo), WORDS, headers=headers) for _tap in range(2)]

    assert len({answer.get("Location") or answer["HX-Redirect"] for answer in answers}) == 1
    assert Card.objects.count() == 1


def test_line_ends_and_composed_letters_do_not_make_another_card(signed_in, bo, tack):
    signed_in.post(writing(bo), WORDS | {"message": "Åsa\r\nså det"})

    answer = signed_in.post(writing(bo), WORDS | {"message": "A\u030asa\nsa\u030a det\n"})

    assert answer.status_code == 303
    assert Card.objects.count() == 1


def test_other_words_with_the_same_form_are_offered_as_a_new_card(signed_in, bo, tack):
    signed_in.post(writing(bo), WORDS)

    answer = signed_in.post(writing(bo), WORDS | {"message": "Något annat."})

    page = text_of(answer)
    assert answer.status_code == 422
    assert "You have already sent this card" in page
    assert "Något annat." in page
    assert Card.objects.count() == 1
    address = re.findall(r'method="post" action="([^"]+)"', page)[0].replace("&amp;", "&")
    assert str(FORM) not in address
    assert signed_in.post(address, WORDS | {"message": "Något annat."}).status_code == 303
    assert Card.objects.count() == 2


def test_a_unit_is_written_to_by_name_and_number(signed_in, bo, maj, torget, tack):
    address = step("write_card", f"?typ=tack&enhet={torget.pk}")

    assert 'To <b>everyone at Torget</b><span class="dot">·</span>2 people' in text_of(signed_in.get(address))
    assert signed_in.post(address, WORDS).status_code == 303
    assert Card.objects.get().to_unit == torget


def test_a_team_is_written_to(signed_in, astrid, bo, maj, torget, tack):
    team = make_team("Kassan", torget, astrid, bo, maj)
    address = step("write_card", f"?typ=tack&enhet={team.pk}")

    assert "To <b>all of Kassan</b>" in text_of(signed_in.get(address))
    assert signed_in.post(address, WORDS).status_code == 303


def outcomes(page):
    return re.findall(r'<span class="hint">([^<]+)</span></span></label>', page)


def test_each_choice_says_what_will_come_of_it(signed_in, bo, aino, tack):
    assert outcomes(text_of(signed_in.get(writing(bo, aino)))) == [
        "Only you, Bo and Aino see it.",
        "Those who work at Hotell Fyren and Torget can see it.",
        "Everyone in the organisation can see it.",
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"ceiling": Ceiling.ONLY_ME}, ["Only you, Bo and Aino see it."] * 2),
        ({"ceiling": Ceiling.MY_UNIT}, ["Those who work at Hotell Fyren can see it."] * 2),
        ({"ceiling": Ceiling.UNITS}, ["Those who work at Hotell Fyren and Torget can see it."] * 2),
    ],
)
def test_a_ceiling_is_told_by_what_comes_of_it(signed_in, bo, aino, tack, change, expected):
    Person.objects.get_queryset().filter(pk=aino.pk).update(**change)

    assert outcomes(text_of(signed_in.get(writing(bo, aino))))[1:] == expected


def test_what_is_promised_is_what_is_stored(signed_in, bo, aino, tack):
    Person.objects.get_queryset().filter(pk=aino.pk).update(ceiling=Ceiling.MY_UNIT)

    signed_in.post(writing(bo, aino), WORDS | {"audience": "2"})

    assert list(Card.objects.get().audience_rows.values_list("unit__name", flat=True)) == ["Hotell Fyren"]


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("", "Write a few words first."),
        (" \u200b ", "Write a few words first."),
        ("x" * 501, "1 character too long"),
        ("a\u030a" * 510, "10 characters too long"),
    ],
)
def test_words_that_do_not_fit_come_back_with_what_to_do(signed_in, bo, tack, message, sentence):
    answer = signed_in.post(writing(bo), WORDS | {"message": message})

    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert message.strip() in page
    assert re.search(
        r'<textarea[^>]*aria-invalid="true"[^>]*aria-describedby="id_message_error"[^>]*autofocus', page
    ) or ('aria-invalid="true"' in page and "autofocus" in page)
    assert not Card.objects.exists()


def test_a_type_retired_meanwhile_keeps_the_words_over_the_choice_of_another(signed_in, bo, tack, hejhopp):
    tack.retired_at = timezone.now()
    tack.save()

    answer = signed_in.post(writing(bo), WORDS)

    page = text_of(answer)
    assert answer.status_code == 422
    assert "no longer given" in page
    assert WORDS["message"] in page
    assert step("pick_type", f"?till={bo.pk}") in page
    assert WORDS["message"] in text_of(signed_in.get(writing(bo, card_type="hejhopp")))
    assert WORDS["message"] not in text_of(signed_in.get(writing(bo, card_type="hejhopp", form_id=uuid4())))


def test_a_recipient_who_left_meanwhile_is_named_and_dropped_from_the_form(signed_in, bo, torget, tack):
    gone = make_person("Gun Holm", torget, employed_to=timezone.localdate() - timedelta(days=1))

    answer = signed_in.post(writing(bo, gone), WORDS)

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Gun Holm can no longer be given cards." in page
    assert WORDS["message"] in page
    assert f'action="{writing(bo).replace("&", "&amp;")}"' in page
    assert step("pick_people", f"?typ=tack&amp;till={bo.pk}") in page
    assert not Card.objects.exists()


def test_a_protected_person_elsewhere_is_refused_without_a_name(signed_in, fyren, tack):
    hidden = make_person("Siv Dold", fyren, is_protected=True)

    answer = signed_in.post(writing(hidden), WORDS)

    assert answer.status_code == 422
    assert "Siv" not in text_of(answer)
    assert not Card.objects.exists()


@pytest.mark.parametrize(
    "query", ["?typ=tack", "?typ=tack&till=999999", "?typ=tack&till={bo}&enhet={torget}", "?typ=x"]
)
def test_a_post_without_possible_recipients_sends_nothing(signed_in, bo, maj, torget, tack, query):
    answer = signed_in.post(step("write_card", query.format(bo=bo.pk, torget=torget.pk)), WORDS)

    assert answer.status_code in {200, 422}
    assert not Card.objects.exists()


def test_a_retry_after_the_recipient_left_shows_the_first_card(signed_in, bo, tack):
    first = signed_in.post(writing(bo), WORDS)
    Person.objects.get_queryset().filter(pk=bo.pk).update(employed_to=timezone.localdate() - timedelta(days=1))

    assert signed_in.post(writing(bo), WORDS)["Location"] == first["Location"]


@pytest.mark.slow
def test_past_a_limit_the_words_come_back_kindly(signed_in, astrid, bo, tack):
    for _number in range(10):
        give(astrid, to=[bo], at=timezone.now())

    answer = signed_in.post(writing(bo), WORDS)

    assert answer.status_code == 422
    assert "Save this one for tomorrow" in text_of(answer)
    assert WORDS["message"] in text_of(answer)


def test_a_ready_line_alone_is_enough(signed_in, bo, tack):
    line = make_ready_line(tack, sv="Tack för hjälpen!", fi="Kiitos avusta!")

    assert "Tack för hjälpen!" in text_of(signed_in.get(writing(bo)))
    assert signed_in.post(writing(bo), {"message": "", "audience": "1", "ready_line": line.pk}).status_code == 303
    assert Card.objects.get().ready_line == line


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_ready_line_retired_meanwhile_is_told(signed_in, bo, tack, is_gone):
    line = make_ready_line(tack, sv="Tack för hjälpen!")
    line.retired_at = timezone.now()
    line.save()

    answer = signed_in.post(writing(bo), WORDS | {"ready_line": "x" if is_gone else line.pk})

    assert answer.status_code == 422
    assert "That ready line is gone" in text_of(answer)


@pytest.mark.parametrize("audience", ["", "7", "x"])
def test_an_audience_that_is_none_is_asked_for(signed_in, bo, tack, audience):
    answer = signed_in.post(writing(bo), WORDS | {"audience": audience})

    assert answer.status_code == 422
    assert not Card.objects.exists()


def test_openings_are_examples_without_a_script(signed_in, bo, tack):
    page = text_of(signed_in.get(writing(bo)))

    assert "Du stannade när …" in re.findall(r"<noscript>(.+?)</noscript>", page)[0]


def test_no_page_needs_a_style_or_script_of_its_own(signed_in, bo, tack):
    for address in (step("pick_type"), step("pick_people", "?typ=tack"), writing(bo)):
        page = text_of(signed_in.get(address))

        assert not re.search(r'style="|<style|<script(?! src=)| on\w+="', page)


# --- Queries ----------------------------------------------------------------------------------------------------------


def queries(client, address, **extra):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address, **extra).status_code == 200
    return len(captured)


@pytest.mark.slow
def test_pages_take_as_many_queries_for_one_as_for_many(signed_in, astrid, bo, maj, fyren, torget, tack):
    team = make_team("Kassan", torget, astrid, bo, maj)
    make_person("Person Ett", torget)
    addresses = {
        "types": step("pick_type"),
        "people": step("pick_people", f"?typ=tack&till={bo.pk}&enhet={team.pk}"),
        "search": step("search_people", "?typ=tack&q=person"),
        "write": writing(bo),
    }
    signed_in.get(addresses["people"])
    few = {name: queries(signed_in, address) for name, address in addresses.items()}
    people = [make_person(f"Person Nr{number}", unit) for number in range(50) for unit in (torget, fyren)]
    for person in people[:30]:
        give(astrid, to=[person])
    signed_in.get(addresses["people"])
    addresses["write"] = writing(*people[:20])

    assert {name: queries(signed_in, address) for name, address in addresses.items()} == few
    assert max(few.values()) <= 6


# --- Sealed -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def just_sealed(signed_in, bo, tack):
    signed_in.post(writing(bo), WORDS)
    return Card.objects.get()


def test_the_sealed_page_tells_and_offers_undo(signed_in, just_sealed):
    page = text_of(signed_in.get(reverse("sealed", args=[just_sealed.pk])))

    assert "Bo gets it in a minute" in page
    assert reverse("undo", args=[just_sealed.pk]) in page
    assert f'data-sealed="{FORM}"' in page
    assert WORDS["message"] not in page


@pytest.mark.parametrize(("name", "verb"), [("sealed", "get"), ("undo", "post"), ("withdraw", "post")])
def test_nobody_but_the_sender_has_a_sealed_page(client, just_sealed, bo, maj, name, verb):
    for person in (bo, maj):
        client.force_login(person)

        assert getattr(client, verb)(reverse(name, args=[just_sealed.pk])).status_code == 404
        assert getattr(client, verb)(reverse(name, args=[10**30])).status_code == 404
    assert Card.objects.filter(pk=just_sealed.pk, records=None).exists()


@pytest.mark.parametrize("name", ["undo", "withdraw"])
def test_taking_back_is_no_link(signed_in, just_sealed, name):
    assert signed_in.get(reverse(name, args=[just_sealed.pk])).status_code == 405


def test_undo_gives_the_form_back_as_it_was(signed_in, just_sealed, bo):
    answer = signed_in.post(reverse("undo", args=[just_sealed.pk]))

    assert (answer.status_code, answer["Location"]) == (303, writing(bo))
    assert not Card.objects.exists()
    page = text_of(signed_in.get(answer["Location"]))
    assert WORDS["message"] in page
    assert "The card is back with you" in page
    assert re.findall(r'name="audience" value="(\d)" checked', page) == ["1"]
    assert signed_in.post(answer["Location"], WORDS | {"message": "Bättre ord."}).status_code == 303
    assert Card.objects.get().form_id == FORM
    assert "draft" not in signed_in.session


def test_undoing_twice_comes_to_the_same_form(signed_in, just_sealed):
    answers = [signed_in.post(reverse("undo", args=[just_sealed.pk])) for _tap in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]


def test_undo_after_the_minute_tells_and_offers_withdrawal(signed_in, astrid, bo, tack):
    card = give(astrid, to=[bo])

    answer = signed_in.post(reverse("undo", args=[card.pk]), follow=True)

    page = text_of(answer)
    assert "already left the postbox" in page
    assert reverse("withdraw", args=[card.pk]) in page
    assert Card.objects.filter(pk=card.pk).exists()


def test_a_card_is_withdrawn_until_it_is_opened(signed_in, astrid, bo, tack):
    card = give(astrid, to=[bo])

    answer = signed_in.post(reverse("withdraw", args=[card.pk]), follow=True)

    assert "The card is back with you" in text_of(answer)
    assert not CardRecipient.objects.filter(is_received=True).exists()


def test_an_opened_card_stays(signed_in, astrid, bo, tack):
    card = give(astrid, to=[bo])
    CardRecipient.objects.update(opened_at=timezone.now())

    answer = signed_in.post(reverse("withdraw", args=[card.pk]), follow=True)

    page = text_of(answer)
    assert "The envelope has been opened. The card stays." in page
    assert reverse("withdraw", args=[card.pk]) not in page
    assert CardRecipient.objects.filter(is_received=True).exists()
