"""What sponsors are written by e-mail."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.outbox.kinds import Kind, Letter, Recipient, link_to, register
from programmes.sponsorships.invitations import account_for, host_of, is_open, token_of
from programmes.sponsorships.models import Invitation

INVITATION = "invitation"


def declare() -> None:
    """Let these e-mails be written."""
    register(Kind(INVITATION, gettext_lazy("Invitation of a sponsor"), _invited, _invitation))


def _invited(about: int) -> Recipient | None:
    """Whoever was invited, while the invitation holds and the one who invited may still do so.

    In the language of the account, if there is one, else in that of the one who invited.
    """
    invitation = Invitation.objects.select_related("sponsor", "invited_by").filter(pk=about).first()
    if invitation is None or invitation.invited_by is None or not is_open(invitation):
        return None
    if not invitation.invited_by.has_perm("sponsorships.change_sponsor", invitation.sponsor):
        return None
    account = account_for(invitation)
    return Recipient(invitation.email, (account or invitation.invited_by).language)


def _invitation(about: int) -> Letter:
    invitation = Invitation.objects.select_related("sponsor__organisation__employer").get(pk=about)
    until = date_format(localtime(invitation.expires_at), "DATE_FORMAT")
    return Letter(
        subject=_("Einstieg: Invitation as a sponsor"),
        words=[
            _("Hello,"),
            _("%(organisation)s invites you to accompany people as a sponsor on their way into lasting work.")
            % {"organisation": host_of(invitation)},
            _("In Einstieg you see whom you accompany, what comes next, and whom to ask."),
        ],
        link=link_to("portal:welcome", token_of(invitation)),
        link_words=_("Accept the invitation"),
        last_words=[
            _("The link is for you alone. It works once, until %(day)s.") % {"day": until},
            _("If you do not know what this is about, nothing is to be done."),
        ],
    )
