"""Noting a contact with what was said and agreed, correcting it, and taking the correction back."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from integration.accounts.models import User
from integration.journal.authors import save_as
from integration.periods.refusals import Refused, one_change
from programmes.pathways.models import Enrolment
from programmes.pathways.services.steps import check_days, lock, reread
from programmes.sponsorships.enums import Channel
from programmes.sponsorships.models import Contact, ContactNote, NextStep, Sponsor
from programmes.sponsorships.refusals import ALREADY_NOTED, IN_THE_FUTURE, NO_SPONSORSHIP

WHAT_CAN_CHANGE = ("held_on", "channel", "reached", "minutes")


class Noted(NamedTuple):
    """What a sponsor fills in about a contact."""

    held_on: date
    channel: Channel
    reached: bool | None = None
    minutes: int | None = None
    text: str = ""
    shared: bool = False


class Agreed(NamedTuple):
    """What is to be done, and by when."""

    text: str
    due_on: date


def note(
    sponsor: Sponsor, enrolment: Enrolment, noted: Noted, agreed: Agreed | None, *, key: UUID, by: User
) -> Contact | None:
    """Note a contact that took place while the sponsor accompanied the person, and what was agreed for the next time.

    `key` names this one sending: the same under the same key again changes nothing and returns none. If somebody did not learn that it had
    arrived and wrote on, that is taken over, unless the contact was corrected meanwhile. A second contact of a kind on a
    day is refused, since it would overwrite what was written about the first.
    """
    check_days(noted.held_on, agreed and agreed.due_on)
    with one_change():
        current = lock(enrolment)
        sent = Contact.objects.filter(sponsor=sponsor, enrolment=current, sent_as=key).first()
        if sent is not None and (what_is_noted(sent) == noted or sent.history.count() > 1):
            return None
        _check(sponsor, current, noted, besides=sent)
        contact = sent or Contact(sponsor=sponsor, enrolment=current, sent_as=key)
        kept = ContactNote.objects.filter(contact=sent).first() if sent else None
        _write(contact, kept or ContactNote(contact=contact), noted, by)
        if agreed is not None:
            _agree(sponsor, current, agreed, shared=noted.shared, by=by)
        return contact


def correct(contact: Contact, noted: Noted, *, by: User) -> Contact:
    """Put a contact right, and what was written about it. A second time changes nothing."""
    check_days(noted.held_on)
    with one_change():
        enrolment = lock(contact.enrolment)
        current = reread(contact)
        if what_is_noted(current) == noted:
            return current
        _check(current.sponsor, enrolment, noted, besides=current)
        kept = ContactNote.objects.filter(contact=current).first()
        if kept is None:
            save_as(by, kept := ContactNote(contact=current))
        _write(current, kept, noted, by)
        return current


def take_back(contact: Contact, *, by: User) -> Contact:
    """Let a contact be as it was before it was last corrected; nothing where it never was."""
    with one_change():
        enrolment = lock(contact.enrolment)
        current = reread(contact)
        kept = ContactNote.objects.filter(contact=current).first()
        if kept is None:
            return current
        before, said = (row.history.order_by("-history_id")[1:2] for row in (current, kept))
        if not before or not said:
            return current
        noted = _as_filled_in(before[0], said[0])
        _check(current.sponsor, enrolment, noted, besides=current)
        _write(current, kept, noted, by)
        return current


def what_is_noted(contact: Contact) -> Noted:
    """A contact as it would be filled in."""
    kept = ContactNote.objects.filter(contact=contact).first() or ContactNote()
    return _as_filled_in(contact, kept)


def _as_filled_in(contact: Any, kept: Any) -> Noted:
    """The same of what the history keeps."""
    fields = {name: getattr(contact, name) for name in WHAT_CAN_CHANGE}
    return Noted(**fields, text=kept.text, shared=kept.shared)


def agree(sponsor: Sponsor, enrolment: Enrolment, agreed: Agreed, *, shared: bool, by: User) -> NextStep:
    """Agree what is to be done next. The same once more, while it is not done, changes nothing."""
    check_days(agreed.due_on)
    with one_change():
        current = lock(enrolment)
        if not current.sponsorships.active_on(timezone.localdate()).filter(sponsor=sponsor).exists():
            raise Refused(NO_SPONSORSHIP)
        return _agree(sponsor, current, agreed, shared=shared, by=by)


def change_step(step: NextStep, agreed: Agreed, *, shared: bool, by: User) -> NextStep:
    """Agree on something else instead. A second time changes nothing."""
    check_days(agreed.due_on)
    with one_change():
        lock(step.enrolment)
        current = reread(step)
        if (current.text, current.due_on, current.shared) != (*agreed, shared):
            current.text, current.due_on, current.shared = *agreed, shared
            current.full_clean()
            save_as(by, current)
        return current


def settle_step(step: NextStep, *, done: bool, by: User) -> NextStep:
    """Tick a step off, or open it again. A second time changes nothing."""
    with one_change():
        lock(step.enrolment)
        current = reread(step)
        if (current.done_on is not None) != done:
            current.done_on = timezone.localdate() if done else None
            save_as(by, current)
        return current


def _check(sponsor: Sponsor, enrolment: Enrolment, noted: Noted, besides: Contact | None = None) -> None:
    if noted.held_on > timezone.localdate():
        raise Refused(IN_THE_FUTURE)
    if not enrolment.sponsorships.active_on(noted.held_on).filter(sponsor=sponsor).exists():
        raise Refused(NO_SPONSORSHIP)
    same = Contact.objects.filter(sponsor=sponsor, enrolment=enrolment, held_on=noted.held_on, channel=noted.channel)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise Refused(ALREADY_NOTED)


def _write(contact: Contact, kept: ContactNote, noted: Noted, by: User) -> None:
    """Both, also where one of them stays: so that the last correction can be taken back as a whole."""
    for name in WHAT_CAN_CHANGE:
        setattr(contact, name, getattr(noted, name))
    contact.full_clean()
    save_as(by, contact)
    kept.contact, kept.text, kept.shared = contact, noted.text, noted.shared
    save_as(by, kept)


def _agree(sponsor: Sponsor, enrolment: Enrolment, agreed: Agreed, *, shared: bool, by: User) -> NextStep:
    open_steps = NextStep.objects.filter(sponsor=sponsor, enrolment=enrolment, due_on=agreed.due_on, done_on=None)
    for step in open_steps.order_by("pk"):
        if step.text == agreed.text:
            return step
    step = NextStep(
        sponsor=sponsor,
        enrolment=enrolment,
        text=agreed.text,
        agreed_on=timezone.localdate(),
        due_on=agreed.due_on,
        shared=shared,
    )
    step.full_clean()
    save_as(by, step)
    return step
