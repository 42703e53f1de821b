"""What sponsors are written by e-mail."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.roles import Role
from integration.outbox.kinds import Kind, Letter, Recipient, link_to, register
from programmes.sponsorships.invitations import account_for, host_of, is_open, token_of
from programmes.sponsorships.models import HelpNotice, HelpRequest, Invitation, Sponsorship
from programmes.sponsorships.portal.services.help import HELP

INVITATION = "invitation"
INTRODUCTION = "introduction"
HANDOVER = "handover"


def declare() -> None:
    """Let these e-mails be written."""
    register(Kind(HELP, gettext_lazy("Help with a mentee"), _to_be_told, _help))
    register(Kind(INVITATION, gettext_lazy("Invitation of a sponsor"), _invited, _invitation))
    register(Kind(INTRODUCTION, gettext_lazy("Introduction of a new mentee"), _newly_accompanying, _introduction))
    register(Kind(HANDOVER, gettext_lazy("Handover to a new sponsor"), _newly_accompanying, _handed_over))


def _to_be_told(about: int) -> Recipient | None:
    """Whoever is to read the message, while they still may."""
    notice = HelpNotice.objects.select_related("to", "message").filter(pk=about).first()
    if notice is None:
        return None
    rows = HelpRequest.objects.filter(pk=notice.message.request_id)
    if notice.message.by_sponsor:
        may = rows.changeable_by(notice.to, {Role.TRAINING_MANAGER})
    else:
        may = rows.visible_to(notice.to, {Role.SPONSOR})
    return Recipient(notice.to.email, notice.to.language) if may.exists() else None


def _help(about: int) -> Letter:
    """That there is something to read, and where: neither about whom nor what."""
    message = HelpNotice.objects.select_related("message").get(pk=about).message
    asked = message.by_sponsor
    return Letter(
        subject=_("Einstieg: A sponsor asks for help") if asked else _("Einstieg: Your request was answered"),
        words=[
            _("Hello,"),
            _("a sponsor wrote to you in Einstieg.")
            if asked
            else _("your training managers wrote to you in Einstieg."),
        ],
        link=link_to("admin:help_request" if asked else "portal:help_request", message.request_id),
        link_words=_("Read and answer"),
        last_words=[_("What was written is not in this e-mail, to protect the people it is about.")],
    )


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


def _newly_accompanying(about: int) -> Recipient | None:
    """The sponsor of a sponsorship that has not ended, at the address with which they sign in if they do."""
    going_on = Q(ended_on__isnull=True) | Q(ended_on__gte=timezone.localdate())
    sponsorship = Sponsorship.objects.select_related("sponsor__user").filter(going_on, pk=about).first()
    if sponsorship is None:
        return None
    account = sponsorship.sponsor.user
    if account is not None:
        return Recipient(account.email, account.language) if account.is_active else None
    return Recipient(sponsorship.sponsor.email, settings.LANGUAGE_CODE) if sponsorship.sponsor.email else None


def _introduction(about: int) -> Letter:
    sponsorship = Sponsorship.objects.get(pk=about)
    return Letter(
        subject=_("Einstieg: You accompany somebody new"),
        words=[
            _("Hello,"),
            _("From %(day)s on you accompany somebody new as a sponsor.")
            % {"day": date_format(sponsorship.started_on, "DATE_FORMAT")},
            _("In Einstieg you see who it is, where they stand, what comes next, and whom to ask."),
        ],
        link=link_to("portal:index"),
        link_words=_("See whom you accompany"),
        last_words=[_("Does it not suit you at the moment? Your training manager will find somebody else with you.")],
    )


def _handed_over(about: int) -> Letter:
    sponsorship = Sponsorship.objects.get(pk=about)
    return Letter(
        subject=_("Einstieg: You take over from another sponsor"),
        words=[
            _("Hello,"),
            _("From %(day)s on you accompany somebody whom another sponsor accompanied before.")
            % {"day": date_format(sponsorship.started_on, "DATE_FORMAT")},
            _(
                "From that day on you find in Einstieg who it is and what is open. Please acknowledge the handover there."
            ),
        ],
        link=link_to("portal:index"),
        link_words=_("See whom you accompany"),
        last_words=[_("Does it not suit you at the moment? Your training manager will find somebody else with you.")],
    )
