"""Retiring card types and bringing them back, their order, and deleting those that nobody gave."""

import pytest
from django.utils import timezone

from cards.actions.card_type_states import CannotChangeType, delete_type, move_type, restore_type, retire_type
from cards.actions.card_types import TypeGone
from cards.actions.sending import CannotSendCard
from cards.models import AdminAction, CardType, CardTypeText, Paper, ReadyLine
from tests.factories import give, make_card_type, make_ready_line


@pytest.fixture(autouse=True)
def plain_words(settings):
    """Read the texts as the code has them: the catalogues have tests of their own."""
    settings.LOCALE_PATHS = []


def act(action, actor, card_type, **fields):
    action(actor=actor, type_id=card_type.pk, at=timezone.now(), **fields)


def in_order():
    return list(CardType.objects.active().order_by("order", "pk").values_list("slug", flat=True))


@pytest.fixture
def three(tack, hejhopp):
    fixare = make_card_type("fixare", paper=Paper.HIMMEL)
    for order, one in enumerate((tack, hejhopp, fixare), start=1):
        CardType.objects.filter(pk=one.pk).update(order=order)
    return [tack, hejhopp, fixare]


# --- Retiring and bringing back ---------------------------------------------------------------------------------------


def test_a_retired_type_is_given_no_more_and_its_cards_look_as_they_did(client, admin, astrid, bo, tack):
    give(astrid, to=[bo], card_type=tack, message="Kvar.")
    client.force_login(astrid)
    before = client.get("/flode").content.decode()

    act(retire_type, admin, tack)

    after = client.get("/flode").content.decode()
    card = before[before.index('<article class="card"') : before.index("</article>")]
    card = card.partition("csrf")[0]  # A token that is never the same twice follows.
    assert 'data-hue="hallon"' in card
    assert card in after
    with pytest.raises(CannotSendCard):
        give(astrid, to=[bo], card_type=tack)


def test_a_type_that_is_brought_back_is_given_again_and_comes_last(admin, astrid, bo, three):
    act(retire_type, admin, three[0])

    act(restore_type, admin, three[0])

    assert in_order() == ["hejhopp", "fixare", "tack"]
    assert give(astrid, to=[bo], card_type=three[0]).pk


def test_a_type_is_not_brought_back_while_another_has_its_paper(admin, tack):
    act(retire_type, admin, tack)
    make_card_type("ny", paper=tack.paper)

    with pytest.raises(CannotChangeType, match="Ny has the same paper"):
        act(restore_type, admin, tack)

    assert in_order() == ["ny"]


def test_a_draft_with_its_paper_keeps_nobody_from_coming_back(admin, tack):
    act(retire_type, admin, tack)
    make_card_type("ny", paper=tack.paper, is_draft=True)

    act(restore_type, admin, tack)

    assert in_order() == ["tack"]


def test_a_type_is_not_brought_back_while_another_has_its_name(admin, tack):
    act(retire_type, admin, tack)
    CardTypeText.objects.filter(card_type=make_card_type("ny", paper="hav"), language="sv").update(name="TACK")

    with pytest.raises(CannotChangeType, match="another card called Tack"):
        act(restore_type, admin, tack)


def test_a_draft_is_not_retired(admin, tack):
    draft = make_card_type("ny", paper="hav", is_draft=True)

    with pytest.raises(CannotChangeType, match="draft"):
        act(retire_type, admin, draft)


@pytest.mark.parametrize("action", [retire_type, restore_type])
def test_doing_it_twice_does_it_once(admin, tack, action):
    if action is restore_type:
        act(retire_type, admin, tack)
    for _time in range(2):
        act(action, admin, tack)

    assert CardType.objects.get().retired_at is None or action is retire_type
    assert AdminAction.objects.filter(verb__in=["type_retired", "type_restored"]).count() == 1 + (
        action is restore_type
    )


# --- The order --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "is_up", "order"),
    [
        ("hejhopp", True, ["hejhopp", "tack", "fixare"]),
        ("hejhopp", False, ["tack", "fixare", "hejhopp"]),
        ("tack", True, ["tack", "hejhopp", "fixare"]),
        ("fixare", False, ["tack", "hejhopp", "fixare"]),
    ],
)
def test_a_type_changes_places_with_its_neighbour(admin, three, slug, is_up, order):
    act(move_type, admin, CardType.objects.get(slug=slug), is_up=is_up)

    assert in_order() == order


def test_types_of_one_place_are_told_apart_by_moving(admin, three):
    CardType.objects.update(order=0)

    act(move_type, admin, three[2], is_up=True)

    assert in_order() == ["tack", "fixare", "hejhopp"]


@pytest.mark.parametrize("fields", [{"is_draft": True}, {"retired_at": timezone.now()}])
def test_what_is_not_in_use_has_no_place_to_change(admin, three, fields):
    CardType.objects.filter(slug="hejhopp").update(**fields)

    act(move_type, admin, three[1], is_up=True)

    assert in_order() == ["tack", "fixare"]
    assert not AdminAction.objects.exists()


def test_moving_passes_over_what_is_not_in_use(admin, three):
    CardType.objects.filter(slug="hejhopp").update(retired_at=timezone.now())

    act(move_type, admin, three[2], is_up=True)

    assert in_order() == ["fixare", "tack"]


# --- Deleting ---------------------------------------------------------------------------------------------------------


def test_a_type_that_nobody_gave_is_deleted_with_all_its_words(admin, torget, tack):
    make_ready_line(tack, sv="Tack!")
    tack.units.set([torget])

    act(delete_type, admin, tack)

    assert not CardType.objects.exists()
    assert not CardTypeText.objects.exists()
    assert not ReadyLine.objects.exists()
    assert AdminAction.objects.get().verb == "type_deleted"


@pytest.mark.parametrize(("cards", "words"), [(1, "1 card has been given"), (3, "3 cards have been given")])
def test_a_type_with_cards_says_how_many_and_stays(admin, astrid, bo, tack, cards, words):
    for _number in range(cards):
        give(astrid, to=[bo], card_type=tack)

    with pytest.raises(CannotChangeType, match=words):
        act(delete_type, admin, tack)

    assert CardType.objects.get() == tack


@pytest.mark.parametrize(
    ("action", "fields"), [(retire_type, {}), (restore_type, {}), (delete_type, {}), (move_type, {"is_up": True})]
)
def test_what_is_gone_is_told(admin, tack, action, fields):
    act(delete_type, admin, tack)

    with pytest.raises(TypeGone):
        act(action, admin, tack, **fields)
