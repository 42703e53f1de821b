"""Who accompanies whom, and what sponsors note and ask."""

from programmes.sponsorships.models.support import DERIVED, Contact, Invitation, Sponsor, Sponsorship

__all__ = ["DERIVED", "Contact", "Invitation", "Sponsor", "Sponsorship"]
