"""What people keep of their dates for themselves: how they are reminded, their calendar, and of what they were reminded."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines.addresses import address_of, give_address, show_initials, take_address_back
from integration.deadlines.admin.forms import WishForm
from integration.deadlines.models import ReminderWish
from integration.deadlines.reminders.record import of_person
from integration.organisations.access import only_for, roles_of_this_request
from integration.outbox.kinds import link_to

_frames: dict[Role, str] = {}


def frame_for(role: Role, template: str) -> None:
    """Let people who are at work elsewhere, by this role, find the page in the frame that they know from there."""
    _frames[role] = template


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(Role.TRAINING_MANAGER, Role.SPONSOR)
def own_dates(request: HttpRequest) -> HttpResponse:
    """How the reader is reminded, and their own calendar: begin it, show initials or not, take it back."""
    user: User = request.user  # type: ignore[assignment]
    roles = roles_of_this_request(user)
    staff = Role.TRAINING_MANAGER in roles
    wish = ReminderWish.objects.filter(owner=user).first() or ReminderWish(owner=user)
    asked = request.POST if "wish" in request.POST else None
    form = WishForm(asked, instance=wish, staff=staff)
    if asked is not None and form.is_valid():
        form.save()
        messages.success(request, _("Saved. Reminders come as you wish from now on."))
        return redirect("dates:own")
    frames = [_frames[role] for role in roles if role in _frames and not staff]
    frame = next(iter(frames), "workplace/page.html")
    context: dict[str, Any] = {"frame": frame, "form": form, "url": "", "said": of_person(user)}
    if request.method == "POST" and asked is None:
        url = _change_calendar(request, user)
        if not url:
            return redirect("dates:own")
        context |= {"url": url, "subscribe": f"webcal:{url.partition(':')[2]}"}
    return render(request, "deadlines/own.html", {"address": address_of(user), **context})


def _change_calendar(request: HttpRequest, user: User) -> str:
    """The new address, if one was asked for: it is told this once."""
    initials = "initials" in request.POST
    if "give" in request.POST:
        return link_to("dates:calendar", give_address(user, initials=initials))
    if "initials_wish" in request.POST and show_initials(user, initials=initials):
        messages.success(request, _("Saved. Your calendar shows it the next time it asks."))
    if "take_back" in request.POST and take_address_back(user):
        messages.success(request, _("The address holds no more. Your calendar gets nothing new from now on."))
    return ""
