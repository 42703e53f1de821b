"""The portal's pages about help: what was asked, a new request, and one with its answers."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from integration.accounts.roles import Role
from integration.admin.forms import WrittenField
from integration.organisations.access import only_for
from programmes.pathways.models import Enrolment
from programmes.sponsorships.enums import HelpState, Urgency
from programmes.sponsorships.models import HelpRequest
from programmes.sponsorships.models.help import LONGEST_MESSAGE
from programmes.sponsorships.portal.forms import Chips
from programmes.sponsorships.portal.noting import again, form_page, of_mentee, on_to
from programmes.sponsorships.portal.queries import mentees_of
from programmes.sponsorships.portal.services.help import answer, ask_for_help, settle_help

SHOWN_SETTLED = 10


class AnswerForm(forms.Form):
    """A message to the other side."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = WrittenField(
        label=gettext_lazy("Message"), max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 3})
    )


class HelpForm(AnswerForm):
    """What it is about, and how soon somebody should answer."""

    urgency = forms.ChoiceField(
        label=gettext_lazy("How urgent is it?"), choices=Urgency.choices, initial=Urgency.WEEK, widget=Chips
    )


@require_GET
@only_for(Role.SPONSOR)
def index(request: HttpRequest) -> HttpResponse:
    """What waits, what was answered, what was settled lately; and for whom one can ask."""
    own = own_requests(request).select_related("enrolment__participant").order_by("-asked_on", "-pk")
    standing = list(own.exclude(state=HelpState.SETTLED))
    settled = list(own.filter(state=HelpState.SETTLED)[:SHOWN_SETTLED])
    context = {"standing": standing, "settled": settled, "mentees": list(mentees_of(request.user))}
    return render(request, "portal/help.html", context)


@form_page
@of_mentee
def ask(request: HttpRequest, mentee: Enrolment) -> HttpResponse:
    """Ask the training managers about a mentee."""
    form = HelpForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        sponsor, urgency = request.user.sponsor, Urgency(given["urgency"])
        try:
            asked = ask_for_help(sponsor, mentee, given["text"], urgency, key=given["key"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if asked is not None:
                messages.success(request, _("Your training managers are told. The answer appears here."))
            return on_to(request, "portal:help")
    return again(request, form, "portal/ask.html", {"mentee": mentee})


@form_page
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with all that was written, and room to write on."""
    asked = get_object_or_404(own_requests(request).select_related("enrolment__participant", "sponsor"), pk=pk)
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            answer(asked, form.cleaned_data["text"], key=form.cleaned_data["key"], by=request.user, by_sponsor=True)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return on_to(request, "portal:help_request", pk)
    said = list(asked.messages.select_related("written_by").order_by("pk"))
    return again(request, form, "portal/help_request.html", {"mentee": asked.enrolment, "asked": asked, "said": said})


@require_POST
@only_for(Role.SPONSOR)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that nothing is left to be done."""
    settle_help(get_object_or_404(own_requests(request).select_related("enrolment"), pk=pk), by=request.user)
    messages.success(request, _("Good to hear. The request is settled."))
    return redirect("portal:help")


def own_requests(request: HttpRequest) -> QuerySet[HelpRequest]:
    """What the reader asked about people whom they accompany today."""
    return HelpRequest.objects.visible_to(request.user, {Role.SPONSOR}).filter(sponsor__user=request.user)
