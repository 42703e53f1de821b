"""Where training managers invite sponsors, and read what came of it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from integration.accounts.models import User
from integration.outbox.enums import MessageState
from integration.outbox.queries import message_about
from integration.periods.refusals import Refused
from programmes.sponsorships.enums import Access
from programmes.sponsorships.forms.inviting import InvitationForm
from programmes.sponsorships.inviting import invite, invite_all, key_of
from programmes.sponsorships.models import Invitation, Sponsor
from programmes.sponsorships.queries import access_of


@require_http_methods(["GET", "HEAD", "POST"])
def invite_page(request: HttpRequest) -> HttpResponse:
    """Invite one person, or several."""
    user: User = request.user  # type: ignore[assignment]
    if not user.has_perm("sponsorships.add_sponsor"):
        raise PermissionDenied
    form = InvitationForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = invite_all(form.guests, form.cleaned_data["organisation"], user)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            _say(request, len(invited), len(form.guests))
            return redirect("admin:sponsorships_sponsor_changelist")
    return render(request, "sponsorships/invite.html", {"form": form})


def _say(request: HttpRequest, invited: int, of: int) -> None:
    if invited:
        said = ngettext("%(number)s invitation is on its way.", "%(number)s invitations are on their way.", invited)
        messages.success(request, said % {"number": invited})
    if of > invited:
        said = ngettext(
            "%(number)s person has an account already and was not invited again.",
            "%(number)s people have an account already and were not invited again.",
            of - invited,
        )
        messages.info(request, said % {"number": of - invited})


@require_POST
def invite_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a sponsor who is recorded already, or once more."""
    user: User = request.user  # type: ignore[assignment]
    sponsor = get_object_or_404(Sponsor.objects.visible_to(user), pk=pk)
    if not user.has_perm("sponsorships.change_sponsor", sponsor):
        raise PermissionDenied
    try:
        invite(sponsor, user)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The invitation is on its way."))
    return redirect("admin:sponsorships_sponsor_change", pk)


def access_told(sponsor: Sponsor, *, may_write: bool) -> dict[str, Any]:
    """What a sponsor's page says of their access (the sponsor comes from `with_newest_invitation`)."""
    access = access_of(sponsor)
    invitation = sponsor.invitations.order_by("pk").last()
    told: dict[str, Any] = {
        "access": access,
        "access_words": "",
        "may_invite": may_write and access != Access.ACCOUNT and bool(sponsor.email),
    }
    if access == Access.NONE and not sponsor.email:
        told["access_words"] = _("Enter an e-mail address below, save, and invite.")
    elif access == Access.ACCOUNT and invitation and invitation.accepted_at:
        told["access_words"] = _("Accepted on %(day)s.") % {"day": _day(invitation.accepted_at)}
    elif access == Access.INVITED and invitation:
        days = {"day": _day(invitation.invited_at), "until": _day(invitation.expires_at)}
        told["access_words"] = _("On %(day)s; the link is valid until %(until)s.") % days
        told |= _mail_told(invitation)
    return told


def _mail_told(invitation: Invitation) -> dict[str, Any]:
    message = message_about(key_of(invitation))
    if message is None or message.state == MessageState.DROPPED:
        return {}
    failed = message.state == MessageState.FAILED
    if failed:
        words = _("The e-mail could not be delivered. Check the address, then invite again.")
    elif message.state == MessageState.SENT:
        words = _("The e-mail was sent.")
    else:
        words = _("The e-mail is on its way.")
    return {"mail_words": words, "mail_failed": failed}


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
