"""What a step begins is not entered in a plain form: the page asks whom it is about, and leads to the step."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from integration.admin.filters import is_key
from programmes.pathways.forms import called


def for_whom(page: Any, request: HttpRequest, step: str) -> HttpResponse:
    """A form with one field, or straight to the step of the enrolment that the address names."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    enrolment = page.formfield_for_foreignkey(page.opts.get_field("enrolment"), request)
    given = request.GET.get("enrolment", "")
    if is_key(given) and enrolment.queryset.filter(pk=given).exists():
        return _to_step(int(given), step)
    form = type("ForWhomForm", (forms.Form,), {"enrolment": enrolment})(request.POST or None)
    if form.is_valid():
        return _to_step(form.cleaned_data["enrolment"].pk, step)
    declared = called(step)
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "form": form,
        "title": declared.title if declared else "",
        "back": reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist"),
        "back_text": capfirst(str(page.opts.verbose_name_plural)),
    }
    return TemplateResponse(request, "pathways/for_whom.html", context)


def _to_step(enrolment: int, step: str) -> HttpResponse:
    return redirect("admin:pathways_enrolment_step", enrolment, step)
