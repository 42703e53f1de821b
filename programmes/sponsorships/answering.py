"""Where training managers read what sponsors ask, answer, and settle it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin.home import Work
from integration.journal.models import Page
from integration.journal.services import note_read
from integration.organisations.access import roles_of_this_request
from programmes.sponsorships.enums import HelpState, Urgency
from programmes.sponsorships.models import HelpRequest
from programmes.sponsorships.portal.help import AnswerForm
from programmes.sponsorships.portal.services.help import answer, settle_help

MANAGERS = frozenset({Role.TRAINING_MANAGER})
PER_PAGE = 50
MOST = 1_000


@require_safe
def help_list(request: HttpRequest) -> HttpResponse:
    """What sponsors ask: those first that wait, the most urgent of them at the top."""
    _only_managers(request)
    order = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(HelpState.values)))
    urgent = Case(*(When(urgency=each, then=Value(place)) for place, each in enumerate(Urgency.values)))
    rows = HelpRequest.objects.visible_to(request.user, MANAGERS).select_related("enrolment__participant", "sponsor")
    pages = Paginator(rows.order_by(order, urgent, "-asked_on", "-pk"), PER_PAGE)
    return render(request, "sponsorships/help.html", {"requests": pages.get_page(request.GET.get("p"))})


@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One request of a person whom the reader may see, with all that was written, and room for the answer."""
    _only_managers(request)
    rows = HelpRequest.objects.visible_to(request.user, MANAGERS)
    asked = get_object_or_404(rows.select_related("enrolment__participant", "sponsor"), pk=pk)
    here = HelpRequest.objects.changeable_by(request.user, MANAGERS).filter(pk=pk).exists()
    form = AnswerForm(request.POST if "text" in request.POST else None)
    if request.method == "POST":
        if not here:
            raise PermissionDenied
        changed = _changed(request, asked, form)
        if changed:
            return redirect("admin:help_request", pk)
    note_read(request.user, asked.enrolment.participant_id, Page.PERSON)
    said = list(asked.messages.select_related("written_by").order_by("pk"))
    return render(request, "sponsorships/help_request.html", {"asked": asked, "said": said, "form": form, "here": here})


def _only_managers(request: HttpRequest) -> None:
    if Role.TRAINING_MANAGER not in roles_of_this_request(request.user):
        raise PermissionDenied


def _changed(request: HttpRequest, asked: HelpRequest, form: AnswerForm) -> bool:
    """Answered or settled; if not, the form says why."""
    if "settle" in request.POST and not form.is_bound:
        settle_help(asked, by=request.user)
        messages.success(request, _("The request is settled."))
        return True
    if not form.is_valid():
        return False
    given: dict[str, Any] = form.cleaned_data
    try:
        told = answer(asked, given["text"], key=given["key"], by=request.user, by_sponsor=False)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    if told is not None:
        messages.success(request, _("The sponsor is told that there is an answer."))
    return True


def waiting_work(user: User) -> list[Work]:
    """On the first page: how many sponsors wait for an answer, and whether any of it is urgent. One query."""
    rows = HelpRequest.objects.changeable_by(user, MANAGERS).filter(state=HelpState.OPEN)
    urgencies = list(rows.order_by().values_list("urgency", flat=True)[:MOST])
    if not urgencies:
        return []
    urgent = urgencies.count(Urgency.TODAY)
    said = _("%(number)s waiting") % {"number": len(urgencies)}
    if urgent:
        said = _("%(number)s waiting, %(urgent)s of them urgent") % {"number": len(urgencies), "urgent": urgent}
    return [Work(_("Sponsors ask for help"), reverse("admin:help"), said=said)]
