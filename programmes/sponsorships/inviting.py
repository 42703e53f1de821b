"""Inviting sponsors, and what follows when they accept: an account, the role for their organisation, the portal.

Whoever invites never learns whether an address has an account: it is given, or asked to sign in, only when somebody
comes with the link from the mail.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.journal.authors import save_as
from integration.organisations.models import Membership, Organisation
from integration.outbox.services import post
from integration.periods.codes import new_code
from integration.periods.refusals import Refused, one_change
from programmes.sponsorships.invitations import account_for, is_open
from programmes.sponsorships.letters import INVITATION
from programmes.sponsorships.models import Invitation, Sponsor
from programmes.sponsorships.refusals import (
    HAS_ACCOUNT,
    INVITATION_OVER,
    NO_ADDRESS,
    SPONSOR_ALREADY,
    TOO_MANY_INVITATIONS,
)


class Guest(NamedTuple):
    """Somebody to be invited."""

    given_name: str
    family_name: str
    email: str


def invite(sponsor: Sponsor, by: User) -> Invitation:
    """Ask a sponsor by e-mail to sign in. It ends older invitations; minutes after one, a second one changes nothing."""
    with one_change():
        current = Sponsor.objects.select_for_update(of=("self",)).get(pk=sponsor.pk)
        if current.user_id is not None:
            raise Refused(HAS_ACCOUNT)
        if not current.email:
            raise Refused(NO_ADDRESS)
        now = timezone.now()
        newest = current.invitations.order_by("pk").last()
        if newest and is_open(newest) and newest.invited_at > now - settings.INVITED_AGAIN_AFTER:
            return newest
        if _sent_within_an_hour(by) >= settings.INVITATIONS_AN_HOUR:
            raise Refused(TOO_MANY_INVITATIONS)
        invitation = Invitation.objects.create(
            sponsor=current,
            email=current.email,
            invited_by=by,
            invited_at=now,
            expires_at=now + settings.INVITATION_VALID,
        )
        post(INVITATION, invitation.pk, current.organisation, key_of(invitation))
        return invitation


def key_of(invitation: Invitation) -> str:
    """The e-mail of an invitation in the outbox."""
    return f"{INVITATION} {invitation.pk}"


def _sent_within_an_hour(by: User) -> int:
    return Invitation.objects.filter(invited_by=by, invited_at__gt=timezone.now() - timedelta(hours=1)).count()


def invite_all(guests: Sequence[Guest], organisation: Organisation, by: User) -> list[Sponsor]:
    """Invite these people as sponsors of an organisation; who is recorded there already is not recorded twice.

    All or none. Returns those who were invited; who can sign in already is left out.
    """
    with one_change():
        # Two who invite the same people come one after the other.
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        sponsors = [_recorded(guest, organisation, by) for guest in guests]
        invited = [sponsor for sponsor in sponsors if sponsor.user_id is None]
        for sponsor in invited:
            invite(sponsor, by)
        return invited


def _recorded(guest: Guest, organisation: Organisation, by: User) -> Sponsor:
    known = Sponsor.objects.filter(organisation=organisation, email__iexact=guest.email).order_by("pk").first()
    if known is not None:
        return known
    sponsor = Sponsor(code=new_code("SP"), organisation=organisation, **guest._asdict())
    sponsor.full_clean()
    save_as(by, sponsor)
    return sponsor


# --- Accepting ---


def accept(invitation: Invitation, *, password: str = "", by: User | None = None) -> User:
    """Give whoever came with the link an account, or link the one with which they are signed in (`by`).

    An account without a password gets the one chosen here. Raises `Refused` if the invitation is over: of two browsers
    that send the same, one is heard.
    """
    with one_change():
        sponsor = Sponsor.objects.select_for_update(of=("self",)).get(pk=invitation.sponsor_id)
        current = Invitation.objects.select_related("sponsor", "invited_by").get(pk=invitation.pk)
        account = account_for(current)
        if not is_open(current) or not _may_accept(account, password, by):
            raise Refused(INVITATION_OVER)
        if account is None or not account.has_usable_password():
            account = _with_password(account, current, password)
        if Sponsor.objects.filter(user=account).exists():
            raise Refused(SPONSOR_ALREADY)
        sponsor.user = account
        save_as(account, sponsor)
        _give_role(account, sponsor.organisation, current.invited_by)
        Invitation.objects.filter(pk=current.pk).update(accepted_at=timezone.now())
        return account


def _may_accept(account: User | None, password: str, by: User | None) -> bool:
    if account is None:
        return bool(password)
    return account.is_active and (account == by if account.has_usable_password() else bool(password))


def _with_password(account: User | None, invitation: Invitation, password: str) -> User:
    if account is None:
        sponsor = invitation.sponsor
        name = f"{sponsor.given_name} {sponsor.family_name}"[:200]
        language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
        return User.objects.create_user(invitation.email, password, display_name=name, language=language)
    account.set_password(password)
    account.save(update_fields=["password"])
    return account


def _give_role(account: User, organisation: Organisation, by: User | None) -> None:
    """The role of a sponsor there, from today if it had ended; one that is held stays as it is."""
    today = timezone.localdate()
    held = Membership.objects.filter(user=account, organisation=organisation, role=Role.SPONSOR).first()
    if held is None:
        save_as(by, Membership(user=account, organisation=organisation, role=Role.SPONSOR))
    elif Membership.objects.filter(Q(ended_on__lt=today) | Q(started_on__gt=today), pk=held.pk).exists():
        held.started_on, held.ended_on = today, None
        save_as(by, held)
