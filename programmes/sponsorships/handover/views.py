"""Where sponsors ask for a handover, take it back, and acknowledge one."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.access import only_for
from integration.periods.refusals import Refused
from programmes.sponsorships.enums import HandoverKind
from programmes.sponsorships.handover import services
from programmes.sponsorships.handover.forms import AskForHandoverForm
from programmes.sponsorships.models import Handover, Sponsorship
from programmes.sponsorships.models.handover import OPEN
from programmes.sponsorships.portal.noting import again, form_page, on_to
from programmes.sponsorships.portal.queries import mentees_of
from programmes.sponsorships.queries import current_sponsorships

AT = {"back_later": "back_on", "end_before_start": "back_on"}
"""Beside which field a refusal is said; any other is about the last day."""


@form_page
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one goes on leave, or stops; what was said can be put right while nobody takes over."""
    user: User = request.user  # type: ignore[assignment]
    mentee = get_object_or_404(mentees_of(user).filter(pk=pk))
    sponsorship = _own(user, pk)
    asked = Handover.objects.filter(OPEN, sponsorship=sponsorship, successor=None).first()
    begun = {"kind": HandoverKind.LEAVE, "last_day": timezone.localdate()}
    said = {name: getattr(asked, name) for name in AskForHandoverForm.base_fields} if asked else begun
    form = AskForHandoverForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid() and _asked(form, sponsorship, user):
        messages.success(request, _("Your training manager sees it and looks for somebody who takes over."))
        return on_to(request, "portal:mentee", pk)
    return again(request, form, "portal/handover/ask.html", {"mentee": mentee, "asked": asked})


def _own(user: User, enrolment: int) -> Sponsorship:
    """The sponsorship by which somebody accompanies a person today; the one without an end first."""
    rows = current_sponsorships(user).filter(enrolment=enrolment).order_by("-ended_on", "pk")
    found = rows.filter(ended_on=None).first() or rows.first()
    if found is None:
        raise Http404
    return found


def _asked(form: AskForHandoverForm, sponsorship: Sponsorship, user: User) -> bool:
    said = form.cleaned_data
    try:
        plan = services.Plan(HandoverKind(said["kind"]), said["last_day"], said["back_on"], said["note"])
        services.ask_for_handover(sponsorship, plan, user)
    except Refused as refusal:
        form.add_error(AT.get(refusal.refusal.code, "last_day"), refusal.messages)
        return False
    return True


@require_POST
@only_for(Role.SPONSOR)
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over."""
    return _change(request, pk, services.acknowledge, _("You took over. Your training manager sees that."))


@require_POST
@only_for(Role.SPONSOR)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Stay after all."""
    return _change(request, pk, services.withdraw, _("You go on as before."))


def _change(request: HttpRequest, pk: int, change: Callable[[Handover, User], Handover], done: str) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    rows = Handover.objects.visible_to(user, {Role.SPONSOR}).select_related("sponsorship")
    handover = get_object_or_404(rows, pk=pk)
    try:
        change(handover, user)
        messages.success(request, done)
    except Refused as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("portal:mentee", handover.sponsorship.enrolment_id)
