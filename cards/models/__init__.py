"""Tables, constraints and QuerySets, by noun."""

from cards.lib.audiences import Audience, Ceiling
from cards.models.admin_log import AdminAction, AdminValue, AdminVerb
from cards.models.boards import ClosedGiver, ClosedUnit, Closing, Goal, GoalKind
from cards.models.card_types import (
    MAX_MESSAGE,
    WEEKDAYS,
    CardType,
    CardTypeText,
    CardTypeUnit,
    Closed,
    ClosedBecause,
    Paper,
    ReadyLine,
    ReadyLineText,
    Symbol,
)
from cards.models.cards import Card, CardAudience, CardRecipient, CardRecord, Origin, RecordKind
from cards.models.organisation import GiversBoard, ModeratedBy, Organisation, OrganisationText, TextKind
from cards.models.people import Membership, Person, TeamMembership, Theme, UnitManager
from cards.models.privacy import PageOpening
from cards.models.reactions import MAX_REPLY, Heart, Reply, SavedCard
from cards.models.rotation import RotationOffer
from cards.models.safety import MAX_WORDS, Block, Decision, GuessLimit, Letter, LetterKind, Outcome, Report
from cards.models.tallies import (
    ALL_TYPES,
    NOBODYS,
    FlowTally,
    Notice,
    PersonTally,
    TallyEntry,
    TallyState,
    UnitTally,
)
from cards.models.text import Language
from cards.models.units import Level, Stage, Unit, UnitKind

__all__ = [
    "ALL_TYPES",
    "MAX_MESSAGE",
    "MAX_REPLY",
    "MAX_WORDS",
    "NOBODYS",
    "WEEKDAYS",
    "AdminAction",
    "AdminValue",
    "AdminVerb",
    "Audience",
    "Block",
    "Card",
    "CardAudience",
    "CardRecipient",
    "CardRecord",
    "CardType",
    "CardTypeText",
    "CardTypeUnit",
    "Ceiling",
    "Closed",
    "ClosedBecause",
    "ClosedGiver",
    "ClosedUnit",
    "Closing",
    "Decision",
    "FlowTally",
    "GiversBoard",
    "Goal",
    "GoalKind",
    "GuessLimit",
    "Heart",
    "Language",
    "Letter",
    "LetterKind",
    "Level",
    "Membership",
    "ModeratedBy",
    "Notice",
    "Organisation",
    "OrganisationText",
    "Origin",
    "Outcome",
    "PageOpening",
    "Paper",
    "Person",
    "PersonTally",
    "ReadyLine",
    "ReadyLineText",
    "RecordKind",
    "Reply",
    "Report",
    "RotationOffer",
    "SavedCard",
    "Stage",
    "Symbol",
    "TallyEntry",
    "TallyState",
    "TeamMembership",
    "TextKind",
    "Theme",
    "Unit",
    "UnitKind",
    "UnitManager",
    "UnitTally",
]
