"""Who accompanies whom, what sponsors note and ask, and what a proposal is made of."""

from programmes.sponsorships.models.choosing import Absence, Preference
from programmes.sponsorships.models.help import HelpMessage, HelpNotice, HelpRequest
from programmes.sponsorships.models.notes import ContactNote, NextStep
from programmes.sponsorships.models.support import DERIVED, Contact, Invitation, Sponsor, Sponsorship

__all__ = [
    "DERIVED",
    "Absence",
    "Contact",
    "ContactNote",
    "HelpMessage",
    "HelpNotice",
    "HelpRequest",
    "Invitation",
    "NextStep",
    "Preference",
    "Sponsor",
    "Sponsorship",
]
