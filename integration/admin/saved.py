"""The page on which people keep views of a list: name the present one, rename and delete others."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.admin.filters import is_key
from integration.admin.models import SavedView
from integration.admin.services import forget_view, rename_view, save_view
from integration.admin.templatetags.lists import menus


class NameForm(forms.Form):
    """What a view is called."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def views_of(request: HttpRequest, model: Any) -> QuerySet[SavedView]:
    """The views that somebody keeps of a list."""
    return SavedView.objects.visible_to(request.user).filter(rows_of=model._meta.label_lower).order_by("name", "pk")


def question_of(changelist: Any) -> str:
    """By what a list is narrowed and sorted, as the query of its address; not the words that were looked for."""
    kept = [(name, value) for name, values in changelist.get_filters_params().items() for value in values]
    if ORDER_VAR in changelist.params:
        kept.append((ORDER_VAR, changelist.params[ORDER_VAR]))
    return urlencode(sorted(kept))


def views_page(page: Any, request: HttpRequest) -> HttpResponse:
    """Save, rename and delete, each by a form of its own."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    back = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")
    try:
        shown = page.get_changelist_instance(request)
    except IncorrectLookupParameters:
        return redirect(back)
    form, question = NameForm(), question_of(shown)
    if request.method == "POST":
        form = NameForm(request.POST)
        answer = _changed(page, request, form, question)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "question": question,
        "narrowed": [(menu.title, menu.chosen) for menu in menus(shown) if menu.chosen],
        "sorted": ORDER_VAR in shown.params,
        "views": list(views_of(request, page.model)),
        "named": request.POST.get("rename", ""),
        "title": page.title_of_list(),
        "list_url": back,
        "back_url": f"{back}?{question}" if question else back,
    }
    return TemplateResponse(request, "workplace/views.html", context)


def _changed(page: Any, request: HttpRequest, form: NameForm, question: str) -> HttpResponse | None:
    """Where to go after a change; nothing, and the form says why, if it was refused."""
    here = request.get_full_path()
    if "forget" in request.POST:
        forget_view(_own(page, request, request.POST["forget"]))
        messages.success(request, _("The view was deleted."))
        return redirect(here)
    renamed = _own(page, request, request.POST["rename"]) if "rename" in request.POST else None
    if not form.is_valid():
        return None
    name = form.cleaned_data["name"]
    try:
        if renamed is not None:
            rename_view(renamed, name)
            messages.success(request, _("The view was renamed."))
            return redirect(here)
        view = save_view(request.user, page.opts.label_lower, name, question)  # type: ignore[arg-type]
    except ValidationError as error:
        form.add_error("name", ValidationError(error.messages))
        return None
    messages.success(request, _("The view “%(name)s” stands above the list from now on.") % {"name": view.name})
    return redirect(f"{reverse(f'admin:{page.opts.app_label}_{page.opts.model_name}_changelist')}?{view.question}")


def _own(page: Any, request: HttpRequest, key: str) -> SavedView:
    """What is not one's own is not there."""
    view = views_of(request, page.model).filter(pk=key).first() if is_key(key) else None
    if view is None:
        raise Http404
    return view
