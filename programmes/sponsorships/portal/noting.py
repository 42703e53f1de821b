"""The pages on which sponsors note contacts and what they agreed. Whoever is not theirs today does not exist here."""

from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from integration.accounts.roles import Role
from integration.organisations.access import only_for
from programmes.pathways.models import Enrolment
from programmes.sponsorships.enums import Channel
from programmes.sponsorships.models import Contact, NextStep
from programmes.sponsorships.portal.forms import ContactForm, ContactWithStepForm, StepForm
from programmes.sponsorships.portal.queries import mentees_of
from programmes.sponsorships.portal.services.contacts import (
    agree,
    change_step,
    correct,
    note,
    settle_step,
    take_back,
)


def form_page(view: Any) -> Any:
    """A form for sponsors, asked for anew each time."""
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(only_for(Role.SPONSOR)(view)))


def of_mentee(view: Any) -> Any:
    """The page of one mentee of the reader."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        return view(request, get_object_or_404(mentees_of(request.user), pk=pk))

    return guarded


@form_page
@of_mentee
def note_contact(request: HttpRequest, mentee: Enrolment) -> HttpResponse:
    """Note a contact. What is sent again under the same key is noted once."""
    sponsor = request.user.sponsor
    own = Contact.objects.filter(sponsor=sponsor, enrolment=mentee).order_by("-held_on", "-pk")
    form = ContactWithStepForm(request.POST) if request.method == "POST" else None
    if form is None:
        last = own.values_list("channel", flat=True).first()
        form = ContactWithStepForm.to_begin_with(last or Channel.PHONE)
    elif form.is_valid():
        try:
            noted = note(sponsor, mentee, form.noted(), form.agreed(), key=form.cleaned_data["key"], by=request.user)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            if noted is not None:
                messages.success(request, _("The contact is noted."))
            return on_to(request, "portal:mentee", mentee.pk)
    same = _same(form, own) if form.is_bound else None
    return again(request, form, "portal/contact.html", {"mentee": mentee, "same": same})


@form_page
def correct_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a contact of one's own right."""
    contact = _own_contact(request, pk)
    form = ContactForm(request.POST) if request.method == "POST" else ContactForm.of(contact)
    if form.is_bound and form.is_valid():
        try:
            correct(contact, form.noted(), by=request.user)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The contact is corrected."))
            return redirect(reverse("portal:contact", args=[pk]))
    corrected = contact.history.count() > 1
    context = {"mentee": contact.enrolment, "contact": contact, "corrected": corrected}
    return again(request, form, "portal/contact.html", context)


@require_POST
@only_for(Role.SPONSOR)
def undo_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last correction back."""
    try:
        take_back(_own_contact(request, pk), by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The contact is as it was before."))
    return redirect("portal:contact", pk)


@form_page
@of_mentee
def agree_step(request: HttpRequest, mentee: Enrolment) -> HttpResponse:
    """Agree a next step, apart from a contact."""
    return _step_form(request, mentee, None)


@form_page
def change_agreed(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was agreed."""
    step = _own_step(request, pk)
    return _step_form(request, step.enrolment, step)


@require_POST
@only_for(Role.SPONSOR)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a step off, or open it again."""
    step = _own_step(request, pk)
    done = request.POST.get("done") != "no"
    settle_step(step, done=done, by=request.user)
    messages.success(request, _("Done. Well done, both of you.") if done else _("The step is open again."))
    return redirect("portal:mentee", step.enrolment_id)


def _step_form(request: HttpRequest, mentee: Enrolment, step: NextStep | None) -> HttpResponse:
    form = StepForm(request.POST, initial=StepForm.of(step).initial) if request.method == "POST" else StepForm.of(step)
    if form.is_bound and form.is_valid():
        shared = form.cleaned_data["shared"] == "yes"
        try:
            if step is None:
                agree(request.user.sponsor, mentee, form.agreed(), shared=shared, by=request.user)
            else:
                change_step(step, form.agreed(), shared=shared, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The next step is kept."))
            return on_to(request, "portal:mentee", mentee.pk)
    return again(request, form, "portal/step.html", {"mentee": mentee, "step": step})


def _own_contact(request: HttpRequest, pk: int) -> Contact:
    visible = Contact.objects.visible_to(request.user, {Role.SPONSOR}).filter(sponsor__user=request.user)
    return get_object_or_404(visible.select_related("enrolment__participant", "sponsor"), pk=pk)


def _own_step(request: HttpRequest, pk: int) -> NextStep:
    visible = NextStep.objects.visible_to(request.user, {Role.SPONSOR}).filter(sponsor__user=request.user)
    return get_object_or_404(visible.select_related("enrolment__participant"), pk=pk)


def _same(form: ContactForm, own: Any) -> Contact | None:
    """The contact that stands in the way of the one that was filled in."""
    given = getattr(form, "cleaned_data", {})
    channel = form.data.get("channel", "")
    if "channel" not in form.errors or channel not in Channel.values or not given.get("held_on"):
        return None
    return own.filter(held_on=given["held_on"], channel=channel).first()


def on_to(request: HttpRequest, url_name: str, *args: int) -> HttpResponse:
    """To another page; the script that sends is told where that is."""
    url = reverse(url_name, args=args)
    return JsonResponse({"to": url}) if _by_script(request) else redirect(url)


def again(request: HttpRequest, form: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form, with what is wrong with it. The script then sends it as any form, and the answer is the page."""
    if form.is_bound and _by_script(request):
        return JsonResponse({}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    person = context["mentee"].participant
    name = person.given_name or person.family_name
    return render(request, template, {**context, "form": form, "name": name})


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"
