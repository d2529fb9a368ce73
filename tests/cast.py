"""The cast: Torget with Astrid, Bo and Maj; Hotell Fyren with Aino; Stationen with Erik, who knows nobody.

And people by role: an admin, a representative of the staff, a moderator of the named group.
"""

import pytest

from cards.models import CardType, Paper, Person, Unit, UnitKind
from tests.factories import make_card_type, make_person, make_unit


@pytest.fixture
def torget(db: None) -> Unit:
    return make_unit("Torget", code="TORGET")


@pytest.fixture
def fyren(db: None) -> Unit:
    return make_unit("Hotell Fyren", code="FYREN", kind=UnitKind.HOTEL)


@pytest.fixture
def stationen(db: None) -> Unit:
    return make_unit("Stationen", code="STATION", kind=UnitKind.STATION)


@pytest.fixture
def astrid(torget: Unit) -> Person:
    return make_person("Astrid Lindqvist", torget, title="Kassör")


@pytest.fixture
def bo(torget: Unit) -> Person:
    return make_person("Bo Sundqvist", torget, title="Mejeri")


@pytest.fixture
def maj(torget: Unit) -> Person:
    return make_person("Maj Åberg", torget, is_admin=True)


@pytest.fixture
def admin(fyren: Unit) -> Person:
    """Return an admin who has nothing to do with Torget."""
    return make_person("Carola Forsblom", fyren, is_admin=True)


@pytest.fixture
def representative(torget: Unit) -> Person:
    return make_person("Rolf Granholm", torget, is_representative=True)


@pytest.fixture
def moderator(fyren: Unit) -> Person:
    """Return one of the group; she decides nothing until the organisation lets the group moderate."""
    return make_person("Mona Ek", fyren, is_moderator=True)


@pytest.fixture
def aino(fyren: Unit) -> Person:
    return make_person("Aino Mäkelä", fyren, language="fi")


@pytest.fixture
def erik(stationen: Unit) -> Person:
    return make_person("Erik Söderholm", stationen)


@pytest.fixture
def tack(db: None) -> CardType:
    return make_card_type("tack")


@pytest.fixture
def hejhopp(db: None) -> CardType:
    return make_card_type("hejhopp", paper=Paper.GRAS, symbol="vante", is_message_needed=False)
