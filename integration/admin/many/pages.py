"""The pages of a change for many: fill in what is to be done; whom it is for was chosen in a list."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from integration.accounts.models import User
from integration.admin.many import doing
from integration.admin.many.forms import MOST, ManyForm, called, keys_in, offered
from integration.admin.many.results import TRY, WHOM
from integration.jobs.models import Job

NAMED = 12
"""So many of the chosen are named above the form."""


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The form; filled in, it is tried out for all who were chosen."""
    form_class, user = called(name), _user(request)
    if form_class is None or form_class not in offered(form_class.model, user):
        raise Http404
    try:
        people = _chosen(request, form_class)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(form_class.list_url())
    form = form_class(request.POST if "check" in request.POST else None, user=user, people=people)
    if form.is_bound and form.is_valid() and form.rows().exists():
        return redirect("admin:job", pk=doing.ask_to_try(form, user, _key(request)).pk)
    return show(request, form)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what was tried out."""
    tried = get_object_or_404(Job.objects.visible_to(request.user), pk=pk, kind=TRY)
    try:
        return redirect("admin:job", pk=doing.ask_to_do(tried, _user(request)).pk)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return redirect("admin:job", pk=tried.pk)


def show(request: HttpRequest, form: ManyForm) -> HttpResponse:
    """The form with the names of the first who were chosen, or what to do if nobody was."""
    rows = list(form.rows())
    context = {
        "form": form,
        "number": len(rows),
        "names": sorted(form.label_of(row) for row in rows)[:NAMED],
        "more": max(0, len(rows) - NAMED),
        "people": ",".join(str(row.pk) for row in rows),
        "key": _key(request) or uuid4(),
        "list_url": form.list_url(),
        "list_title": capfirst(form.model._meta.verbose_name_plural or ""),
    }
    return render(request, "workplace/many/form.html", context)


def actions_for(page: Any, request: HttpRequest) -> dict[str, Any]:
    """What a list offers above its rows, as the library keeps it."""
    return {form.name: (_action(form), form.name, f"{form.title} …") for form in offered(page.model, request.user)}


def _action(form_class: type[ManyForm]) -> Any:
    def choose(_page: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        people = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(people) > MOST:
            messages.error(request, _("Choose at most %(most)s at once.") % {"most": MOST})
            return redirect(request.get_full_path())
        return show(request, form_class(user=_user(request), people=people))

    return choose


def _chosen(request: HttpRequest, form_class: type[ManyForm]) -> list[int]:
    if request.method == "POST":
        return keys_in(request.POST.get(WHOM, ""))
    return list(form_class.asked_by(request.GET, _user(request)))[:MOST]


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
