"""What people keep of their dates for themselves: the calendar, and the page on which they choose."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines.addresses import address_of, address_with, give_address, show_initials, take_address_back
from integration.deadlines.calendars import calendar_for
from integration.organisations.access import only_for
from integration.outbox.kinds import link_to


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """What falls due for whoever was given this address; what they may see is asked anew each time."""
    address = address_with(secret)
    if address is None:
        raise Http404
    with translation.override(address.owner.language):
        written = calendar_for(address, timezone.localdate())
    etag = f'"{hashlib.sha256(written).hexdigest()[:32]}"'
    answer = HttpResponse(
        written,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-cache",
            "ETag": etag,
            "Content-Disposition": 'inline; filename="einstieg.ics"',
        },
    )
    return get_conditional_response(request, etag=etag, response=answer) or answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(Role.TRAINING_MANAGER, Role.SPONSOR)
def own_dates(request: HttpRequest) -> HttpResponse:
    """The reader's own calendar: begin it, show initials or not, take it back."""
    user: User = request.user  # type: ignore[assignment]
    if request.method == "POST":
        answer = _changed(request, user)
        if answer is not None:
            return answer
    return render(request, "deadlines/own.html", {"address": address_of(user), "url": ""})


def _changed(request: HttpRequest, user: User) -> HttpResponse | None:
    initials = "initials" in request.POST
    if "give" in request.POST:
        secret = give_address(user, initials=initials)
        url = link_to("dates:calendar", secret)
        context = {
            "address": address_of(user),
            "url": url,
            "subscribe": url.replace("http", "webcal", 1).replace("webcals", "webcal"),
        }
        return render(request, "deadlines/own.html", context)
    if "initials_wish" in request.POST and show_initials(user, initials=initials):
        messages.success(request, _("Saved. Your calendar shows it the next time it asks."))
    if "take_back" in request.POST and take_address_back(user):
        messages.success(request, _("The address holds no more. Your calendar gets nothing new from now on."))
    return redirect(reverse("dates:own"))
