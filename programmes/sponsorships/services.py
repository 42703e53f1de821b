"""Starting and ending sponsorships, and noting contacts."""

from datetime import date

from django.utils import timezone

from integration.accounts.models import User
from integration.journal.authors import save_as
from integration.periods.refusals import Refused, one_change
from programmes.pathways.enums import Verb
from programmes.pathways.models import Enrolment
from programmes.pathways.refusals import NOT_BY_CORRECTION
from programmes.pathways.services.steps import check_days, journey_step, lock, reread
from programmes.sponsorships.enums import Channel, SupportRole
from programmes.sponsorships.models import Contact, Sponsor, Sponsorship
from programmes.sponsorships.queries import sharing_days
from programmes.sponsorships.refusals import (
    ALREADY_ACCOMPANIED,
    ALREADY_ENDED,
    IN_THE_FUTURE,
    NO_SPONSORSHIP,
    OF_ONESELF,
)


def start_sponsorship(
    sponsor: Sponsor,
    enrolment: Enrolment,
    started_on: date,
    *,
    role: SupportRole = SupportRole.SPONSOR,
    by: User | None = None,
) -> Sponsorship:
    """Let somebody accompany a person. A second time returns the sponsorship that is there.

    Several sponsors at once are fine, also on the day of a handover; the same one twice in a role is not, nor oneself.
    """
    check_days(started_on)
    with journey_step(enrolment, Verb.START_SPONSORSHIP, by) as step:
        current = step.enrolment
        sponsorship = Sponsorship(sponsor=sponsor, enrolment=current, started_on=started_on, role=role)
        sharing = sharing_days(sponsorship)
        standing = sharing.filter(started_on=started_on, ended_on__isnull=True).first()
        if standing is not None:
            return standing
        if sharing.exists():
            raise Refused(ALREADY_ACCOMPANIED)
        if sponsor.email and sponsor.email.casefold() == current.participant.email.casefold():
            raise Refused(OF_ONESELF)
        return step.create(sponsorship)


def end_sponsorship(
    sponsorship: Sponsorship, ended_on: date, *, reason: str = "", by: User | None = None
) -> Sponsorship:
    """End a sponsorship; the sponsor's access ends with its last day. A second time changes nothing."""
    check_days(ended_on)
    with journey_step(sponsorship.enrolment, Verb.END_SPONSORSHIP, by) as step:
        current = reread(sponsorship)
        if current.ended_on == ended_on:
            return current
        if current.ended_on is not None:
            raise Refused(ALREADY_ENDED)
        step.change(current, ended_on=ended_on, end_reason=reason)
        return current


def correct_end_of_sponsorship(
    sponsorship: Sponsorship, ended_on: date | None, *, by: User | None = None
) -> Sponsorship:
    """Put a recorded end right; without a day the sponsorship goes on. A second time changes nothing."""
    check_days(ended_on)
    with journey_step(sponsorship.enrolment, Verb.CORRECT, by) as step:
        current = reread(sponsorship)
        if current.ended_on is None and ended_on is not None:
            raise Refused(NOT_BY_CORRECTION)
        step.change(current, ended_on=ended_on)
        return current


def note_contact(
    sponsor: Sponsor,
    enrolment: Enrolment,
    held_on: date,
    channel: Channel,
    *,
    reached: bool | None = None,
    minutes: int | None = None,
    by: User | None = None,
) -> Contact:
    """Note a contact, or an attempt, of a day on which the sponsor accompanied the person.

    The same channel on the same day again corrects what was noted, or changes nothing.
    """
    check_days(held_on)
    with one_change():
        current = lock(enrolment)
        if held_on > timezone.localdate():
            raise Refused(IN_THE_FUTURE)
        if not current.sponsorships.active_on(held_on).filter(sponsor=sponsor).exists():
            raise Refused(NO_SPONSORSHIP)
        key = {"sponsor": sponsor, "held_on": held_on, "channel": channel}
        contact = current.contacts.filter(**key).first() or Contact(enrolment=current, **key)
        if contact.pk is not None and (contact.reached, contact.minutes) == (reached, minutes):
            return contact
        contact.reached, contact.minutes = reached, minutes
        contact.full_clean()
        save_as(by, contact)
        return contact
