"""The notice to the authority, ready to be sent, and the note that it was."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from integration.accounts.models import User
from integration.admin.widgets import DayInput
from integration.periods.refusals import Refused
from programmes.pathways.deadlines.notices import ended_early
from programmes.pathways.models import AuthorityNotice, PhaseEntry
from programmes.pathways.notices.letter import letter_as_pdf, letter_as_picture, letter_as_text
from programmes.pathways.services.notices import record_notice


class SentForm(forms.Form):
    """When it left."""

    sent_on = forms.DateField(label=gettext_lazy("Sent on"), widget=DayInput)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter about a phase that ended early, for those who keep residence documents there."""
    user: User = request.user  # type: ignore[assignment]
    today = timezone.localdate()
    mine = PhaseEntry.objects.changeable_by(user).filter(pk__in=ended_early(today).values("pk"), pk=pk)
    entry = get_object_or_404(
        mine.select_related("enrolment__participant", "enrolment__organisation__employer", "phase"), pk=pk
    )
    if not user.has_perm("pathways.add_authoritynotice"):
        raise PermissionDenied
    for wanted, write in FORMS.items():
        if wanted in request.GET:
            return write(entry)
    form = SentForm(request.POST or None, initial={"sent_on": today})
    person = reverse("admin:participants_participant_change", args=[entry.enrolment.participant_id])
    if request.method == "POST" and form.is_valid() and _record(entry, form):
        messages.success(request, _("Recorded. The deadline is settled."))
        return redirect(person)
    told = AuthorityNotice.objects.filter(entry=entry).first()
    context = {"letter": letter_as_text(entry), "form": form, "told": told, "person": person}
    return render(request, "pathways/notice.html", context)


def _record(entry: PhaseEntry, form: SentForm) -> bool:
    try:
        record_notice(entry, form.cleaned_data["sent_on"])
    except Refused as refusal:
        form.add_error("sent_on", refusal)
        return False
    return True


def _pdf(entry: PhaseEntry) -> HttpResponse:
    return _file(letter_as_pdf(entry), "application/pdf", "meldung.pdf")


def _text(entry: PhaseEntry) -> HttpResponse:
    return _file(letter_as_text(entry), "text/plain; charset=utf-8", "meldung.txt")


def _picture(entry: PhaseEntry) -> HttpResponse:
    return HttpResponse(letter_as_picture(entry), content_type="image/png")


def _file(content: bytes | str, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


FORMS: dict[str, Callable[[PhaseEntry], HttpResponse]] = {"pdf": _pdf, "text": _text, "picture": _picture}
"""In which the letter is had."""
