"""The pages of imports: upload, what would happen, confirm, what happened."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from integration.accounts.models import User
from integration.jobs.services import ask
from programmes.exchange.enums import Stage
from programmes.exchange.forms import ExportForm, UploadForm
from programmes.exchange.jobs import EXPORT
from programmes.exchange.models import BundleImport
from programmes.exchange.preview import Preview, lines, total
from programmes.exchange.queries import exports_of, imports_of, newest
from programmes.exchange.rules import may_import, organisations_to_export, organisations_to_import
from programmes.exchange.services import uploads
from programmes.exchange.templates import LANGUAGES, write_template

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Upload a bundle, and the last ones that were."""
    user = _importer(request)
    form = UploadForm(user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        new = uploads.take_in(form.cleaned_data["files"], form.cleaned_data["organisation"], user)
        return redirect("admin:import", pk=new.pk)
    return render(request, "exchange/imports.html", {"form": form, "imports": newest(user)})


@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import stands: its progress, what it would do, or what it did."""
    one = _mine(request, pk)
    preview = Preview(one.preview)
    done = lines(one.writing.result.get("counts", {})) if one.writing and one.stage == Stage.DONE else []
    context: dict[str, Any] = {"one": one, "stage": one.stage.value, "job": one.job, "preview": preview, "done": done}
    if done:
        context["all_done"] = total(done)
    if preview and one.stage == Stage.CHECKED:
        context |= {
            "all": total(preview.whole),
            "all_sound": total(preview.sound_rows),
            "may_import": preview.lets_in(partial=False),
            "may_import_partly": preview.lets_in(partial=True),
        }
    return render(request, "exchange/import.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let in what was shown."""
    one = _mine(request, pk)
    seen = request.POST.get("seen", "")
    partial = request.POST.get("rows") == "sound"
    number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else 0  # noqa: PLR2004  (digits of a key)
    if not uploads.confirm(one, _user(request), partial=partial, seen=number):
        messages.warning(request, _("This preview no longer holds. Nothing was imported; look at what there is now."))
    return redirect("admin:import", pk=one.pk)


@require_POST
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the same upload once more, beside what the records say now."""
    one = _mine(request, pk)
    if not uploads.check_again(one, _user(request)):
        messages.warning(
            request, _("It cannot be checked again: it is under way or over, or the file is no longer there.")
        )
    return redirect("admin:import", pk=one.pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the upload away."""
    one = _mine(request, pk)
    if uploads.discard(one, _user(request)):
        messages.success(request, _("The uploaded file was thrown away, with all that was found in it."))
        return redirect("admin:imports")
    messages.warning(request, _("It is under way; wait until it is over."))
    return redirect("admin:import", pk=one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """Take all lists of an organisation along, with the reason, and the last ones that one took."""
    user = _user(request)
    if not organisations_to_export(user).exists():
        raise PermissionDenied
    form = ExportForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        params = {"form": asked["form"], "reason": asked["reason"]}
        return redirect("admin:job", pk=ask(EXPORT, user, asked["organisation"], params).pk)
    return render(request, "exchange/exports.html", {"form": form, "exports": exports_of(user)})


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook, in the reader's language."""
    _importer(request)
    language = (get_language() or LANGUAGES[0])[:2]
    with tempfile.TemporaryDirectory(prefix="template-") as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path, language if language in LANGUAGES else LANGUAGES[0])
        response = HttpResponse(path.read_bytes(), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{_("einstieg-template.xlsx")}"'
    return response


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _importer(request: HttpRequest) -> User:
    user = _user(request)
    if not organisations_to_import(user).exists():
        raise PermissionDenied
    return user


def _mine(request: HttpRequest, pk: int) -> BundleImport:
    user = _user(request)
    one = get_object_or_404(imports_of(user), pk=pk)
    if not may_import(user, one.organisation):
        raise PermissionDenied
    return one
