"""Asking for help, answering, and settling; each tells the other side by e-mail that there is something to read."""

from uuid import UUID

from django.utils import timezone

from integration.accounts.models import User
from integration.journal.authors import save_as
from integration.organisations.models import Organisation
from integration.organisations.queries import nearest_managers
from integration.outbox.services import post
from integration.periods.refusals import Refused, one_change
from programmes.pathways.models import Affiliation, Enrolment
from programmes.pathways.services.steps import lock, reread
from programmes.sponsorships.enums import HelpState, Urgency
from programmes.sponsorships.models import HelpMessage, HelpNotice, HelpRequest, Sponsor
from programmes.sponsorships.refusals import HELP_SETTLED, NO_SPONSORSHIP

HELP = "help"


def ask_for_help(
    sponsor: Sponsor, enrolment: Enrolment, text: str, urgency: Urgency, *, key: UUID, by: User
) -> HelpRequest | None:
    """Ask the nearest training managers about a mentee. The same key again changes nothing and returns none."""
    with one_change():
        current = lock(enrolment)
        if HelpRequest.objects.filter(sponsor=sponsor, sent_as=key).exists():
            return None
        today = timezone.localdate()
        if not current.sponsorships.active_on(today).filter(sponsor=sponsor).exists():
            raise Refused(NO_SPONSORSHIP)
        request = HelpRequest(sponsor=sponsor, enrolment=current, urgency=urgency, asked_on=today, sent_as=key)
        request.full_clean()
        save_as(by, request)
        _write(request, text, key, by, by_sponsor=True)
        return request


def answer(request: HelpRequest, text: str, *, key: UUID, by: User, by_sponsor: bool) -> HelpMessage | None:
    """Write on in a request that is not settled. The same key again changes nothing and returns none."""
    with one_change():
        lock(request.enrolment)
        current = reread(request)
        if current.messages.filter(sent_as=key).exists():
            return None
        if current.state == HelpState.SETTLED:
            raise Refused(HELP_SETTLED)
        current.state = HelpState.OPEN if by_sponsor else HelpState.ANSWERED
        save_as(by, current)
        return _write(current, text, key, by, by_sponsor=by_sponsor)


def settle_help(request: HelpRequest, *, by: User) -> HelpRequest:
    """Nothing is left to be done about it. A second time changes nothing."""
    with one_change():
        lock(request.enrolment)
        current = reread(request)
        if current.state != HelpState.SETTLED:
            current.state = HelpState.SETTLED
            save_as(by, current)
        return current


def place_of(enrolment: Enrolment) -> Organisation:
    """Where the person is today."""
    here = (
        Affiliation.objects.active_on(timezone.localdate()).filter(enrolment=enrolment).select_related("organisation")
    )
    now = here.order_by("started_on").first()
    return now.organisation if now else enrolment.organisation


def _write(request: HelpRequest, text: str, key: UUID, by: User, *, by_sponsor: bool) -> HelpMessage:
    message = HelpMessage(request=request, text=text, written_by=by, by_sponsor=by_sponsor, sent_as=key)
    message.save(force_insert=True)
    place = place_of(request.enrolment)
    for reader in _readers(request, place, by_sponsor=by_sponsor):
        notice = HelpNotice(message=message, to=reader)
        notice.save(force_insert=True)
        post(HELP, notice.pk, place, f"{HELP} {notice.pk}")
    return message


def _readers(request: HelpRequest, place: Organisation, *, by_sponsor: bool) -> list[User]:
    """The other side: the nearest training managers, or the sponsor."""
    if by_sponsor:
        return nearest_managers([place.pk])[place.pk]
    return [request.sponsor.user] if request.sponsor.user is not None else []
