"""Whatever people, files and admins write stands on every page as text: it makes no element and no attribute."""

from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cards.actions.keeping import open_card
from cards.actions.reactions import give_heart, reply_to_card
from cards.actions.safety import block_person
from cards.models import CardTypeText, Person, Unit
from tests.factories import give, make_person, make_ready_line, make_team

EVIL = "\"'></title></textarea><x-evil onx=1 hx-get=/ut>{{7*7}}"
EVIL_NAME = '"><x-evil onx=1>'  # As long as the name of a type may be.


class Elements(HTMLParser):
    """Collects what a browser would take for elements and attributes."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.bare_scripts = set(), set(), 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        names = [name for name, _value in attributes]
        self.tags.add(tag)
        self.attributes.update(names)
        self.bare_scripts += tag == "script" and "src" not in names


@pytest.fixture
def card(astrid, bo, maj, aino, torget, tack):
    """Give a card on which everything that somebody can write is evil."""
    Unit.objects.filter(pk=torget.pk).update(name=EVIL, page_name=EVIL)
    Person.objects.update(given_name=EVIL, family_name=EVIL[:40], title=EVIL)
    make_person(EVIL, torget, title=EVIL)
    CardTypeText.objects.update(name=EVIL_NAME, purpose=EVIL, openings=[EVIL])
    make_team(EVIL, torget, bo, maj, astrid)
    line = make_ready_line(tack, sv=EVIL, fi=EVIL)
    people = {person.pk: person for person in Person.objects.get_queryset()}
    card = give(people[astrid.pk], to=[people[bo.pk], people[maj.pk]], message=EVIL, ready_line=line)
    give(people[astrid.pk], to=[people[bo.pk]], message=EVIL)  # One that stays sealed.
    open_card(person=bo, card_id=card.pk, at=timezone.now())
    reply_to_card(person=maj, card=card, text=EVIL, form_id=uuid4(), at=timezone.now())
    give_heart(person=maj, card=card, at=timezone.now())
    return card


def addresses(card, people):
    """Return every page that shows something somebody wrote."""
    writing = f"?typ=tack&till={people[0].pk}&till={people[1].pk}&q=%22%3E%3Cx-evil%3E"
    card_pages = ("card", "hearts", "remove_name", "report_card", "block_sender")
    steps = ("pick_type", "pick_people", "search_people", "write_card")
    lists = (
        "",
        "?visa=alla",
        "?visa=mig",
        f"?med={people[0].pk}",
        "?q=x-evil",
        "?q=%22%3E%3Cx-evil%3E",
        "?x=%22%3E%3Cx-evil%3E",
    )
    return [
        *(reverse(name, args=[card.pk]) for name in card_pages),
        *(reverse(name, args=[uuid4()]) + writing for name in steps),
        f"{reverse('pick_people', args=[uuid4()])}?typ=tack",
        f"{reverse('write_card', args=[uuid4()])}?typ=tack&enhet={people[0].unit_id}",
        *(reverse("feed") + query for query in lists),
        *(reverse("box") + query for query in ("", "?visa=gav", "?q=x-evil")),
        *(reverse(name) for name in ("unit", "more", "settings")),
        reverse("report_reply", args=[card.replies.get().pk]),
    ]  # fmt: skip


def test_nothing_that_is_written_becomes_part_of_a_page(client, card, astrid, bo, maj, aino):
    shown = 0
    block_person(blocker=bo, blocked=aino, at=timezone.now())
    for reader in (bo, astrid):
        client.force_login(reader)
        for address in [*addresses(card, (maj, aino)), reverse("sealed", args=[card.pk])]:
            page = client.get(address).content.decode()
            shown += "x-evil" in page

            elements = Elements(page)

            assert "x-evil" not in elements.tags, address
            assert not [name for name in elements.attributes if name.startswith("on")], address
            assert not elements.bare_scripts, address
    assert shown > 40  # Else this test looks at pages that show nothing.


def test_nothing_that_is_written_becomes_part_of_a_receipt_or_a_refusal(client, card, astrid, bo, maj):
    client.force_login(bo)
    writing = f"{reverse('write_card', args=[uuid4()])}?typ=tack&till={maj.pk}"
    answers = [
        client.post(reverse("block_sender", args=[card.pk]), follow=True),
        client.post(reverse("report_card", args=[card.pk]), {"reason": EVIL * 20}),
        client.post(reverse("reply", args=[card.pk]), {"text": EVIL * 20, "form_id": uuid4()}),
        client.post(writing, {"message": EVIL * 20, "audience": EVIL, "ready_line": EVIL}),
        client.post(reverse("remove_name", args=[card.pk]), follow=True),
    ]

    for answer in answers:
        page = answer.content.decode()
        assert "x-evil" in page
        assert "x-evil" not in Elements(page).tags


def test_a_picture_of_what_is_evil_is_a_picture_with_a_harmless_name(client, card, bo):
    client.force_login(bo)
    response = client.get(reverse("card_picture", args=[card.pk]))

    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in response["Content-Disposition"]
    assert response.content.startswith(b"\x89PNG")
