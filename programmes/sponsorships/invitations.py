"""The links of invitations: signed, good for one invitation, and over as soon as it is."""

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from integration.accounts.models import User
from programmes.sponsorships.models import Invitation

SIGNER = Signer(salt="sponsorships.invitation")


def token_of(invitation: Invitation) -> str:
    """What only the mail says."""
    return SIGNER.sign_object(invitation.pk)


def open_invitation(token: str) -> Invitation | None:
    """The invitation to which a link leads, if it still holds."""
    try:
        key = SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    invitation = Invitation.objects.select_related("sponsor__organisation__employer").filter(pk=key).first()
    return invitation if invitation and is_open(invitation) else None


def is_open(invitation: Invitation) -> bool:
    """Whether it can be accepted: not used, not too old, the newest, and the sponsor still has this address and no account."""
    sponsor = invitation.sponsor
    return (
        invitation.accepted_at is None
        and invitation.expires_at > timezone.now()
        and sponsor.user_id is None
        and sponsor.email.casefold() == invitation.email.casefold()
        and not sponsor.invitations.filter(pk__gt=invitation.pk).exists()
    )


def account_for(invitation: Invitation) -> User | None:
    """The account that this address has already."""
    return User.objects.filter(email=invitation.email.strip().lower()).first()


def host_of(invitation: Invitation) -> str:
    """Who invites, as people know it: the company, and the site if it is one."""
    place = invitation.sponsor.organisation
    return place.name if place.employer in {None, place} else f"{place.employer.name} ({place.name})"
