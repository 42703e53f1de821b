"""Pages about one document: that its original was seen, and its copy."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration.accounts.models import User
from integration.journal.models import Page
from integration.journal.services import note_read
from programmes.participants.enums import CopyType
from programmes.participants.models import DocumentCopy, ResidenceDocument
from programmes.participants.permits.forms import CopyForm, DocumentForm, SeenForm
from programmes.participants.permits.services import delete_copy
from programmes.participants.views import full_name

SEE, CHANGE = "participants.view_residencedocument", "participants.change_residencedocument"


@require_http_methods(["GET", "HEAD", "POST"])
def seen_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever had the original in their hands says when."""
    return _fill_in(request, pk, SeenForm)


@require_http_methods(["GET", "HEAD", "POST"])
def copy_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a scanned copy."""
    return _fill_in(request, pk, CopyForm)


@never_cache
@require_safe
def copy_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy as a file, for whoever may read the document today; that it was opened is written down."""
    document = _document(request, pk, SEE)
    copy = DocumentCopy.objects.filter(document=document).first()
    if copy is None:
        raise Http404
    note_read(_user(request), document.participant_id, Page.COPY)
    name = f"{document.code}.{CopyType(copy.media_type).ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(copy.content, content_type=copy.media_type, headers=headers)


@require_POST
def delete_copy_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the copy."""
    document = _document(request, pk, CHANGE)
    delete_copy(document, by=_user(request))
    return redirect(_page_of_person(document))


def _fill_in(request: HttpRequest, pk: int, form_class: type[DocumentForm]) -> HttpResponse:
    document = _document(request, pk, CHANGE)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*sent, document=document, user=_user(request))
    if form.carried_out():
        messages.success(request, str(form.done))
        return redirect(_page_of_person(document))
    person = document.participant
    context = {"form": form, "document": document, "name": full_name(person), "back": _page_of_person(document)}
    return render(request, "participants/permits/form.html", context)


def _document(request: HttpRequest, pk: int, permission: str) -> ResidenceDocument:
    """Out of sight it does not exist; seen but not one's own it is refused."""
    user = _user(request)
    if not user.has_perm(SEE):
        raise PermissionDenied
    document = ResidenceDocument.objects.visible_to(user).select_related("participant").filter(pk=pk).first()
    if document is None:
        raise Http404
    if not user.has_perm(permission, document):
        raise PermissionDenied
    return document


def _page_of_person(document: ResidenceDocument) -> str:
    return reverse("admin:participants_participant_change", args=[document.participant_id]) + "#residence"


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
