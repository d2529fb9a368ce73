"""What people choose for themselves."""

from cards.actions.settings import choose_language, choose_theme, end_all_sessions
from cards.lib.audiences import Audience
from cards.models import Language, Theme
from cards.queries.settings import count_shown_cards
from tests.factories import give


def test_a_chosen_language_is_marked_as_chosen(astrid):
    choose_language(person=astrid, language=Language.NB)

    astrid.refresh_from_db()
    assert (astrid.language, astrid.is_language_chosen) == ("nb", True)


def test_a_theme_is_kept(astrid):
    choose_theme(person=astrid, theme=Theme.DARK)

    astrid.refresh_from_db()
    assert astrid.theme == Theme.DARK


def test_ending_all_sessions_changes_what_every_session_is_tied_to(astrid, bo):
    before, others = astrid.get_session_auth_hash(), bo.get_session_auth_hash()

    end_all_sessions(person=astrid)

    astrid.refresh_from_db()
    bo.refresh_from_db()
    assert astrid.get_session_auth_hash() != before
    assert bo.get_session_auth_hash() == others


def test_cards_that_name_me_and_that_others_see_are_counted(astrid, bo, maj, torget):
    give(bo, to=[astrid])
    give(bo, to=[astrid], audience=Audience.ONLY_US)
    give(bo, to=torget)
    give(bo, to=[maj])

    assert count_shown_cards(astrid) == 1
