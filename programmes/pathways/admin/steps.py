"""One step for one person: fill in, see what will happen, confirm. What was typed is kept, and nobody is overwritten."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from integration.admin.history import name_of
from integration.admin.widgets import LARGEST_KEY
from integration.journal.models import Page
from integration.journal.services import note_read
from programmes.participants.models import Participant
from programmes.participants.views import full_name
from programmes.pathways import forms
from programmes.pathways.effects import preview
from programmes.pathways.enums import POSSIBLE
from programmes.pathways.forms import StepForm, UndoForm
from programmes.pathways.models import Enrolment, JourneyStep
from programmes.pathways.queries import last_step, possible_steps
from programmes.pathways.services import confirmed

EDIT, CONFIRM = "edit", "confirm"
STEPS_OF_JOURNEYS = frozenset().union(*POSSIBLE.values())
"""The others have rules of their own."""


def step_page(request: HttpRequest, enrolment: Enrolment, name: str) -> HttpResponse:
    """The page of a step of an enrolment that the user sees; 403 where they may not make it."""
    form_class = forms.called(name)
    if form_class is None:
        raise Http404
    here = request.user.has_perm("pathways.change_enrolment", enrolment)
    if not (here and request.user.has_perm(form_class.permission)):
        raise PermissionDenied
    if request.method == "POST":
        seen = _key(request.POST.get("seen")) or 0
        return _sent(request, form_class(request.POST, user=request.user, enrolment=enrolment, seen=seen))
    note_read(request.user, enrolment.participant_id, Page.STEP)
    return _fill_in(request, form_class(user=request.user, enrolment=enrolment, row=_key(request.GET.get("row"))))


def _key(text: str | None) -> int | None:
    whole = text if text and text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_KEY)) else None
    return int(whole) if whole and int(whole) <= LARGEST_KEY else None


def _sent(request: HttpRequest, form: StepForm) -> HttpResponse:
    asked = request.POST.get("action")
    if not form.is_valid() or asked == EDIT:
        return _fill_in(request, form)
    if asked == CONFIRM:
        return _confirm(request, form)
    forecast = preview(form)
    if forecast.refusal is not None:
        form.refuse(forecast.refusal)
        return _fill_in(request, form)
    context = {"effects": forecast.effects, "meanwhile": _meanwhile(request, form)}
    return _page(request, form, "pathways/step_confirm.html", **context)


def _confirm(request: HttpRequest, form: StepForm) -> HttpResponse:
    try:
        step = confirmed(form.enrolment, form.perform, seen=form.seen)
    except ValidationError as refusal:
        form.refuse(refusal)
        return _fill_in(request, form)
    person = form.enrolment.participant
    messages.success(request, _what_was_done(form, step))
    if Participant.objects.visible_to(request.user).filter(pk=person.pk).exists():
        return redirect("admin:participants_participant_change", person.pk)
    return redirect("admin:participants_participant_changelist")


def _what_was_done(form: StepForm, step: JourneyStep | None) -> str:
    """In words, and the way to take it back."""
    if step is None or isinstance(form, UndoForm):
        return str(form.done)
    undo = reverse("admin:pathways_enrolment_step", args=[form.enrolment.pk, UndoForm.name])
    return format_html('{} <a href="{}">{}</a>', form.done, undo, _("Undo"))


def _fill_in(request: HttpRequest, form: StepForm) -> HttpResponse:
    """The form, and what came in between if something did."""
    last = last_step(form.enrolment)
    possible = form.verb not in STEPS_OF_JOURNEYS or form.verb in possible_steps(form.enrolment)
    undoing = isinstance(form, UndoForm)
    return _page(
        request,
        form,
        "pathways/step.html",
        meanwhile=_meanwhile(request, form) if form.is_bound else [],
        possible=form.is_bound or (possible and form.has_choice and (last is not None or not undoing)),
        step=last if undoing else None,
    )


def _meanwhile(request: HttpRequest, form: StepForm) -> list[str]:
    """The steps that were made since the form was opened, in words: who may change the journey may read who did."""
    since = form.enrolment.steps.filter(pk__gt=form.seen, undone_at__isnull=True).select_related("made_by")
    return [
        _("%(step)s, by %(who)s") % {"step": step.get_verb_display(), "who": _author(request, step)}
        for step in since.order_by("pk")
    ]


def _author(request: HttpRequest, step: JourneyStep) -> str:
    if step.made_by_id == request.user.pk:
        return _("yourself, in another window")
    return name_of(step.made_by) or _("an automatic step")


def _page(request: HttpRequest, form: StepForm, template: str, **context: Any) -> HttpResponse:
    """From now on the journey is known as it is now."""
    person = form.enrolment.participant
    last = last_step(form.enrolment)
    context |= {
        "form": form,
        "seen": last.pk if last else 0,
        "enrolment": form.enrolment,
        "person": person,
        "name": full_name(person),
        "back": reverse("admin:participants_participant_change", args=[person.pk]),
    }
    return render(request, template, context)
