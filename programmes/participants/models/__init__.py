"""People, what is recorded of them, and records that may be, or were, one person's twice."""

from programmes.participants.models.people import (
    DERIVED,
    LanguageLevel,
    Participant,
    check_not_merged,
)
from programmes.participants.models.recognition import Recognition
from programmes.participants.models.residence import DocumentCopy, ResidenceDocument
from programmes.participants.models.twice import CHOSEN, Likeness, Merge

__all__ = [
    "CHOSEN",
    "DERIVED",
    "DocumentCopy",
    "LanguageLevel",
    "Likeness",
    "Merge",
    "Participant",
    "Recognition",
    "ResidenceDocument",
    "check_not_merged",
]
