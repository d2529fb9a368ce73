"""Tables, constraints and QuerySets, by noun."""

from cards.lib.audiences import Audience, Ceiling
from cards.models.card_types import MAX_MESSAGE, CardType, CardTypeText, Paper, ReadyLine, ReadyLineText, Symbol
from cards.models.cards import Card, CardAudience, CardRecipient, CardRecord, Origin, RecordKind
from cards.models.organisation import Organisation
from cards.models.people import Membership, Person, TeamMembership, Theme, UnitManager
from cards.models.reactions import MAX_REPLY, Heart, Reply, SavedCard
from cards.models.rotation import RotationOffer
from cards.models.safety import Block, GuessLimit, Report
from cards.models.text import Language
from cards.models.units import Level, Unit, UnitKind

__all__ = [
    "MAX_MESSAGE",
    "MAX_REPLY",
    "Audience",
    "Block",
    "Card",
    "CardAudience",
    "CardRecipient",
    "CardRecord",
    "CardType",
    "CardTypeText",
    "Ceiling",
    "GuessLimit",
    "Heart",
    "Language",
    "Level",
    "Membership",
    "Organisation",
    "Origin",
    "Paper",
    "Person",
    "ReadyLine",
    "ReadyLineText",
    "RecordKind",
    "Reply",
    "Report",
    "RotationOffer",
    "SavedCard",
    "Symbol",
    "TeamMembership",
    "Theme",
    "Unit",
    "UnitKind",
    "UnitManager",
]
