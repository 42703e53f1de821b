"""What may be recorded about sponsorships and contacts, whoever records it. Each check raises `Refused`; missing values pass."""

from typing import TYPE_CHECKING

from programmes.pathways.rules import check_closed, check_within

if TYPE_CHECKING:
    from programmes.sponsorships.models import Contact, Sponsorship


def check_sponsorship(sponsorship: "Sponsorship") -> None:
    """Within the enrolment, and closed with it."""
    if sponsorship.enrolment_id is not None:
        check_within(sponsorship.enrolment, sponsorship.started_on, sponsorship.ended_on)
        check_closed(sponsorship.enrolment, sponsorship.ended_on)


def check_contact(contact: "Contact") -> None:
    """Within the enrolment; whether the sponsor accompanied the person that day is only a warning."""
    if contact.enrolment_id is not None:
        check_within(contact.enrolment, contact.held_on)
