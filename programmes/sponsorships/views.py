"""How sponsors get into their portal."""

from http import HTTPStatus
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from integration.accounts.forms import FirstPasswordForm
from integration.accounts.models import User
from integration.periods.refusals import Refused
from programmes.sponsorships.invitations import account_for, host_of, open_invitation
from programmes.sponsorships.inviting import accept
from programmes.sponsorships.models import Invitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads: choose a password, or sign in with the account that is there, and begin."""
    limited = ratelimit.consume_or_429(request, action="invitation")
    if limited:
        return limited
    invitation = open_invitation(token)
    if invitation is None:
        return _over(request)
    account = account_for(invitation)
    if account is not None and account.has_usable_password():
        return _for_account(request, invitation, account)
    return _with_password(request, invitation, account)


def _with_password(request: HttpRequest, invitation: Invitation, account: User | None) -> HttpResponse:
    name = f"{invitation.sponsor.given_name} {invitation.sponsor.family_name}"
    form = FirstPasswordForm(user=account or User(email=invitation.email, display_name=name), data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _begin(request, invitation, password=form.cleaned_data["password1"])
    return render(request, "sponsorships/welcome.html", {**_context(invitation), "form": form})


def _for_account(request: HttpRequest, invitation: Invitation, account: User) -> HttpResponse:
    signed_in = request.user == account
    if request.method == "POST" and signed_in:
        return _begin(request, invitation)
    context = {
        **_context(invitation),
        "signed_in": signed_in,
        "other": request.user.is_authenticated and not signed_in,
    }
    return render(request, "sponsorships/welcome.html", context)


def _context(invitation: Invitation) -> dict[str, Any]:
    return {"invitation": invitation, "host": host_of(invitation)}


def _begin(request: HttpRequest, invitation: Invitation, password: str = "") -> HttpResponse:
    by = request.user if isinstance(request.user, User) else None
    try:
        account = accept(invitation, password=password, by=by)
    except Refused as refusal:
        return _over(request, " ".join(refusal.messages))
    if by != account:
        login(request, account)
    messages.success(request, _("Welcome. From now on you sign in with your e-mail address and your password."))
    return redirect("portal:index")


def _over(request: HttpRequest, words: str = "") -> HttpResponse:
    """The same words whatever the reason: used, too old, replaced, or never given."""
    return render(request, "sponsorships/welcome_over.html", {"words": words}, status=HTTPStatus.NOT_FOUND)
