"""Who accompanies whom, what sponsors note, ask and say of themselves, and what a proposal is made of."""

from programmes.sponsorships.models.choosing import Absence, Preference
from programmes.sponsorships.models.handover import Handover
from programmes.sponsorships.models.help import HelpMessage, HelpNotice, HelpRequest
from programmes.sponsorships.models.notes import ContactNote, NextStep
from programmes.sponsorships.models.own import Guide, Promise, PromiseText, Relief, Training
from programmes.sponsorships.models.support import DERIVED, Contact, Invitation, Sponsor, Sponsorship

__all__ = [
    "DERIVED",
    "Absence",
    "Contact",
    "ContactNote",
    "Guide",
    "Handover",
    "HelpMessage",
    "HelpNotice",
    "HelpRequest",
    "Invitation",
    "NextStep",
    "Preference",
    "Promise",
    "PromiseText",
    "Relief",
    "Sponsor",
    "Sponsorship",
    "Training",
]
