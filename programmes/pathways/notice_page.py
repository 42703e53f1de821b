"""The notice to the authority, ready to be sent, and the note that it was."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from integration.accounts.models import User
from integration.admin.widgets import DayInput
from integration.periods.refusals import Refused
from programmes.pathways.deadlines.notices import ended_early
from programmes.pathways.models import AuthorityNotice, PhaseEntry
from programmes.pathways.services.notices import record_notice

LANGUAGE_OF_THE_AUTHORITY = "de"


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
    letter = _letter(entry)
    if "text" in request.GET:
        name = 'attachment; filename="meldung.txt"'
        return HttpResponse(letter, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name})
    form = SentForm(request.POST or None, initial={"sent_on": today})
    person = reverse("admin:participants_participant_change", args=[entry.enrolment.participant_id])
    if request.method == "POST" and form.is_valid() and _record(entry, form):
        messages.success(request, _("Recorded. The deadline is settled."))
        return redirect(person)
    told = AuthorityNotice.objects.filter(entry=entry).first()
    context = {"letter": letter, "form": form, "told": told, "person": person}
    return render(request, "pathways/notice.html", context)


def _record(entry: PhaseEntry, form: SentForm) -> bool:
    try:
        record_notice(entry, form.cleaned_data["sent_on"])
    except Refused as refusal:
        form.add_error("sent_on", refusal)
        return False
    return True


def _letter(entry: PhaseEntry) -> str:
    """In the language of the authority, whoever reads it here."""
    paper = entry.enrolment.participant.residence_documents.filter(issued_on__lte=entry.ended_on)
    with translation.override(LANGUAGE_OF_THE_AUTHORITY):
        context = {"entry": entry, "paper": paper.order_by("-issued_on", "-pk").first(), "today": timezone.localdate()}
        return render_to_string("pathways/notice.txt", context)
